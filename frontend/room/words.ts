// Sentences for people come from the page, in the reader's language; script
// holds none. A missing sentence is a mistake of ours and shows its key.

export type Words = Record<string, string>;

let words: Words = {};

/** Reads the block <script type="application/json" id="words">. */
export function readWords(): void {
  const block = document.getElementById("words");
  words = JSON.parse(block?.textContent || "{}") as Words;
}

/** The sentence of a key, with {name} replaced. */
export function say(key: string, fill: Record<string, string | number> = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in fill ? String(fill[name]) : whole,
  );
}
