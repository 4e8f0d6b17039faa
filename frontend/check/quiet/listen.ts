// Ten seconds of the room, heard in the browser and forgotten there: samples go
// from the microphone into figures and are never kept, sent or played.

import { type Verdict, classify } from "./classify";
import { Listener, resample } from "./features";

export interface Heard {
  verdict: Verdict;
  levels: number[];
}

/** Opens the microphone as it is: what makes voices clear in a call would hide the room. */
export function openRoom(device: string): Promise<MediaStream> {
  const wish: MediaTrackConstraints = device ? { deviceId: { exact: device } } : {};
  return navigator.mediaDevices.getUserMedia({ audio: { ...wish, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
}

/** Listens for so many seconds and says what it was. */
export async function listen(stream: MediaStream, seconds: number, progress: (levels: number[], share: number) => void, stop?: AbortSignal): Promise<Heard> {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 32_768;
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const ear = new Listener();
  const buffer = new Float32Array(analyser.fftSize);
  try {
    await context.resume();
    await wait(300); // microphones begin with a knock
    let last = context.currentTime;
    const begin = performance.now();
    for (;;) {
      await wait(120);
      const now = context.currentTime;
      const fresh = Math.min(buffer.length, Math.round((now - last) * context.sampleRate));
      last = now;
      if (fresh > 0) {
        analyser.getFloatTimeDomainData(buffer);
        ear.hear(resample(buffer.subarray(buffer.length - fresh), context.sampleRate));
      } else if (context.state !== "running") {
        void context.resume();
      }
      const share = (performance.now() - begin) / (seconds * 1000);
      progress(ear.levels, share);
      if (share >= 1 || stop?.aborted) break;
    }
    return { verdict: classify(ear.features()), levels: ear.levels };
  } finally {
    buffer.fill(0);
    source.disconnect();
    await context.close().catch(() => undefined);
    for (const track of stream.getTracks()) track.stop();
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));

