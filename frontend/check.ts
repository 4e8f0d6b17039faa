// The device check's page: four steps, each repeated until it passes or the
// person goes on, then the verdict. This file only connects the parts in check/.

import { advise, clear } from "./check/advice";
import { type Cause, deviceKind, hindrance, inApp, lineCause } from "./check/causes";
import { type Finding, type Held, tryCamera, tryMicrophone, trySpeaker } from "./check/devices";
import type { LineResult, Pass } from "./check/line";
import type { Verdict } from "./check/quiet/classify";
import { hearRoom, showVerdict } from "./check/quiet/panel";
import { Api } from "./room/api";
import { find, make, need, show, text } from "./room/dom";
import { mark } from "./room/marks";
import { readWords, say } from "./room/words";

type Step = "camera" | "microphone" | "speaker" | "line";
const order: Step[] = ["camera", "microphone", "speaker", "line"];

readWords();
const api = new Api(need("check").dataset["base"] ?? "");
const places = new Api(need("check").dataset["place"] ?? "");
const held: Held = { camera: null, microphone: null };
let found: Partial<Record<Step, Finding>> = {};
let line: LineResult = { reached: {}, way: "", kilobits: 0, rtt: 0 };
let running = 0; // the run that counts; an older one that wakes up later is over

const agent = navigator.userAgent;
const obstacle = hindrance({
  secure: window.isSecureContext,
  agent,
  devices: !!navigator.mediaDevices?.getUserMedia,
  peer: typeof RTCPeerConnection === "function",
  socket: typeof WebSocket === "function",
});
mark("verdict", "none");
if (obstacle) {
  advise("hindrance", obstacle, null);
  found = { camera: obstacle, microphone: obstacle };
  void keep();
} else {
  if (inApp(agent)) advise("hindrance", "inapp", null);
  show(need("start-box"), true);
}
need("start").addEventListener("click", () => void run());
need("repeat").addEventListener("click", () => void run());
for (const name of ["camera", "microphone"] as const) {
  find("pick-" + name)?.addEventListener("change", () => void once(name, running));
}
window.addEventListener("pagehide", release);

async function run(): Promise<void> {
  const mine = ++running;
  found = {};
  need("check").classList.remove("check-finished");
  show(need("start-box"), false);
  show(need("done"), false);
  show(need("steps"), true);
  for (const step of order) draw(step, "wait");
  for (const step of order) {
    await once(step, mine);
    if (mine !== running) return;
  }
  const quiet = await room;
  room = null;
  if (mine !== running) return;
  release();
  await finish(quiet);
}

/** The room is heard while the line is tried: both need ten quiet seconds. */
let room: Promise<Verdict | null> | null = null;

function hear(): Promise<Verdict | null> {
  show(need("probe-quiet"), true);
  return hearRoom(document.querySelector<HTMLSelectElement>('[data-ui="pick-microphone"]')?.value ?? "").then(
    (got) => (typeof got === "string" ? got : null),
    () => null,
  );
}

/** One step until it passes or the person goes on without it. */
async function once(step: Step, mine: number): Promise<void> {
  for (;;) {
    clear("advice-" + step);
    draw(step, "now");
    text(find("note-" + step), asking(step));
    need("probe-" + step).scrollIntoView({ block: "nearest" });
    const finding = await attempt(step);
    if (mine !== running) return;
    found[step] = finding;
    if (finding === "ok" || finding === "noudp") {
      draw(step, finding);
      text(find("note-" + step), praise(step, finding));
      if (finding === "noudp") advise("advice-" + step, "noudp", null);
      return;
    }
    draw(step, "problem");
    text(find("note-" + step), "");
    if (!(await again(step, finding))) return;
  }
}

function attempt(step: Step): Promise<Finding> {
  switch (step) {
    case "camera":
      return tryCamera(held);
    case "microphone":
      return tryMicrophone(held);
    case "speaker":
      return trySpeaker();
    case "line":
      room ??= hear();
      return probeLine();
  }
}

