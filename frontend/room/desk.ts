// The physician's desk beside the picture: admission, tabs, checklist, notes,
// what the law wants asked, the end, and the keyboard for all of it.

import { type Api, Fault } from "./api";
import { Check, missing } from "./checklist";
import type { LineFigures, State } from "./contract";
import type { Controls } from "./controls";
import { all, find, need, show, text } from "./dom";
import { Doubt } from "./doubt";
import { Notes } from "./notes";
import { Shortcuts } from "./shortcuts";
import { say } from "./words";

export interface DeskListener {
  admitted(): void;
  controls: Controls;
  notice(sentence: string): void;
  took(state: State): void;
  /** Somebody came in. */
  stop(): void;
}

export class Desk {
  #check: Check;
  #notes: Notes;
  #doubt: Doubt;
  #state: State | null = null;

  constructor(
    private readonly api: Api,
    private readonly on: DeskListener,
  ) {
    this.#check = new Check(api, on.took, on.notice);
    this.#notes = new Notes(api);
    this.#doubt = new Doubt(api, {
      took: on.took,
      end: (outcome) => this.#openEnd(outcome),
      convert: () => need("convert").click(),
    });
    find("pause-end")?.addEventListener("click", () => this.#openEnd("aborted"));
    find("pause-convert")?.addEventListener("click", () => need("convert").click());
    find("end-doubt-open")?.addEventListener("click", () => this.#doubt.open());
    find("end-meet")?.addEventListener("click", () => {
      need<HTMLDialogElement>("end-dialog").close();
      need("convert").click();
    });
    this.#tabs();
    need("admit").addEventListener("click", () => void this.#admit());
    this.#dialog("end");
    this.#dialog("convert");
    need("end-form").addEventListener("submit", (e) => void this.#end(e));
    need("convert-form").addEventListener("submit", (e) => void this.#convert(e));
    for (const radio of document.querySelectorAll('[name="outcome"]')) radio.addEventListener("change", () => this.#outcome());
    this.#outcome();
    new Shortcuts({
      m: () => void on.controls.mic(),
      v: () => void on.controls.camera(),
      f: () => void on.controls.full(),
      p: () => on.stop(),
      n: () => this.#notes.focus(),
      c: () => this.#open("check", true),
      "1": () => this.#open("check", false),
      "2": () => this.#open("facts", false),
      "3": () => this.#open("answers", false),
      "4": () => this.#open("items", false),
      "?": () => need<HTMLDialogElement>("help-dialog").showModal(),
    });
    find("help")?.addEventListener("click", () => need<HTMLDialogElement>("help-dialog").showModal());
    for (const item of all<HTMLButtonElement>("item")) {
      item.addEventListener("click", () => this.#notes.head(item.dataset["heading"] ?? ""));
    }
    this.#notes.onChange = () => this.#items();
    void this.#notes.load();
  }

  take(state: State): void {
    this.#state = state;
    const there = state.worker.present;
    text(need("arrival"), say(state.admitted ? "desk.open" : there ? "desk.waiting" : "desk.absent", { name: state.worker.name }));
    show(need("admit-box"), !state.admitted);
    need<HTMLButtonElement>("admit").disabled = !there;
    this.#check.take(state);
    this.#doubt.take(state);
    this.#outcome();
  }

  /** Saves what is not saved; for a page that goes away. */
  save(): void {
    this.#notes.saveLast();
  }

  finished(): void {
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
    text(find("arrival"), "");
    void this.#notes.save();
  }

  async #admit(): Promise<void> {
    try {
      const state = await this.api.post<State>("admit");
      this.on.admitted();
      if (state.phase) this.on.took(state);
    } catch (err) {
      this.on.notice(err instanceof Fault && err.message ? err.message : say("failed.try"));
    }
  }

  /** An aborted session needs a reason, a completed one the whole checklist. */
  #outcome(): void {
    const completed = document.querySelector<HTMLInputElement>('[name="outcome"][value="completed"]')?.checked ?? false;
    const line: LineFigures | null = this.#doubt.line;
    const seen = !line?.notSeen;
    show(find("end-missing"), completed && !this.#state?.checklistDone);
    show(find("end-doubt"), completed && seen && (line?.open.length ?? 0) > 0);
    show(find("end-not-seen"), !seen);
    show(find("end-talk"), !seen);
    const open = this.#state?.checklist ? missing(this.#state.checklist) : [];
    text(find("end-missing-items"), say("end.missing", { items: open.map((name) => say("check." + name)).join(say("list.comma")) }));
    show(find("end-reason-field"), !completed);
  }

  async #end(e: Event): Promise<void> {
    e.preventDefault();
    const form = new FormData(need<HTMLFormElement>("end-form"));
    await this.#finish("end", { outcome: String(form.get("outcome") ?? ""), reason: String(form.get("reason") ?? "").trim() }, form.get("outcome") !== "completed");
  }

  async #convert(e: Event): Promise<void> {
    e.preventDefault();
    const form = new FormData(need<HTMLFormElement>("convert-form"));
    await this.#finish("convert", { reason: String(form.get("reason") ?? "").trim() }, true);
  }

  async #finish(what: "end" | "convert", body: { reason: string; outcome?: string }, reasoned: boolean): Promise<void> {
    const problem = need(`${what}-problem`);
    if (reasoned && body.reason === "") {
      text(problem, say("reason.missing"));
      show(problem, true);
      need(`${what}-reason`).focus();
      return;
    }
    try {
      await this.#notes.save();
      const state = await this.api.post<State>(what, body);
      need<HTMLDialogElement>(`${what}-dialog`).close();
      if (state.phase) this.on.took(state);
    } catch (err) {
      text(problem, err instanceof Fault && err.message ? err.message : say("failed.try"));
      show(problem, true);
      if (err instanceof Fault && (err.code === "room.line_undecided" || err.code === "room.camera_off")) {
        await this.#doubt.ask();
        this.#outcome();
      }
    }
  }

  /** The end with an outcome chosen already. */
  #openEnd(outcome: string): void {
    need("end").click();
    const radio = document.querySelector<HTMLInputElement>(`[name="outcome"][value="${outcome}"]`);
    if (radio) radio.checked = true;
    this.#outcome();
  }

  #dialog(name: "end" | "convert"): void {
    const dialog = need<HTMLDialogElement>(`${name}-dialog`);
    for (const close of document.querySelectorAll(`[data-close="${name}-dialog"]`)) close.addEventListener("click", () => dialog.close());
    need(name).addEventListener("click", () => {
      show(need(`${name}-problem`), false);
      dialog.showModal();
      if (name === "end") void this.#doubt.ask().then(() => this.#outcome());
    });
  }

  /** Tabs as the ARIA practices describe them: arrows move, the panel follows. */
  #tabs(): void {
    const tabs = all<HTMLButtonElement>("tab");
    tabs.forEach((tab, i) => {
      tab.addEventListener("click", () => this.#open(tab.dataset["panel"] ?? "", false));
      tab.addEventListener("keydown", (e) => {
        const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
        const next = e.key === "Home" ? tabs[0] : e.key === "End" ? tabs[tabs.length - 1] : step ? tabs[(i + step + tabs.length) % tabs.length] : undefined;
        if (!next) return;
        e.preventDefault();
        this.#open(next.dataset["panel"] ?? "", false);
        next.focus();
      });
    });
    this.#open("check", false);
  }

  #open(panel: string, focus: boolean): void {
    for (const tab of all("tab")) {
      const chosen = tab.dataset["panel"] === panel;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    for (const p of all("panel")) show(p, p.dataset["panel"] === panel);
    if (focus) document.querySelector<HTMLElement>(`[data-ui="panel"][data-panel="${panel}"] :is(input, button)`)?.focus();
  }

  /** Which statutory items have a line in the notes. Only words on this screen; the report asks again. */
  #items(): void {
    let empty = 0;
    for (const item of all("item")) {
      const done = item.dataset["done"] === "true" || this.#notes.has(item.dataset["heading"] ?? "");
      if (!done) empty += 1;
      item.classList.toggle("item-done", done);
      text(item.querySelector("[data-state]"), say(done ? "item.done" : "item.missing"));
    }
    text(find("items-count"), empty > 0 ? say("items.missing", { number: empty }) : say("items.complete"));
  }
}
