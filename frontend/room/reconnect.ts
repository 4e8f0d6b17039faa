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

/** The policy in the shape the library asks for. */
export class Patience implements ReconnectPolicy {
  nextRetryDelayInMs(context: ReconnectContext): number | null {
    return delay(context.retryCount, context.elapsedMs);
  }
}

/** What the watch over a silent line advises. */
export type Advice = "wait" | "rejoin";

/**
 * After this long in the library's own repair, while our server answers, the
 * room is entered anew with a fresh token: the media server was restarted and
 * has forgotten the room, or the token is too old to be taken back.
 */
export const rejoinAfter = 6000;

export function advise(reconnectingFor: number, serverAnswers: boolean): Advice {
  return serverAnswers && reconnectingFor >= rejoinAfter ? "rejoin" : "wait";
}

/**
 * What to do about a camera or microphone that should be out and is not, ms after
 * that was first seen: publishing can fail unheard while a line comes up.
 */
export function cure(missing: number): "wait" | "publish" | "rejoin" {
  if (missing < 3000) return "wait"; // it may be on its way
  return missing < 12_000 ? "publish" : "rejoin";
}
