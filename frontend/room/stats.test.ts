import assert from "node:assert/strict";
import test from "node:test";
import { between, loss, nothing, read, way } from "./stats";

/** A track whose report is the given entries. */
const track = (...entries: Record<string, unknown>[]) =>
  ({ getRTCStatsReport: async () => new Map(entries.map((e) => [e["id"], e])) }) as never;

const pair = [
  { id: "T", type: "transport", selectedCandidatePairId: "P" },
  { id: "P", type: "candidate-pair", localCandidateId: "L", bytesReceived: 5000, currentRoundTripTime: 0.042 },
  { id: "Q", type: "candidate-pair", localCandidateId: "M", bytesReceived: 999999, currentRoundTripTime: 9 },
  { id: "L", type: "local-candidate", candidateType: "host", protocol: "udp" },
];

test("reads both directions and only the chosen pair", async () => {
  const got = await read(7, [
    track(...pair, { id: "V", type: "inbound-rtp", kind: "video", framesDecoded: 90, bytesReceived: 1000, frameHeight: 720, totalFreezesDuration: 0.25 }),
    track(
      { id: "A", type: "outbound-rtp", kind: "video", frameHeight: 180, frameWidth: 320, bytesSent: 10, framesEncoded: 5 },
      { id: "B", type: "outbound-rtp", kind: "video", frameHeight: 720, frameWidth: 1280, bytesSent: 30, framesEncoded: 4, qualityLimitationReason: "cpu" },
    ),
    undefined,
  ]);
  assert.equal(got.arrived, 5000);
  assert.equal(got.rtt, 42);
  assert.equal(got.transport, "udp");
  assert.equal(got.videoIn.freezeMs, 250);
  assert.deepEqual(got.videoOut, { frames: 5, bytes: 40, width: 1280, height: 720, limited: "cpu" });
});

test("what changed between two readings", () => {
  const a = { ...nothing(1000), videoIn: { ...nothing(0).videoIn, frames: 100, freezeMs: 100 } };
  const b = { ...nothing(6000), videoIn: { ...nothing(0).videoIn, frames: 250, freezeMs: 400, height: 360 } };
  const change = between(a, b);
  assert.equal(change.span, 5000);
  assert.equal(change.videoIn.frames, 150);
  assert.equal(change.videoIn.freezeMs, 300);
  assert.equal(change.videoIn.height, 360);
});

test("counters that fell belong to a new connection and count from zero", () => {
  const a = { ...nothing(1000), videoIn: { ...nothing(0).videoIn, frames: 900 } };
  const b = { ...nothing(2000), videoIn: { ...nothing(0).videoIn, frames: 12 } };
  assert.equal(between(a, b).videoIn.frames, 12);
});

test("made-up voice is a part of the span, silence is not", () => {
  const a = nothing(0);
  const b = nothing(1000);
  b.audioIn = { ...b.audioIn, samples: 48000, concealed: 12000 };
  assert.equal(between(a, b).audioIn.concealedMs, 250);
  assert.equal(between(a, nothing(1000)).audioIn.concealedMs, 0);
});

test("loss is a part of what was sent to us", () => {
  const a = nothing(0);
  const b = nothing(1000);
  b.audioIn = { ...b.audioIn, packets: 45, lost: 5 };
  assert.equal(loss(a, b), 0.1);
  assert.equal(loss(a, a), 0);
});

test("a relay is a relay whatever it runs over", () => {
  assert.equal(way({ candidateType: "relay", protocol: "udp" }), "relay");
  assert.equal(way({ candidateType: "host", protocol: "tcp" }), "tcp");
  assert.equal(way({ candidateType: "srflx", protocol: "udp" }), "udp");
  assert.equal(way(undefined), "");
});
