import type { QueuePlace } from '../bridge';
import type {
  CommandError,
  ErrorCode,
  JobRow,
  QueueInfo,
  TakeView,
  TextEvent,
  View,
  ViewEvent,
} from '../generated/protocol';
import { counted, cut } from './list';
import { knownFacts, soFar, streamed, whole } from './lamplighters';
import { take } from './samples';
import type { Scenario } from './scenarios';

/** One word of the script; the quick engine is for tests. */
const TICK_MS = 120;
const QUICK_TICK_MS = 8;
const WORDS_A_TICK = 1;

export const refuse = (code: ErrorCode, message: string): CommandError => ({ code, message });

/** A pretend engine: rows in memory, and one job at a time written from a script. */
export class PretendEngine {
  readonly rows = new Map<string, JobRow>();
  readonly cleaned = new Map<string, JobRow>();
  readonly textListeners = new Map<string, Set<(event: TextEvent) => void>>();
  #listener: ((event: ViewEvent) => void) | null = null;
  #view: View | null = null;
  #seq = 0;
  #written = new Map<string, number>();

  constructor(
    readonly world: Scenario,
    /** `still` never moves: for pictures. */
    pace: 'still' | 'quick' | 'usual',
  ) {
    for (const row of world.rows) this.rows.set(row.id, row);
    if (pace !== 'still') setInterval(() => this.#tick(), pace === 'quick' ? QUICK_TICK_MS : TICK_MS);
  }

  subscribe(view: View, listener: (event: ViewEvent) => void): () => void {
    this.#listener = listener;
    this.#seq = 0;
    this.#view = view;
    this.#tell(this.#seen());
    return () => {
      if (this.#listener === listener) this.#listener = null;
    };
  }

  lookAt(view: View): void {
    this.#view = view;
    this.#tell(this.#seen());
  }

  listen(jobId: string, listener: (event: TextEvent) => void): () => void {
    const all = this.textListeners.get(jobId) ?? new Set();
    this.textListeners.set(jobId, all.add(listener));
    // Whoever comes late is given what there is of the step under way.
    const row = this.rows.get(jobId);
    const scene = row && whole[row.current];
    if (row?.status === 'running' && scene) {
      const text = this.#words(jobId, scene.id === 's5' ? 24 : 0);
      queueMicrotask(() => listener({ step: scene.id, try: 1, offset: 0, text }));
    }
    return () => all.delete(listener);
  }

  /** Changes a row and tells of it. */
  put(row: JobRow): void {
    const before = this.rows.get(row.id);
    this.rows.set(row.id, row);
    this.#send(row, before?.status !== row.status);
  }

  remove(ids: string[]): void {
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row) this.cleaned.set(id, row);
      this.rows.delete(id);
    }
    this.#send(null, true);
  }

  restore(ids: string[]): void {
    for (const id of ids) {
      const row = this.cleaned.get(id);
      if (row) this.rows.set(id, row);
    }
    this.#send(null, true);
  }

  get(id: string): JobRow {
    const row = this.rows.get(id);
    if (!row) throw refuse('unknown_job', 'There is no job with this id.');
    return row;
  }

  takeOf(id: string): TakeView | null {
    const held = this.world.takes.get(id);
    if (held) return held;
    const row = this.rows.get(id) ?? this.cleaned.get(id);
    if (!row || row.source !== 'mythline' || row.current === 0) return null;
    return take(id, row.title, row.player ?? 'Aria', soFar(row.current), knownFacts);
  }

  /** The words of the scene under way, as many as were written. */
  #words(jobId: string, atLeast = 0): string {
    const scene = whole[this.rows.get(jobId)?.current ?? 0];
    if (!scene) return '';
    const count = Math.max(atLeast, this.#written.get(jobId) ?? 0);
    this.#written.set(jobId, count);
    return streamed(scene)
      .split(/(?<=\s)/)
      .slice(0, count)
      .join('');
  }

