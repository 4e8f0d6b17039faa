// Why camera, microphone or line do not work, told apart so that each gets its
// own explanation. Pure; the page's words hold a title, steps and a retry for each.

export const causes = [
  "denied", // the person (or the system) refused
  "dismissed", // the question was closed without an answer
  "missing", // no such device
  "busy", // another program has it
  "insecure", // the page is not on a secure address
  "inapp", // a browser inside another app
  "old", // a browser without what we need
  "silent", // the microphone gives nothing
  "dark", // the camera gives no picture
  "noudp", // only the slower ways get through: usable, told
  "noline", // nothing gets through to the media server
  "slow", // too slow for a picture
  "unheard", // the person did not hear the tone
  "failed", // none of the above
] as const;

export type Cause = (typeof causes)[number];

/** What the browser says when it does not hand out a device. `asked` is how long it took, in ms. */
export function fromMediaError(name: string, message: string, state: PermissionState | "", secure: boolean): Cause {
  if (!secure) return "insecure";
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
    case "SecurityError":
      // Chromium says "Permission dismissed"; elsewhere a question that may be asked again was only closed.
      if (/dismiss/i.test(message)) return "dismissed";
      return state === "prompt" ? "dismissed" : "denied";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "busy";
    case "TypeError": // mediaDevices is undefined
      return "old";
    default:
      return "failed";
  }
}

const apps: [name: string, mark: RegExp][] = [
  ["LINE", /\bLine\/\d/i],
  ["Instagram", /\bInstagram\b/],
  ["Facebook", /\bFB(AN|AV|_IAB)\b/],
  ["Yahoo! JAPAN", /\bYJApp-|Yahoo-?Japan|YahooJMobileApp/i],
  ["X", /\bTwitter(Android| for iPhone)?\b/],
  ["Gmail", /\bGSA\//],
  ["TikTok", /\b(BytedanceWebview|musical_ly)\b/],
  ["WeChat", /\bMicroMessenger\b/],
  ["Teams", /\bTeams(Mobile|Display)\b/],
];

/** The app whose own little browser shows this page, "" when it is a real browser. */
export function inApp(agent: string): string {
  for (const [name, mark] of apps) if (mark.test(agent)) return name;
  // An Android page view inside some app, of whatever name.
  return /; wv\)/.test(agent) ? "WebView" : "";
}

/** Coarse words for the device; never more than the help desk needs. */
export function deviceKind(agent: string): "iphone" | "ipad" | "android" | "windows" | "mac" | "linux" | "other" {
  if (/iPhone/.test(agent)) return "iphone";
  if (/iPad/.test(agent)) return "ipad";
  if (/Android/.test(agent)) return "android";
  if (/Windows/.test(agent)) return "windows";
  if (/Macintosh/.test(agent)) return "mac";
  if (/Linux|X11|CrOS/.test(agent)) return "linux";
  return "other";
}

/** What the browser is able to do. */
export interface Ability {
  secure: boolean;
  agent: string;
  devices: boolean; // navigator.mediaDevices.getUserMedia
  peer: boolean; // RTCPeerConnection
  socket: boolean; // WebSocket
}

/** The reason why no check can even start, or null. */
export function hindrance(can: Ability): Cause | null {
  if (!can.secure) return "insecure";
  if (can.devices && can.peer && can.socket) return null;
  return inApp(can.agent) ? "inapp" : "old";
}

export type Way = "udp" | "tcp" | "relay";

/** What the attempts to reach the media server mean. Kilobits are 0 when unknown. */
export function lineCause(reached: Partial<Record<Way, boolean>>, kilobits: number): Cause | null {
  if (!reached.udp && !reached.tcp && !reached.relay) return "noline";
  if (kilobits > 0 && kilobits < 300) return "slow";
  return reached.udp ? null : "noudp";
}
