export {}; // a module: names here are its own

// The physician's panel for an emergency, beside the picture. One press opens
// the choice of the level with the gravest chosen; the same keys again, or
// Enter, start it. Nothing here needs the picture, the voice or their server.

import { TaskList, type Live } from "./emergency/tasks";

interface Choice {
  code: string;
  text: string;
  consent?: boolean;
}

interface State {
  open: boolean;
  page?: string;
  level?: string;
  name?: string;
  live?: Live;
  mayCall?: Choice[];
  higher?: Choice[];
  sealed?: { key: string; value: string }[];
  aloud?: string;
  problem?: string;
}

const find = <T extends HTMLElement>(name: string): T | null => document.querySelector<T>(`[data-ui="${name}"]`);
const root = find("sos");
const panel = find("sos-panel");
const levels = find<HTMLDialogElement>("sos-levels");
if (root && panel && levels) start(root, panel, levels);

function start(root: HTMLElement, panel: HTMLElement, levels: HTMLDialogElement): void {
  const base = root.dataset.base ?? "";
  const words = JSON.parse(document.getElementById("sos-words")?.textContent ?? "{}") as Record<string, string>;
  const say = (text: string): void => {
    const at = find("sos-say");
    if (at) at.textContent = text;
  };
  const tasks = new TaskList(panel, say);
  let open = false;
  let alarm = "";

  const show = (s: State): void => {
    open = s.open;
    panel.hidden = !s.open;
    document.body.classList.toggle("sos-open", s.open);
    if (!s.open) {
      if (alarm) say(words.closed ?? "");
      alarm = "";
      tasks.clear();
      find("sos-sealed")?.replaceChildren();
      const aloud = find("sos-aloud");
      if (aloud) aloud.hidden = true;
      return;
    }
    if (s.live && s.live.alarm !== alarm) {
      tasks.clear();
      alarm = s.live.alarm;
    }
    const name = find("sos-name");
    if (name) name.textContent = s.name ?? "";
    const page = find<HTMLAnchorElement>("sos-page");
    if (page && s.page?.startsWith("/emergency/")) page.href = s.page;
    for (const script of document.querySelectorAll<HTMLElement>('[data-ui="sos-script"]')) script.hidden = script.dataset.level !== s.level;
    if (s.live) tasks.show(s.live);
    if (s.sealed) sealed(s);
    problem(s.problem ?? "");
    more([...(s.mayCall ?? []).map((c) => ({ ...c, call: true })), ...(s.higher ?? []).map((c) => ({ ...c, call: false }))]);
  };

  const problem = (text: string): void => {
    const at = find("sos-problem");
    if (!at) return;
    at.textContent = text;
    at.hidden = text === "";
  };

  const sealed = (s: State): void => {
    const list = find("sos-sealed");
    list?.replaceChildren(
      ...(s.sealed ?? []).map((row) => {
        const line = document.createElement("div");
        const key = document.createElement("dt");
        key.textContent = row.key;
        const value = document.createElement("dd");
        value.className = "rows-text";
        value.textContent = row.value;
        line.append(key, value);
        return line;
      }),
    );
    const aloud = find("sos-aloud");
    if (aloud) {
      aloud.textContent = s.aloud ?? "";
      aloud.hidden = !s.aloud;
    }
    const unseal = find("sos-unseal");
    if (unseal) unseal.hidden = true;
  };

  let drawn = "";
  const more = (list: (Choice & { call: boolean })[]): void => {
    const at = find("sos-more");
    const now = JSON.stringify(list);
    if (!at || now === drawn) return; // a button under somebody's finger stays
    drawn = now;
    at.replaceChildren(
      ...list.map((c) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.textContent = c.text;
        button.addEventListener("click", () => void send("/press", c.call ? { call: c.code, consent: c.consent ?? false } : { level: c.code }));
        return button;
      }),
    );
  };

  /** A press that does not arrive is tried again, and said. */
  const send = async (path: string, body: unknown): Promise<State | null> => {
    for (let attempt = 0; attempt < 4; attempt++) {
      try {
        const answer = await fetch(base + path, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(4000),
        });
        if (answer.ok) {
          const s = (await answer.json()) as State;
          show(s);
          return s;
        }
        if (answer.status < 500) {
          const fault = (await answer.json().catch(() => ({}))) as { message?: string };
          panel.hidden = false;
          problem(fault.message ?? words.failed ?? "");
          return null;
        }
      } catch {
        // away: tried again
      }
      await new Promise((done) => window.setTimeout(done, 500 * (attempt + 1)));
    }
    panel.hidden = false;
    problem(words.failed ?? "");
    say(words.failed ?? "");
    return null;
  };

  const press = async (level: string): Promise<void> => {
    levels.close();
    panel.hidden = false;
    say(words.calling ?? "");
    if (await send("/press", { level })) find("sos-name")?.focus();
  };

  const choose = (): void => {
    if (levels.open) {
      void press("E2");
      return;
    }
    levels.showModal();
    levels.querySelector<HTMLButtonElement>('[data-level="E2"]')?.focus();
  };

  find("sos-open")?.addEventListener("click", choose);
  for (const button of levels.querySelectorAll<HTMLButtonElement>('[data-ui="sos-level"]')) {
    button.addEventListener("click", () => void press(button.dataset.level ?? "E2"));
  }
  levels.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || e.isComposing) return;
    const level = { "0": "E0", "1": "E1", "2": "E2", p: "P1", l: "L1" }[e.key.toLowerCase()];
    if (!level) return;
    e.preventDefault();
    void press(level);
  });
  find("sos-second")?.addEventListener("click", () => void second());
  const second = async (): Promise<void> => {
    if (await send("/second", {})) say(words.second ?? "");
  };
  find("sos-unseal")?.addEventListener("click", () => void send("/press", { sealed: true }));
  find("sos-mistake")?.addEventListener("click", () => void send("/press", { mistake: true }));

  // Three keys at once are not hit by accident, and work while writing notes.
  document.addEventListener("keydown", (e) => {
    if (!e.altKey || !e.shiftKey || e.ctrlKey || e.metaKey || e.repeat) return;
    if (e.code === "KeyE") {
      e.preventDefault();
      if (open) find("sos-name")?.focus();
      else choose();
    }
    if (e.code === "KeyS") {
      e.preventDefault();
      void second();
    }
  });

  show(JSON.parse(root.dataset.state ?? "{}") as State);
  const source = new EventSource(`${base}/live`);
  source.addEventListener("state", (e) => show(JSON.parse((e as MessageEvent<string>).data) as State));
}
