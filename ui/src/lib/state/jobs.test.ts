import { describe, expect, it } from 'vitest';
import type { JobRow, JobsEvent, Passed } from '$lib/bridge/generated/protocol';
import { row } from '$lib/bridge/fake/samples';
import { Jobs, type Change } from './jobs.svelte';

const running = (number: number, more: Partial<JobRow> = {}) =>
  row(number, { title: `Tale ${number}`, status: 'running', group: 'writing', ...more });
const snapshot = (seq: number, ...rows: JobRow[]): JobsEvent => ({
  type: 'snapshot',
  seq,
  rows,
  saving: { type: 'saved', at: 1 },
  access: { type: 'owner' },
  queue: { timeLeftS: null },
});
const batch = (seq: number, changed: JobRow[], removed: string[] = [], passed: Passed[] = []): JobsEvent => ({
  type: 'batch',
  seq,
  changed,
  removed,
  passed,
  saving: null,
  access: null,
  queue: null,
});

describe('the keyed store', () => {
  it('takes a snapshot and the batches that follow it', () => {
    const jobs = new Jobs();
    const [a, b] = [running(1), running(2)];
    expect(jobs.take(snapshot(7, a))).toBe(true);
    expect(jobs.take(batch(8, [{ ...a, progress: 40 }, b]))).toBe(true);
    expect(jobs.get(a.id)?.progress).toBe(40);
    expect(jobs.rows()).toHaveLength(2);
    expect(jobs.take(batch(9, [], [a.id]))).toBe(true);
    expect(jobs.get(a.id)).toBeUndefined();
    expect(jobs.counts()).toEqual({ writing: 1, waiting: 0, needsYou: 0, finished: 0 });
  });

  it('refuses a batch after a gap and leaves everything as it was', () => {
    const jobs = new Jobs();
    const a = running(1);
    jobs.take(snapshot(1, a));
    expect(jobs.take(batch(3, [{ ...a, progress: 90 }]))).toBe(false);
    expect(jobs.get(a.id)?.progress).toBe(a.progress);
    expect(jobs.take(snapshot(1, { ...a, progress: 91 }))).toBe(true);
    expect(jobs.get(a.id)?.progress).toBe(91);
  });

  it('refuses a batch before any snapshot', () => {
    expect(new Jobs().take(batch(1, []))).toBe(false);
  });

  it('redraws the list for a change of state, and not for progress', () => {
    const jobs = new Jobs();
    const a = running(1);
    jobs.take(snapshot(1, a));
    const shape = jobs.shape;
    jobs.take(batch(2, [{ ...a, progress: 50, message: 'further' }]));
    expect(jobs.shape).toBe(shape);
    jobs.take(batch(3, [{ ...a, status: 'completed', group: 'finished' }]));
    expect(jobs.shape).toBeGreaterThan(shape);
  });

  it('says what changed, with what it was before', () => {
    const jobs = new Jobs();
    const a = running(1);
    jobs.take(snapshot(1, a));
    const seen: string[] = [];
    jobs.take(batch(2, [{ ...a, status: 'paused', group: 'waiting' }]), ({ before, after }) =>
      seen.push(`${before.status} to ${after.status}`),
    );
    expect(seen).toEqual(['running to paused']);
  });

  it('says the states that came and went, also of a job that is gone', () => {
    const jobs = new Jobs();
    const [a, b] = [running(1), running(2)];
    jobs.take(snapshot(1, a, b));
    const seen: string[] = [];
    const see = ({ before, after }: Change) => seen.push(`${before.status} to ${after.status}`);
    const passed: Passed[] = [
      { id: a.id, states: ['error', 'queued'] },
      { id: b.id, states: ['completed'] },
    ];
    jobs.take(batch(2, [a], [b.id], passed), see);
    expect(seen).toEqual([
      'running to error',
      'error to queued',
      'running to completed',
      'queued to running',
    ]);
    expect(jobs.get(a.id)?.status).toBe('running');
    expect(jobs.get(b.id)).toBeUndefined();
  });

  it('says what changed when it has to begin anew', () => {
    const jobs = new Jobs();
    const a = running(1);
    jobs.take(snapshot(1, a));
    const seen: string[] = [];
    jobs.take(snapshot(2, { ...a, status: 'completed', group: 'finished' }), ({ after }) =>
      seen.push(after.status),
    );
    expect(seen).toEqual(['completed']);
    expect(jobs.take(batch(3, []))).toBe(true);
  });

  it('keeps how long the queue takes until it is told otherwise', () => {
    const jobs = new Jobs();
    jobs.take({ ...snapshot(1), queue: { timeLeftS: 180 } } as JobsEvent);
    jobs.take(batch(2, []));
    expect(jobs.queue.timeLeftS).toBe(180);
    jobs.take({ ...batch(3, []), queue: { timeLeftS: null } } as JobsEvent);
    expect(jobs.queue.timeLeftS).toBeNull();
  });

  it('keeps how saving goes until it is told otherwise', () => {
    const jobs = new Jobs();
    jobs.take({ ...snapshot(1), saving: { type: 'trouble', message: 'full' } } as JobsEvent);
    jobs.take(batch(2, []));
    expect(jobs.saving).toEqual({ type: 'trouble', message: 'full' });
  });
});
