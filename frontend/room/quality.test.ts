import assert from "node:assert/strict";
import test from "node:test";
import { LineWatch, type Look, type Verdict } from "./quality";

const good: Look = { at: 0, alive: true, frames: 30, picture: true, loss: 0, concealed: 0, rtt: 40, height: 720 };

/** Plays looks one second apart and gives the verdict after each. */
function play(...looks: Partial<Look>[]): Verdict[] {
  const watch = new LineWatch();
  watch.reset(0);
  return looks.map((look, i) => watch.see({ ...good, ...look, at: (i + 1) * 1000 }));
}

const dead = { alive: false, frames: 0 };

test("a clean line is good at once", () => {
  assert.deepEqual(play({}, {}), ["good", "good"]);
});

test("loss is told in the same second", () => {
  assert.deepEqual(play({}, { loss: 0.1 }), ["good", "unstable"]);
  assert.deepEqual(play({}, { loss: 0.03 }), ["good", "fair"]);
  assert.deepEqual(play({}, { rtt: 700 }), ["good", "unstable"]);
});

test("one good second does not hide a bad line", () => {
  assert.deepEqual(play({ loss: 0.1 }, {}, {}, {}, {}, {}), ["unstable", "unstable", "unstable", "unstable", "unstable", "good"]);
  assert.equal(play({ loss: 0.1 }, {}, {}, {}, { loss: 0.1 }, {}).at(-1), "unstable");
});

test("neither picture nor anything else is a cut after two seconds, and its end is told at once", () => {
  assert.deepEqual(play({}, dead, dead, dead, {}), ["good", "good", "cut", "cut", "good"]);
});

test("with both cameras off, three seconds of nothing are a cut", () => {
  const silent = { alive: false, frames: 0, picture: false };
  assert.deepEqual(play({}, silent, silent, silent, {}), ["good", "good", "good", "cut", "good"]);
});

test("a picture that stands still on a living line is told after two seconds", () => {
  assert.deepEqual(play({}, { frames: 0 }, { frames: 0 }, {}), ["good", "good", "picture", "good"]);
});

test("a camera that is off is no frozen picture", () => {
  assert.equal(play({}, { frames: 0, picture: false }, { frames: 0, picture: false }, { frames: 0, picture: false }).at(-1), "good");
});

test("a small picture is fair, not very good", () => {
  assert.equal(play({ height: 180 }).at(-1), "fair");
});

test("a new connection begins without the old one's past", () => {
  const watch = new LineWatch();
  watch.reset(0);
  for (let i = 1; i < 9; i++) watch.see({ ...good, ...dead, at: i * 1000 });
  watch.reset(9000);
  assert.equal(watch.see({ ...good, at: 9500 }), "good");
});
