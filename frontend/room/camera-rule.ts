// The camera is on by rule. A worker who cannot switch it on says why by a code;
// the physician may allow it. It is a box under the picture that shows itself
// only while the worker's camera is off; the talk goes on meanwhile.

import { type Api, Fault } from "./api";
import type { State } from "./contract";
import { find, show, text } from "./dom";
import { say } from "./words";

/** The box comes after this long without the worker's picture. */
const showAfter = 5000;

export class CameraRule {
  #off = 0;

  constructor(
    private readonly api: Api,
    private readonly took: (state: State) => void,
    private readonly notice: (sentence: string) => void,
  ) {
    find("camera-form")?.addEventListener("submit", (e) => void this.#send(e));
  }

  /** Once a second: whether the worker's picture is off by his own hand. */
  draw(state: State, off: boolean): void {
    const now = performance.now();
    this.#off = off && state.phase === "open" && !state.pause ? this.#off || now : 0;
    const visible = this.#off > 0 && now - this.#off >= showAfter;
    show(find("camera-rule"), visible);
    if (!visible) return;
    const { camera } = state;
    const said = !camera ? "none" : camera.given ? "given" : "asked";
    text(find("camera-said"), said === "none" ? "" : say(`exception.${said}.${state.me}`));
    show(find("camera-said"), said !== "none");
    // Nothing more to say for the worker who asked, nor for the physician who allowed it.
    show(find("camera-form"), !(said === "given" || (said === "asked" && state.me === "worker")));
    const pick = find<HTMLSelectElement>("camera-reason");
    if (pick && camera && pick.value === "" && [...pick.options].some((o) => o.value === camera.reason)) pick.value = camera.reason;
  }

  async #send(e: Event): Promise<void> {
    e.preventDefault();
    const pick = find<HTMLSelectElement>("camera-reason");
    if (!pick?.value) {
      this.notice(say("exception.choose"));
      pick?.focus();
      return;
    }
    try {
      this.took(await this.api.post<State>("camera", { reason: pick.value }));
      this.notice(say("exception.kept"));
    } catch (err) {
      this.notice(err instanceof Fault && err.message ? err.message : say("failed.try"));
    }
  }
}
