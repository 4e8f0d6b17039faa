// Camera, microphone and speaker, one after the other. Each gives a finding;
// nothing is recorded, nothing leaves the page.

import { find, make, show } from "../room/dom";
import { Meter } from "../room/meter";
import { say } from "../room/words";
import { type Cause, inApp } from "./causes";
import { visible } from "./picture";
import { causeOf } from "./refusal";

export type Finding = "ok" | Cause;

/** What the check holds open until the line was tried. */
export interface Held {
  camera: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
}

async function open(kind: "camera" | "microphone", device: string): Promise<MediaStreamTrack | Cause> {
  const wish: MediaTrackConstraints = device ? { deviceId: { exact: device } } : {};
  try {
    const stream = await navigator.mediaDevices.getUserMedia(
      kind === "camera"
        ? { video: { ...wish, width: { ideal: 1280 }, height: { ideal: 720 }, ...(device ? {} : { facingMode: "user" }) } }
        : { audio: { ...wish, echoCancellation: true, noiseSuppression: true, autoGainControl: true } },
    );
    return stream.getTracks()[0] ?? "missing";
  } catch (err) {
    const why = await causeOf(err, kind);
    // Inside another app the refusal is the app's: opening the real browser helps, settings do not.
    return (why === "denied" || why === "missing" || why === "failed") && inApp(navigator.userAgent) ? "inapp" : why;
  }
}

export async function tryCamera(held: Held): Promise<Finding> {
  held.camera?.stop();
  const got = await open("camera", chosen("camera"));
  held.camera = typeof got === "string" ? null : got;
  if (typeof got === "string") return got;
  const video = find<HTMLVideoElement>("preview");
  if (!video) return "failed";
  video.srcObject = new MediaStream([got]);
  await video.play().catch(() => undefined);
  await fill("camera", "videoinput", got);
  const until = performance.now() + 3000;
  while (performance.now() < until) {
    await wait(250);
    if (bright(video)) return "ok";
  }
  return "dark";
}

/** Whether anything can be seen: mean brightness or contrast of a small copy of the picture. */
function bright(video: HTMLVideoElement): boolean {
  if (video.videoWidth === 0) return false;
  const canvas = document.createElement("canvas");
  canvas.width = 32;
  canvas.height = 18;
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  if (!paper) return true;
  paper.drawImage(video, 0, 0, 32, 18);
  return visible(paper.getImageData(0, 0, 32, 18).data);
}

/** Above this a voice is speaking, on the scale of Meter. */
const speaking = 0.3;

export async function tryMicrophone(held: Held): Promise<Finding> {
  held.microphone?.stop();
  const got = await open("microphone", chosen("microphone"));
  held.microphone = typeof got === "string" ? null : got;
  if (typeof got === "string") return got;
  await fill("microphone", "audioinput", got);
  const meter = new Meter(got);
  const bar = find<HTMLMeterElement>("meter");
  try {
    let spoken = 0;
    const until = performance.now() + 10_000;
    while (performance.now() < until) {
      await wait(60);
      if (!meter.running) meter.wake();
      const level = meter.level();
      if (bar) bar.value = level;
      if (level > speaking) spoken += 1;
      if (spoken >= 4) return "ok"; // a quarter of a second of voice, not one knock
    }
    return "silent";
  } finally {
    meter.stop();
  }
}

/** Three soft tones. */
export function tone(): void {
  const context = new AudioContext();
  void context.resume();
  [523, 659, 784].forEach((pitch, i) => {
    const start = context.currentTime + 0.05 + i * 0.35;
    const sound = context.createOscillator();
    const volume = context.createGain();
    sound.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.25, start + 0.05);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.6);
    sound.connect(volume).connect(context.destination);
    sound.start(start);
    sound.stop(start + 0.65);
  });
  window.setTimeout(() => void context.close(), 2500);
}

/** Plays, then waits for the person's answer. */
export function trySpeaker(): Promise<Finding> {
  const play = find("tone");
  const yes = find("heard");
  const no = find("unheard");
  show(yes, false);
  show(no, false);
  show(play, true);
  play?.focus();
  return new Promise((resolve) => {
    if (!play || !yes || !no) return resolve("failed");
    play.onclick = () => {
      tone();
      show(yes, true);
      show(no, true);
    };
    yes.onclick = () => resolve("ok");
    no.onclick = () => resolve("unheard");
  });
}

const chosen = (name: "camera" | "microphone"): string => find<HTMLSelectElement>("pick-" + name)?.value ?? "";

/** Offers the other cameras or microphones, when there are any. */
async function fill(name: "camera" | "microphone", kind: MediaDeviceKind, now: MediaStreamTrack): Promise<void> {
  const list = (await navigator.mediaDevices.enumerateDevices()).filter((d) => d.kind === kind && d.deviceId);
  const pick = find<HTMLSelectElement>("pick-" + name);
  pick?.replaceChildren(
    ...list.map((d, i) => {
      const option = make("option", "", d.label || say("device.unnamed", { number: i + 1 }));
      option.value = d.deviceId;
      option.selected = d.deviceId === now.getSettings().deviceId;
      return option;
    }),
  );
  show(find("field-" + name), list.length > 1);
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));
