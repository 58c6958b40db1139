import { SvelteSet } from 'svelte/reactivity';

/** Which jobs are chosen: one that is open, and those marked with it. */
export class Selection {
  /** The job that the inspector shows. */
  current: string | null = $state(null);
  readonly marked = new SvelteSet<string>();
  /** From where Shift marks, and which place of the list that was when it was chosen. */
  anchor: string | null = null;
  anchorPlace: number | null = null;

  only(id: string, place: number | null = null): void {
    this.#begin(id, place);
    this.marked.clear();
    this.marked.add(id);
  }

  /** Adds or takes away one. */
  toggle(id: string, place: number | null = null): void {
    if (this.marked.has(id)) this.marked.delete(id);
    else this.marked.add(id);
    this.#begin(id, place);
  }

  /** Marks these and no others, and opens one of them. The marking began where it began. */
  mark(ids: Iterable<string>, current: string): void {
    this.marked.clear();
    for (const id of ids) this.marked.add(id);
    this.current = current;
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.marked.delete(id);
    if (this.current !== null && ids.includes(this.current)) this.current = null;
  }

  clear(): void {
    this.marked.clear();
    this.current = this.anchor = this.anchorPlace = null;
  }

  #begin(id: string, place: number | null): void {
    this.current = this.anchor = id;
    this.anchorPlace = place;
  }
}
