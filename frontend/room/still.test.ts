import assert from "node:assert/strict";
import test from "node:test";
import { different } from "./motion";
import { decide, type Glance, lineAfter, StillWatch } from "./still";

test("the line or the person", () => {
  for (const [frame, motion, voice, want] of [
    [0, 0, 0, "none"],
    [lineAfter - 1, 5000, 5000, "none"],
    [lineAfter, 5000, 0, "line"],
    [lineAfter, 60_000, 60_000, "line"], // nothing arrives: nothing is known of the person
    [0, 20_000, 19_999, "none"], // somebody speaks without moving
    [0, 19_999, 60_000, "none"], // somebody listens and nods
    [0, 20_000, 20_000, "person"],
    [1000, 90_000, 60_000, "person"],
  ] as const) {
    assert.equal(decide({ frame, motion, voice }, 20_000), want, `${frame} ${motion} ${voice}`);
  }
});

test("time counts from when somebody should be seen", () => {
  const watch = new StillWatch(20_000);
  const see = (s: number, change: Partial<Glance> = {}): string =>
    watch.see({ at: s * 1000, expected: true, frames: 20, moved: false, voice: false, ...change });
  assert.equal(see(0, { expected: false, frames: 0 }), "none");
  assert.equal(see(100, { expected: false, frames: 0 }), "none", "no camera, no judgement");
  for (let s = 101; s < 120; s++) assert.equal(see(s), "none");
  assert.equal(see(120), "person");
  assert.equal(see(121, { moved: true }), "none");
  assert.equal(see(140), "none");
  assert.equal(see(141), "person");
  assert.equal(see(142, { voice: true }), "none");
  for (let s = 143; s < 146; s++) assert.equal(see(s, { frames: 0, moved: null }), "none");
  assert.equal(see(146, { frames: 0, moved: null }), "line");
});

test("a picture moved when one of its parts changed", () => {
  const grey = (f: (i: number) => number): Float32Array => Float32Array.from({ length: 48 }, (_, i) => f(i));
  const still = grey(() => 100);
  assert.equal(different(still, grey((i) => 100 + (i % 2))), false, "noise of the camera");
  assert.equal(different(still, grey((i) => (i === 20 ? 110 : 100))), true, "a hand, a mouth");
  assert.equal(different(still, grey(() => 100)), false);
});
