// What the browser tests and the measurements read: attributes of <body> and
// performance marks. Nothing about the person or the talk is ever put here.

type Name = "phase" | "media" | "firstFrameMs" | "reconnectMs" | "cuts" | "line" | "side" | "admitted" | "notes" | "verdict" | "step" | "ready" | "paused" | "pauseMs" | "doubt" | "still" | "sound";

export function mark(name: Name, value: string | number): void {
  document.body.dataset[name] = String(value);
}

/** Measures from one moment to the next of its kind. */
export class Stopwatch {
  #since = 0;

  constructor(
    private readonly name: "first-frame" | "reconnect",
    private readonly attribute: Name,
  ) {}

  get running(): boolean {
    return this.#since > 0;
  }

  start(at: number = performance.now()): void {
    this.#since = at;
    performance.mark(`mendan:${this.name}:start`, { startTime: at });
  }

  stop(): void {
    if (!this.running) return;
    const took = Math.round(performance.now() - this.#since);
    performance.mark(`mendan:${this.name}:end`);
    this.#since = 0;
    mark(this.attribute, took);
  }
}
