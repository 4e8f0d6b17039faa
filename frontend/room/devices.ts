// Our own camera and microphone: taken once, kept through every reconnect,
// given back when the page goes. A person without camera is let in with the
// voice; a person without either may still listen.

import {
  createLocalAudioTrack,
  createLocalTracks,
  createLocalVideoTrack,
  LocalAudioTrack,
  LocalVideoTrack,
  Track,
  VideoPresets,
} from "livekit-client";
import type { Cause } from "../check/causes";
import { causeOf } from "../check/refusal";

export class NoDevice extends Error {
  constructor(readonly why: Cause) {
    super(why);
  }
}

const voiceWishes = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const pictureWishes = { resolution: VideoPresets.h720.resolution, facingMode: "user" as const };

export class Devices {
  audio: LocalAudioTrack | null = null;
  video: LocalVideoTrack | null = null;
  camera = true; // what the person wishes, kept over reconnects
  mic = true;
  /** Somebody came in: nothing goes out whatever is wished, until that is over. */
  held = false;
  /** Why the camera or the microphone is missing, null when it is there. */
  noCamera: Cause | null = null;
  noMic: Cause | null = null;

  /** Takes what is not taken yet. One question to the person for both where the browser allows it. */
  async take(): Promise<void> {
    if (this.#alive(this.audio) && this.#alive(this.video)) return;
    // Asking for both at once makes one permission prompt instead of two.
    if (!this.audio && !this.video) {
      try {
        for (const track of await createLocalTracks({ audio: voiceWishes, video: pictureWishes })) {
          if (track.kind === Track.Kind.Audio) this.audio = track as LocalAudioTrack;
          else this.video = track as LocalVideoTrack;
        }
        this.noMic = this.noCamera = null;
        if (!this.mic || this.held) await this.audio?.mute();
        if (!this.camera || this.held) await this.video?.mute();
        return;
      } catch {
        // One of them is missing or refused: the separate questions say which.
      }
    }
    await Promise.all([this.#takeAudio(), this.#takeVideo()]);
  }

  async #takeAudio(): Promise<void> {
    if (this.#alive(this.audio)) return;
    try {
      this.audio = await createLocalAudioTrack(voiceWishes);
      this.noMic = null;
      if (!this.mic || this.held) await this.audio.mute();
    } catch (err) {
      this.audio = null;
      this.noMic = await causeOf(err, "microphone");
    }
  }

  async #takeVideo(): Promise<void> {
    if (this.#alive(this.video)) return;
    try {
      this.video = await createLocalVideoTrack(pictureWishes);
      this.noCamera = null;
      if (!this.camera || this.held) await this.video.mute();
    } catch (err) {
      this.video = null;
      this.noCamera = await causeOf(err, "camera");
    }
  }

  #alive(track: LocalAudioTrack | LocalVideoTrack | null): boolean {
    // A muted camera is stopped on purpose and comes back by itself.
    return !!track && (track.isMuted || track.mediaStreamTrack.readyState === "live");
  }

  /** Forgets tracks that the system ended (a pulled cable), so that take opens them anew. True when there were any. */
  dropDead(): boolean {
    const lost = (!!this.audio && !this.#alive(this.audio)) || (!!this.video && !this.#alive(this.video));
    if (!this.#alive(this.audio)) this.audio = null;
    if (!this.#alive(this.video)) this.video = null;
    return lost;
  }

  /**
   * Prepares camera and microphone for another stay in the media room: the same
   * devices behind new tracks, so that nothing of the stay before, however late it
   * ends, can take them away.
   */
  async renew(): Promise<void> {
    const [audio, video] = [this.audio, this.video];
    if (audio) {
      this.audio = new LocalAudioTrack(audio.mediaStreamTrack.clone(), audio.constraints, false);
      this.audio.source = Track.Source.Microphone;
      if (audio.isMuted) await this.audio.mute();
      audio.stop();
    }
    if (video) {
      this.video = new LocalVideoTrack(video.mediaStreamTrack.clone(), video.constraints, false);
      this.video.source = Track.Source.Camera;
      if (video.isMuted) await this.video.mute();
      for (const el of video.detach()) this.video.attach(el);
      video.stop();
    }
  }

  /**
   * Stops both at once, or lets both go on as they were wished. The devices' own
   * tracks are cut off first and without waiting; then the media server and the
   * other side are told, and the camera's light goes out.
   */
  async hold(on: boolean): Promise<void> {
    if (this.held === on) return;
    this.held = on;
    if (on) {
      for (const track of [this.audio, this.video]) if (track) track.mediaStreamTrack.enabled = false;
      await Promise.allSettled([this.audio?.mute(), this.video?.mute()]);
      return;
    }
    await Promise.allSettled([this.mic ? this.setMic(true) : undefined, this.camera ? this.setCamera(true) : undefined]);
  }

  async setMic(on: boolean): Promise<void> {
    this.mic = on;
    if (this.held) return;
    if (on && !this.audio) await this.#takeAudio();
    if (this.audio) await (on ? this.audio.unmute() : this.audio.mute());
    if (on && !this.audio) throw new NoDevice(this.noMic ?? "failed");
  }

  async setCamera(on: boolean): Promise<void> {
    this.camera = on;
    if (this.held) return;
    if (on && !this.video) await this.#takeVideo();
    if (this.video) {
      try {
        await (on ? this.video.unmute() : this.video.mute());
      } catch (err) {
        this.noCamera = await causeOf(err, "camera");
        throw new NoDevice(this.noCamera);
      }
    }
    if (on && !this.video) throw new NoDevice(this.noCamera ?? "failed");
  }

  get micOn(): boolean {
    return this.mic && !this.held && this.#alive(this.audio);
  }

  get cameraOn(): boolean {
    return this.camera && !this.held && this.#alive(this.video);
  }

  release(): void {
    this.audio?.stop();
    this.video?.stop();
    this.audio = null;
    this.video = null;
  }
}
