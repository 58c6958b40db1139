import { untrack } from 'svelte';
import type { Access, Group, JobRow, JobsEvent, QueueInfo, Saving } from '$lib/bridge/generated/protocol';

/** One row, replaced whole; what shows it redraws alone. */
export class JobCell {
  row: JobRow = $state.raw() as JobRow;
  constructor(row: JobRow) {
    this.row = row;
  }
}

/** What a batch did, as far as others care. */
export interface Change {
  before: JobRow;
  after: JobRow;
}

/** Whether the place of a row in the list, or whether it is found, could have changed. */
function moved(a: JobRow, b: JobRow): boolean {
  return (
    a.status !== b.status ||
    a.place !== b.place ||
    a.title !== b.title ||
    a.player !== b.player ||
    a.startedAt !== b.startedAt ||
    a.finishedAt !== b.finishedAt
  );
}

/**
 * Every job of the workspace by its id, fed by a snapshot and numbered batches. Progress redraws one
 * row; only what changes the list itself (new, gone, moved) redraws the list.
 */
export class Jobs {
  /** Counts changes of the list itself. */
  shape = $state(0);
  saving: Saving = $state.raw({ type: 'saved', at: null });
  /** What this program may do here; null before the first snapshot. */
  access: Access | null = $state.raw(null);
  loaded = $state(false);
  queue: QueueInfo = $state.raw({ timeLeftS: null });

  // The map itself is plain: `shape` says when its keys changed, and each cell when its row did.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #cells = new Map<string, JobCell>();
  #seq = 0;

  /** Takes what the program sent. False when something is missing and a new snapshot is needed. */
  take(event: JobsEvent, onChange: (change: Change) => void = () => {}): boolean {
    if (event.type === 'snapshot') {
      const known = this.#cells;
      // eslint-disable-next-line svelte/prefer-svelte-reactivity
      this.#cells = new Map(event.rows.map((row) => [row.id, new JobCell(row)]));
      for (const after of event.rows) {
        const before = known.get(after.id)?.row;
        if (before !== undefined) onChange({ before, after });
      }
      this.loaded = true;
      this.shape += 1;
    } else {
      if (!this.loaded || event.seq !== this.#seq + 1) return false;
      let reshaped = event.removed.length > 0;
      for (const { id, states } of event.passed) {
        const cell = this.#cells.get(id);
        if (cell === undefined) continue;
        for (const status of states) {
          const before = cell.row;
          cell.row = { ...before, status };
          onChange({ before, after: cell.row });
        }
        reshaped = true;
      }
      for (const id of event.removed) this.#cells.delete(id);
      for (const row of event.changed) {
        const cell = this.#cells.get(row.id);
        if (cell === undefined) {
          this.#cells.set(row.id, new JobCell(row));
          reshaped = true;
        } else {
          const before = cell.row;
          reshaped ||= moved(before, row);
          cell.row = row;
          onChange({ before, after: row });
        }
      }
      if (reshaped) this.shape += 1;
    }
    this.#seq = event.seq;
    if (event.saving) this.saving = event.saving;
    if (event.access) this.access = event.access;
    if (event.queue) this.queue = event.queue;
    return true;
  }

  get(id: string | null): JobRow | undefined {
    void this.shape;
    return id === null ? undefined : this.#cells.get(id)?.row;
  }

  /** Every cell, in no order. Follows the shape of the list, not the rows. */
  cells(): JobCell[] {
    void this.shape;
    return [...this.#cells.values()];
  }

  /** Every row, in no order, as it was when the shape last changed. */
  rows(): JobRow[] {
    const cells = this.cells();
    return untrack(() => cells.map((cell) => cell.row));
  }

  counts(): Record<Group, number> {
    const counts: Record<Group, number> = { writing: 0, waiting: 0, needsYou: 0, finished: 0 };
    for (const row of this.rows()) counts[row.group] += 1;
    return counts;
  }
}
