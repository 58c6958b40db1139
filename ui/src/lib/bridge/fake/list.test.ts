import { describe, expect, it } from 'vitest';
import { WHOLE_LIST } from '../ahead';
import type { ListQuery } from '../generated/protocol';
import { cut } from './list';
import { row } from './samples';

const all: ListQuery = { ...WHOLE_LIST, limit: 100 };

describe('the pretend list', () => {
  const rows = [
    row(1, { title: 'old', status: 'completed', group: 'finished', finishedAt: 10 }),
    row(2, { title: 'new', status: 'cancelled', group: 'finished', finishedAt: 20 }),
    row(3, { title: 'paused', status: 'paused', group: 'waiting' }),
    row(4, { title: 'second', status: 'queued', group: 'waiting', place: 2 }),
    row(5, { title: 'Winter at Dürnholde', status: 'queued', group: 'waiting', place: 1, player: 'Ærik' }),
    row(6, { title: 'live', status: 'running', group: 'writing', startedAt: 1 }),
  ];
  const titles = (query: Partial<ListQuery>) =>
    cut(rows, { ...all, ...query }).rows.map(({ title }) => title);

  it('has the groups in order, the queue by place, what ended by the newest', () => {
    expect(titles({})).toEqual(['live', 'Winter at Dürnholde', 'second', 'paused', 'new', 'old']);
    expect(titles({ offset: 1, limit: 2 })).toEqual(['Winter at Dürnholde', 'second']);
  });

  it('narrows by group, and counts the groups beside', () => {
    const window = cut(rows, { ...all, groups: ['finished'] });
    expect([window.total, window.groups.waiting]).toEqual([2, 3]);
  });

  it('finds words anywhere, in any case, with or without accents', () => {
    expect(titles({ search: 'DURN winter' })).toEqual(['Winter at Dürnholde']);
    expect(titles({ search: 'ærik' })).toEqual(['Winter at Dürnholde']);
    expect(titles({ search: 'winter summer' })).toEqual([]);
  });
});
