// The browser's counters, read from both ends of our one connection, and what
// changed between two readings. `read` touches WebRTC; `between` is pure.

import type { LocalTrack, RemoteTrack } from "livekit-client";
import type { AudioIn, Sample, VideoIn, VideoOut } from "./contract";

/** Counters since the connection began. */
export interface Reading {
  at: number;
  videoIn: VideoIn;
  audioIn: AudioIn & { packets: number; samples: number; concealed: number; energy: number; seconds: number };
  videoOut: VideoOut;
  rtt: number;
  arrived: number; // bytes on the transport, the sign of life
  room: number; // what the browser believes the line can carry outwards, bits in a second
  transport: Sample["transport"];
}

export const nothing = (at: number): Reading => ({
  at,
  videoIn: { frames: 0, framesDropped: 0, freezeMs: 0, bytes: 0, lost: 0, width: 0, height: 0 },
  audioIn: { bytes: 0, lost: 0, concealedMs: 0, level: 0, packets: 0, samples: 0, concealed: 0, energy: 0, seconds: 0 },
  videoOut: { frames: 0, bytes: 0, width: 0, height: 0, limited: "" },
  rtt: 0,
  arrived: 0,
  room: 0,
  transport: "",
});

type Entry = Record<string, unknown> & { id: string; type: string };

const num = (entry: Entry, name: string): number => (typeof entry[name] === "number" ? (entry[name] as number) : 0);

/** Reads what the given tracks' reports say. A track without a report counts as silent. */
export async function read(at: number, tracks: (LocalTrack | RemoteTrack | undefined)[]): Promise<Reading> {
  const out = nothing(at);
  const reports = await Promise.all(tracks.map((t) => t?.getRTCStatsReport().catch(() => undefined)));
  for (const report of reports) {
    const entries = new Map<string, Entry>();
    report?.forEach((entry: Entry) => entries.set(entry.id, entry));
    for (const entry of entries.values()) take(out, entry, entries);
  }
  return out;
}

function take(out: Reading, entry: Entry, entries: Map<string, Entry>): void {
  if (entry.type === "inbound-rtp" && entry["kind"] === "video") {
    out.videoIn = {
      frames: num(entry, "framesDecoded"),
      framesDropped: num(entry, "framesDropped"),
      freezeMs: Math.round(num(entry, "totalFreezesDuration") * 1000),
      bytes: num(entry, "bytesReceived"),
      lost: Math.max(0, num(entry, "packetsLost")),
      width: num(entry, "frameWidth"),
      height: num(entry, "frameHeight"),
    };
  } else if (entry.type === "inbound-rtp" && entry["kind"] === "audio") {
    out.audioIn = {
      ...out.audioIn,
      bytes: num(entry, "bytesReceived"),
      lost: Math.max(0, num(entry, "packetsLost")),
      level: num(entry, "audioLevel"),
      packets: num(entry, "packetsReceived"),
      samples: num(entry, "totalSamplesReceived"),
      energy: num(entry, "totalAudioEnergy"),
      seconds: num(entry, "totalSamplesDuration"),
      // What the decoder made up in silence is no gap in speech.
      concealed: Math.max(0, num(entry, "concealedSamples") - num(entry, "silentConcealedSamples")),
    };
  } else if (entry.type === "outbound-rtp" && entry["kind"] === "video") {
    // Several layers: bytes add up, size and frames are those of the largest sent.
    const height = num(entry, "frameHeight");
    const larger = height > out.videoOut.height;
    out.videoOut.bytes += num(entry, "bytesSent");
    out.videoOut.frames = Math.max(out.videoOut.frames, num(entry, "framesEncoded"));
    if (larger && entry["active"] !== false) {
      out.videoOut.height = height;
      out.videoOut.width = num(entry, "frameWidth");
      out.videoOut.limited = String(entry["qualityLimitationReason"] ?? "");
    }
  } else if (entry.type === "candidate-pair" && chosen(entry, entries)) {
    out.arrived = Math.max(out.arrived, num(entry, "bytesReceived"));
    out.room = Math.max(out.room, num(entry, "availableOutgoingBitrate"));
    out.rtt = Math.max(out.rtt, Math.round(num(entry, "currentRoundTripTime") * 1000));
    out.transport = way(entries.get(String(entry["localCandidateId"])));
  }
}

function chosen(pair: Entry, entries: Map<string, Entry>): boolean {
  if (pair["selected"] === true) return true; // Firefox
  for (const entry of entries.values()) {
    if (entry.type === "transport" && entry["selectedCandidatePairId"] === pair.id) return true;
  }
  return false;
}

/** How the media travels, from the local end's candidate. */
export function way(candidate: Record<string, unknown> | undefined): Sample["transport"] {
  if (!candidate) return "";
  if (candidate["candidateType"] === "relay") return "relay";
  return candidate["protocol"] === "tcp" ? "tcp" : "udp";
}

const diff = (now: number, before: number): number => (now >= before ? now - before : now);

/** What changed: counters that went back belong to a new connection and count from zero. */
export function between(before: Reading, now: Reading): Pick<Sample, "span" | "videoIn" | "audioIn" | "videoOut" | "rtt" | "transport"> {
  const samples = diff(now.audioIn.samples, before.audioIn.samples);
  const concealed = diff(now.audioIn.concealed, before.audioIn.concealed);
  const span = Math.round(now.at - before.at);
  return {
    span,
    videoIn: {
      frames: diff(now.videoIn.frames, before.videoIn.frames),
      framesDropped: diff(now.videoIn.framesDropped, before.videoIn.framesDropped),
      freezeMs: Math.min(span, diff(now.videoIn.freezeMs, before.videoIn.freezeMs)),
      bytes: diff(now.videoIn.bytes, before.videoIn.bytes),
      lost: diff(now.videoIn.lost, before.videoIn.lost),
      width: now.videoIn.width,
      height: now.videoIn.height,
    },
    audioIn: {
      bytes: diff(now.audioIn.bytes, before.audioIn.bytes),
      lost: diff(now.audioIn.lost, before.audioIn.lost),
      concealedMs: samples > 0 ? Math.round((concealed / samples) * span) : 0,
      level: Math.round(now.audioIn.level * 1000) / 1000,
    },
    videoOut: {
      frames: diff(now.videoOut.frames, before.videoOut.frames),
      bytes: diff(now.videoOut.bytes, before.videoOut.bytes),
      width: now.videoOut.width,
      height: now.videoOut.height,
      limited: now.videoOut.limited,
    },
    rtt: now.rtt,
    transport: now.transport,
  };
}

/** How loud the other side was between two readings, 0..1: the root of the mean energy. */
export function loudness(before: Reading, now: Reading): number {
  const seconds = diff(now.audioIn.seconds, before.audioIn.seconds);
  return seconds > 0 ? Math.sqrt(diff(now.audioIn.energy, before.audioIn.energy) / seconds) : 0;
}

/** Part of the voice's packets lost between two readings, 0..1. */
export function loss(before: Reading, now: Reading): number {
  const lost = diff(now.audioIn.lost, before.audioIn.lost);
  const came = diff(now.audioIn.packets, before.audioIn.packets);
  return lost + came > 0 ? lost / (lost + came) : 0;
}
