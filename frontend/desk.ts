export {}; // a module: names here are its own

// The physician's desk, live: who is in a waiting room is shown at once, and,
// when wished, told with a soft sound. Without this script the page is right at
// the moment it was opened.

const source = document.querySelector<HTMLElement>("[data-live]");

let sound: AudioContext | undefined;

/** Two soft notes made here: no file, nothing to fetch. */
function ring(): void {
  if (!sound) return;
  for (const [pitch, at] of [
    [660, 0],
    [880, 0.18],
  ] as const) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, sound.currentTime + at);
    volume.gain.linearRampToValueAtTime(0.15, sound.currentTime + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.5);
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.55);
  }
}

function soundButton(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-sound]");
  if (!button || !("AudioContext" in window)) return;
  button.hidden = false;
  const set = (on: boolean) => button.setAttribute("aria-pressed", String(on));
  button.addEventListener("click", () => {
    if (sound) {
      void sound.close();
      sound = undefined;
      set(false);
      return;
    }
    sound = new AudioContext(); // only a press may start sound
    set(true);
    ring();
  });
}

/** What the server said last, so that an arrival is told once. */
let known: string[] | undefined;

/** Puts on the page who waits. Nothing is reloaded, for a reload would end the permission to sound. */
function show(waiting: string[]): void {
  const lines = [...document.querySelectorAll<HTMLElement>("[data-case]")];
  if (waiting.some((id) => !lines.some((line) => line.dataset.case === id))) {
    location.reload(); // somebody whom this page does not know yet: booked after it was opened
    return;
  }
  const arrived = waiting.filter((id) => known !== undefined && !known.includes(id));
  known = waiting;
  let first: HTMLElement | undefined;
  for (const line of lines) {
    const here = waiting.includes(line.dataset.case ?? "");
    line.classList.toggle("session-here", here);
    line.querySelector<HTMLElement>("[data-here]")?.toggleAttribute("hidden", !here);
    if (here) first ??= line;
  }
  card(first);
  if (arrived.length > 0) {
    ring();
    const names = lines.filter((line) => arrived.includes(line.dataset.case ?? "")).map((line) => line.dataset.name);
    dispatchEvent(new CustomEvent("mendan:say", { detail: sentence(names.join("・")) }));
  }
}

const title = document.title;

/** The large card: whoever waits comes before anything else there is to do. */
function card(first: HTMLElement | undefined): void {
  const arrival = document.querySelector<HTMLElement>("[data-arrival]");
  const proposal = document.querySelector<HTMLElement>("[data-proposal]");
  document.title = (first ? "● " : "") + title;
  if (!arrival || !proposal) return;
  arrival.hidden = !first;
  proposal.hidden = !!first;
  if (!first) return;
  const text = arrival.querySelector<HTMLElement>("[data-arrival-text]");
  if (text) text.textContent = sentence(first.dataset.name ?? "");
  arrival.querySelector<HTMLAnchorElement>("[data-arrival-link]")?.setAttribute("href", first.dataset.room ?? "/physician");
}

function sentence(name: string): string {
  return (source?.dataset.arrived ?? "{name}").replace("{name}", name);
}

function listen(): void {
  const address = source?.dataset.live;
  if (!address || !("EventSource" in window)) return;
  const stream = new EventSource(address); // reconnects by itself
  stream.addEventListener("arrivals", (event) => {
    const { arrivals } = JSON.parse((event as MessageEvent<string>).data) as { arrivals: { case: string; phase: string }[] };
    show(arrivals.filter((a) => a.phase === "waiting").map((a) => a.case));
  });
  addEventListener("pagehide", () => stream.close());
}

soundButton();
listen();
