// The physician's private notes, saved every few seconds. Two windows never
// overwrite each other: when the server has a newer text, both are shown and a
// person decides.

import { type Api, Fault } from "./api";
import type { Notes as Saved } from "./contract";
import { clock, find, need, show, text } from "./dom";
import { mark } from "./marks";
import { say } from "./words";

const pause = 1500; // after the last key
const retry = 3000;

export class Notes {
  #area = need<HTMLTextAreaElement>("notes");
  #version = 0;
  #saved = "";
  #timer = 0;
  #saving: Promise<void> | null = null;
  #theirs: Saved | null = null;
  onChange: () => void = () => undefined;

  constructor(private readonly api: Api) {
    this.#saved = this.#area.value;
    this.#version = Number(this.#area.dataset["version"] ?? 0);
    this.#area.addEventListener("input", () => {
      this.#say("notes.typing");
      mark("notes", "dirty");
      this.#later(pause);
      this.onChange();
    });
    find("conflict-mine")?.addEventListener("click", () => this.#resolve(true));
    find("conflict-theirs")?.addEventListener("click", () => this.#resolve(false));
    find("conflict-both")?.addEventListener("click", () => this.#both());
  }

  /** What the page was drawn with may be old when one comes back: ask. */
  async load(): Promise<void> {
    try {
      const now = await this.api.get<Saved>("notes");
      if (this.#area.value === this.#saved) this.#area.value = now.text;
      this.#saved = now.text;
      this.#version = now.version;
      if (now.version > 0) this.#say("notes.saved", now.savedAt);
    } catch {
      // What the page was drawn with stays; the first save will say more.
    }
    this.onChange();
  }

  focus(): void {
    this.#area.focus();
  }

  /** Puts a heading at the end, unless it is there, and the cursor below it. */
  head(heading: string): void {
    const line = `【${heading}】`;
    let at = this.#area.value.indexOf(line);
    if (at < 0) {
      const before = this.#area.value.replace(/\s+$/, "");
      this.#area.value = (before ? before + "\n" : "") + line + "\n";
      at = this.#area.value.length - line.length - 1;
      this.#area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const end = at + line.length + 1;
    this.#area.focus();
    this.#area.setSelectionRange(end, end);
  }

  has(heading: string): boolean {
    return written(this.#area.value, heading);
  }

  async save(): Promise<void> {
    window.clearTimeout(this.#timer);
    if (this.#saving) await this.#saving;
    if (this.#area.value === this.#saved || this.#theirs) return;
    this.#saving = this.#send().finally(() => (this.#saving = null));
    await this.#saving;
  }

  /** The page goes: one last save that nobody waits for. */
  saveLast(): void {
    if (this.#area.value !== this.#saved && !this.#theirs) this.api.beacon("notes", { text: this.#area.value, version: this.#version });
  }

  async #send(): Promise<void> {
    const sending = this.#area.value;
    this.#say("notes.saving");
    try {
      const done = await this.api.post<Saved>("notes", { text: sending, version: this.#version });
      this.#saved = sending;
      this.#version = done.version;
      this.#say("notes.saved", done.savedAt);
      mark("notes", "saved");
      if (this.#area.value !== sending) this.#later(pause);
    } catch (err) {
      if (err instanceof Fault && err.status === 409 && typeof err.body["text"] === "string") {
        this.#conflict({ text: err.body["text"], version: Number(err.body["version"] ?? 0), savedAt: String(err.body["savedAt"] ?? "") });
      } else {
        this.#say(err instanceof Fault && err.message ? err.message : "notes.offline");
        mark("notes", "unsaved");
        this.#later(retry);
      }
    }
  }

  #conflict(theirs: Saved): void {
    if (theirs.text === this.#area.value) {
      // Our own save whose answer was lost.
      this.#saved = theirs.text;
      this.#version = theirs.version;
      this.#say("notes.saved", theirs.savedAt);
      mark("notes", "saved");
      return;
    }
    this.#theirs = theirs;
    text(find("conflict-text"), theirs.text);
    show(find("conflict"), true);
    this.#say("notes.conflict");
    mark("notes", "conflict");
  }

  #resolve(mine: boolean): void {
    const theirs = this.#theirs;
    if (!theirs) return;
    this.#theirs = null;
    this.#version = theirs.version;
    this.#saved = theirs.text;
    if (!mine) this.#area.value = theirs.text;
    show(find("conflict"), false);
    this.onChange();
    this.#area.focus();
    void this.save().then(() => this.#area.value === this.#saved && this.#say("notes.saved"));
  }

  #both(): void {
    const theirs = this.#theirs;
    if (!theirs) return;
    this.#area.value = `${theirs.text}\n${say("notes.divider")}\n${this.#area.value}`;
    this.#resolve(true);
  }

  #later(ms: number): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.save(), ms);
  }

  #say(key: string, at: string = new Date().toISOString()): void {
    text(find("notes-state"), say(key, { time: clock(new Date(at)) }));
  }
}

/** Whether text stands under the heading 【heading】, before the next one. */
export function written(notes: string, heading: string): boolean {
  const at = notes.indexOf(`【${heading}】`);
  if (at < 0) return false;
  const rest = notes.slice(at + heading.length + 2);
  const next = rest.search(/^【/m);
  return (next < 0 ? rest : rest.slice(0, next)).trim() !== "";
}
