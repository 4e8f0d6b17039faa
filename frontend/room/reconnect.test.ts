import assert from "node:assert/strict";
import test from "node:test";
import { advise, cure, delay, forgottenAfter, patience, Patience, rejoinAfter, tokenPatience } from "./reconnect";

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

test("a fresh entry is advised when the line does not heal, and at once when the media server knows nothing of us", () => {
  for (const [repairing, forgotten, reachable, want] of [
    [0, 0, true, "wait"],
    [1, 0, true, "wait"],
    [rejoinAfter - 1, 0, true, "wait"],
    [rejoinAfter, 0, true, "rejoin"],
    [60_000, 0, false, "wait"],
    [300, 1, true, "rejoin"],
    [300, 1, false, "wait"],
    [0, forgottenAfter - 1, true, "wait"],
    [0, forgottenAfter, true, "rejoin"],
    [0, forgottenAfter, false, "wait"],
  ] as const) {
    assert.equal(advise({ repairing, forgotten, reachable }), want, `${repairing} ${forgotten} ${reachable}`);
  }
});

test("a token is asked for shortly on the way back, but a slow server is waited for", () => {
  assert.equal(tokenPatience(true, 0), 10_000);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((n) => tokenPatience(false, n)), [2500, 2500, 10_000, 2500, 2500, 10_000]);
});

test("an ended policy gives up at once", () => {
  const policy = new Patience();
  assert.equal(policy.nextRetryDelayInMs({ retryCount: 0, elapsedMs: 0 }), 0);
  policy.end();
  assert.equal(policy.nextRetryDelayInMs({ retryCount: 0, elapsedMs: 0 }), null);
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
