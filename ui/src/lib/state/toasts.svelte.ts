/** A short word to the reader, and perhaps a way back. */
export interface Toast {
  id: number;
  text: string;
  trouble: boolean;
  undo?: () => void;
  /** Something else that can be done, and what it is called. */
  offer?: { name: string; run: () => void };
}

/** How long an undo is offered, and how long other words stand. */
export const UNDO_MS = 10_000;
const PLAIN_MS = 5_000;
const TROUBLE_MS = 12_000;

/** The words that float above the list for a while. */
export class Toasts {
  items: Toast[] = $state([]);
  #next = 1;

  say(text: string): void {
    this.#add({ text, trouble: false }, PLAIN_MS);
  }

  trouble(text: string): void {
    this.#add({ text, trouble: true }, TROUBLE_MS);
  }

  offerUndo(text: string, undo: () => void, forMs = UNDO_MS): void {
    this.#add({ text, trouble: false, undo }, forMs);
  }

  offer(text: string, name: string, run: () => void): void {
    this.#add({ text, trouble: false, offer: { name, run } }, TROUBLE_MS);
  }

  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>, ms: number): void {
    const id = this.#next++;
    this.items = [
      ...this.items.filter((other) => other.text !== toast.text || other.undo),
      { ...toast, id },
    ].slice(-3);
    setTimeout(() => this.dismiss(id), ms);
  }
}
