// A Fourier transform of a power of two, in place. Pure.

export class Fourier {
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(readonly size: number) {
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((-2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin((-2 * Math.PI * i) / size));
  }

  run(re: Float64Array, im: Float64Array): void {
    const n = this.size;
    for (let i = 1, j = 0; i < n; i++) {
      let bit = n >> 1;
      for (; j & bit; bit >>= 1) j ^= bit;
      j ^= bit;
      if (i < j) {
        const [a, b] = [re[i] ?? 0, im[i] ?? 0];
        re[i] = re[j] ?? 0;
        im[i] = im[j] ?? 0;
        re[j] = a;
        im[j] = b;
      }
    }
    for (let long = 2; long <= n; long <<= 1) {
      const half = long >> 1;
      const step = n / long;
      for (let at = 0; at < n; at += long) {
        for (let k = 0; k < half; k++) {
          const c = this.#cos[k * step] ?? 0;
          const s = this.#sin[k * step] ?? 0;
          const x = at + k + half;
          const [br, bi] = [re[x] ?? 0, im[x] ?? 0];
          const tr = br * c - bi * s;
          const ti = br * s + bi * c;
          const [ar, ai] = [re[at + k] ?? 0, im[at + k] ?? 0];
          re[x] = ar - tr;
          im[x] = ai - ti;
          re[at + k] = ar + tr;
          im[at + k] = ai + ti;
        }
      }
    }
  }
}