  /** Tells of one row, or that some are gone: the row alone, or the list when it is another. */
  #send(row: JobRow | null, turned: boolean): void {
    const moving = this.world.saving.type === 'saved';
    if (moving) this.world.saving = { type: 'saved', at: Date.now() };
    const told = row !== null && turned ? [{ id: row.id, title: row.title, status: row.status }] : [];
    const seen = this.#seen();
    const rest = turned ? seen : { ...seen, list: null, changed: row === null ? [] : [row] };
    this.#tell({ ...rest, turned: told });
  }

  /** All that is in view. */
  #seen(): Omit<ViewEvent, 'seq'> {
    const { look, list, jobs } = this.#view ?? { look: 0, list: null, jobs: [] };
    const { saving, access } = this.world;
    return {
      look,
      list: list && cut(this.rows.values(), list),
      all: counted(this.rows.values()),
      changed: jobs.flatMap((id) => this.rows.get(id) ?? []),
      removed: jobs.filter((id) => !this.rows.has(id)),
      turned: [],
      saving,
      access,
      queue: this.#queue(),
    };
  }

  #tell(event: Omit<ViewEvent, 'seq'>): void {
    const seq = this.#seq;
    this.#seq += 1;
    queueMicrotask(() => this.#listener?.({ seq, ...event }));
  }

  /** Those that wait for their turn, in order. */
  get waiting(): JobRow[] {
    const queued = [...this.rows.values()].filter((row) => row.status === 'queued');
    return queued.sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
  }

  /** Moves a job that waits. */
  move(id: string, place: QueuePlace): void {
    const others = this.waiting.filter((row) => row.id !== id);
    const before = typeof place === 'string' ? place : others.findIndex((row) => row.id === place.before);
    const at = before === 'first' ? 0 : before === 'last' ? others.length : before;
    if (at < 0 || this.get(id).status !== 'queued')
      throw refuse('not_now', 'This job does not wait for its turn, so it has no place to move from.');
    others.splice(at, 0, this.get(id));
    for (const [index, row] of others.entries()) this.rows.set(row.id, { ...row, place: index + 1 });
    this.#send(null, true);
  }

  /** What somebody decides about the queue. */
  settle(queue: Partial<QueueInfo>): void {
    this.world.queue = { ...this.world.queue, ...queue };
    this.#send(null, true);
  }

  /** How the queue stands, with the time left of all that runs and waits. */
  #queue(): QueueInfo {
    const ahead = [...this.rows.values()].filter(
      (row) => row.status === 'running' || row.status === 'queued',
    );
    const known = ahead.every((row) => row.timeLeftS !== null);
    const sum = ahead.reduce((seconds, row) => seconds + (row.timeLeftS ?? 0), 0);
    return { ...this.world.queue, timeLeftS: known && sum > 0 ? sum : null };
  }

  #tick(): void {
    const row = [...this.rows.values()].find(
      (each) => each.status === 'running' && each.source === 'mythline',
    );
    if (row) this.#write(row);
    else this.#begin();
  }

  #begin(): void {
    const next = this.waiting.find((row) => (row.startAt ?? 0) <= Date.now());
    if (!next || this.world.queue.held) return;
    const startedAt = next.startedAt ?? Date.now();
    const total = whole.length;
    const actions: JobRow['actions'] = ['pause', 'cancel'];
    this.put({
      ...next,
      status: 'running',
      group: 'writing',
      place: null,
      startedAt,
      total,
      totalSteps: total,
      actions,
    });
  }

  #write(row: JobRow): void {
    const scene = whole[row.current];
    if (!scene) return this.#finish(row);
    const all = streamed(scene).split(/(?<=\s)/);
    const before = this.#words(row.id);
    const count = (this.#written.get(row.id) ?? 0) + WORDS_A_TICK;
    if (count > all.length) return this.#finishScene(row);
    this.#written.set(row.id, count);
    const text = this.#words(row.id).slice(before.length);
    for (const tell of this.textListeners.get(row.id) ?? [])
      tell({ step: scene.id, try: 1, offset: before.length, text });
    const progress = ((row.current + count / all.length) / row.total) * 100;
    const number = row.current + 1;
    const message = `Scene ${number}: ${scene.title}`;
    this.put({
      ...row,
      progress: Math.max(row.progress, progress),
      message,
      currentStep: scene.title,
      stepNumber: number,
    });
  }

  #finishScene(row: JobRow): void {
    this.#written.set(row.id, 0);
    const current = row.current + 1;
    this.world.takes.set(row.id, take(row.id, row.title, row.player ?? 'Aria', soFar(current), knownFacts));
    this.put({ ...row, current, words: row.words + (whole[row.current]?.words ?? 0) });
  }

  #finish(row: JobRow): void {
    this.put({
      ...row,
      status: 'completed',
      group: 'finished',
      progress: 100,
      timeLeftS: null,
      finishedAt: Date.now(),
      currentStep: null,
      actions: ['read', 'retry', 'clean'],
    });
  }
}
