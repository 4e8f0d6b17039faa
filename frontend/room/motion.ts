// Whether anything moves in the other person's picture: two tiny grey copies of
// it, two seconds apart. They never leave this page and are overwritten by the
// next; all that is told is yes or no.

const wide = 8;
const high = 6;
const fine = 4; // dots of the copy for each part, in each direction
/** A part that changed by more than this, of 255, has moved: noise of a camera stays below. */
const enough = 4;
const every = 2000;

/** Whether two copies differ in one of their parts. */
export function different(a: Float32Array, b: Float32Array): boolean {
  return a.some((v, i) => Math.abs(v - (b[i] ?? v)) > enough);
}

export class Motion {
  #canvas = document.createElement("canvas");
  #context: CanvasRenderingContext2D | null;
  #before: Float32Array | null = null;
  #at = 0;

  constructor(private readonly picture: HTMLVideoElement) {
    this.#canvas.width = wide * fine;
    this.#canvas.height = high * fine;
    this.#context = this.#canvas.getContext("2d", { willReadFrequently: true });
  }

  /** True or false every two seconds, null in between and when there is nothing to look at. */
  look(now: number): boolean | null {
    if (!this.#context || this.picture.videoWidth === 0 || document.visibilityState !== "visible") {
      this.#before = null;
      return null;
    }
    if (now - this.#at < every) return null;
    this.#at = now;
    const parts = this.#copy(this.#context);
    const before = this.#before;
    this.#before = parts;
    return before ? different(before, parts) : null;
  }

  #copy(context: CanvasRenderingContext2D): Float32Array {
    const { width, height } = this.#canvas;
    context.drawImage(this.picture, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const parts = new Float32Array(wide * high);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const i = 4 * (y * width + x);
        const grey = 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
        const part = Math.floor(y / fine) * wide + Math.floor(x / fine);
        parts[part] = (parts[part] ?? 0) + grey / (fine * fine);
      }
    }
    return parts;
  }
}
