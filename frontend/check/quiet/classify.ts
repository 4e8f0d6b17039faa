// The verdict of the quiet-room check. Pure: figures in, one word out.
//
// The limits were found with the sounds of internal/sounds, seeds 101 to 120,
// and are tried with seeds 1 to 20. A browser does not know how loud a room
// really is, only how much a microphone gives: the levels are a rough guess, the
// kinds of sound are not.

import type { Features } from "./features";

export const verdicts = ["QUIET", "SPEECH_NEARBY", "TELEVISION_OR_MUSIC", "CAFE_BABBLE", "NOISY", "MICROPHONE_SILENT"] as const;
export type Verdict = (typeof verdicts)[number];

/** Below this, in dB, a room counts as quiet, whatever sounds there. */
export const calm = -55;
/** A voice is made out a little below that. */
const faint = -62;

export function classify(f: Features): Verdict {
  if (f.seconds === 0 || f.still > 0.995) return "MICROPHONE_SILENT";
  // One voice: it rises and falls with its syllables and has a clear pitch, or pauses between.
  const voice = f.beat > 0.35 && f.tone < 0.4 && (f.voiced > 0.3 || (f.pause > 0.15 && f.voiced > 0.15));
  if (f.loud < (voice ? faint : calm)) return "QUIET";
  if (voice) return "SPEECH_NEARBY";
  // Steady sounds come before tones: a fan hums, too.
  if (f.beat < 0.07 && f.loud - f.soft < 5) return "NOISY";
  if (f.tone > 0.35) return "TELEVISION_OR_MUSIC";
  // Many voices: the colour of speech, movement without pauses, no pitch of its own.
  if (f.beat > 0.1 && f.beat < 0.5 && f.flat < 0.25 && f.pause < 0.15) return "CAFE_BABBLE";
  if (f.voiced > 0.3) return "SPEECH_NEARBY";
  return "NOISY";
}
