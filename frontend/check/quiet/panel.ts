// The quiet-room check on a page: the line while it listens, then the verdict
// with its advice, and the button that keeps the verdict's word.

import { Api } from "../../room/api";
import { find, make, need, show, text } from "../../room/dom";
import { mark } from "../../room/marks";
import { say } from "../../room/words";
import { causeOf } from "../refusal";
import type { Cause } from "../causes";
import { calm, type Verdict } from "./classify";
import { curve, y } from "./curve";
import { listen, openRoom } from "./listen";

interface Advice {
  title: string;
  text: string;
  steps: string[] | null;
}

export const seconds = 10;
let advices: Record<string, Advice> | null = null;

/** Listens and draws; a cause when there was nothing to listen with. */
export async function hearRoom(device: string): Promise<Verdict | { cause: Cause }> {
  show(need("sound"), true);
  show(find("sound-result"), false);
  text(find("sound-words"), "");
  text(need("sound-now"), say("quiet.asking"));
  for (const end of ["y1", "y2"]) document.querySelector('[data-ui="sound-calm"]')?.setAttribute(end, String(y(calm)));
  let stream: MediaStream;
  try {
    stream = await openRoom(device);
  } catch (err) {
    show(need("sound"), false);
    return { cause: await causeOf(err, "microphone") };
  }
  const line = document.querySelector('[data-ui="sound-line"]');
  const heard = await listen(stream, seconds, (levels, share) => {
    line?.setAttribute("d", curve(levels, share));
    // Spoken every five seconds, not every second.
    text(need("sound-now"), say("quiet.listen", { number: Math.max(5, Math.ceil(((1 - share) * seconds) / 5) * 5) }));
  });
  text(need("sound-now"), "");
  text(find("sound-words"), describe(heard.levels));
  return heard.verdict;
}

/** The picture in words. */
function describe(levels: number[]): string {
  const over = (seconds * levels.filter((l) => l > calm).length) / Math.max(1, levels.length);
  return over < 0.5 ? say("quiet.below") : say("quiet.above", { number: Math.round(over) });
}

/** Shows the verdict. The word leaves the page only when the person presses "keep". */
export function showVerdict(verdict: Verdict, api: Api, again: (() => void) | null): void {
  advices ??= JSON.parse(document.getElementById("sounds")?.textContent || "{}") as Record<string, Advice>;
  const advice = advices[verdict];
  text(need("sound-verdict"), advice?.title ?? verdict);
  text(need("sound-text"), advice?.text ?? "");
  need("sound-steps").replaceChildren(...(advice?.steps ?? []).map((step) => make("li", "", step)));
  need("sound-result").dataset["verdict"] = verdict;
  show(need("sound-result"), true);
  mark("sound", verdict);
  const keep = need<HTMLButtonElement>("keep");
  keep.disabled = false;
  text(find("kept"), "");
  keep.onclick = async () => {
    keep.disabled = true;
    try {
      await api.post("quiet", { verdict, site: document.querySelector<HTMLSelectElement>('select[name="site"]')?.value ?? "" });
      text(find("kept"), say("quiet.kept"));
    } catch {
      keep.disabled = false;
      text(find("kept"), say("quiet.later"));
    }
  };
  const repeat = find("listen-again");
  show(repeat, again !== null);
  if (repeat) repeat.onclick = again;
}
