// The room's state as it changes: a stream while it holds, questions every few
// seconds when it does not. Whoever listens gets each state once, newest last.

import type { Api } from "./api";
import { Fault } from "./api";
import type { State } from "./contract";

const silence = 40_000; // the stream speaks every 15 s; longer silence means it is dead
const askEvery = 3_000;

export class Live {
  #stream: EventSource | null = null;
  #heard = 0;
  #timer = 0;
  #stopped = false;
  /** Whether the last word from our server is fresh. */
  reachable = true;

  constructor(
    private readonly api: Api,
    private readonly onState: (state: State) => void,
    private readonly onGone: () => void,
  ) {}

  start(): void {
    this.#open();
    this.#timer = window.setInterval(() => void this.#watch(), askEvery);
    window.addEventListener("online", () => void this.refresh());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.refresh();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#stream?.close();
    window.clearInterval(this.#timer);
  }

  /** Asks now. True when the server answered. */
  async refresh(): Promise<boolean> {
    if (this.#stopped) return true;
    try {
      this.#take(await this.api.get<State>("state"));
      return true;
    } catch (err) {
      this.reachable = err instanceof Fault && err.status < 500;
      // 401: signed out elsewhere. 404 and 410: the room is no longer ours.
      if (err instanceof Fault && [401, 403, 404, 410].includes(err.status)) this.onGone();
      return false;
    }
  }

  #open(): void {
    this.#stream?.close();
    const stream = new EventSource(this.api.address("live"));
    this.#stream = stream;
    this.#heard = performance.now();
    stream.addEventListener("state", (event) => {
      this.#take(JSON.parse((event as MessageEvent<string>).data) as State);
    });
    stream.addEventListener("error", () => {
      this.reachable = false;
    });
  }

  #take(state: State): void {
    this.#heard = performance.now();
    this.reachable = true;
    if (!this.#stopped) this.onState(state);
  }

  async #watch(): Promise<void> {
    const dead = this.#stream?.readyState === EventSource.CLOSED || performance.now() - this.#heard > silence;
    if (this.#stream?.readyState === EventSource.OPEN && !dead) return;
    const answered = await this.refresh();
    if (dead && answered && !this.#stopped) this.#open();
  }
}
