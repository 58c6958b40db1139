import { describe, expect, it } from 'vitest';
import type { JobRow, QueueInfo, ViewEvent } from '$lib/bridge/generated/protocol';
import { row } from '$lib/bridge/fake/samples';
import { Jobs } from './jobs.svelte';

const running = (number: number, more: Partial<JobRow> = {}) =>
  row(number, { title: `Tale ${number}`, status: 'running', group: 'writing', ...more });
const groups = { writing: 2, waiting: 0, needsYou: 0, finished: 0 };
const event = (seq: number, more: Partial<ViewEvent> = {}): ViewEvent => ({
  seq,
  look: 0,
  list: null,
  all: null,
  changed: [],
  removed: [],
  turned: [],
  saving: null,
  access: null,
  queue: null,
  ...more,
});
const QUEUE: QueueInfo = { timeLeftS: null, held: false, paused: false, scarce: null, limit: 1, limits: {} };
const part = (rows: JobRow[], offset = 0) => ({ list: { total: 9, groups, offset, rows }, all: groups });

describe('the jobs in view', () => {
  it('are what was sent first, and what became of it', () => {
    const jobs = new Jobs();
    const [a, b] = [running(1), running(2)];
    expect(jobs.take(event(0, part([a, b])))).not.toBeNull();
    expect(jobs.take(event(1, { changed: [{ ...a, progress: 40 }] }))).not.toBeNull();
    expect(jobs.get(a.id)?.progress).toBe(40);
    expect(jobs.part.ids).toEqual([a.id, b.id]);
    expect(jobs.all.writing).toBe(2);
  });

  it('refuses what comes after a gap, or before anything, and leaves all as it was', () => {
    const jobs = new Jobs();
    const a = running(1);
    expect(jobs.take(event(1))).toBeNull();
    jobs.take(event(0, part([a])));
    expect(jobs.take(event(2, { changed: [{ ...a, progress: 90 }] }))).toBeNull();
    expect(jobs.get(a.id)?.progress).toBe(a.progress);
    expect(jobs.take(event(0, part([{ ...a, progress: 91 }])))).not.toBeNull();
    expect(jobs.get(a.id)?.progress).toBe(91);
  });

  it('redraws the list for another list, and not for progress', () => {
    const jobs = new Jobs();
    const a = running(1);
    jobs.take(event(0, part([a])));
    const before = jobs.part;
    jobs.take(event(1, { changed: [{ ...a, progress: 50 }] }));
    expect(jobs.part).toBe(before);
    jobs.take(event(2, part([])));
    expect(jobs.part).not.toBe(before);
  });

  it('have places in the whole list, and are not there beyond what is seen', () => {
    const jobs = new Jobs();
    const [a, b] = [running(1), running(2)];
    jobs.take(event(0, part([a, b], 5)));
    expect([jobs.placeOf(a.id), jobs.placeOf(b.id), jobs.placeOf('x')]).toEqual([5, 6, null]);
    expect([jobs.at(4), jobs.at(6)?.row.id, jobs.at(7)]).toEqual([undefined, b.id, undefined]);
  });

  it('keeps a job that is followed when it goes out of view, until it is gone', () => {
    const jobs = new Jobs();
    const [a, b] = [running(1), running(2)];
    jobs.follow([a.id]);
    jobs.take(event(0, part([a, b])));
    jobs.take(event(1, part([])));
    expect([jobs.get(a.id)?.id, jobs.get(b.id)]).toEqual([a.id, undefined]);
    jobs.take(event(2, { removed: [a.id] }));
    expect(jobs.get(a.id)).toBeUndefined();
  });

  it('says what turned, and the words that were gained', () => {
    const jobs = new Jobs();
    const a = running(1, { words: 10 });
    const turned = [{ id: a.id, title: a.title, status: 'paused' as const }];
    jobs.take(event(0, part([a])));
    const news = jobs.take(event(1, { changed: [{ ...a, words: 25 }], turned }));
    expect(news?.turned).toEqual(turned);
    expect([...(news?.words ?? [])]).toEqual([[a.id, 15]]);
  });

  it('keeps how the queue and saving are until it is told otherwise', () => {
    const jobs = new Jobs();
    const saving = { type: 'trouble', message: 'full' } as const;
    jobs.take(event(0, { saving, queue: { ...QUEUE, timeLeftS: 180 } }));
    jobs.take(event(1));
    expect([jobs.saving, jobs.queue.timeLeftS]).toEqual([saving, 180]);
    jobs.take(event(2, { queue: { ...QUEUE, timeLeftS: null } }));
    expect(jobs.queue.timeLeftS).toBeNull();
  });
});
