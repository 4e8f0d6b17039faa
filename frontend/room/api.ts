// Requests to our own server. A refusal comes with a code and a sentence in the
// reader's language; a line that is cut comes as Offline.

import { Refused } from "./outbox";

export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly body: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

export class Offline extends Error {}

const patience = 10_000;

export class Api {
  constructor(private readonly base: string) {}

  address(path: string): string {
    return path === "" ? this.base : `${this.base}/${path}`;
  }

  get<T>(path: string): Promise<T> {
    return this.#call<T>("GET", path);
  }

  post<T>(path: string, body: unknown = {}, wait = patience): Promise<T> {
    return this.#call<T>("POST", path, body, wait);
  }

  /** For the outbox: a parcel the server will never take is Refused, anything else may be tried again. */
  async deliver(path: string, body: Record<string, unknown>): Promise<void> {
    try {
      await this.post(path, body);
    } catch (err) {
      if (err instanceof Fault && err.status >= 400 && err.status < 500 && err.status !== 429) throw new Refused(err.code);
      throw err;
    }
  }

  /** One last word while the page goes away; nobody waits for the answer. */
  beacon(path: string, body: unknown): void {
    const blob = new Blob([JSON.stringify(body)], { type: "application/json" });
    navigator.sendBeacon(this.address(path), blob);
  }

  async #call<T>(method: string, path: string, body?: unknown, wait = patience): Promise<T> {
    let answer: Response;
    try {
      answer = await fetch(this.address(path), {
        method,
        cache: "no-store",
        credentials: "same-origin",
        headers: body === undefined ? { Accept: "application/json" } : { Accept: "application/json", "Content-Type": "application/json" },
        signal: AbortSignal.timeout(wait),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (err) {
      throw new Offline(String(err));
    }
    const raw = await answer.text().catch(() => "");
    let said: Record<string, unknown> = {};
    try {
      said = raw ? (JSON.parse(raw) as Record<string, unknown>) : {};
    } catch {
      // A proxy's page instead of our answer: treated like no answer below.
    }
    if (!answer.ok) {
      throw new Fault(answer.status, String(said["code"] ?? ""), String(said["message"] ?? ""), said);
    }
    return said as T;
  }
}
