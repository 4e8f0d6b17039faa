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
  openedAt: string | null;
  endedAt: string | null;
  mediaUp?: boolean;
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
  connection: "connected" | "reconnecting" | "disconnected";
  transport: "udp" | "tcp" | "relay" | "";
}

export const other = (side: Side): Side => (side === "worker" ? "physician" : "worker");
