import type { Group, JobRow } from '$lib/bridge/generated/protocol';

/** The groups, in the order in which the list shows them. */
export const GROUPS: readonly Group[] = ['writing', 'waiting', 'needsYou', 'finished'];

/** One line of the list: a group's heading, or a row. */
export type Entry<T> =
  { kind: 'group'; key: string; group: Group } | { kind: 'row'; key: string; first: boolean; cell: T };

/** Letters alone: case and accents do not matter in a search. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function matches(row: JobRow, query: string): boolean {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return true;
  const text = fold(`${row.title} ${row.subject} ${row.player ?? ''}`);
  return wanted.every((word) => text.includes(word));
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

/** The list as it is shown: groups with something in them, each with its rows in order. */
export function arrange<T extends { row: JobRow }>(
  cells: readonly T[],
  filter: Group | null,
  query: string,
): Entry<T>[] {
  const byGroup = new Map<Group, T[]>(GROUPS.map((group) => [group, []]));
  for (const cell of cells) {
    if (filter !== null && cell.row.group !== filter) continue;
    if (matches(cell.row, query)) byGroup.get(cell.row.group)?.push(cell);
  }
  const entries: Entry<T>[] = [];
  for (const [group, members] of byGroup) {
    if (members.length === 0) continue;
    entries.push({ kind: 'group', key: `group ${group}`, group });
    members.sort((a, b) => compare(a.row, b.row) || (a.row.id < b.row.id ? -1 : 1));
    members.forEach((cell, i) => entries.push({ kind: 'row', key: cell.row.id, first: i === 0, cell }));
  }
  return entries;
}
