import { SvelteSet } from 'svelte/reactivity';

/** Which jobs are chosen: one that is open, and those marked with it. */
export class Selection {
  /** The job that the inspector shows. */
  current: string | null = $state(null);
  readonly marked = new SvelteSet<string>();
  /** Whether all that match are marked, also those that are not in view. */
  all = $state(false);
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

  /** Marks all that match. */
  everything(): void {
    this.all = true;
  }

  /** Another list is looked at: what was marked as all of the one before is so no more. */
  narrow(): void {
    this.all = false;
  }

  isMarked(id: string): boolean {
    return this.all || this.marked.has(id);
  }

  /** Marks these and no others, and opens one of them. The marking began where it began. */
  mark(ids: Iterable<string>, current: string): void {
    this.all = false;
    this.marked.clear();
    for (const id of ids) this.marked.add(id);
    this.current = current;
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.marked.delete(id);
    this.all = false;
    if (this.current !== null && ids.includes(this.current)) this.current = null;
  }

  clear(): void {
    this.all = false;
    this.marked.clear();
    this.current = this.anchor = this.anchorPlace = null;
  }

  #begin(id: string, place: number | null): void {
    this.all = false;
    this.current = this.anchor = id;
    this.anchorPlace = place;
  }
}
