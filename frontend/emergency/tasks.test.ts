import test from "node:test";
import assert from "node:assert/strict";
import { left } from "./tasks";

test("the seconds until the next step", () => {
  const now = Date.parse("2026-11-22T09:00:00Z");
  const say = (due?: string) => left(due, now, "{n}s", "now");
  assert.equal(say("2026-11-22T09:01:00Z"), "60s");
  assert.equal(say("2026-11-22T09:00:00.400Z"), "1s");
  assert.equal(say("2026-11-22T08:59:59Z"), "now");
  assert.equal(say(""), "");
  assert.equal(say(undefined), "");
  assert.equal(say("nonsense"), "");
});
