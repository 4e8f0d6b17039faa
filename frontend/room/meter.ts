// How loud the microphone is, for the bar in the waiting room and the check.

export class Meter {
  #context: AudioContext;
  #analyser: AnalyserNode;
  #source: MediaStreamAudioSourceNode;
  #samples: Float32Array<ArrayBuffer>;

  constructor(track: MediaStreamTrack) {
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
    void this.#context.resume();
  }

  /** 0 (silence) to 1 (loud), on a scale that looks even to the ear. */
  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return loudness(this.#samples);
  }

  /** False while the browser holds the sound back: the person has to touch the page. */
  get running(): boolean {
    return this.#context.state === "running";
  }

  wake(): void {
    void this.#context.resume();
  }

  stop(): void {
    this.#source.disconnect();
    void this.#context.close();
  }
}

/** Root mean square in decibels, -60 dB to 0 dB mapped to 0..1. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const s of samples) sum += s * s;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms <= 0.000001) return 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(rms) + 60) / 60));
}
