// The line to our own media server, on the real path: the page sends itself
// picture and voice through it, first as the network likes it best, then over
// the ways that are left when a network is strict.

import { type LocalTrack, type RemoteTrack, Room, RoomEvent, Track, VideoPresets } from "livekit-client";
import { absolute } from "../room/call";
import { between, type Reading, read } from "../room/stats";
import type { Way } from "./causes";

export interface Pass {
  url: string;
  token: string; // sends
  echo: string; // receives
}

export interface LineResult {
  reached: Partial<Record<Way, boolean>>;
  way: Way | ""; // how media went when nothing was forced
  kilobits: number;
  rtt: number;
}

const patience = 10_000;
const measureFor = 4_000;
const enough = 500; // kilobits: a clear face and a clear voice

export type Progress = (what: "connect" | "measure" | "tcp" | "relay", reached: LineResult["reached"]) => void;

/** Tries all ways. Never throws: what does not work is part of the result. */
export async function tryLine(pass: () => Promise<Pass>, media: MediaStream, progress: Progress): Promise<LineResult> {
  const out: LineResult = { reached: {}, way: "", kilobits: 0, rtt: 0 };
  progress("connect", out.reached);
  const first = await pass();
  const sender = new Room({ dynacast: false, adaptiveStream: false, stopLocalTrackOnUnpublish: false, singlePeerConnection: false });
  const receiver = new Room({ adaptiveStream: false, singlePeerConnection: false });
  try {
    const picture = arrival(receiver);
    await within(patience, Promise.all([sender.connect(absolute(first.url), first.token, quick), receiver.connect(absolute(first.url), first.echo, quick)]));
    const sent = await within(patience, publish(sender, media));
    const got = await within(patience, picture);
    progress("measure", out.reached);
    await measure(out, got, sent);
    if (out.way) out.reached[out.way] = true;
    out.reached.udp ??= false;
    progress("tcp", out.reached);
    if (!out.reached.tcp) out.reached.tcp = await overTCP(sender, sent);
  } catch {
    out.reached.udp ??= false;
    out.reached.tcp ??= false;
  } finally {
    await Promise.allSettled([sender.disconnect(false), receiver.disconnect(false)]);
  }
  progress("relay", out.reached);
  out.reached.relay ||= await overRelay(pass, media);
  return out;
}

const quick = { maxRetries: 0, websocketTimeout: 6000, peerConnectionTimeout: patience };

/** The first picture that comes back. */
function arrival(receiver: Room): Promise<RemoteTrack> {
  return new Promise((resolve) => {
    receiver.on(RoomEvent.TrackSubscribed, (track) => {
      if (track.kind === Track.Kind.Video) {
        // Without an element browsers do not decode, and nothing would be counted.
        const hidden = track.attach();
        hidden.muted = true;
        resolve(track);
      }
    });
  });
}

async function publish(room: Room, media: MediaStream): Promise<LocalTrack | undefined> {
  let sent: LocalTrack | undefined;
  for (const track of media.getTracks()) {
    const kind = track.kind === "video" ? Track.Source.Camera : Track.Source.Microphone;
    const done = await room.localParticipant.publishTrack(track, {
      source: kind,
      simulcast: true,
      videoEncoding: VideoPresets.h720.encoding,
    });
    if (track.kind === "video" || !sent) sent = done.track;
  }
  return sent;
}

/**
 * How much comes back in a second. A slow computer sends little on a fast line:
 * there the browser's own estimate of the line counts. A poor figure gets time
 * to grow, since browsers begin carefully.
 */
async function measure(out: LineResult, got: RemoteTrack, sent: LocalTrack | undefined): Promise<void> {
  await wait(1000);
  let before: Reading = await read(performance.now(), [got, sent]);
  for (let round = 0; round < 3 && out.kilobits < enough; round++) {
    await wait(measureFor);
    const after = await read(performance.now(), [got, sent]);
    const change = between(before, after);
    const came = (change.videoIn.bytes * 8) / Math.max(1, change.span);
    const held = change.videoOut.limited === "cpu" || change.videoIn.frames < 5 * (measureFor / 1000);
    out.kilobits = Math.max(out.kilobits, Math.round(held && came > 0 ? Math.max(came, after.room / 1000) : came));
    out.rtt = after.rtt;
    out.way = after.transport;
    before = after;
  }
}

/** Asks the server to move the running connection to TCP, and looks whether media follows. */
async function overTCP(room: Room, sent: LocalTrack | undefined): Promise<boolean> {
  if (!sent) return false;
  try {
    await room.simulateScenario("force-tcp");
    const until = performance.now() + patience;
    while (performance.now() < until) {
      await wait(300);
      const now = await read(performance.now(), [sent]);
      if (now.transport === "tcp") return true;
    }
  } catch {
    // Not reached is an answer, too.
  }
  return false;
}

async function overRelay(pass: () => Promise<Pass>, media: MediaStream): Promise<boolean> {
  const room = new Room({ dynacast: false, singlePeerConnection: false });
  try {
    const next = await pass();
    await within(
      patience,
      room.connect(absolute(next.url), next.token, { ...quick, rtcConfig: { iceTransportPolicy: "relay" } }),
    );
    const sent = await within(patience, publish(room, new MediaStream(media.getAudioTracks().concat(media.getVideoTracks().slice(0, 1)))));
    const until = performance.now() + patience;
    while (performance.now() < until) {
      const now = await read(performance.now(), [sent]);
      if (now.transport === "relay" && now.arrived > 0) return true;
      await wait(300);
    }
    return false;
  } catch {
    return false;
  } finally {
    await room.disconnect(false).catch(() => undefined);
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = window.setTimeout(() => reject(new Error("too late")), ms);
    work.then(resolve, reject).finally(() => window.clearTimeout(timer));
  });
}
