// "Somebody came in": one press, and picture and voice are off both ways at once.
// First this page does it, without waiting for anybody; then the server is told,
// which tells the other page. Only the one who stopped goes on, and says that he
// is alone; or asks for another day, or for a meeting in person.

import { type Api, Fault } from "./api";
import { other, type State, type Wish } from "./contract";
import type { Devices } from "./devices";
import { find, need, show, text } from "./dom";
import { mark } from "./marks";
import { say } from "./words";

const again = 1500;

export interface PauseListener {
  took(state: State): void;
  /** Picture and voice went off, or came back. */
  changed(): void;
}

export class PausePanel {
  #on = false; // off on this page
  #asked = false; // pressed here, the server has not answered yet
  #state: State | null = null;
  #before: HTMLElement | null = null; // where the focus was

  constructor(
    private readonly api: Api,
    private readonly devices: Devices,
    private readonly voice: HTMLAudioElement,
    private readonly listener: PauseListener,
  ) {
    find("stop")?.addEventListener("click", () => this.stop());
    find("pause-on")?.addEventListener("click", () => void this.#send("continue", { alone: true }));
    find("pause-rebook")?.addEventListener("click", () => void this.#wish("rebook"));
    find("pause-meet")?.addEventListener("click", () => void this.#wish("in_person"));
    // Works while typing, and with a Japanese keyboard: no letter, no modifier.
    document.addEventListener("keydown", (e) => {
      if (e.key !== "F9" || e.repeat) return;
      e.preventDefault();
      this.stop();
    });
  }

  get on(): boolean {
    return this.#on;
  }

  /** Milliseconds of the pause under way, 0 when the session runs. */
  running(now: number): number {
    const at = this.#state?.pause?.at;
    return at ? Math.max(0, now - Date.parse(at)) : 0;
  }

  /** The press: everything off, then tell the server until it has heard. */
  stop(): void {
    if (this.#on || this.#state?.phase !== "open") return;
    const began = performance.now();
    this.#asked = true;
    this.#set(true);
    mark("pauseMs", Math.round(performance.now() - began));
    void this.#tell();
  }

  take(state: State): void {
    this.#state = state;
    const over = state.phase !== "open";
    if (over) this.#asked = false;
    if (state.pause) this.#asked = false;
    this.#set(!over && (state.pause !== null || this.#asked));
    this.#draw();
  }

  async #tell(): Promise<void> {
    while (this.#asked) {
      try {
        this.listener.took(await this.api.post<State>("pause", {}, 3000));
        return;
      } catch (err) {
        if (err instanceof Fault && err.status < 500) {
          // The session is over: there is nothing to stop any more.
          this.#asked = false;
          return;
        }
        await new Promise((resolve) => window.setTimeout(resolve, again));
      }
    }
  }

  #set(on: boolean): void {
    if (on === this.#on) return;
    this.#on = on;
    // In this order: what the other room hears and sees of us, what this room hears and sees of them.
    const done = this.devices.hold(on);
    this.voice.muted = on;
    document.body.classList.toggle("paused", on);
    mark("paused", on ? "yes" : "no");
    show(find("pause"), on);
    this.#draw();
    if (on) {
      for (const dialog of document.querySelectorAll("dialog[open]")) (dialog as HTMLDialogElement).close();
      this.#before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      need("pause-title").focus();
    } else {
      text(find("status"), say("pause.over"));
      (this.#before?.isConnected && this.#before !== document.body ? this.#before : find("stop"))?.focus();
    }
    void done.then(() => this.listener.changed());
    this.listener.changed();
  }

  async #wish(wish: Wish): Promise<void> {
    await this.#send("wish", { wish });
    need("pause-title").focus();
  }

  async #send(path: "continue" | "wish", body: unknown): Promise<void> {
    const problem = find("pause-problem");
    show(problem, false);
    try {
      this.listener.took(await this.api.post<State>(path, body));
    } catch (err) {
      text(problem, err instanceof Fault && err.message ? err.message : say("failed.try"));
      show(problem, true);
    }
  }

  #draw(): void {
    const state = this.#state;
    if (!this.#on || !state) return;
    const by = state.pause?.by ?? state.me;
    const mine = by === state.me;
    const wish = state.pause?.wish ?? "";
    // The screen may be looked at by the one who came in: nothing of the talk stays on it.
    document.body.classList.toggle("paused-mine", mine);
    const name = say("name." + other(state.me), { name: state[other(state.me)].name });
    text(need("pause-title"), mine ? say("pause.mine") : say("pause.theirs", { name }));
    text(need("pause-text"), mine ? say("pause.mine.text", { name }) : say("pause.theirs.text", { name }));
    const word = wish === "" ? "" : say(`pause.${wish}.${mine ? "mine" : "theirs"}`, { name });
    text(need("pause-wish"), word);
    show(need("pause-wish"), word !== "");
    show(find("pause-mine"), mine);
  }
}
