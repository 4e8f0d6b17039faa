// How the line held, for the physician: live figures against the limits of the
// table, and a decision when one was passed. The server counts; this page asks it
// every ten seconds and before the end.

import { type Api, Fault } from "./api";
import type { LineFigures, State } from "./contract";
import { find, need, show, text } from "./dom";
import { mark } from "./marks";
import { span } from "./stage";
import { say } from "./words";

const askEvery = 10_000;

/** The longest of the figures against its limit: what is shown in one line. Pure. */
export function figures(line: LineFigures): { lost: string; limit: string; stops: number; stopsLimit: number } {
  return {
    lost: span(Math.max(line.lost, line.voice) * 1000),
    limit: span((line.limits["line_lost"] ?? 0) * 1000),
    stops: line.stops,
    stopsLimit: line.limits["long_stops"] ?? 0,
  };
}

export class Doubt {
  line: LineFigures | null = null;
  #state: State | null = null;
  #told = "";

  constructor(
    private readonly api: Api,
    private readonly on: { took(state: State): void; end(outcome: "aborted"): void; convert(): void },
  ) {
    window.setInterval(() => void this.ask(), askEvery);
    find("doubt-open")?.addEventListener("click", () => this.open());
    find("doubt-form")?.addEventListener("submit", (e) => void this.#decide(e));
    for (const el of document.querySelectorAll('[name="line-choice"], #line-reason')) el.addEventListener("change", () => this.#fields());
    document.querySelector('[data-close="doubt-dialog"]')?.addEventListener("click", () => need<HTMLDialogElement>("doubt-dialog").close());
  }

  take(state: State): void {
    this.#state = state;
  }

  async ask(): Promise<LineFigures | null> {
    if (this.#state?.phase !== "open") return this.line;
    try {
      this.line = await this.api.get<LineFigures>("line");
      this.#draw(this.line);
    } catch {
      // The line is what this is about: the next question may pass.
    }
    return this.line;
  }

  open(): void {
    show(find("doubt-problem"), false);
    this.#fields();
    need<HTMLDialogElement>("doubt-dialog").showModal();
  }

  #draw(line: LineFigures): void {
    const now = figures(line);
    text(find("held"), say("line.held", { lost: now.lost, limit: now.limit, stops: now.stops, most: now.stopsLimit }));
    find("held")?.setAttribute("data-tone", line.doubts.length > 0 ? "cut" : "good");
    show(find("held-box"), true);
    const open = line.open.length > 0;
    const what = line.open.map((fact) => say("doubt." + fact)).join(say("list.comma"));
    text(find("doubt-text"), open ? what : "");
    text(find("doubt-what"), what);
    show(find("doubt"), open);
    mark("doubt", open ? "yes" : "no");
    if (open && this.#told !== what) text(find("alert"), say("doubt.told", { what }));
    this.#told = open ? what : "";
  }

  #choice(): string {
    return document.querySelector<HTMLInputElement>('[name="line-choice"]:checked')?.value ?? "";
  }

  #reason(): string {
    return need<HTMLSelectElement>("line-reason").value;
  }

  #fields(): void {
    const goOn = this.#choice() === "continue";
    show(find("line-reasons"), goOn);
    show(find("line-note-field"), goOn && this.#reason() === "OTHER");
  }

  async #decide(e: Event): Promise<void> {
    e.preventDefault();
    const choice = this.#choice();
    const body = { choice, reason: this.#reason(), note: need<HTMLTextAreaElement>("line-note").value.trim() };
    const problem = need("doubt-problem");
    const wrong = choice === "" ? "doubt.choose" : choice === "continue" && (body.reason === "" || (body.reason === "OTHER" && body.note === "")) ? "doubt.reason" : "";
    if (wrong) {
      text(problem, say(wrong));
      show(problem, true);
      document.querySelector<HTMLElement>(wrong === "doubt.choose" ? '[name="line-choice"]' : body.reason === "OTHER" ? "#line-note" : "#line-reason")?.focus();
      return;
    }
    try {
      this.on.took(await this.api.post<State>("line", body));
      need<HTMLDialogElement>("doubt-dialog").close();
      await this.ask();
      if (choice === "redo") this.on.end("aborted");
      if (choice === "in_person") this.on.convert();
    } catch (err) {
      text(problem, err instanceof Fault && err.message ? err.message : say("failed.try"));
      show(problem, true);
    }
  }
}