async function probeLine(): Promise<Finding> {
  show(need("ways"), true);
  const media = new MediaStream([held.camera, held.microphone].filter((t): t is MediaStreamTrack => !!t && t.readyState === "live"));
  if (media.getTracks().length === 0) media.addTrack(drawn());
  ways({});
  try {
    // The media client is large: it comes only now, while the person waits anyway.
    const { tryLine } = await import("./check/line");
    line = await tryLine(() => api.post<Pass>("token"), media, (what, reached) => {
      text(find("note-line"), say("line." + what));
      mark("step", "line-" + what);
      ways(reached);
    });
  } catch {
    line = { reached: { udp: false, tcp: false, relay: false }, way: "", kilobits: 0, rtt: 0 };
  }
  ways(line.reached);
  text(need("speed"), line.kilobits > 0 ? say(line.kilobits < 300 ? "speed.low" : "speed.good", { number: line.kilobits }) : "—");
  return lineCause(line.reached, line.kilobits) ?? "ok";
}

/** A moving picture of our own, so that the line can be tried without a camera. */
function drawn(): MediaStreamTrack {
  const canvas = make("canvas");
  canvas.width = 1280;
  canvas.height = 720;
  const paper = canvas.getContext("2d");
  const timer = window.setInterval(() => {
    if (!paper) return;
    for (let i = 0; i < 40; i++) {
      paper.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
      paper.fillRect(Math.random() * 1280, Math.random() * 720, 160, 90);
    }
  }, 40);
  const track = canvas.captureStream(25).getTracks()[0];
  if (!track) throw new Error("canvas gives no picture");
  window.setTimeout(() => window.clearInterval(timer), 60_000);
  return track;
}

function ways(reached: LineResult["reached"]): void {
  for (const way of ["udp", "tcp", "relay"] as const) {
    const state = reached[way];
    text(find("way-" + way), state === undefined ? say("way.untried") : say(state ? "way.yes" : "way.no"));
    find("way-" + way)?.setAttribute("data-reached", String(state ?? ""));
  }
}

/** Shows the advice and waits: true to try again, false to go on. */
function again(step: Step, cause: Cause): Promise<boolean> {
  return new Promise((resolve) => {
    advise("advice-" + step, cause, () => resolve(true));
    const row = find("advice-" + step)?.querySelector(".row");
    const next = make("button", "button button-secondary", say("next"));
    next.type = "button";
    next.dataset["ui"] = "next";
    next.addEventListener("click", () => resolve(false));
    row?.append(next);
    text(find("status"), say("state.problem"));
  });
}

function draw(step: Step, result: "wait" | "now" | "ok" | "noudp" | "problem"): void {
  const box = need("probe-" + step);
  box.dataset["result"] = result === "noudp" ? "ok" : result;
  text(need("state-" + step), say("state." + result));
  show(need("body-" + step), result !== "wait");
  mark("step", `${step}-${result}`);
}

function asking(step: Step): string {
  if (step === "camera") return say("camera.asking");
  if (step === "microphone") return say("mic.speak");
  return step === "line" ? say("line.connect") : "";
}

function praise(step: Step, finding: Finding): string {
  if (step === "camera") return say("camera.ok");
  if (step === "microphone") return say("mic.ok");
  return step === "line" ? say(finding === "noudp" ? "line.noudp" : "line.ok") : "";
}

async function finish(quiet: Verdict | null): Promise<void> {
  const good = order.every((step) => found[step] === "ok" || (step === "line" && found[step] === "noudp"));
  need("check").classList.add("check-finished");
  text(need("verdict"), say(good ? "done.ok" : "done.problem"));
  show(need("done"), true);
  show(find("last"), false);
  if (quiet) showVerdict(quiet, places, null);
  need("done").focus();
  await keep();
  // What comes next hangs on the verdict just kept: the server says it.
  show(find("ways-out"), !good);
  mark("verdict", good ? "ok" : "problem");
}

async function keep(): Promise<void> {
  const body = {
    camera: found.camera ?? "",
    microphone: found.microphone ?? "",
    speaker: found.speaker ?? "",
    line: found.line ?? "",
    transport: line.way,
    kilobits: line.kilobits,
    rtt: line.rtt,
    device: deviceKind(agent),
    site: document.querySelector<HTMLSelectElement>('select[name="site"]')?.value ?? "",
  };
  try {
    await api.post("", body);
    text(need("saved"), say("save.saved"));
  } catch {
    text(need("saved"), say("save.later"));
  }
}

function release(): void {
  held.camera?.stop();
  held.microphone?.stop();
  held.camera = held.microphone = null;
}
