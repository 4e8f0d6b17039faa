// The page of the quiet-room check alone. It loads no media client.

import { advise, clear } from "./check/advice";
import { hindrance, inApp } from "./check/causes";
import { hearRoom, showVerdict } from "./check/quiet/panel";
import { Api } from "./room/api";
import { need, show } from "./room/dom";
import { mark } from "./room/marks";
import { readWords } from "./room/words";

readWords();
const api = new Api(need("quiet").dataset["base"] ?? "");
const agent = navigator.userAgent;
mark("sound", "none");
const obstacle = hindrance({
  secure: window.isSecureContext,
  agent,
  devices: !!navigator.mediaDevices?.getUserMedia,
  peer: true,
  socket: true,
});
if (obstacle) advise("hindrance", obstacle, null);
else {
  if (inApp(agent)) advise("hindrance", "inapp", null);
  show(need("start-box"), true);
}
need("start").addEventListener("click", () => void run());

async function run(): Promise<void> {
  clear("hindrance");
  show(need("start-box"), false);
  const got = await hearRoom("");
  if (typeof got !== "string") {
    advise("hindrance", got.cause, () => void run());
    return;
  }
  showVerdict(got, api, () => void run());
  need("sound-result").focus();
}
