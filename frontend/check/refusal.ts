// What a browser says when it hands out no device, turned into one of our causes.

import { type Cause, fromMediaError } from "./causes";

/** Turns the browser's refusal into one of our causes. */
export async function causeOf(err: unknown, kind: "camera" | "microphone"): Promise<Cause> {
  const { name, message } = err instanceof Error || err instanceof DOMException ? err : { name: "", message: "" };
  let state: PermissionState | "" = "";
  try {
    state = (await navigator.permissions.query({ name: kind as PermissionName })).state;
  } catch {
    // Safari and Firefox do not know the question: the name of the error decides.
  }
  return fromMediaError(name, message, state, window.isSecureContext);
}
