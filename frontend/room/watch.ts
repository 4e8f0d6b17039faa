// One look at the line each second. From it come the words on the screen, the
// statistics for the evidence, the measured reconnection and, after 15 seconds
// without the other person, the telephone.

import type { Call } from "./call";
import type { Sample } from "./contract";
import type { Devices } from "./devices";
import { mark, Stopwatch } from "./marks";
import type { Outbox } from "./outbox";
import { Motion } from "./motion";
import { LineWatch, type Verdict } from "./quality";
import type { Session } from "./session";
import { between, loss, loudness, nothing, read, type Reading } from "./stats";
import { type Still, StillWatch, voiceFrom } from "./still";

const sampleSpan = 5000;
/** Without the other person for this long, the telephone is offered (issue 2, section 7). */
export const phoneAfter = 15_000;

type About = Pick<Sample, "camera" | "mic" | "visible" | "still" | "connection">;

export interface Sight {
  verdict: Verdict;
  /** Our own line to the media server. */
  mine: "connected" | "reconnecting" | "none";
  /** The other person's picture and voice arrive, or would if they had not switched them off. */
  together: boolean;
  remote: Call["remote"];
  /** Milliseconds without the other person. */
  without: number;
  /** Why the other picture stands still, if it does. */
  still: Still;
}

export class Watch {
  #line = new LineWatch();
  #last: Reading = nothing(0); // the last look
  #from: Reading = nothing(0); // where the sample under way began
  #kind = ""; // what the sample under way is about; a change closes it
  #about: About = { camera: true, mic: true, visible: true, still: false, connection: "connected" };
  #closed: Sample[] = [];
  #together = 0; // when the other person was last there
  #entered = false;
  #cut = new Stopwatch("reconnect", "reconnectMs");
  #cuts = 0;
  #busy = false;
  #motion: Motion;
  #still: StillWatch;
  #call: Call | null = null;
  readonly first = new Stopwatch("first-frame", "firstFrameMs");
  sight: Sight = { verdict: "unknown", mine: "none", together: false, remote: { there: false, camera: false, mic: false, weak: false, paused: false }, without: 0, still: "none" };

  constructor(
    private readonly session: Session,
    private readonly devices: Devices,
    private readonly outbox: Outbox,
    private readonly picture: HTMLVideoElement,
    private readonly onSight: (sight: Sight) => void,
    stillAfter: number,
  ) {
    this.#motion = new Motion(picture);
    this.#still = new StillWatch(stillAfter);
  }

  start(): void {
    window.setInterval(() => void this.#look(), 1000);
    window.setInterval(() => this.#send(), sampleSpan);
    this.#onFrame();
  }

  /** The person is on the way in: from now on absence counts. */
  enter(): void {
    this.#entered = true;
    this.#together = performance.now();
    this.first.start();
  }

  /** The room is over. */
  leave(): void {
    this.#entered = false;
    this.#close();
    this.#send();
  }

  #onFrame(): void {
    if (!("requestVideoFrameCallback" in HTMLVideoElement.prototype)) {
      // Older Firefox: playing is the nearest it can tell.
      this.picture.addEventListener("playing", () => this.first.stop());
      return;
    }
    this.picture.requestVideoFrameCallback(() => {
      this.first.stop();
      if (this.#cut.running && this.session.line === "connected") this.#back();
      this.#onFrame();
    });
  }

  async #look(): Promise<void> {
    if (this.#busy || !this.#entered) return;
    this.#busy = true;
    try {
      const call = this.session.call;
      const at = performance.now();
      if (call !== this.#call) {
        this.#call = call;
        this.#line.reset(at);
        this.#last = nothing(at);
      }
      const now = await read(at, [call?.remoteVideo, call?.remoteAudio, this.devices.video ?? undefined, this.devices.audio ?? undefined]);
      this.#judge(call, now);
      this.#last = now;
    } finally {
      this.#busy = false;
    }
  }

  #judge(call: Call | null, now: Reading): void {
    const change = between(this.#last, now);
    const remote = call?.remote ?? { there: false, camera: false, mic: false, weak: false, paused: false };
    const up = this.session.line === "connected";
    const verdict = this.#line.see({
      at: now.at,
      alive: up && (now.arrived > this.#last.arrived || now.arrived === 0),
      frames: change.videoIn.frames,
      picture: up && remote.there && remote.camera && document.visibilityState === "visible",
      loss: loss(this.#last, now),
      concealed: change.span > 0 ? change.audioIn.concealedMs / change.span : 0,
      rtt: now.rtt,
      height: now.videoIn.height,
    });
    const cut = !up || verdict === "cut";
    // Being in one room is not enough: something of the other person has to arrive.
    const arrives = change.videoIn.frames > 0 || change.audioIn.bytes > 0 || (!remote.camera && !remote.mic);
    const together = !cut && remote.there && verdict !== "picture" && (arrives || this.sight.together);
    if (together) this.#together = now.at;
    if (this.#cut.running && together) this.#back();
    if (!this.#cut.running && !together && !this.first.running) {
      this.#cut.start(now.at);
      this.#cuts += 1;
      mark("cuts", this.#cuts);
    }
    mark("media", together ? "connected" : this.first.running && !remote.there ? "none" : "reconnecting");
    mark("line", verdict);
    const still = this.#still.see({
      at: now.at,
      expected: up && !cut && remote.there && remote.camera && document.visibilityState === "visible",
      frames: change.videoIn.frames,
      moved: this.#motion.look(now.at),
      voice: loudness(this.#last, now) >= voiceFrom,
    });
    mark("still", still);
    this.sight = {
      verdict: cut ? "cut" : verdict,
      mine: up && !cut ? "connected" : this.session.line === "none" ? "none" : "reconnecting",
      together,
      remote,
      without: now.at - this.#together,
      still,
    };
    this.#collect(now, cut ? (this.session.line === "none" ? "disconnected" : "reconnecting") : "connected", together);
    this.onSight(this.sight);
  }

  #back(): void {
    this.#cut.stop();
    this.#together = performance.now();
    mark("media", "connected");
  }

  /** A sample ends after five seconds, or earlier when something changed: edges are exact, data small. */
  #collect(now: Reading, connection: Sample["connection"], together: boolean): void {
    const about: About = {
      camera: this.devices.cameraOn,
      mic: this.devices.micOn,
      visible: document.visibilityState === "visible",
      still: this.sight.still === "person",
      connection,
    };
    const kind = JSON.stringify([about, together]);
    if (this.#from.at === 0) this.#from = now;
    if (kind !== this.#kind && this.#kind !== "") this.#close();
    this.#kind = kind;
    this.#about = about;
    if (now.at - this.#from.at >= sampleSpan) this.#close(now);
  }

  #close(now: Reading = this.#last): void {
    if (this.#from.at === 0 || now.at <= this.#from.at) return;
    const change = between(this.#from, now);
    this.#closed.push({
      at: new Date(Date.now() - (performance.now() - now.at)).toISOString(),
      ...change,
      ...this.#about,
    });
    this.#from = now;
  }

  #send(): void {
    if (this.#closed.length > 0) {
      this.outbox.put("stats", { samples: this.#closed });
      this.#closed = [];
    }
    void this.outbox.flush();
  }
}
