import type { JobRow, ListQuery } from '$lib/bridge/generated/protocol';
import type { Session } from '$lib/state/session.svelte';

/** Where a job that waits can be moved by a word or a key. */
export type Move = 'first' | 'up' | 'down' | 'last';

export const MOVES: readonly Move[] = ['first', 'up', 'down', 'last'];

/** What moves a job that waits, with Alt held. */
const KEYS: Record<string, Move> = { ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last' };

export const moveOfKey = (key: string): Move | undefined => KEYS[key];

/** Whether a job has a place in the queue from which it can be moved here. */
export const canMove = (session: Session, row: JobRow | undefined): row is JobRow =>
  row?.place != null && !session.shut;

/** Moves a job that waits; at the end of the queue there is nowhere to go. */
export async function move(session: Session, row: JobRow, to: Move): Promise<void> {
  if (row.place === null) return;
  if (to === 'up' && row.place > 1) return moveTo(session, row.id, row.place - 1);
  if (to === 'down') return moveTo(session, row.id, row.place + 2);
  if (to !== 'up') await session.attempt(() => session.bridge.moveJob(row.id, to));
}

/** Moves a job before the one that has this place in the queue; behind all when none has. */
export async function moveTo(session: Session, id: string, place: number): Promise<void> {
  await session.attempt(async () => {
    const before = await jobAt(session, place);
    if (before !== id) await session.bridge.moveJob(id, before === null ? 'last' : { before });
  });
}

/** The job that has a place in the queue, whatever the list is narrowed to. */
async function jobAt(session: Session, place: number): Promise<string | null> {
  const query: ListQuery = {
    ...session.listed,
    groups: [],
    states: ['queued'],
    search: '',
    offset: place - 1,
    limit: 1,
  };
  const { rows } = await session.bridge.listJobs(query);
  return rows[0]?.id ?? null;
}
