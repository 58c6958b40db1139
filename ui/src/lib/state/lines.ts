import type { Group, GroupCounts } from '$lib/bridge/generated/protocol';
import { GROUPS, sum } from './groups';

/** One line of the list: a group's heading, or the row of a job by its place. */
export type Line = { group: Group } | { place: number; first: boolean };

/**
 * Where the headings stand among the jobs, from how many are in each group: the list need not be there to
 * know it. `only` is the group of all that match, where the list is narrowed to one.
 */
export class Lines {
  readonly count: number;
  readonly #headings: { group: Group; line: number }[] = [];

  constructor(total: number, groups: GroupCounts, only: Group | null) {
    let line = 0;
    for (const group of GROUPS) {
      const rows = total === sum(groups) ? groups[group] : group === only ? total : 0;
      if (rows === 0) continue;
      this.#headings.push({ group, line });
      line += 1 + rows;
    }
    this.count = line;
  }

  at(line: number): Line {
    let before = 0;
    for (const heading of this.#headings) {
      if (heading.line === line) return { group: heading.group };
      if (heading.line > line) break;
      before += 1;
    }
    const first = this.#headings[before - 1]?.line === line - 1;
    return { place: line - before, first };
  }

  /** The line of the row at a place. */
  of(place: number): number {
    let line = place;
    for (const heading of this.#headings) if (heading.line <= line) line += 1;
    return line;
  }

  /** The place of the first row at a line or below it. */
  placeFrom(line: number): number {
    const at = this.at(line);
    if ('place' in at) return at.place;
    return line - this.#headings.filter((heading) => heading.line < line).length;
  }
}
