// When to try again. The media library gives up after 44 seconds by itself; an
// interview does not: both people wait in front of their screens, and the line
// may come back after minutes (a train, a restarted router, a deploy).

import type { ReconnectContext, ReconnectPolicy } from "livekit-client";

const first = [0, 300, 1000, 2000];
const then = 3000;

/** How long the library tries on its own before the page rejoins from scratch. */
export const patience = 10 * 60 * 1000;

/** Milliseconds to wait before try number `count` (from 0), null when it is time to give up. */
export function delay(count: number, elapsed: number): number | null {
  if (elapsed > patience) return null;
  return first[count] ?? then;
}

/**
 * How long to wait for a token: over a line that just came back the next question
 * is the quicker one; a server that is slow, and anybody's first entry, get time.
 */
export function tokenPatience(first: boolean, tries: number): number {
  return first || tries % 3 === 2 ? 10_000 : 2500;
}

/** The policy in the shape the library asks for. One that was ended gives up at the next question. */
export class Patience implements ReconnectPolicy {
  #ended = false;

  end(): void {
    this.#ended = true;
  }

  nextRetryDelayInMs(context: ReconnectContext): number | null {
    return this.#ended ? null : delay(context.retryCount, context.elapsedMs);
  }
}

/** What the watch over a silent line advises. */
export type Advice = "wait" | "rejoin";

/**
 * After this long in the library's own repair, while our server answers, the
 * room is entered anew with a fresh token: what can be resumed is resumed by then.
 */
export const rejoinAfter = 4000;

/**
 * When the media server no longer knows of us there is nothing to resume. Its
 * word may be older than our own, so for a line that seems whole it has to last.
 */
export const forgottenAfter = 10_000;

export interface Plight {
  /** Milliseconds in the library's repair, 0 when the line stands. */
  repairing: number;
  /** Milliseconds for which our server says that the media server, which is up, has nobody like us. */
  forgotten: number;
  /** Our own server answers. */
  reachable: boolean;
}

export function advise({ repairing, forgotten, reachable }: Plight): Advice {
  if (!reachable) return "wait";
  if (repairing > 0) return forgotten > 0 || repairing >= rejoinAfter ? "rejoin" : "wait";
  return forgotten >= forgottenAfter ? "rejoin" : "wait";
}

/**
 * What to do about a camera or microphone that should be out and is not, ms after
 * that was first seen: publishing can fail unheard while a line comes up.
 */
export function cure(missing: number): "wait" | "publish" | "rejoin" {
  if (missing < 3000) return "wait"; // it may be on its way
  return missing < 12_000 ? "publish" : "rejoin";
}
