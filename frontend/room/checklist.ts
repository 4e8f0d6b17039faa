// The opening checklist. Each answer is saved when it is given; what is missing
// stands above the list until nothing is.

import { type Api, Fault } from "./api";
import type { Checklist, State } from "./contract";
import { find, need, text } from "./dom";
import { say } from "./words";

const ticks = ["alone", "cameraWorker", "cameraPhysician", "notRecording", "explained"] as const;
const texts = ["place", "phone"] as const;
const order = ["identity", "alone", "place", "phone", "cameraWorker", "cameraPhysician", "notRecording", "explained"] as const;

/** The items without an answer, in the order of the talk. */
export function missing(list: Checklist): string[] {
  return order.filter((name) => !list[name]);
}

/** The number as the server keeps it: ASCII digits and the usual marks. */
export function tidyPhone(typed: string): string {
  return typed.normalize("NFKC").replace(/[ー−‐–—―]/g, "-").replace(/[^\d+\-() ]/g, "").trim();
}

/** Whether it can be a whole number already; while it is being typed it is not saved. */
export function wholePhone(typed: string): boolean {
  const digits = tidyPhone(typed).replace(/\D/g, "").length;
  return typed.trim() === "" || (digits >= 10 && digits <= 15);
}

export class Check {
  #phone = ""; // the last whole number
  #form = need<HTMLFormElement>("checklist");
  #timer = 0;
  #dirty = false; // answers given here that the server has not confirmed
  #saving = false;

  constructor(
    private readonly api: Api,
    private readonly took: (state: State) => void,
    private readonly notice: (sentence: string) => void,
  ) {
    this.#form.addEventListener("submit", (e) => e.preventDefault());
    this.#form.addEventListener("input", (e) => {
      this.#dirty = true;
      // Text waits for a pause in typing, a tick does not.
      const typed = e.target instanceof HTMLInputElement && e.target.type !== "checkbox" && e.target.type !== "radio";
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#save(), typed ? 800 : 50);
      this.#draw();
    });
  }

  take(state: State): void {
    // What the physician is just filling in is never overwritten by an older state.
    if (state.checklist && !this.#dirty && !this.#saving) this.#fill(state.checklist);
    this.#draw();
  }

  #fill(list: Checklist): void {
    this.#phone = list.phone;
    for (const name of ticks) this.#input(name).checked = list[name];
    for (const name of texts) {
      const field = this.#input(name);
      if (document.activeElement !== field && (list[name] || !field.value)) field.value = list[name];
    }
    for (const radio of this.#form.querySelectorAll<HTMLInputElement>('[name="identity"]')) radio.checked = radio.value === list.identity;
  }

  #read(): Checklist {
    const chosen = this.#form.querySelector<HTMLInputElement>('[name="identity"]:checked');
    return {
      identity: chosen?.value ?? "",
      alone: this.#input("alone").checked,
      place: this.#input("place").value.trim(),
      phone: this.#wholePhone(),
      cameraWorker: this.#input("cameraWorker").checked,
      cameraPhysician: this.#input("cameraPhysician").checked,
      notRecording: this.#input("notRecording").checked,
      explained: this.#input("explained").checked,
    };
  }

  #wholePhone(): string {
    const typed = this.#input("phone").value;
    if (wholePhone(typed)) this.#phone = tidyPhone(typed);
    return this.#phone;
  }

  #input(name: string): HTMLInputElement {
    const field = this.#form.elements.namedItem(name);
    if (!(field instanceof HTMLInputElement)) throw new Error("checklist has no " + name);
    return field;
  }

  async #save(): Promise<void> {
    if (this.#saving) return;
    this.#saving = true;
    this.#dirty = false;
    text(find("check-state"), say("save.saving"));
    try {
      this.took(await this.api.post<State>("checklist", this.#read()));
      text(find("check-state"), say("save.saved"));
    } catch (err) {
      this.#dirty = true;
      const known = err instanceof Fault && err.message !== "";
      text(find("check-state"), say("save.later"));
      if (known) this.notice(err.message);
      else this.#timer = window.setTimeout(() => void this.#save(), 3000);
    } finally {
      this.#saving = false;
    }
    if (this.#dirty && this.#timer === 0) this.#timer = window.setTimeout(() => void this.#save(), 50);
  }

  #draw(): void {
    const open = missing(this.#read());
    text(need("check-count"), open.length === 0 ? "" : String(open.length));
    need("check-count").hidden = open.length === 0;
    text(need("check-missing"), open.length === 0 ? say("check.complete") : say("check.missing", { number: open.length }) + say("list.colon") + open.map((name) => say("check." + name)).join(say("list.comma")));
    this.#form.dataset["complete"] = String(open.length === 0);
  }
}
