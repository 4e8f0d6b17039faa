// What can be heard, as a handful of figures. Pure: samples in, figures out.
// Samples have the rate of `rate`; resample() brings others to it.

import { Fourier } from "./fourier";

export const rate = 16_000;
const size = 1024; // 64 ms
const hop = 256; // 16 ms
const bin = rate / size;
const low = Math.round(150 / bin); // the band of voices
const high = Math.round(5000 / bin);

export interface Features {
  seconds: number;
  still: number; // share of samples that are as good as nothing
  loud: number; // dB below full scale that a tenth of the time goes over, in the band of voices
  soft: number; // the same, nine tenths
  mean: number; // mean level (energy), in the band of voices
  beat: number; // how much the level rises and falls two to eight times a second: voices do, steady sounds do not
  pause: number; // share of time at least 15 dB below the loud parts
  tone: number; // how much the same tones stand for a sixth of a second: music does, voices glide
  voiced: number; // share of loud moments with one clear pitch: one voice has it, many voices blur
  flat: number; // 0 tones, 1 hiss
}

/** Brings samples to `rate`, with a simple low-pass so that nothing folds. */
export function resample(samples: Float32Array, from: number): Float32Array {
  if (from === rate) return samples;
  const step = from / rate;
  const out = new Float32Array(Math.floor(samples.length / step));
  const reach = Math.max(1, Math.ceil(step * 4));
  const cut = Math.min(1, 1 / step) * 0.92;
  for (let i = 0; i < out.length; i++) {
    const at = i * step;
    let sum = 0;
    let weight = 0;
    for (let k = Math.max(0, Math.ceil(at - reach)); k <= Math.min(samples.length - 1, at + reach); k++) {
      const d = k - at;
      const x = Math.PI * d * cut;
      const w = (x === 0 ? 1 : Math.sin(x) / x) * (0.5 + 0.5 * Math.cos((Math.PI * d) / (reach + 1)));
      sum += (samples[k] ?? 0) * w;
      weight += w;
    }
    out[i] = weight === 0 ? 0 : sum / weight;
  }
  return out;
}

/** The level in the band of voices, every 16 ms, in dB below full scale: also what the picture shows. */
export class Listener {
  readonly levels: number[] = [];
  readonly #fourier = new Fourier(size);
  readonly #window = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
  readonly #re = new Float64Array(size);
  readonly #im = new Float64Array(size);
  readonly #flat: number[] = [];
  readonly #pitch: number[] = [];
  readonly #shapes: Float32Array[] = [];
  #rest = new Float32Array(0);
  #still = 0;
  #all = 0;

