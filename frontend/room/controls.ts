// Microphone, camera, devices, full screen, own picture. Each button says its
// state in words and to screen readers; nothing is told by colour alone.

import type { EventKind } from "./contract";
import { type Devices, NoDevice } from "./devices";
import { all, find, make, need, show, text } from "./dom";
import type { Session } from "./session";
import { say } from "./words";

export class Controls {
  constructor(
    private readonly devices: Devices,
    private readonly session: Session,
    private readonly event: (kind: EventKind) => void,
    private readonly changed: () => void,
    private readonly notice: (sentence: string) => void,
  ) {
    for (const b of all("mic")) b.addEventListener("click", () => void this.mic());
    for (const b of all("camera")) b.addEventListener("click", () => void this.camera());
    find("devices")?.addEventListener("click", () => void this.#openDevices());
    find("full")?.addEventListener("click", () => void this.full());
    find("sound")?.addEventListener("click", () => void this.session.call?.room.startAudio());
    find("hide-self")?.addEventListener("click", () => this.#hideSelf());
    for (const kind of ["videoinput", "audioinput", "audiooutput"] as const) {
      find<HTMLSelectElement>("pick-" + kind)?.addEventListener("change", (e) => void this.#pick(kind, (e.target as HTMLSelectElement).value));
    }
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.#devicesChanged());
    document.addEventListener("fullscreenchange", () => this.#drawFull());
    // iOS gives no full screen to anything but a bare video; without it the button is not offered.
    show(find("full"), document.fullscreenEnabled ?? false);
  }

  async mic(): Promise<void> {
    if (this.devices.held) return;
    await this.#switch(() => this.devices.setMic(!this.devices.micOn), () => this.event(this.devices.micOn ? "mic_on" : "mic_off"));
  }

  async camera(): Promise<void> {
    if (this.devices.held) return;
    await this.#switch(() => this.devices.setCamera(!this.devices.cameraOn), () => this.event(this.devices.cameraOn ? "camera_on" : "camera_off"));
  }

  async #switch(act: () => Promise<void>, told: () => void): Promise<void> {
    try {
      await act();
      told();
      if (this.session.call?.connected) await this.session.call.publish(this.devices);
    } catch (err) {
      this.notice(say("cause." + (err instanceof NoDevice ? err.why : "failed")));
    }
    this.draw();
    this.changed();
  }

  async full(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await need("stage").requestFullscreen?.();
  }

  draw(): void {
    const set = (name: string, on: boolean): void => {
      for (const button of all(name)) {
        button.setAttribute("aria-pressed", String(on));
        text(button.querySelector("[data-label]"), say(`${name}.${on ? "on" : "off"}`));
      }
    };
    set("mic", this.devices.micOn);
    set("camera", this.devices.cameraOn);
    if (this.devices.video) {
      for (const el of all<HTMLVideoElement>("self").concat(all<HTMLVideoElement>("preview"))) {
        if (!this.devices.video.attachedElements.includes(el)) this.devices.video.attach(el);
      }
    }
  }

  #drawFull(): void {
    text(find("full")?.querySelector("[data-label]") ?? null, say(document.fullscreenElement ? "full.leave" : "full.enter"));
  }

  #hideSelf(): void {
    const hidden = find("self-box")?.classList.toggle("self-small") ?? false;
    find("hide-self")?.setAttribute("aria-pressed", String(hidden));
    text(find("hide-self"), say(hidden ? "self.show" : "self.hide"));
  }

  async #openDevices(): Promise<void> {
    await this.#fill();
    need<HTMLDialogElement>("devices-dialog").showModal();
  }

  async #fill(): Promise<void> {
    const list = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    const current: Record<string, string | undefined> = {
      videoinput: this.devices.video?.mediaStreamTrack.getSettings().deviceId,
      audioinput: this.devices.audio?.mediaStreamTrack.getSettings().deviceId,
      audiooutput: this.session.call?.room.getActiveDevice("audiooutput"),
    };
    for (const kind of ["videoinput", "audioinput", "audiooutput"] as const) {
      const pick = find<HTMLSelectElement>("pick-" + kind);
      if (!pick) continue;
      const found = list.filter((d) => d.kind === kind && d.deviceId !== "");
      pick.replaceChildren(
        ...found.map((d, i) => {
          const option = make("option", "", d.label || say("device.unnamed", { number: i + 1 }));
          option.value = d.deviceId;
          option.selected = d.deviceId === current[kind];
          return option;
        }),
      );
      // Safari on phones routes sound by itself: nothing to choose there.
      show(find("pick-" + kind + "-field"), found.length > 0);
    }
  }

  async #pick(kind: "videoinput" | "audioinput" | "audiooutput", id: string): Promise<void> {
    try {
      if (kind === "videoinput") await this.devices.video?.setDeviceId({ exact: id });
      else if (kind === "audioinput") await this.devices.audio?.setDeviceId({ exact: id });
      else await this.session.call?.room.switchActiveDevice("audiooutput", id);
      this.notice(say("device.changed"));
    } catch {
      this.notice(say("cause.busy"));
    }
    this.draw();
  }

  async #devicesChanged(): Promise<void> {
    // A headset was pulled: its track is dead. Take what there is now, without asking the person.
    const lost = this.devices.dropDead();
    if (lost) {
      await this.devices.take();
      if (this.session.call?.connected) await this.session.call.publish(this.devices).catch(() => undefined);
      this.notice(say("device.replaced"));
      this.draw();
      this.changed();
    }
    if (find<HTMLDialogElement>("devices-dialog")?.open) await this.#fill();
  }
}
