// The picture of the other person with what lies over it, the words about the
// line on both sides, and the telephone panel.

import { type State, other } from "./contract";
import type { Devices } from "./devices";
import { clock, find, need, show, text } from "./dom";
import type { Outbox } from "./outbox";
import { key } from "./quality";
import { phoneAfter, type Sight } from "./watch";
import { say } from "./words";

/** Seconds as m:ss. */
export function span(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

export class Stage {
  #remoteOff = 0; // since when the other camera is off
  #ownOff = 0;
  #phone = false;
  #settled = 0; // since when both are together again
  #fetched = false; // the picture was there once
  #spoken = "";
  #stillTold = false;

  constructor(
    private readonly devices: Devices,
    private readonly outbox: Outbox,
  ) {}

  /** Called each second with the newest look at the line, and when the state changes. */
  draw(state: State, sight: Sight): void {
    const name = called(state);
    const open = state.phase === "open";
    const now = performance.now();

    if (sight.together) this.#fetched = true;
    this.#remoteOff = sight.together && !sight.remote.camera ? this.#remoteOff || now : 0;
    this.#ownOff = open && !this.devices.cameraOn ? this.#ownOff || now : 0;

    // One sentence over the picture: the most important thing only.
    let cover = "";
    let cut = false;
    if (open && sight.mine === "reconnecting") [cover, cut] = [say("cover.cut", { seconds: span(sight.without) }), true];
    else if (open && !sight.remote.there) {
      cover = this.#fetched ? say("cover.theirs", { name, seconds: span(sight.without) }) : say("cover.coming", { name });
      cut = this.#fetched;
    } else if (open && (sight.verdict === "picture" || sight.still === "line")) cover = say("cover.frozen", { name });
    else if (open && state.me === "physician" && sight.still === "person") cover = say("cover.still", { name });
    else if (this.#remoteOff) cover = say("cover.camera", { name, seconds: span(now - this.#remoteOff) });
    else if (sight.remote.there && !sight.remote.mic) cover = "";
    text(find("cover-text"), cover);
    show(find("cover"), cover !== "");
    find("cover")?.classList.toggle("cover-full", !sight.together || this.#remoteOff > 0);
    show(find("remote-muted"), sight.together && !sight.remote.mic);

    text(find("own-off"), this.#ownOff ? say("own.camera", { seconds: span(now - this.#ownOff) }) : "");
    show(find("own-off"), this.#ownOff > 0);
    show(find("self"), this.devices.cameraOn);

    const mine = sight.mine === "none" ? "unknown" : sight.verdict;
    text(find("line-me"), sight.mine === "none" ? say("them.unknown") : say(key(mine)));
    find("line-me")?.setAttribute("data-tone", mine);
    const theirs = sight.mine === "reconnecting" ? "hidden" : !sight.remote.there ? (this.#fetched ? "cut" : "unknown") : sight.remote.weak ? "unstable" : "good";
    text(find("line-them"), say("them." + theirs, { name }));
    find("line-them")?.setAttribute("data-tone", theirs);
    // The clock of the interview stands while it is stopped.
    const until = state.pause ? Date.parse(state.pause.at) : Date.now() + skew;
    text(find("elapsed"), state.openedAt ? span(until - Date.parse(state.openedAt) - state.pausedMs) : "");

    show(find("elapsed-box"), state.openedAt !== null);

    this.#tell(cut, sight, name);
    const still = open && state.me === "physician" && sight.still === "person";
    if (still && !this.#stillTold) text(find("alert"), say("cover.still", { name }));
    this.#stillTold = still;
    this.#telephone(open && sight.without >= phoneAfter, sight, now);
  }

  /** A cut is said at once, the return politely; each once. */
  #tell(cut: boolean, sight: Sight, name: string): void {
    const sentence = cut
      ? sight.mine === "reconnecting"
        ? say("told.cut")
        : say("told.theirs", { name })
      : this.#spoken && sight.together
        ? say("told.back")
        : "";
    if (cut) {
      if (this.#spoken !== sentence) text(find("alert"), sentence);
      this.#spoken = sentence;
    } else if (this.#spoken && sight.together) {
      text(find("alert"), "");
      text(find("status"), sentence);
      this.#spoken = "";
    }
  }

  #telephone(wanted: boolean, sight: Sight, now: number): void {
    const panel = find("phone");
    if (!panel) return;
    if (wanted && !this.#phone) {
      this.#phone = true;
      show(panel, true);
      this.outbox.put("event", { kind: "phone_shown", at: new Date().toISOString() });
    }
    // Gone only after the line has held for a while: somebody may be dialling.
    if (this.#phone && sight.together) {
      this.#settled ||= now;
      if (now - this.#settled > 5000) {
        this.#phone = false;
        show(panel, false);
      }
    } else this.#settled = 0;
  }
}

/** The other person as one speaks of them: with Dr or san. */
function called(state: State): string {
  const side = other(state.me);
  return say("name." + side, { name: state[side].name });
}

let skew = 0;

/** Our clock against the server's, so that elapsed time is right on a wrong clock. */
export function setSkew(serverNow: string): void {
  skew = Date.parse(serverNow) - Date.now();
}

/** Fills the numbers into the telephone panel: only those that were agreed. */
export function numbers(state: State): void {
  for (const side of ["worker", "physician"] as const) {
    const link = find<HTMLAnchorElement>(`phone-${side}`);
    const number = state.phones[side];
    text(link, number);
    if (link) link.href = "tel:" + number.replace(/[^\d+]/g, "");
    show(find(`phone-${side}-row`), number !== "");
  }
  show(find("phone-none"), state.phones.worker === "" && state.phones.physician === "");
}

/** The end: what happened, and where to go. */
export function over(state: State): void {
  const at = state.endedAt ? clock(new Date(state.endedAt)) : "";
  text(need("over-title"), say(state.phase === "converted" ? "over.converted" : "over.ended"));
  // Where to go on: a place and time in person.
  show(find("over-book"), state.phase === "converted" || state.ending === "consultation");
  text(need("over-text"), say(state.ending ? `over.${state.ending}.${state.me}` : `over.${state.phase}.${state.me}`, { time: at }));
}
