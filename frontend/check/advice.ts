// The explanation of a cause with its steps and a retry, drawn from the words
// that came with the page.

import { find, make, show } from "../room/dom";
import { say } from "../room/words";
import { type Cause, deviceKind, inApp } from "./causes";

interface Advice {
  title: string;
  text: string;
  steps: string[];
}

let advices: Record<string, Advice> | null = null;

/** The advice for a cause on this device, the general one when there is none of its own. */
export function lookUp(all: Record<string, Advice>, cause: Cause, device: string): Advice | undefined {
  const like = device === "ipad" ? "iphone" : device;
  return all[`${cause}.${like}`] ?? all[cause] ?? all["failed"];
}

/** Draws the advice into the box with this name. onRetry null: there is nothing to try again here. */
export function advise(box: string, cause: Cause, onRetry: (() => void) | null): void {
  const into = find(box);
  if (!into) return;
  advices ??= JSON.parse(document.getElementById("advice")?.textContent || "{}") as Record<string, Advice>;
  const advice = lookUp(advices, cause, deviceKind(navigator.userAgent));
  if (!advice) return;
  const steps = make("ol");
  for (const step of advice.steps) steps.append(make("li", "", step));
  into.replaceChildren(make("h3", "", advice.title), make("p", "", advice.text), steps);
  into.dataset["cause"] = cause;
  const row = make("div", "row");
  if (cause === "inapp" && inApp(navigator.userAgent) === "LINE") {
    // LINE opens the phone's own browser for addresses that ask for it.
    const link = make("a", "button button-primary", say("open.line"));
    const address = new URL(location.href);
    address.searchParams.set("openExternalBrowser", "1");
    link.href = address.href;
    row.append(link);
  }
  if (onRetry) {
    const again = make("button", "button button-primary", say("retry"));
    again.type = "button";
    again.dataset["ui"] = "retry";
    again.addEventListener("click", onRetry);
    row.append(again);
  }
  if (row.childElementCount > 0) into.append(row);
  show(into, true);
}

export function clear(box: string): void {
  const into = find(box);
  show(into, false);
  into?.replaceChildren();
}
