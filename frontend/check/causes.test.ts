import assert from "node:assert/strict";
import test from "node:test";
import { lookUp } from "./advice";
import { causes, deviceKind, fromMediaError, hindrance, inApp, lineCause } from "./causes";
import { visible } from "./picture";

test("each refusal of a browser has its cause", () => {
  const table: [string, string, PermissionState | "", boolean, string][] = [
    ["NotAllowedError", "Permission denied", "denied", true, "denied"],
    ["NotAllowedError", "Permission dismissed", "prompt", true, "dismissed"],
    ["NotAllowedError", "The request is not allowed by the user agent", "", true, "denied"],
    ["NotAllowedError", "", "prompt", true, "dismissed"],
    ["NotFoundError", "Requested device not found", "granted", true, "missing"],
    ["OverconstrainedError", "", "granted", true, "missing"],
    ["NotReadableError", "Could not start video source", "granted", true, "busy"],
    ["AbortError", "Starting videoinput failed", "granted", true, "busy"],
    ["TypeError", "mediaDevices is undefined", "", true, "old"],
    ["TypeError", "mediaDevices is undefined", "", false, "insecure"],
    ["StrangeError", "", "", true, "failed"],
  ];
  for (const [name, message, state, secure, want] of table) {
    assert.equal(fromMediaError(name, message, state, secure), want, `${name} ${message}`);
  }
});

const agents: [string, string, string][] = [
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.9.0", "LINE", "iphone"],
  ["Mozilla/5.0 (Linux; Android 14; SO-51D Build/67.2; wv) AppleWebKit/537.36 Version/4.0 Chrome/126.0 Mobile Safari/537.36 Line/14.9.1/IAB", "LINE", "android"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/21F79 Instagram 334.0.4.32.98", "Instagram", "iphone"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/21F79 [FBAN/FBIOS;FBAV/465.0]", "Facebook", "iphone"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 YJApp-IOS jp.co.yahoo.ipn.appli/4.110", "Yahoo! JAPAN", "iphone"],
  ["Mozilla/5.0 (Linux; Android 13; Pixel 7; wv) AppleWebKit/537.36 Version/4.0 Chrome/126.0 Mobile Safari/537.36", "WebView", "android"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "", "iphone"],
  ["Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36", "", "android"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0", "", "windows"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:127.0) Gecko/20100101 Firefox/127.0", "", "mac"],
];

test("browsers inside apps are known, real ones are left alone", () => {
  for (const [agent, app, device] of agents) {
    assert.equal(inApp(agent), app, agent);
    assert.equal(deviceKind(agent), device, agent);
  }
});

test("what keeps a check from starting", () => {
  const able = { secure: true, agent: agents[6]?.[0] ?? "", devices: true, peer: true, socket: true };
  assert.equal(hindrance(able), null);
  assert.equal(hindrance({ ...able, secure: false }), "insecure");
  assert.equal(hindrance({ ...able, peer: false }), "old");
  assert.equal(hindrance({ ...able, devices: false, agent: agents[0]?.[0] ?? "" }), "inapp");
});

test("what the ways to the media server mean", () => {
  assert.equal(lineCause({ udp: true, tcp: true, relay: true }, 1500), null);
  assert.equal(lineCause({ udp: false, tcp: true, relay: false }, 1500), "noudp");
  assert.equal(lineCause({ udp: false, tcp: false, relay: true }, 0), "noudp");
  assert.equal(lineCause({ udp: false, tcp: false, relay: false }, 0), "noline");
  assert.equal(lineCause({}, 0), "noline");
  assert.equal(lineCause({ udp: true }, 120), "slow");
});

test("there are at least twelve causes, and advice falls back to the general one", () => {
  assert.ok(causes.length >= 12);
  const general = { title: "general", text: "", steps: [] };
  const phone = { title: "phone", text: "", steps: [] };
  const failed = { title: "failed", text: "", steps: [] };
  const all = { denied: general, "denied.iphone": phone, failed };
  assert.equal(lookUp(all, "denied", "iphone"), phone);
  assert.equal(lookUp(all, "denied", "ipad"), phone);
  assert.equal(lookUp(all, "denied", "windows"), general);
  assert.equal(lookUp(all, "busy", "windows"), failed);
});

test("a closed shutter is dark, a dim room is not", () => {
  const even = (light: number) => Uint8ClampedArray.from({ length: 32 * 18 * 4 }, () => light);
  assert.equal(visible(even(0)), false);
  assert.equal(visible(even(10)), false);
  assert.equal(visible(even(60)), true);
  const dim = even(4);
  dim.set([60, 60, 60, 255], 400);
  assert.equal(visible(dim), true);
});
