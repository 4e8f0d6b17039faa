// The state of the line in words a person understands, from one-second looks
// at the statistics. Pure: the page feeds it, tests feed it too.

/** What a look says about the line. */
export interface Look {
  at: number; // milliseconds, any clock that only moves forward
  alive: boolean; // something arrived on the transport since the last look
  frames: number; // frames of the other person's picture since the last look
  picture: boolean; // the other person's camera should be seen
  loss: number; // part of the voice's packets that got lost, 0..1
  concealed: number; // part of the voice that had to be made up, 0..1
  rtt: number; // milliseconds, 0 when unknown
  height: number; // lines of the arriving picture
}

export type Verdict = "good" | "fair" | "unstable" | "picture" | "cut" | "unknown";

/** Nothing at all for this long: the line is cut. Consent checks alone keep it busy every 2.5 s. */
const cutAfter = 3000;
/** No frame for this long, though a picture should be there. */
const frozenAfter = 2000;
/** A worse verdict comes at once, a better one only after this long without trouble. */
const calm = 4000;

const rank: Record<Verdict, number> = { good: 0, fair: 1, unstable: 2, picture: 3, cut: 4, unknown: -1 };

function instant(look: Look): Verdict {
  if (look.loss > 0.08 || look.concealed > 0.08 || look.rtt > 600) return "unstable";
  if (look.loss > 0.02 || look.concealed > 0.03 || look.rtt > 300) return "fair";
  if (look.picture && look.height > 0 && look.height < 240) return "fair";
  return "good";
}

/** LineWatch turns looks into a verdict that does not flicker. */
export class LineWatch {
  #lastAlive = -1;
  #lastFrame = -1;
  #shown: Verdict = "unknown";
  #better = -1; // since when every look was better than what is shown

  /** Forget the past: a new connection has begun. */
  reset(at: number): void {
    this.#lastAlive = at;
    this.#lastFrame = at;
    this.#shown = "unknown";
    this.#better = -1;
  }

  see(look: Look): Verdict {
    if (this.#lastAlive < 0) this.reset(look.at);
    if (look.alive) this.#lastAlive = look.at;
    if (look.frames > 0 || !look.picture) this.#lastFrame = look.at;
    let now = instant(look);
    const still = look.at - this.#lastFrame >= frozenAfter;
    const quiet = look.at - this.#lastAlive;
    if (quiet >= cutAfter || (still && quiet >= frozenAfter)) now = "cut";
    else if (still) now = "picture";

    const ended = (this.#shown === "cut" || this.#shown === "picture") && rank[now] < rank.picture;
    if (rank[now] >= rank[this.#shown] || ended) {
      this.#shown = now;
      this.#better = -1;
    } else {
      if (this.#better < 0) this.#better = look.at;
      if (look.at - this.#better >= calm) {
        this.#shown = now;
        this.#better = -1;
      }
    }
    return this.#shown;
  }
}

/** The verdict's sentence in the page's words. */
export function key(verdict: Verdict): string {
  return "line." + verdict;
}
