import type { Group, GroupCounts } from '$lib/bridge/generated/protocol';

/** The groups, in the order in which the list shows them. */
export const GROUPS: readonly Group[] = ['writing', 'waiting', 'needsYou', 'finished'];

export const NONE: GroupCounts = { writing: 0, waiting: 0, needsYou: 0, finished: 0 };

export const sum = (counts: GroupCounts) => GROUPS.reduce((all, group) => all + counts[group], 0);
