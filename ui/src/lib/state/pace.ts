import type { JobRow } from '$lib/bridge/generated/protocol';

/** Less of a run than this says nothing about the rest of it; per cent. */
const ENOUGH = 8;

interface Run {
  attempt: number;
  at: number;
  progress: number;
  last: number;
  lastAt: number;
}

/**
 * How fast jobs go, as seen since each run was first seen: right after a pause too, because the time
 * of the pause is not counted.
 */
export class Pace {
  #runs = new Map<string, Run>();
  /** Milliseconds a step, as last seen. */
  #perStep: number | null = null;

  see(row: JobRow, now: number): void {
    if (row.status !== 'running') {
      this.#runs.delete(row.id);
      return;
    }
    const run = this.#runs.get(row.id);
    if (run === undefined || run.attempt !== row.attempt || row.progress < run.last) {
      this.#runs.set(row.id, {
        attempt: row.attempt,
        at: now,
        progress: row.progress,
        last: row.progress,
        lastAt: now,
      });
      return;
    }
    run.last = row.progress;
    run.lastAt = now;
    const gained = run.last - run.progress;
    if (gained >= ENOUGH && row.total > 0) {
      this.#perStep = ((now - run.at) / gained) * (100 / row.total);
    }
  }

  /** Milliseconds till a running job is done, or null while nobody can say. */
  left(row: JobRow): number | null {
    const run = this.#runs.get(row.id);
    if (run === undefined || this.#perStep === null || row.total === 0) return null;
    return this.#perStep * row.total * (1 - row.progress / 100);
  }

  /** Milliseconds that a waiting job would take. */
  whole(row: JobRow): number | null {
    if (this.#perStep === null || row.total === 0) return null;
    return this.#perStep * (row.total - row.current);
  }
}
