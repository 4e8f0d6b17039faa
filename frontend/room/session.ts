// Being in the room, whatever happens to the line. A session asks for a token,
// joins, and when the stay ends although nobody wanted it to, joins again with a
// fresh token, for as long as the room is open. Nobody has to press anything.

import { Api, Fault } from "./api";
import { Call, type CallListener, type End } from "./call";
import type { Token } from "./contract";
import type { Devices } from "./devices";
import { advise, delay, type Plight, tokenPatience } from "./reconnect";

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
  #saving = false;
  #line: Line = "none";
  #wanted = false;
  #running: Promise<void> | null = null;
  #repairSince = 0;
  #forgottenSince = 0;
  #entries = 0;
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
    window.setInterval(() => void this.#watch(), 1000);
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

  /** Small pictures both ways, also after the next entry. */
  save(on: boolean): void {
    this.#saving = on;
    this.call?.save(on);
  }

  /** What our server says: the media server is up, and we are in the room there. */
  server(up: boolean, inside: boolean): void {
    this.#forgottenSince = up && !inside ? this.#forgottenSince || performance.now() : 0;
    if (this.#forgottenSince && this.#repairSince) void this.#watch();
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
        const token = await this.api.post<Token>("token", {}, tokenPatience(this.#entries === 0, tries));
        if (!this.#wanted) break;
        // An unanswered question about the camera must not keep anybody outside:
        // go in listening, the picture follows.
        const taken = this.devices.take();
        await Promise.race([taken, this.#pause(6000)]);
        if (this.#entries++ > 0) await this.devices.renew();
        const call = this.#make();
        await call.join(token, this.devices);
        void taken.then(() => call.publish(this.devices)).catch(() => undefined);
        tries = 0;
        since = performance.now();
        this.#forgottenSince = 0;
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
      this.#repairSince = 0;
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
    if (this.#saving) this.call.save(true);
    return this.call;
  }

  /** Once a second, and when the server says something: does this line still heal by itself? */
  async #watch(): Promise<void> {
    const call = this.call;
    if (!call) return;
    if (this.#line === "connected" && call.mend(this.devices)) {
      await call.abandon();
      return;
    }
    const since = (from: number): number => (from ? Math.max(1, performance.now() - from) : 0);
    const plight = (reachable: boolean): Plight => ({ repairing: since(this.#repairSince), forgotten: since(this.#forgottenSince), reachable });
    if (this.#line === "connecting" || advise(plight(true)) === "wait") return;
    const answers = await this.reachable();
    if (call === this.call && advise(plight(answers)) === "rejoin") await call.abandon();
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
