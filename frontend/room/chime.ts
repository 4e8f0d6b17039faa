// Two soft tones, made by the browser itself. Browsers keep a page silent until
// the person has touched it once; before that the chime is simply not heard, and
// the title and the live region speak instead.

let context: AudioContext | null = null;

/** Call once: the first touch or key makes sound possible. */
export function armChime(): void {
  const arm = (): void => {
    context ??= new AudioContext();
    void context.resume();
  };
  window.addEventListener("pointerdown", arm, { once: true });
  window.addEventListener("keydown", arm, { once: true });
}

export function chime(): void {
  const audio = context;
  if (!audio || audio.state !== "running") return;
  [660, 880].forEach((pitch, i) => {
    const start = audio.currentTime + i * 0.22;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = "sine";
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.04);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.6);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.65);
  });
}
