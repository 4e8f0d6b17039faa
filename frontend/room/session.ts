// Being in the room, whatever happens to the line. A session asks for a token,
// joins, and when the stay ends although nobody wanted it to, joins again with a
// fresh token, for as long as the room is open. Nobody has to press anything.

import { Api, Fault } from "./api";
import { Call, type CallListener, type End } from "./call";
import type { Token } from "./contract";
import type { Devices } from "./devices";
import { advise, delay } from "./reconnect";

export type Line = "none" | "connecting" | "connected" | "reconnecting" | "elsewhere";

export interface SessionListener {
  line(now: Line): void;
  changed(): void;
  silenced(yes: boolean): void;
  /** A request was refused with a sentence for the person. */
  refused(sentence: string): void;
}

export class Session {
  call: Call | null = null;
  #line: Line = "none";
  #wanted = false;
  #running: Promise<void> | null = null;
  #repairSince = 0;
  #wake: () => void = () => undefined;

  constructor(
    private readonly api: Api,
    private readonly devices: Devices,
    private readonly picture: HTMLVideoElement,
    private readonly voice: HTMLAudioElement,
    private readonly on: SessionListener,
    private readonly reachable: () => Promise<boolean>,
  ) {
    window.addEventListener("online", () => this.nudge());
    window.setInterval(() => void this.#watch(), 2000);
  }

  get line(): Line {
    return this.#line;
  }

  enter(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#running ??= this.#stay().finally(() => (this.#running = null));
  }

  async leave(): Promise<void> {
    this.#wanted = false;
    this.nudge();
    await this.call?.leave();
    this.call = null;
    this.#set("none");
  }

  /** Ends a waiting pause: the line may be back. */
  nudge(): void {
    this.#wake();
  }

  /** Enters anew now, for instance after the server was restarted. */
  async again(): Promise<void> {
    await this.call?.abandon();
  }

  async #stay(): Promise<void> {
    let tries = 0;
    let since = performance.now();
    while (this.#wanted) {
      this.#set(this.#line === "none" ? "connecting" : this.#line === "connecting" ? "connecting" : "reconnecting");
      let end: End = "lost";
      try {
        const token = await this.api.post<Token>("token");
        if (!this.#wanted) break;
        // An unanswered question about the camera must not keep anybody outside:
        // go in listening, the picture follows.
        const taken = this.devices.take();
        await Promise.race([taken, this.#pause(6000)]);
        const call = this.#make();
        await call.join(token, this.devices);
        void taken.then(() => call.publish(this.devices)).catch(() => undefined);
        tries = 0;
        since = performance.now();
        this.#set("connected");
        end = await call.over;
      } catch (err) {
        if (err instanceof Fault && err.status < 500 && err.status !== 429) {
          // Not admitted any more, or over: the state says what follows.
          if (err.message) this.on.refused(err.message);
          this.#wanted = false;
        }
      }
      this.call = null;
      if (end === "elsewhere") {
        // The same person opened the room on another screen; two would throw each other out for ever.
        this.#wanted = false;
        this.#set("elsewhere");
        return;
      }
      if (!this.#wanted) break;
      this.#set(this.#line === "connecting" ? "connecting" : "reconnecting");
      const wait = delay(tries, performance.now() - since) ?? 10_000; // never gives up while the room is open
      tries += 1;
      await this.#pause(wait);
    }
    if (this.#line !== "elsewhere") this.#set("none");
  }

  #make(): Call {
    const listener: CallListener = {
      repairing: (now) => {
        if (!this.#wanted) return;
        this.#repairSince = now ? performance.now() : 0;
        if (now) this.#set("reconnecting");
        else if (this.call?.connected) this.#set("connected");
      },
      changed: () => this.on.changed(),
      silenced: (yes) => this.on.silenced(yes),
    };
    this.call = new Call(this.picture, this.voice, listener);
    return this.call;
  }

  /** While the library repairs: is our server there again? Then a fresh entry is quicker and surer. */
  async #watch(): Promise<void> {
    if (this.#line === "connected" && this.call?.mend(this.devices)) {
      await this.call.abandon();
      return;
    }
    if (this.#repairSince === 0 || !this.call) return;
    const call = this.call;
    const answers = await this.reachable();
    if (this.#repairSince === 0 || call !== this.call) return;
    if (advise(performance.now() - this.#repairSince, answers) === "rejoin") {
      this.#repairSince = 0;
      await call.abandon();
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = window.setTimeout(resolve, ms);
      this.#wake = () => {
        window.clearTimeout(timer);
        resolve();
      };
    });
  }

  #set(line: Line): void {
    if (line === this.#line) return;
    this.#line = line;
    this.on.line(line);
  }
}
