import { Channel, invoke } from '@tauri-apps/api/core';
import type { View, ViewEvent } from './generated/protocol';

/** Messages that wait for one before them. Where there are more, that one is lost, and whoever listens is to know. */
const MOST_EARLY = 32;

/**
 * A subscription to what is seen of the jobs: asked for at once, listened to when somebody is ready. Its messages are
 * numbered; some come as answers, and may be overtaken by what is sent. They are told in their order.
 */
export class JobsSubscription {
  #next = 0;
  #early = new Map<number, ViewEvent>();
  #tell: ((event: ViewEvent) => void) | null = null;
  readonly #first: Promise<ViewEvent | null>;

  constructor(readonly view: View) {
    const channel = new Channel<ViewEvent>((event) => this.#take(event));
    this.#first = invoke('subscribe_jobs', { view, channel });
    // Whoever listens is told of a refusal.
    this.#first.catch(() => {});
  }

  /** Tells what has come and what comes, in its order, until its `end`. */
  async listen(onEvent: (event: ViewEvent) => void): Promise<void> {
    const first = await this.#first;
    this.#tell = onEvent;
    this.#take(first);
  }

  /** Looks at another part of the list. */
  async lookAt(view: View): Promise<void> {
    this.#take(await invoke<ViewEvent | null>('look_at', { view }));
  }

  end(): void {
    this.#tell = () => {};
  }

  #take(event: ViewEvent | null): void {
    if (event !== null) this.#early.set(event.seq, event);
    if (this.#tell === null) return;
    if (this.#early.size > MOST_EARLY) this.#next = Math.min(...this.#early.keys());
    for (let next = this.#early.get(this.#next); next; next = this.#early.get(this.#next)) {
      this.#early.delete(this.#next);
      this.#next += 1;
      this.#tell(next);
    }
  }
}
