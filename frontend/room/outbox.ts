// What this page has to report about the interview, kept until the server has
// it: statistics every five seconds and single events. Everything carries a
// number, so that the server keeps each once however often it is sent.
// Bounded: after a long time offline the oldest statistics go first, events last.

export interface Parcel {
  path: "stats" | "event";
  seq: number;
  body: Record<string, unknown>;
}

const room = 720; // an hour of statistics at one parcel in five seconds

export type Send = (path: string, body: Record<string, unknown>) => Promise<void>;

/** Thrown by Send when the server will never take the parcel: it is let go. */
export class Refused extends Error {}

export class Outbox {
  readonly client: string;
  #seq = 0;
  #waiting: Parcel[] = [];
  #busy = false;

  constructor(
    private readonly send: Send,
    client: string = crypto.randomUUID(),
  ) {
    this.client = client;
  }

  get waiting(): readonly Parcel[] {
    return this.#waiting;
  }

  put(path: Parcel["path"], body: Record<string, unknown>): void {
    this.#seq += 1;
    this.#waiting.push({ path, seq: this.#seq, body: { client: this.client, seq: this.#seq, ...body } });
    while (this.#waiting.length > room) {
      const oldest = this.#waiting.findIndex((p) => p.path === "stats");
      this.#waiting.splice(Math.max(oldest, 0), 1);
    }
  }

  /** Sends what waits, in order, until the line fails. True when nothing is left. */
  async flush(): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    try {
      for (;;) {
        const parcel = this.#waiting[0];
        if (!parcel) return true;
        try {
          await this.send(parcel.path, parcel.body);
        } catch (err) {
          if (!(err instanceof Refused)) return false;
        }
        // The queue may have been cut while we waited: remove this one, not "the first".
        this.#waiting = this.#waiting.filter((p) => p !== parcel);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Everything that waits, for the last beacon when the page goes. */
  drain(): Parcel[] {
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }
}
