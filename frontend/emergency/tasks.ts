// The list of who was told, who has answered and when the next one is called.
// Words come from the server; only seconds are counted here.

export interface LiveTask {
  id: string;
  name: string;
  state: "WAITING" | "ACKNOWLEDGED" | "DONE" | "NEEDLESS";
  word: string;
  text: string;
  due?: string;
}

export interface Live {
  alarm: string;
  seq: number;
  closed: boolean;
  shape: string;
  mine: boolean;
  tasks: LiveTask[];
  lines: { at: string; text: string }[];
}

const tones: Record<LiveTask["state"], string> = { WAITING: "warning", ACKNOWLEDGED: "success", DONE: "plain", NEEDLESS: "plain" };

/** How long until the next step, in words; empty when nothing is counted. */
export function left(due: string | undefined, now: number, wait: string, past: string): string {
  if (!due) return "";
  const seconds = Math.ceil((Date.parse(due) - now) / 1000);
  if (Number.isNaN(seconds)) return "";
  return seconds > 0 ? wait.replace("{n}", String(seconds)) : past;
}

export class TaskList {
  readonly #list: HTMLElement | null;
  readonly #lines: HTMLElement | null;
  #said = new Map<string, string>();
  #first = true;

  constructor(
    root: HTMLElement,
    private readonly say: (text: string) => void,
  ) {
    this.#list = root.querySelector<HTMLElement>('[data-ui="tasks"]');
    this.#lines = root.querySelector<HTMLElement>('[data-ui="lines"]');
    window.setInterval(() => this.#count(), 500);
    this.#count();
  }

  show(live: Live): void {
    for (const task of live.tasks) {
      this.#task(task);
      const now = `${task.word} ${task.text}`;
      if (!this.#first && this.#said.get(task.id) !== now) this.say(`${task.name}: ${task.text}`);
      this.#said.set(task.id, now);
    }
    this.#first = false;
    if (this.#lines) {
      this.#lines.replaceChildren(
        ...live.lines.map((line) => {
          const item = document.createElement("li");
          const at = document.createElement("span");
          at.className = "nowrap num";
          at.textContent = line.at;
          item.append(at, ` ${line.text}`);
          return item;
        }),
      );
    }
    this.#count();
  }

  clear(): void {
    this.#list?.replaceChildren();
    this.#said.clear();
    this.#first = true;
  }

  #task(task: LiveTask): void {
    if (!this.#list) return;
    let item = this.#list.querySelector<HTMLElement>(`[data-task="${CSS.escape(task.id)}"]`);
    if (!item) {
      item = document.createElement("li");
      item.className = "task";
      item.dataset.task = task.id;
      item.append(part("task-name", "task-name"), part("task-word", "tag"), note());
      this.#list.append(item);
    }
    item.dataset.due = task.due ?? "";
    item.dataset.state = task.state;
    set(item, "task-name", task.name);
    const word = set(item, "task-word", task.word);
    if (word) word.className = `tag tag-${tones[task.state]}`;
    set(item, "task-text", task.text);
  }

  #count(): void {
    const { wait = "", now = "" } = this.#list?.dataset ?? {};
    for (const item of this.#list?.querySelectorAll<HTMLElement>("[data-task]") ?? []) {
      const due = item.dataset.state === "WAITING" ? item.dataset.due : "";
      set(item, "task-left", left(due, Date.now(), wait, now));
    }
  }
}

function part(name: string, kind: string): HTMLElement {
  const span = document.createElement("span");
  span.dataset.ui = name;
  span.className = kind;
  return span;
}

function note(): HTMLElement {
  const span = document.createElement("span");
  span.className = "task-note";
  span.append(part("task-text", ""), " ", part("task-left", "num"));
  return span;
}

function set(root: HTMLElement, name: string, text: string): HTMLElement | null {
  const at = root.querySelector<HTMLElement>(`[data-ui="${name}"]`);
  if (at && at.textContent !== text) at.textContent = text;
  return at;
}
