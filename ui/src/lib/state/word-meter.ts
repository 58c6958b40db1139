/** Words written in the last ten seconds. */
export class WordMeter {
  #seen: { at: number; words: number }[] = [];
  readonly windowMs: number;

  constructor(windowMs = 10_000) {
    this.windowMs = windowMs;
  }

  /** Counts words; fewer than none when a try was taken back. */
  add(words: number, now: number): void {
    if (words !== 0) this.#seen.push({ at: now, words });
    this.#forget(now);
  }

  read(now: number): number {
    this.#forget(now);
    return Math.max(
      0,
      this.#seen.reduce((sum, { words }) => sum + words, 0),
    );
  }

  #forget(now: number): void {
    this.#seen = this.#seen.filter(({ at }) => now - at <= this.windowMs);
  }
}
