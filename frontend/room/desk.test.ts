import assert from "node:assert/strict";
import test from "node:test";
import { missing, tidyPhone, wholePhone } from "./checklist";
import { written } from "./notes";

const empty = { identity: "", alone: false, place: "", phone: "", cameraWorker: false, cameraPhysician: false, notRecording: false, explained: false };
const full = { identity: "KNOWN", alone: true, place: "自宅", phone: "090-1234-5678", cameraWorker: true, cameraPhysician: true, notRecording: true, explained: true };

test("every item of the checklist counts, in the order of the talk", () => {
  assert.equal(missing(empty).length, 8);
  assert.equal(missing(empty)[0], "identity");
  assert.deepEqual(missing(full), []);
  for (const name of missing(empty)) assert.deepEqual(missing({ ...full, [name]: empty[name as keyof typeof empty] }), [name]);
});

test("numbers are taken as people type them", () => {
  assert.equal(tidyPhone("０９０ー１２３４ー５６７８"), "090-1234-5678");
  assert.equal(tidyPhone(" +81 90 1234 5678 "), "+81 90 1234 5678");
  assert.equal(tidyPhone("(03)5555‐0142 です"), "(03)5555-0142");
});

test("half a number is not saved, none is", () => {
  assert.equal(wholePhone("090-12"), false);
  assert.equal(wholePhone("０９０１２３４５６７８"), true);
  assert.equal(wholePhone(""), true);
});

test("an item counts as noted only with words of its own", () => {
  const notes = "【勤務の状況】\n92時間、月末に集中\n【疲労の蓄積の状況】\n\n【その他の心身の状況】\n";
  assert.equal(written(notes, "勤務の状況"), true);
  assert.equal(written(notes, "疲労の蓄積の状況"), false);
  assert.equal(written(notes, "その他の心身の状況"), false);
  assert.equal(written(notes, "ご本人への指導"), false);
});
