// Whether a camera shows anything at all. Pure.

/** A closed shutter is black and even; a dim room is not. */
export function visible(pixels: Uint8ClampedArray): boolean {
  let sum = 0;
  let least = 255;
  let most = 0;
  for (let i = 0; i + 2 < pixels.length; i += 4) {
    const light = ((pixels[i] ?? 0) + (pixels[i + 1] ?? 0) + (pixels[i + 2] ?? 0)) / 3;
    sum += light;
    least = Math.min(least, light);
    most = Math.max(most, light);
  }
  const mean = sum / Math.max(1, pixels.length / 4);
  return mean > 12 || most - least > 24;
}
