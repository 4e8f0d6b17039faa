// The picture of the sound: a calm line of its level over time. Drawn as one
// SVG path; what it shows is also said in words beside it.

const width = 300;
const height = 80;
const floor = -80; // dB at the bottom
const top = -15;

/** The path of levels (dB, oldest first) that fill the given share of the width. */
export function curve(levels: number[], share: number): string {
  const points = 60;
  const out: string[] = [];
  const count = Math.max(2, Math.round(points * Math.min(1, share)));
  for (let i = 0; i < count; i++) {
    const from = Math.floor((i * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * levels.length) / count));
    let sum = 0;
    for (let k = from; k < to; k++) sum += levels[k] ?? floor;
    out.push(`${i === 0 ? "M" : "L"}${((i * width) / (points - 1)).toFixed(1)} ${y(sum / (to - from)).toFixed(1)}`);
  }
  return out.join("");
}

/** Where a level stands, from the top. */
export function y(db: number): number {
  return height - (height * (Math.min(top, Math.max(floor, db)) - floor)) / (top - floor);
}
