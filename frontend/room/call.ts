// One stay in the media room: connect, publish, subscribe, be told. A Call lives
// until its line is given up; the session then makes a new one. The library may
// resume a line that was cut (same connection, same tracks). It may never start
// one over by itself: its own full reconnect now and then leaves the camera
// unsent for ever, so at that moment the stay ends and the session enters anew.

import {
  AudioPresets,
  ConnectionQuality,
  ConnectionState,
  DisconnectReason,
  LocalVideoTrack,
  type RemoteTrack,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  VideoPresets,
  VideoQuality,
} from "livekit-client";
import type { Token } from "./contract";
import type { Devices } from "./devices";
import { cure, Patience } from "./reconnect";

// The library's own tale would fill the console of a person who looks for help.
setLogLevel("error");

/**
 * Warms up while one waits. Signalling is on our own origin, whose connection the
 * live stream keeps warm; what costs on the first call is the browser's own start
 * of its media engine, so it is started once for nothing.
 */
export async function warmUp(): Promise<void> {
  try {
    const peer = new RTCPeerConnection();
    peer.addTransceiver("audio");
    peer.addTransceiver("video");
    await peer.setLocalDescription(await peer.createOffer());
    peer.close();
  } catch {
    // An old browser: joining itself will say so.
  }
}

export interface CallListener {
  /** The library repairs the line, or has repaired it. */
  repairing(now: boolean): void;
  /** The other person's tracks or mute states changed. */
  changed(): void;
  /** Sound is held back until the person touches the page. */
  silenced(yes: boolean): void;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));

export type End = "lost" | "elsewhere" | "left";

/** The signalling's address as the library wants it: absolute, without /rtc. */
export function absolute(url: string): string {
  return new URL(url || "/media", location.href).href.replace(/\/$/, "");
}

export class Call {
  #patience = new Patience();
  readonly room = new Room({
    adaptiveStream: { pixelDensity: "screen" },
    dynacast: true,
    disconnectOnPageLeave: true,
    stopLocalTrackOnUnpublish: false,
    reconnectPolicy: this.#patience,
    // One connection for each direction. With one for both, two of seventeen first
    // entries on a busy machine hung for half a minute; with two, none of eleven,
    // and the first picture came no later.
    singlePeerConnection: false,
    publishDefaults: {
      simulcast: true,
      videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
      // The voice goes first on every queue; the picture takes what is left.
      videoEncoding: { ...VideoPresets.h720.encoding, priority: "low" },
      audioPreset: { ...AudioPresets.speech, priority: "high" },
      degradationPreference: "balanced",
      dtx: true,
      red: true,
      stopMicTrackOnMute: false,
    },
  });
  /** Resolves when this stay is over, for whatever reason, and nothing of it runs any more. */
  readonly over: Promise<End>;
  #asked = new Set<unknown>(); // tracks that were handed to the library
  #finish: (end: End) => void = () => undefined;
  #saving = false; // small pictures are wished
  #gone = false; // given up by us: what the library says from now on is no news
  #missingSince = 0; // own camera or microphone is not out although it should be
  remoteVideo: RemoteTrack | undefined;
  remoteAudio: RemoteTrack | undefined;

