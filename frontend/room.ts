// The room's page: the worker's waiting room and talk, the physician's desk
// beside the picture. This file only connects the parts in room/.

import { Api } from "./room/api";
import { warmUp } from "./room/call";
import { armChime, chime } from "./room/chime";
import { type EventKind, other, type State } from "./room/contract";
import { CameraRule } from "./room/camera-rule";
import { Controls } from "./room/controls";
import { Desk } from "./room/desk";
import { Devices } from "./room/devices";
import { find, need, show, text } from "./room/dom";
import { Live } from "./room/live";
import { mark } from "./room/marks";
import { Outbox } from "./room/outbox";
import { PausePanel } from "./room/pause";
import { Saver } from "./room/saver";
import { type Line, Session } from "./room/session";
import { Shortcuts } from "./room/shortcuts";
import { numbers, over, setSkew, Stage } from "./room/stage";
import { Waiting } from "./room/waiting";
import { Watch } from "./room/watch";
import { readWords, say } from "./room/words";

readWords();
const root = need("room");
const api = new Api(root.dataset["base"] ?? "");
let state = JSON.parse(root.dataset["state"] ?? "{}") as State;

const picture = need<HTMLVideoElement>("remote");
const devices = new Devices();
const outbox = new Outbox((path, body) => api.deliver(path, body));
const live = new Live(api, take, gone);
const voice = need<HTMLAudioElement>("voice");
const session: Session = new Session(api, devices, picture, voice, {
  line: lineChanged,
  changed: draw,
  silenced: (yes) => show(find("sound"), yes),
  refused: notice,
}, () => live.refresh());
const watch = new Watch(session, devices, outbox, picture, draw, Number(root.dataset["still"] ?? 20) * 1000);
const stage = new Stage(devices, outbox);
const waiting = new Waiting(devices, draw);
const controls = new Controls(devices, session, event, draw, notice);
const pause = new PausePanel(api, devices, voice, { took: take, changed: draw });
const saver = new Saver(session, notice);
const cameraRule = new CameraRule(api, take, notice);
const desk = state.me === "physician" ? new Desk(api, { admitted: enter, controls, notice, took: take, stop: () => pause.stop() }) : null;
if (!desk) new Shortcuts({ p: () => pause.stop(), m: () => void controls.mic(), v: () => void controls.camera() });

const title = document.title;
let entered = false;
let finished = false;
let repairing = false;
let noticeTimer = 0;
let seen: State | null = null;

armChime();
mark("side", state.me);
void warmUp();
take(state);
live.start();
watch.start();
// The physician's camera is asked for at once, the worker's when the preview is asked for.
if (desk) void waiting.ready();
else void waiting.start();
for (const name of ["enter", "again"]) find(name)?.addEventListener("click", enter);
window.addEventListener("pagehide", farewell);
window.addEventListener("pageshow", (e) => {
  // Back from the browser's memory: everything in the page is old.
  if (e.persisted) location.reload();
});

/** A new state from the server. */
function take(now: State): void {
  const before = seen;
  state = seen = now;
  setSkew(now.now);
  numbers(now);
  mark("phase", now.phase);
  mark("admitted", String(now.admitted));
  pause.take(now);
  if (now.phase === "ended" || now.phase === "converted") return finish();

  session.server(now.mediaUp ?? true, now[now.me].media);
  const them = now[other(now.me)];
  const was = before?.[other(now.me)];
  if (desk) {
    desk.take(now);
    // An arrival cannot be missed: sound, title and a spoken line.
    if (them.present && !(was?.present ?? false)) {
      document.title = say("title.arrived", { title });
      text(find("status"), say("desk.arrived", { name: them.name }));
      chime();
    }
    if (now.admitted || !them.present) document.title = title;
    if (now.admitted && !entered) enter();
  } else {
    text(find("wait-text"), Waiting.sentence(now));
    if (now.admitted && !before?.admitted) {
      document.title = say("title.admitted", { title });
      text(find("status"), say("wait.admitted"));
      chime();
      // Ready with camera and microphone: straight in, nothing to press.
      if (waiting.isReady) enter();
    }
    show(find("enter"), now.admitted && !entered);
  }
  draw();
}

function enter(): void {
  if (session.line === "connected" || (entered && session.line !== "elsewhere" && session.line !== "none")) return;
  if (!entered || session.line === "elsewhere") watch.enter();
  entered = true;
  document.title = title;
  show(find("waiting"), false);
  show(need("stage"), true);
  show(find("elsewhere"), false);
  session.enter();
  draw();
  if (!desk) need("stage").focus();
}

function lineChanged(line: Line): void {
  if (line === "connected") {
    waiting.stop();
    controls.draw();
  }
  if (line === "reconnecting") event("reconnecting");
  if (line === "connected" && repairing) event("reconnected");
  repairing = line === "reconnecting";
  show(find("elsewhere"), line === "elsewhere");
  draw();
}

function draw(): void {
  controls.draw();
  waiting.draw();
  stage.draw(state, watch.sight);
  saver.see(watch.sight.verdict);
  cameraRule.draw(state, desk ? watch.sight.together && !watch.sight.remote.camera : entered && !devices.cameraOn);
}

function event(kind: EventKind): void {
  outbox.put("event", { kind, at: new Date().toISOString() });
  void outbox.flush();
}

function notice(sentence: string): void {
  const box = find("notice");
  text(box, sentence);
  show(box, sentence !== "");
  window.clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => show(box, false), 8000);
}

/** The session is over: line down, camera light off, what is owed is sent. */
function finish(): void {
  if (finished) return;
  finished = true;
  live.stop();
  watch.leave();
  waiting.stop();
  void session.leave().then(() => devices.release());
  document.title = title;
  over(state);
  desk?.finished();
  show(find("waiting"), false);
  show(need("stage"), false);
  show(need("over"), true);
  need("over-title").focus();
}

/** Our right to be here ended: signed out, or the case is no longer ours. */
function gone(): void {
  live.stop();
  void session.leave().then(() => devices.release());
  show(find("gone"), true);
}

/** The page goes away. Coming back finds everything as it was. */
function farewell(): void {
  if (finished) return;
  desk?.save();
  if (entered) outbox.put("event", { kind: "left", at: new Date().toISOString() });
  for (const parcel of outbox.drain().slice(-20)) api.beacon(parcel.path, parcel.body);
}
