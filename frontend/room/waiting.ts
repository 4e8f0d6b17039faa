// The worker's waiting room: who comes, what happens next, one's own picture and
// voice. Leaving and coming back loses nothing: the room is the server's.

import type { State } from "./contract";
import type { Devices } from "./devices";
import { find, show, text } from "./dom";
import { mark } from "./marks";
import { Meter } from "./meter";
import { say } from "./words";

export class Waiting {
  #meter: Meter | null = null;
  #timer = 0;
  #ready = false;

  constructor(
    private readonly devices: Devices,
    private readonly changed: () => void,
  ) {
    find("ready")?.addEventListener("click", () => void this.ready());
  }

  /** Starts the preview by itself when the person allowed it before. */
  async start(): Promise<void> {
    if (await allowedBefore()) await this.ready();
  }

  async ready(): Promise<void> {
    text(find("preview-note"), say("preview.asking"));
    await this.devices.take();
    this.#ready = true;
    this.#listen();
    this.changed();
    const { noCamera, noMic } = this.devices;
    show(find("ready"), !!noCamera || !!noMic);
    text(find("ready"), say(noCamera || noMic ? "preview.again" : "preview.ready"));
    text(find("preview-note"), noCamera ? say("cause." + noCamera) : noMic ? say("cause." + noMic) : say("preview.ok"));
    show(find("preview-empty"), !this.devices.cameraOn);
    mark("ready", noCamera || noMic ? "partly" : "yes");
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** Follows the mute buttons. */
  draw(): void {
    show(find("preview-empty"), !this.devices.cameraOn);
    if (this.#ready) this.#listen();
  }

  /** The sentence of the moment. */
  static sentence(state: State): string {
    if (state.admitted) return say("wait.admitted");
    if (state.physician.present) return say("wait.soon", { name: state.physician.name });
    if (state.physician.busy) return say("wait.busy");
    return Date.parse(state.now) > Date.parse(state.from) + 60_000 ? say("wait.late", { name: state.physician.name }) : say("wait.absent", { name: state.physician.name });
  }

  #listen(): void {
    const track = this.devices.audio?.mediaStreamTrack;
    this.#meter?.stop();
    this.#meter = track && this.devices.micOn ? new Meter(track) : null;
    window.clearInterval(this.#timer);
    const bar = find<HTMLMeterElement>("meter");
    if (!bar) return;
    this.#timer = window.setInterval(() => (bar.value = this.#meter?.level() ?? 0), 100);
  }

  stop(): void {
    window.clearInterval(this.#timer);
    this.#meter?.stop();
    this.#meter = null;
  }
}

/** Whether camera or microphone were allowed before, so that asking again shows no question. */
async function allowedBefore(): Promise<boolean> {
  try {
    const list = await navigator.mediaDevices.enumerateDevices();
    return list.some((d) => d.label !== "");
  } catch {
    return false;
  }
}
