export {}; // a module: names here are its own

// The physician's form: saves by itself shortly after the last key, and shows
// beside it what the company would see, as the server draws it. Without this
// script the button "save and refresh" does the same.

const frame = document.querySelector<HTMLElement>("[data-report]");
const form = frame?.querySelector<HTMLFormElement>("form");
const pane = document.getElementById("company-sees");
const status = document.querySelector<HTMLElement>("[data-saved]");
const saved = form?.querySelector<HTMLInputElement>("input[name=saved]");

const quiet = 1500; // ms without a key before a save

let timer: number | undefined;
let dirty = false;
let busy = false;
let stopped = false;

function say(text: string): void {
  if (status) status.textContent = text;
}

/** What the company would see, drawn by the server; parsed by the browser, never from a string here. */
function refresh(): void {
  if (!pane) return;
  const request = new XMLHttpRequest();
  request.open("GET", location.pathname);
  request.responseType = "document";
  request.onload = () => {
    const fresh = (request.response as Document | null)?.getElementById("company-sees");
    if (request.status === 200 && fresh) pane.replaceChildren(...Array.from(document.importNode(fresh, true).childNodes));
  };
  request.send();
}

async function save(): Promise<void> {
  if (!frame || !form || !saved || busy || stopped) return;
  busy = true;
  dirty = false;
  try {
    const answer = await fetch(frame.dataset.report ?? "", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>),
    });
    const told = (await answer.json()) as { saved?: number; message: string; code?: string };
    say(told.message);
    if (answer.ok && told.saved !== undefined) {
      saved.value = String(told.saved);
      refresh();
    } else if (answer.status === 409 || answer.status === 401) {
      stopped = true; // saved elsewhere, or signed out: the person decides, nothing is overwritten
    }
  } catch {
    dirty = true;
    say(frame.dataset.offline ?? "");
    timer = window.setTimeout(() => void save(), 5 * quiet);
  } finally {
    busy = false;
    if (dirty && !stopped && timer === undefined) later();
  }
}

function later(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    timer = undefined;
    void save();
  }, quiet);
}

if (form) {
  form.addEventListener("input", () => {
    dirty = true;
    later();
  });
  // The form itself is being sent: a save on the way would make it old.
  form.addEventListener("submit", () => {
    stopped = true;
    window.clearTimeout(timer);
  });
}
