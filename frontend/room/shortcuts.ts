// Single keys for the physician's hands. Never while typing, never with a
// modifier (those belong to the browser and to screen readers), never while a
// dialog is open, and they can be switched off (WCAG 2.1.4).

import { find, typing } from "./dom";

export class Shortcuts {
  #on = true;

  constructor(private readonly keys: Record<string, () => void>) {
    document.addEventListener("keydown", (e) => this.#press(e));
    const box = find<HTMLInputElement>("shortcuts-on");
    box?.addEventListener("change", () => (this.#on = box.checked));
  }

  #press(e: KeyboardEvent): void {
    if (e.key === "Escape" && typing(e.target)) (e.target as HTMLElement).blur();
    if (!this.#on || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.repeat) return;
    if (typing(e.target) || document.querySelector("dialog[open]")) return;
    // With a Japanese keyboard switched on the letter itself is not told.
    const letter = e.key === "Process" ? e.code.replace(/^Key/, "") : e.key;
    const act = this.keys[letter.length === 1 ? letter.toLowerCase() : letter];
    if (!act) return;
    e.preventDefault();
    act();
  }
}
