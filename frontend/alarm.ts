export {}; // a module: names here are its own

// The pages of who is called: live, with a sound once the person has allowed it.
// Without this script every page is right at the moment it was opened.

import { Siren } from "./emergency/siren";
import { TaskList, type Live } from "./emergency/tasks";
import { subscribe } from "./emergency/push";

const find = <T extends HTMLElement>(name: string): T | null => document.querySelector<T>(`[data-ui="${name}"]`);

const siren = new Siren();
soundButton();
void subscribe(find<HTMLButtonElement>("push"), find("alerts-say"));

const board = find("board");
const alarm = find("alarm");
if (board) watchBoard(board);
if (alarm) watchAlarm(alarm);

/** Browsers are silent until somebody has pressed something. */
function soundButton(): void {
  const box = find("alerts");
  const button = find<HTMLButtonElement>("sound");
  if (box) box.hidden = false;
  button?.addEventListener("click", () => {
    const on = siren.toggle();
    button.setAttribute("aria-pressed", String(on));
  });
}

function listen<T>(address: string, hear: (state: T) => void): void {
  const source = new EventSource(address);
  source.addEventListener("state", (e) => hear(JSON.parse((e as MessageEvent<string>).data) as T));
}

interface Board {
  list: { alarm: string; waiting: number; mine: boolean; open: boolean }[];
  mine: boolean;
}

function watchBoard(root: HTMLElement): void {
  let shape = [...root.querySelectorAll<HTMLElement>("[data-alarm]")].map((x) => `${x.dataset.alarm} ${x.dataset.open} ${x.dataset.mine}`).join();
  let first = true;
  listen<Board>(root.dataset.live ?? "", (b) => {
    siren.want(b.mine);
    const now = b.list.map((x) => `${x.alarm} ${x.open} ${x.mine}`).join();
    // A call that is mine opens by itself when it is the only one and the page was just waiting.
    const mine = b.list.filter((x) => x.mine && x.open);
    if (!first && now !== shape && mine.length === 1 && mine[0] && !siren.on) location.assign(`/emergency/${mine[0].alarm}`);
    else if (now !== shape) refresh(root, b);
    shape = now;
    first = false;
  });
}

/** New lines are told without a reload: that would end the permission to sound. */
function refresh(root: HTMLElement, b: Board): void {
  const known = new Set([...root.querySelectorAll<HTMLElement>("[data-alarm]")].map((x) => x.dataset.alarm));
  const fresh = b.list.filter((x) => !known.has(x.alarm) && x.open);
  if (fresh.length === 0) return;
  let list = root.querySelector("ul.tasks");
  if (!list) {
    list = document.createElement("ul");
    list.className = "tasks";
    root.querySelector(".empty")?.replaceWith(list);
    if (!list.isConnected) root.append(list);
  }
  for (const x of fresh) {
    const item = document.createElement("li");
    item.className = "task task-now";
    item.dataset.alarm = x.alarm;
    const link = document.createElement("a");
    link.href = `/emergency/${x.alarm}`;
    link.textContent = document.title.split(" - ")[0] ?? "";
    item.append(link);
    list.prepend(item);
    if (x.mine) link.focus();
  }
  const say = document.getElementById("say");
  if (say) say.textContent = document.title;
}

function watchAlarm(root: HTMLElement): void {
  // What a press changed must not overtake the page the press leads to.
  let leaving = false;
  document.addEventListener("submit", () => (leaving = true));
  const tasks = new TaskList(root, (text) => {
    const say = find("say");
    if (say) say.textContent = text;
  });
  siren.want(root.dataset.mine === "true");
  listen<Live>(root.dataset.live ?? "", (live) => {
    siren.want(live.mine && !live.closed);
    tasks.show(live);
    if (leaving || live.shape === root.dataset.shape) return;
    // The page itself is another one now. Who writes something is not interrupted.
    const busy = document.activeElement instanceof HTMLTextAreaElement || (document.activeElement instanceof HTMLInputElement && document.activeElement.value !== "");
    const shown = document.querySelector("[data-ui=sealed-shown]") !== null;
    if (busy || shown) {
      const changed = find("changed");
      if (changed) changed.hidden = false;
      return;
    }
    location.replace(location.pathname);
  });
}
