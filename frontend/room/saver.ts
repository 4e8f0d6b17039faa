// Small pictures on a thin line, so that the voice keeps its room. The person
// switches it; after a while of trouble the page proposes it, once.

import { find, show, text } from "./dom";
import type { Session } from "./session";
import type { Verdict } from "./quality";
import { say } from "./words";

/** Trouble for this long, and the page proposes to save data. */
export const proposeAfter = 8000;

const kept = "room.saver";

/** When to propose, from verdicts over time. Pure. */
export class Proposal {
  #since = -1;
  #made = false;

  see(at: number, verdict: Verdict, saving: boolean): boolean {
    const poor = verdict === "unstable" || verdict === "picture";
    if (!poor || saving) this.#since = -1;
    else if (this.#since < 0) this.#since = at;
    if (this.#made || this.#since < 0 || at - this.#since < proposeAfter) return false;
    this.#made = true;
    return true;
  }
}

export class Saver {
  #on = false;
  #proposal = new Proposal();

  constructor(
    private readonly session: Session,
    private readonly notice: (sentence: string) => void,
  ) {
    find<HTMLInputElement>("saver")?.addEventListener("change", (e) => this.set((e.target as HTMLInputElement).checked));
    find("saver-yes")?.addEventListener("click", () => {
      this.set(true);
      this.notice(say("saver.on"));
      // The button that had the focus is gone.
      find("devices")?.focus();
    });
    find("saver-no")?.addEventListener("click", () => {
      show(find("saver-offer"), false);
      find("devices")?.focus();
    });
    try {
      if (sessionStorage.getItem(kept) === "on") this.set(true);
    } catch {
      // A browser that keeps nothing: asked again after a reload.
    }
  }

  see(verdict: Verdict): void {
    if (!this.#proposal.see(performance.now(), verdict, this.#on)) return;
    show(find("saver-offer"), true);
    text(find("status"), say("saver.offer"));
  }

  set(on: boolean): void {
    this.#on = on;
    this.session.save(on);
    const box = find<HTMLInputElement>("saver");
    if (box) box.checked = on;
    show(find("saver-offer"), false);
    try {
      sessionStorage.setItem(kept, on ? "on" : "off");
    } catch {
      // As above.
    }
  }
}
