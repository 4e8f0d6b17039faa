import assert from "node:assert/strict";
import test from "node:test";
import { Outbox, Refused } from "./outbox";

test("numbers rise and survive a cut, order is kept", async () => {
  let online = false;
  const got: number[] = [];
  const box = new Outbox(async (_path, body) => {
    if (!online) throw new Error("offline");
    got.push(body["seq"] as number);
  }, "page");
  box.put("stats", { samples: [] });
  box.put("event", { kind: "camera_off" });
  assert.equal(await box.flush(), false);
  assert.equal(box.waiting.length, 2);
  online = true;
  box.put("stats", { samples: [] });
  assert.equal(await box.flush(), true);
  assert.deepEqual(got, [1, 2, 3]);
  assert.equal(box.waiting.length, 0);
});

test("a parcel the server will never take does not block the rest", async () => {
  const got: number[] = [];
  const box = new Outbox(async (_path, body) => {
    if (body["seq"] === 1) throw new Refused("form.invalid");
    got.push(body["seq"] as number);
  }, "page");
  box.put("event", { kind: "?" });
  box.put("event", { kind: "left" });
  assert.equal(await box.flush(), true);
  assert.deepEqual(got, [2]);
});

test("memory is bounded and events outlive statistics", () => {
  const box = new Outbox(async () => undefined, "page");
  box.put("event", { kind: "camera_off" });
  for (let i = 0; i < 2000; i++) box.put("stats", { samples: [] });
  assert.ok(box.waiting.length <= 720);
  assert.equal(box.waiting[0]?.body["kind"], "camera_off");
  assert.equal(box.waiting.at(-1)?.seq, 2001);
});

test("two flushes at once send each parcel once", async () => {
  const got: number[] = [];
  const box = new Outbox(async (_path, body) => {
    await Promise.resolve();
    got.push(body["seq"] as number);
  }, "page");
  box.put("event", {});
  box.put("event", {});
  await Promise.all([box.flush(), box.flush()]);
  assert.deepEqual(got, [1, 2]);
});

test("the last word takes everything with it", () => {
  const box = new Outbox(async () => undefined, "page");
  box.put("event", { kind: "left" });
  assert.equal(box.drain().length, 1);
  assert.equal(box.waiting.length, 0);
});
