import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '$lib/bridge/bridge';
import type { TakeView } from '$lib/bridge/generated/protocol';
import { applyText, countWords, type LiveText } from './text-buffer';
import type { WordMeter } from './word-meter';

/** How long what was taken back is still to be seen, struck through; ms. */
const TAKEN_MS = 1400;

/** The text of the job that is open: its take as it is on disk, and the step being written. */
export class Writing {
  take: TakeView | null = $state.raw(null);
  /** Whether the take was asked for and has come. */
  loaded = $state(false);
  readonly live = new SvelteMap<string, LiveText>();
  /** The step that text came for last. */
  current: string | null = $state(null);

  #fading: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #shown = 0;

  constructor(
    readonly jobId: string,
    readonly bridge: Bridge,
    readonly meter: WordMeter,
  ) {}

  /** Follows the text till the function that is returned is called. */
  follow(): () => void {
    let met = false;
    const subscribed = this.bridge.subscribeText(this.jobId, (event) => {
      const before = this.live.get(event.step);
      const after = applyText(before, event);
      this.current = event.step;
      this.live.set(event.step, after);
      if (after.taken !== '' && after.taken !== before?.taken) this.#fade(event.step);
      // What comes first may be all that was written before anybody looked.
      if (met) this.meter.add(countWords(after.text) - countWords(before?.text ?? ''), Date.now());
      met = true;
    });
    return () => {
      clearTimeout(this.#fading);
      void subscribed.then((end) => end()).catch(() => {});
    };
  }

  /** Reads the take anew. A slow answer never takes the place of a newer one. */
  async refresh(): Promise<void> {
    const asked = ++this.#asked;
    const take = await this.bridge.jobTake(this.jobId);
    if (asked < this.#shown) return;
    this.#shown = asked;
    this.take = take;
    this.loaded = true;
    for (const step of take?.steps ?? []) {
      if (step.state !== 'planned' && step.id !== take?.again) this.live.delete(step.id);
    }
    if (this.current !== null && !this.live.has(this.current)) this.current = null;
  }

  /** Lets go what was taken back, when it was seen. */
  #fade(step: string): void {
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => {
      const text = this.live.get(step);
      if (text) this.live.set(step, { ...text, taken: '' });
    }, TAKEN_MS);
  }
}