  constructor(
    private readonly picture: HTMLVideoElement,
    private readonly voice: HTMLAudioElement,
    private readonly on: CallListener,
  ) {
    this.over = new Promise((resolve) => (this.#finish = resolve));
    const room = this.room;
    room.on(RoomEvent.ConnectionStateChanged, (state) => {
      if (state === ConnectionState.Connected) on.repairing(false);
      if (state === ConnectionState.SignalReconnecting) on.repairing(true);
      if (state === ConnectionState.Reconnecting) void this.abandon();
    });
    room.on(RoomEvent.Disconnected, (reason) => {
      if (this.#gone) return;
      this.#patience.end();
      this.#finish(
        reason === DisconnectReason.DUPLICATE_IDENTITY ? "elsewhere" : reason === DisconnectReason.CLIENT_INITIATED ? "left" : "lost",
      );
    });
    room.on(RoomEvent.TrackSubscribed, (track) => this.#attach(track));
    room.on(RoomEvent.TrackUnsubscribed, (track) => this.#detach(track));
    for (const event of [
      RoomEvent.TrackMuted,
      RoomEvent.TrackUnmuted,
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.ConnectionQualityChanged,
      RoomEvent.TrackStreamStateChanged,
    ] as const) {
      room.on(event, () => on.changed());
    }
    room.on(RoomEvent.AudioPlaybackStatusChanged, () => on.silenced(!room.canPlaybackAudio));
  }

  async join(token: Token, devices: Devices): Promise<void> {
    // Published as soon as the signalling answers, while the media still looks for
    // its way: that saves a round trip. Not earlier: a publishing that waits for a
    // line that never comes stops the camera itself after 15 seconds.
    this.room.once(RoomEvent.SignalConnected, () => void this.publish(devices).catch(() => undefined));
    try {
      await this.room.connect(absolute(token.url), token.token, {
        autoSubscribe: true,
        maxRetries: 0,
        websocketTimeout: 8000,
        peerConnectionTimeout: 12000,
      });
    } catch (err) {
      await this.#die();
      throw err;
    }
  }

  /** Publishes what was taken later (a camera allowed in mid-session). */
  async publish(devices: Devices): Promise<void> {
    const mine = this.room.localParticipant;
    const fresh = [devices.audio, devices.video].filter((track) => track !== null && !this.#asked.has(track));
    await Promise.all(
      fresh.map(async (track) => {
        if (!track) return;
        this.#asked.add(track);
        const old = mine.getTrackPublication(track.source)?.track;
        if (old) await mine.unpublishTrack(old, false);
        await mine.publishTrack(track);
      }),
    );
    if (this.#saving) this.save(true);
    this.on.changed();
  }

  /**
   * Looks whether what should be out is out, and sends it again when it is not.
   * True: that does not help, entering anew is the better cure.
   */
  mend(devices: Devices): boolean {
    const mine = this.room.localParticipant;
    const lost = [devices.audio, devices.video].filter((track) => track !== null && !mine.getTrackPublication(track.source)?.trackSid);
    if (!this.connected || lost.length === 0) {
      this.#missingSince = 0;
      return false;
    }
    this.#missingSince ||= performance.now();
    const what = cure(performance.now() - this.#missingSince);
    if (what === "publish") {
      for (const track of lost) this.#asked.delete(track);
      void this.publish(devices).catch(() => undefined);
    }
    return what === "rejoin";
  }

  /** Gives up the stay without stopping camera and microphone. */
  async leave(): Promise<void> {
    await this.#die();
    this.#finish("left");
  }

  /** Gives up a line that will not heal, so that the session enters anew. */
  async abandon(): Promise<void> {
    if (this.#gone) return;
    await this.#die();
    this.#finish("lost");
  }

  /**
   * Ends the library's stay for good: a forgotten engine that came back by itself
   * would throw out the one that took its place.
   */
  async #die(): Promise<void> {
    this.#gone = true;
    this.#patience.end();
    await Promise.race([this.room.disconnect(false).catch(() => undefined), sleep(1500)]);
  }

  get connected(): boolean {
    return this.room.state === ConnectionState.Connected;
  }

  /** The other person as the media server sees them. */
  get remote(): { there: boolean; camera: boolean; mic: boolean; weak: boolean; paused: boolean } {
    const person = [...this.room.remoteParticipants.values()][0];
    const camera = person?.getTrackPublication(Track.Source.Camera);
    const mic = person?.getTrackPublication(Track.Source.Microphone);
    return {
      there: !!person,
      camera: !!camera && !camera.isMuted,
      mic: !!mic && !mic.isMuted,
      weak: person?.connectionQuality === ConnectionQuality.Poor || person?.connectionQuality === ConnectionQuality.Lost,
      paused: camera?.track?.streamState === Track.StreamState.Paused,
    };
  }

  /** Small pictures both ways, so that the voice has room on a thin line; false: the full ones again. */
  save(on: boolean): void {
    this.#saving = on;
    const person = [...this.room.remoteParticipants.values()][0];
    const theirs = person?.getTrackPublication(Track.Source.Camera);
    if (theirs && "setVideoQuality" in theirs) theirs.setVideoQuality(on ? VideoQuality.LOW : VideoQuality.HIGH);
    if (theirs && "setVideoFPS" in theirs) theirs.setVideoFPS(on ? 15 : 30);
    const mine = this.room.localParticipant.getTrackPublication(Track.Source.Camera)?.track;
    if (mine instanceof LocalVideoTrack) mine.setPublishingQuality(on ? VideoQuality.LOW : VideoQuality.HIGH);
  }

  #attach(track: RemoteTrack): void {
    if (track.kind === Track.Kind.Video) {
      this.remoteVideo = track;
      track.attach(this.picture);
      if (this.#saving) this.save(true);
    } else {
      this.remoteAudio = track;
      track.attach(this.voice);
    }
    this.on.changed();
  }

  #detach(track: RemoteTrack): void {
    track.detach();
    if (this.remoteVideo === track) this.remoteVideo = undefined;
    if (this.remoteAudio === track) this.remoteAudio = undefined;
    this.on.changed();
  }
}
