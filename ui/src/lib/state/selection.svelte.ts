import { SvelteSet } from 'svelte/reactivity';

/** Which jobs are chosen: one that is open, and those marked with it. */
export class Selection {
  /** The job that the inspector shows. */
  current: string | null = $state(null);
  readonly marked = new SvelteSet<string>();
  #anchor: string | null = null;

  only(id: string): void {
    this.current = this.#anchor = id;
    this.marked.clear();
    this.marked.add(id);
  }

  /** Adds or takes away one. */
  toggle(id: string): void {
    if (this.marked.has(id)) this.marked.delete(id);
    else this.marked.add(id);
    this.current = this.#anchor = id;
  }

  /** Marks all from where the marking began to here. */
  extend(id: string, order: readonly string[]): void {
    const from = order.indexOf(this.#anchor ?? id);
    const to = order.indexOf(id);
    if (from < 0 || to < 0) return this.only(id);
    this.marked.clear();
    for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) this.marked.add(each);
    this.current = id;
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.marked.delete(id);
    if (this.current !== null && ids.includes(this.current)) this.current = null;
  }

  clear(): void {
    this.marked.clear();
    this.current = this.#anchor = null;
  }
}