  /** Takes samples at `rate`, any number of them. */
  hear(samples: Float32Array): void {
    for (const x of samples) if (Math.abs(x) < 2e-5) this.#still += 1;
    this.#all += samples.length;
    const line = new Float32Array(this.#rest.length + samples.length);
    line.set(this.#rest);
    line.set(samples, this.#rest.length);
    let at = 0;
    for (; at + size <= line.length; at += hop) this.#frame(line.subarray(at, at + size));
    this.#rest = line.slice(at);
  }

  #frame(x: Float32Array): void {
    const re = this.#re;
    const im = this.#im;
    im.fill(0);
    for (let i = 0; i < size; i++) re[i] = (x[i] ?? 0) * (this.#window[i] ?? 0);
    this.#fourier.run(re, im);
    const power = new Float64Array(size / 2);
    for (let i = 0; i < size / 2; i++) power[i] = ((re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2) / (size * size * 0.09375);
    let sum = 0;
    let logs = 0;
    for (let i = low; i <= high; i++) {
      sum += power[i] ?? 0;
      logs += Math.log((power[i] ?? 0) + 1e-14);
    }
    const n = high - low + 1;
    this.levels.push(10 * Math.log10(sum + 1e-12));
    this.#flat.push(Math.exp(logs / n) / (sum / n + 1e-14));
    this.#shapes.push(shape(power));
    this.#pitch.push(this.levels.length % 2 ? pitch(power, this.#fourier, re, im) : -1);
  }

  features(): Features {
    const sorted = [...this.levels].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? -120;
    const loud = at(0.9);
    const heard = (i: number): boolean => (this.levels[i] ?? -120) > loud - 12;
    const mean = 10 * Math.log10(average(this.levels.map((l) => 10 ** (l / 10))) + 1e-12);
    const lag = 10;
    const tones: number[] = [];
    for (let i = lag; i < this.#shapes.length; i++) {
      const [a, b] = [this.#shapes[i], this.#shapes[i - lag]];
      if (a && b && heard(i) && heard(i - lag)) tones.push(alike(a, b));
    }
    const pitches = this.#pitch.filter((p, i) => p >= 0 && heard(i));
    return {
      seconds: this.#all / rate,
      still: this.#all ? this.#still / this.#all : 1,
      loud,
      soft: at(0.1),
      mean,
      beat: beat(this.levels.map((l) => 10 ** (l / 20))),
      pause: share(this.levels, (l) => l < loud - 15),
      tone: average(tones),
      voiced: share(pitches, (p) => p > 0.55),
      flat: average(this.#flat.filter((_, i) => heard(i))),
    };
  }
}

/** The fine structure of a spectrum, without its slope: what stands out from its neighbourhood. */
function shape(power: Float64Array): Float32Array {
  const from = Math.round(200 / bin);
  const to = Math.round(3000 / bin);
  const logs = Float64Array.from(power, (p) => Math.log(p + 1e-12));
  const out = new Float32Array(to - from);
  const reach = 8;
  let sum = 0;
  for (let i = from - reach; i <= from + reach; i++) sum += logs[i] ?? 0;
  for (let i = from; i < to; i++) {
    out[i - from] = (logs[i] ?? 0) - sum / (2 * reach + 1);
    sum += (logs[i + reach + 1] ?? 0) - (logs[i - reach] ?? 0);
  }
  return out;
}

/** Correlation of two shapes, 0 to 1. */
function alike(a: Float32Array, b: Float32Array): number {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa && bb ? Math.max(0, ab / Math.sqrt(aa * bb)) : 0;
}

/** How clear one pitch between 75 and 400 Hz is, 0 to 1: autocorrelation from the spectrum. */
function pitch(power: Float64Array, fourier: Fourier, re: Float64Array, im: Float64Array): number {
  im.fill(0);
  const top = Math.round(2500 / bin);
  for (let i = 0; i < size / 2; i++) {
    const v = i >= 5 && i <= top ? Math.sqrt(power[i] ?? 0) : 0;
    re[i] = v;
    if (i > 0) re[size - i] = v;
  }
  re[size / 2] = 0;
  fourier.run(re, im);
  const zero = re[0] ?? 0;
  if (zero <= 0) return 0;
  let best = 0;
  for (let lag = Math.floor(rate / 400); lag <= Math.ceil(rate / 75); lag++) best = Math.max(best, (re[lag] ?? 0) / zero);
  return best;
}

/** The share of the envelope's movement that lies between two and eight a second, beside its mean. */
function beat(envelope: number[]): number {
  const mean = average(envelope);
  if (mean <= 0 || envelope.length < 64) return 0;
  const frames = rate / hop;
  // Two running means: one takes slow drift away, the other what is faster than syllables.
  const slow = running(envelope, Math.round(frames / 2));
  const fast = running(envelope, Math.round(frames / 16));
  let sum = 0;
  for (let i = 0; i < envelope.length; i++) sum += ((fast[i] ?? 0) - (slow[i] ?? 0)) ** 2;
  return Math.sqrt(sum / envelope.length) / mean;
}

function running(values: number[], width: number): number[] {
  const half = Math.max(1, Math.floor(width / 2));
  const sums = [0];
  for (const v of values) sums.push((sums[sums.length - 1] ?? 0) + v);
  return values.map((_, i) => {
    const from = Math.max(0, i - half);
    const to = Math.min(values.length, i + half + 1);
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
}

const average = (values: number[]): number => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : 0);
const share = <T>(values: T[], is: (v: T) => boolean): number => (values.length ? values.filter(is).length / values.length : 0);
