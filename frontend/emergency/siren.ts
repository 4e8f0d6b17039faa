// A tone that calls somebody: two notes, again and again, until it is answered.
// Made by the browser itself. It starts only after a press: browsers want that.

export class Siren {
  #audio: AudioContext | null = null;
  #timer = 0;
  #wanted = false;

  get on(): boolean {
    return this.#audio !== null;
  }

  /** Allows or forbids sound; tells which. */
  toggle(): boolean {
    if (this.#audio) {
      void this.#audio.close();
      this.#audio = null;
      this.#stop();
      return false;
    }
    this.#audio = new AudioContext();
    this.#notes(0.08);
    this.want(this.#wanted);
    return true;
  }

  /** Sounds while somebody is wanted. */
  want(wanted: boolean): void {
    this.#wanted = wanted;
    if (!wanted || !this.#audio) {
      this.#stop();
      return;
    }
    if (this.#timer) return;
    this.#notes(0.25);
    this.#timer = window.setInterval(() => this.#notes(0.25), 2000);
  }

  #stop(): void {
    window.clearInterval(this.#timer);
    this.#timer = 0;
  }

  #notes(loud: number): void {
    const audio = this.#audio;
    if (!audio) return;
    void audio.resume();
    [880, 660, 880].forEach((pitch, i) => {
      const start = audio.currentTime + i * 0.25;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(loud, start + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.24);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.25);
    });
  }
}
