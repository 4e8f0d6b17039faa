import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { classify, type Verdict, verdicts } from "./classify";
import { type Features, Listener, rate, resample } from "./features";

// Written by go run ./internal/sounds/make; the Makefile does it before these tests.
const folder = process.env["SOUNDS"] ?? "internal/assets/dist-tests/sounds";

const meant: Record<string, Verdict> = {
  room: "QUIET",
  speech: "SPEECH_NEARBY",
  television: "TELEVISION_OR_MUSIC",
  music: "TELEVISION_OR_MUSIC",
  babble: "CAFE_BABBLE",
  machine: "NOISY",
  silent: "MICROPHONE_SILENT",
};

function read(file: string): Float32Array {
  const b = readFileSync(file);
  return Float32Array.from({ length: (b.length - 44) / 2 }, (_, i) => b.readInt16LE(44 + 2 * i) / 32768);
}

function hear(samples: Float32Array): Features {
  const ear = new Listener();
  // In pieces, as a browser gives them.
  for (let at = 0; at < samples.length; at += 1531) ear.hear(samples.subarray(at, at + 1531));
  return ear.features();
}

test("every sample sound gets its verdict", () => {
  assert.ok(existsSync(folder), `no sounds in ${folder}: go run ./internal/sounds/make -out ${folder}`);
  const table: Record<string, { right: number; of: number }> = {};
  const wrong: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    const kind = file.split("-")[0] ?? "";
    const want = meant[kind];
    assert.ok(want, `${file}: no such kind`);
    const f = hear(read(`${folder}/${file}`));
    const got = classify(f);
    const row = (table[kind] ??= { right: 0, of: 0 });
    row.of += 1;
    if (got === want) row.right += 1;
    else wrong.push(`${file}: ${got}, want ${want}: ${JSON.stringify(f)}`);
  }
  console.table(table);
  assert.deepEqual(Object.keys(table).sort(), Object.keys(meant).sort());
  for (const [kind, row] of Object.entries(table)) assert.ok(row.of >= 20, `${kind}: only ${row.of} sounds`);
  assert.deepEqual(wrong, []);
});

test("the verdict is the same at the rates microphones have", () => {
  for (const kind of ["speech", "babble", "television"]) {
    const samples = read(`${folder}/${kind}-01.wav`).subarray(0, rate * 6);
    for (const to of [44_100, 48_000]) {
      // Up to the microphone's rate by straight lines, down again by the page's own means.
      const up = Float32Array.from({ length: Math.floor((samples.length - 1) * (to / rate)) }, (_, i) => {
        const at = (i * rate) / to;
        const k = Math.floor(at);
        return (samples[k] ?? 0) * (1 - (at - k)) + (samples[k + 1] ?? 0) * (at - k);
      });
      assert.equal(classify(hear(resample(up, to))), meant[kind], `${kind} at ${to}`);
    }
  }
});

test("a knock is no voice, and a voice far below the noise is none", () => {
  const quiet = read(`${folder}/room-01.wav`);
  const knock = quiet.slice();
  for (let i = 0; i < 1200; i++) knock[40_000 + i] = (knock[40_000 + i] ?? 0) + 0.5 * Math.exp(-i / 200) * Math.sin(i / 3);
  assert.equal(classify(hear(knock)), "QUIET");
  const fan = read(`${folder}/machine-01.wav`);
  const speech = read(`${folder}/speech-01.wav`);
  const both = fan.map((x, i) => x + (speech[i] ?? 0) * 0.01);
  assert.equal(classify(hear(both)), "NOISY");
});

test("nothing heard is a silent microphone, and each verdict can come", () => {
  assert.equal(classify(new Listener().features()), "MICROPHONE_SILENT");
  assert.deepEqual([...new Set(Object.values(meant))].sort(), [...verdicts].sort());
});

test("what listens asks for nothing from the network", () => {
  for (const file of ["classify.ts", "features.ts", "fourier.ts", "listen.ts", "curve.ts"]) {
    const text = readFileSync(`frontend/check/quiet/${file}`, "utf8");
    assert.doesNotMatch(text, /fetch|XMLHttpRequest|WebSocket|sendBeacon|EventSource|RTCPeer|MediaRecorder|Blob\b|room\/api/, file);
  }
});
