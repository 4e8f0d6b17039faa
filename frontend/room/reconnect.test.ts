import assert from "node:assert/strict";
import test from "node:test";
import { advise, cure, delay, patience, rejoinAfter } from "./reconnect";

test("tries soon, then every three seconds, for more than five minutes", () => {
  let elapsed = 0;
  const waits: number[] = [];
  for (let i = 0; ; i++) {
    const wait = delay(i, elapsed);
    if (wait === null) break;
    waits.push(wait);
    elapsed += wait;
    assert.ok(waits.length < 1000, "never gives up");
  }
  assert.deepEqual(waits.slice(0, 6), [0, 300, 1000, 2000, 3000, 3000]);
  assert.equal(Math.max(...waits), 3000);
  assert.ok(elapsed >= 5 * 60_000);
  assert.ok(elapsed <= patience + 3000);
});

test("a fresh entry is advised only when our server is there", () => {
  assert.equal(advise(rejoinAfter - 1, true), "wait");
  assert.equal(advise(rejoinAfter, true), "rejoin");
  assert.equal(advise(60_000, false), "wait");
});

test("a camera that is not out is sent again, then the room is entered anew", () => {
  for (const [ms, want] of [
    [0, "wait"],
    [2999, "wait"],
    [3000, "publish"],
    [11_999, "publish"],
    [12_000, "rejoin"],
  ] as const) {
    assert.equal(cure(ms), want);
  }
});
