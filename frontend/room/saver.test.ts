import assert from "node:assert/strict";
import test from "node:test";
import { Proposal, proposeAfter } from "./saver";

test("proposes to save data once, after a while of trouble", () => {
  const p = new Proposal();
  assert.equal(p.see(0, "unstable", false), false);
  assert.equal(p.see(proposeAfter - 1, "picture", false), false);
  assert.equal(p.see(proposeAfter, "good", false), false, "the line recovered");
  assert.equal(p.see(20_000, "unstable", false), false);
  assert.equal(p.see(20_000 + proposeAfter, "unstable", false), true);
  assert.equal(p.see(90_000, "unstable", false), false, "not again");
});

test("who saves already is not asked", () => {
  const p = new Proposal();
  for (let at = 0; at < 60_000; at += 1000) assert.equal(p.see(at, "unstable", true), false);
});
