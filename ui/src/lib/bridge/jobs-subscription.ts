import { Channel, invoke } from '@tauri-apps/api/core';
import type { View, ViewEvent } from './generated/protocol';

/** A subscription to what is seen of the jobs: asked for at once, listened to when somebody is ready. */
export class JobsSubscription {
  /** What overtook the answer, which is the first of it, or came before anybody listened. */
  #early: ViewEvent[] = [];
  #tell: (event: ViewEvent) => void = (event) => void this.#early.push(event);
  readonly #first: Promise<ViewEvent | null>;

  constructor(readonly view: View) {
    const channel = new Channel<ViewEvent>((event) => this.#tell(event));
    this.#first = invoke('subscribe_jobs', { view, channel });
    // Whoever listens is told of a refusal.
    this.#first.catch(() => {});
  }

  /** Tells what has come and what comes, in its order, until its `end`. */
  async listen(onEvent: (event: ViewEvent) => void): Promise<void> {
    const first = await this.#first;
    const waiting = first === null ? this.#early : [first, ...this.#early];
    this.#tell = onEvent;
    waiting.forEach(onEvent);
  }

  end(): void {
    this.#tell = () => {};
  }
}
