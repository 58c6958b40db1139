/* eslint-disable svelte/prefer-svelte-reactivity -- Maps and sets are plain here: `#shape` says when the keys of the
   cells changed, and each cell when its row did. */
import type {
  Access,
  GroupCounts,
  JobRow,
  QueueInfo,
  Saving,
  Turned,
  ViewEvent,
} from '$lib/bridge/generated/protocol';
import { NONE } from './groups';

/** One row, replaced whole; what shows it redraws alone. */
export class JobCell {
  row: JobRow = $state.raw() as JobRow;
  constructor(row: JobRow) {
    this.row = row;
  }
}

/** The part of the list that is there to be drawn. */
export interface Part {
  /** The look that it answers. */
  look: number;
  /** How many jobs match, and how many of them would in each group. */
  total: number;
  groups: GroupCounts;
  /** Where the part begins among those that match, and the jobs in it. */
  offset: number;
  ids: readonly string[];
}

/** What a message did, as far as others care. */
export interface News {
  turned: readonly Turned[];
  /** Words that rows in view have gained, by job. */
  words: ReadonlyMap<string, number>;
}

const NOTHING: Part = { look: 0, total: 0, groups: NONE, offset: 0, ids: [] };

/**
 * The jobs in view, fed by numbered messages. The engine filters, sorts and counts; here is only the part
 * of the list that is looked at, and the jobs that are followed besides. Progress redraws one row; only
 * what changes the list itself redraws the list.
 */
export class Jobs {
  part: Part = $state.raw(NOTHING);
  /** How many jobs there are in each group, whatever is looked for. */
  all: GroupCounts = $state.raw(NONE);
  saving: Saving = $state.raw({ type: 'saved', at: null });
  /** What this program may do here; null before it was told. */
  access: Access | null = $state.raw(null);
  loaded = $state(false);
  queue: QueueInfo = $state.raw({
    timeLeftS: null,
    held: false,
    paused: false,
    scarce: null,
    limit: 1,
    limits: {},
  });

  /** Counts changes of which jobs are known. */
  #shape = $state(0);
  #cells = new Map<string, JobCell>();
  #followed: ReadonlySet<string> = new Set();
  #seq = 0;

  /** Keeps these besides the ones in the list. */
  follow(ids: readonly string[]): void {
    this.#followed = new Set(ids);
  }

  /** Takes what the program sent. Null when something is missing and all must be sent again. */
  take(event: ViewEvent): News | null {
    if (event.seq === 0) this.loaded = true;
    else if (!this.loaded || event.seq !== this.#seq + 1) return null;
    this.#seq = event.seq;

    const words = new Map<string, number>();
    const rows = [...(event.list?.rows ?? []), ...event.changed];
    for (const row of rows) {
      const more = this.#put(row);
      if (more > 0) words.set(row.id, more);
    }
    if (event.list) {
      const { total, groups, offset, rows } = event.list;
      this.part = { look: event.look, total, groups, offset, ids: rows.map((row) => row.id) };
    }
    this.#forget(event.removed);
    if (event.all) this.all = event.all;
    if (event.saving) this.saving = event.saving;
    if (event.access) this.access = event.access;
    if (event.queue) this.queue = event.queue;
    return { turned: event.turned, words };
  }

  get(id: string | null): JobRow | undefined {
    void this.#shape;
    return id === null ? undefined : this.#cells.get(id)?.row;
  }

  /** The job at a place of the list, where that is in view. */
  at(index: number): JobCell | undefined {
    const { offset, ids } = this.part;
    const id = ids[index - offset];
    return id === undefined ? undefined : this.#cells.get(id);
  }

  /** The place of a job in the list, where that is in view. */
  placeOf(id: string | null): number | null {
    const at = id === null ? -1 : this.part.ids.indexOf(id);
    return at < 0 ? null : this.part.offset + at;
  }

  /** Takes a row in; the words that it has gained. */
  #put(row: JobRow): number {
    const cell = this.#cells.get(row.id);
    if (cell === undefined) {
      this.#cells.set(row.id, new JobCell(row));
      this.#shape += 1;
      return 0;
    }
    const more = row.words - cell.row.words;
    cell.row = row;
    return more;
  }

  /** Lets go what is gone, or neither in view nor followed. */
  #forget(removed: readonly string[]): void {
    const seen = new Set(this.part.ids);
    let any = false;
    for (const id of this.#cells.keys()) {
      if (seen.has(id) || (this.#followed.has(id) && !removed.includes(id))) continue;
      this.#cells.delete(id);
      any = true;
    }
    if (any) this.#shape += 1;
  }
}
