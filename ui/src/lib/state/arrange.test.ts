import { describe, expect, it } from 'vitest';
import { row } from '$lib/bridge/fake/samples';
import { arrange, matches } from './arrange';

const cell = (...args: Parameters<typeof row>) => ({ row: row(...args) });
const titles = (entries: ReturnType<typeof arrange<ReturnType<typeof cell>>>) =>
  entries.map((entry) => (entry.kind === 'group' ? `# ${entry.group}` : entry.cell.row.title));

describe('the list', () => {
  it('has the groups in order, the queue by place, what ended by the newest', () => {
    const cells = [
      cell(1, { title: 'old', status: 'completed', group: 'finished', finishedAt: 10 }),
      cell(2, { title: 'new', status: 'cancelled', group: 'finished', finishedAt: 20 }),
      cell(3, { title: 'paused', status: 'paused', group: 'waiting' }),
      cell(4, { title: 'second', status: 'queued', group: 'waiting', place: 2 }),
      cell(5, { title: 'first', status: 'queued', group: 'waiting', place: 1 }),
      cell(6, { title: 'live', status: 'running', group: 'writing', startedAt: 1 }),
    ];
    expect(titles(arrange(cells, null, ''))).toEqual([
      '# writing',
      'live',
      '# waiting',
      'first',
      'second',
      'paused',
      '# finished',
      'new',
      'old',
    ]);
    expect(titles(arrange(cells, 'waiting', 'first'))).toEqual(['# waiting', 'first']);
    expect(arrange(cells, 'needsYou', '')).toEqual([]);
  });

  it('finds words anywhere, in any case, with or without accents', () => {
    const ferry = row(1, {
      title: 'Winter at Dürnholde Ferry',
      player: 'Ærik',
      status: 'queued',
      group: 'waiting',
    });
    expect(matches(ferry, 'FERRY durn')).toBe(true);
    expect(matches(ferry, 'ærik')).toBe(true);
    expect(matches(ferry, 'ferry summer')).toBe(false);
    expect(matches(ferry, '  ')).toBe(true);
  });
});
