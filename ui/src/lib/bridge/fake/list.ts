import type { Group, GroupCounts, JobRow, ListQuery, ListWindow } from '../generated/protocol';

const ORDER: readonly Group[] = ['writing', 'waiting', 'needsYou', 'finished'];

/** Letters alone: case and accents do not matter in a search. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function matches(row: JobRow, words: readonly string[]): boolean {
  const text = fold(`${row.title} ${row.subject} ${row.player ?? ''}`);
  return words.every((word) => text.includes(word));
}

/** Within a group: what is under way as it began, what waits by its place, what ended by the newest. */
function compare(a: JobRow, b: JobRow): number {
  switch (a.group) {
    case 'writing':
      return (a.startedAt ?? 0) - (b.startedAt ?? 0) || a.createdAt - b.createdAt;
    case 'waiting':
      return (a.place ?? Infinity) - (b.place ?? Infinity) || a.createdAt - b.createdAt || 0;
    default:
      return (b.finishedAt ?? b.createdAt) - (a.finishedAt ?? a.createdAt);
  }
}

export function counted(rows: Iterable<JobRow>): GroupCounts {
  const counts = { writing: 0, waiting: 0, needsYou: 0, finished: 0 };
  for (const row of rows) counts[row.group] += 1;
  return counts;
}

/** All that match, in the usual order. */
export function found(rows: Iterable<JobRow>, query: ListQuery): JobRow[] {
  const words = fold(query.search).split(/\s+/).filter(Boolean);
  return [...rows]
    .filter((row) => matches(row, words))
    .filter((row) => query.groups.length === 0 || query.groups.includes(row.group))
    .filter((row) => query.states.length === 0 || query.states.includes(row.status))
    .sort(
      (a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group) || compare(a, b) || (a.id < b.id ? -1 : 1),
    );
}

/** A window on them, as the engine cuts it. */
export function cut(rows: Iterable<JobRow>, query: ListQuery): ListWindow {
  const all = [...rows];
  const hits = found(all, query);
  const { offset, limit } = query;
  return {
    total: hits.length,
    groups: counted(found(all, { ...query, groups: [] })),
    offset,
    rows: hits.slice(offset, offset + limit),
  };
}
