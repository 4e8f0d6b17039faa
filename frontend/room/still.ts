// Why does the picture of the other person stand still: the line or the person?
// No pictures decoded: the line. Pictures arrive, but for a while neither
// anything moved in them nor anybody was heard: then somebody should speak to
// the person. Pure: the page feeds it once a second, tests feed it too.

export type Still = "none" | "line" | "person";

export interface Glance {
  at: number; // milliseconds, any clock that only moves forward
  /** The other camera should be seen, and our page is looked at. */
  expected: boolean;
  /** Pictures decoded since the last glance. */
  frames: number;
  /** Something moved in the picture; null: not looked. */
  moved: boolean | null;
  /** The other side was heard. */
  voice: boolean;
}

/** No picture for this long is the line's fault. */
export const lineAfter = 4000;

/** Quieter than this is no voice: below the noise of a room, above that of a silent line. */
export const voiceFrom = 0.004;

export interface Since {
  frame: number; // milliseconds since the last decoded picture
  motion: number; // since anything moved
  voice: number; // since anybody was heard
}

/** The table: what the times say, with `limit` milliseconds for the person. */
export function decide(since: Since, limit: number): Still {
  if (since.frame >= lineAfter) return "line";
  return since.motion >= limit && since.voice >= limit ? "person" : "none";
}

export class StillWatch {
  #frame = -1;
  #motion = -1;
  #voice = -1;

  constructor(private readonly limit: number) {}

  see(g: Glance): Still {
    // Nobody to look at, or nobody looks: time begins anew.
    if (!g.expected || this.#frame < 0) this.#frame = this.#motion = this.#voice = g.at;
    if (g.frames > 0) this.#frame = g.at;
    if (g.moved) this.#motion = g.at;
    if (g.voice) this.#voice = g.at;
    if (!g.expected) return "none";
    return decide({ frame: g.at - this.#frame, motion: g.at - this.#motion, voice: g.at - this.#voice }, this.limit);
  }
}
