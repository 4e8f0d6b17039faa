// What the room's server and this page say to each other. The names are those
// of the JSON; internal/room/state.go is the other end.

export type Side = "worker" | "physician";
export type Phase = "waiting" | "open" | "ended" | "converted";

export interface Person {
  name: string;
  /** The page is open somewhere. */
  present: boolean;
  /** In the media room, by the media server's word. */
  media: boolean;
  /** Physician only: in another interview at this moment. */
  busy: boolean;
}

export interface Checklist {
  identity: string;
  alone: boolean;
  place: string;
  phone: string;
  cameraWorker: boolean;
  cameraPhysician: boolean;
  notRecording: boolean;
  explained: boolean;
}

export interface State {
  phase: Phase;
  me: Side;
  worker: Person;
  physician: Person;
  admitted: boolean;
  from: string;
  to: string;
  now: string;
  phones: { worker: string; physician: string };
  checklist: Checklist | null;
  checklistDone: boolean;
  /** Somebody came in: picture and voice are off on both sides. Null while the session runs. */
  pause: Pause | null;
  /** Milliseconds of all pauses that are over. */
  pausedMs: number;
  /** Why the worker's camera may stay off: asked by the worker, given by the physician. */
  camera?: { reason: string; asked?: string; given?: string };
  openedAt: string | null;
  endedAt: string | null;
  mediaUp?: boolean;
  ending?: "consultation";
}

export type Wish = "" | "rebook" | "in_person";

export interface Pause {
  by: Side;
  at: string;
  wish?: Wish;
}

/** How the line held so far, for the physician. */
export interface LineFigures {
  lost: number; // seconds
  stops: number;
  voice: number; // seconds without
  cameraOff: number; // seconds
  limits: Record<string, number>;
  doubts: string[];
  /** Doubts the physician has not decided about. */
  open: string[];
  choice?: string;
  reason?: string;
  /** The worker was not seen for so long that an interview of the law cannot be completed. */
  notSeen: boolean;
}

export interface Token {
  /** Address of the signalling: absolute, or a path of our own origin. */
  url: string;
  token: string;
  expires: string;
}

export interface Notes {
  text: string;
  version: number;
  savedAt: string;
}

export type EventKind =
  | "camera_off"
  | "camera_on"
  | "mic_off"
  | "mic_on"
  | "reconnecting"
  | "reconnected"
  | "phone_shown"
  | "left";

export interface VideoIn {
  frames: number;
  framesDropped: number;
  freezeMs: number;
  bytes: number;
  lost: number;
  width: number;
  height: number;
}

export interface AudioIn {
  bytes: number;
  lost: number;
  concealedMs: number;
  level: number;
}

export interface VideoOut {
  frames: number;
  bytes: number;
  width: number;
  height: number;
  limited: string;
}

/** One look at the line: what happened in the `span` milliseconds before `at`. */
export interface Sample {
  at: string;
  span: number;
  videoIn: VideoIn;
  audioIn: AudioIn;
  videoOut: VideoOut;
  rtt: number;
  camera: boolean;
  mic: boolean;
  visible: boolean;
  /** The picture arrives, but neither motion nor voice (see still.ts). */
  still: boolean;
  connection: "connected" | "reconnecting" | "disconnected";
  transport: "udp" | "tcp" | "relay" | "";
}

export const other = (side: Side): Side => (side === "worker" ? "physician" : "worker");
