import type { JobVerb } from '$lib/bridge/bridge';
import type { Action, JobRow, JobStatus, Which } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';
import type { Deed } from '$lib/state/menu';
import type { Session } from '$lib/state/session.svelte';
import { canMove, MOVES, move } from './moves';

/** What the keys of the list do: the first of these that a job allows. */
export const KEYS: Readonly<Record<string, readonly Action[]>> = {
  p: ['pause'],
  r: ['resume', 'retry'],
  c: ['cancel'],
  Delete: ['clean', 'discard'],
};

/** What can be done with several jobs, and in which states they allow it. */
const SEVERAL = {
  pause: ['queued', 'starting', 'running'],
  resume: ['paused', 'error', 'interrupted'],
  cancel: ['queued', 'starting', 'running', 'paused'],
  discard: ['error', 'interrupted'],
  clean: ['completed', 'cancelled'],
} as const satisfies Partial<Record<Action, JobStatus[]>>;

type Several = keyof typeof SEVERAL;

const isSeveral = (action: Action): action is Several => action in SEVERAL;

/** What can be done with a job here and now. Where nothing can be changed it can but be read. */
export function actionsOf(session: Session, row: JobRow): Action[] {
  return session.shut ? row.actions.filter((action) => action === 'read') : row.actions;
}

/** The key that does an action, where another that is offered does not have it. */
function keyOf(action: Action, offered: readonly Action[]): string | undefined {
  for (const [key, actions] of Object.entries(KEYS)) {
    if (actions.find((each) => offered.includes(each)) !== action) continue;
    return key === 'Delete' ? t.keys.del : key.toUpperCase();
  }
  return undefined;
}

/** Everything that can be done with one job. */
export function deedsOf(session: Session, row: JobRow): Deed[] {
  const offered = actionsOf(session, row);
  const actions = offered.map((action) => ({
    key: action,
    name: t.action[action],
    keys: keyOf(action, offered),
    run: () => act(session, action, row),
  }));
  if (!canMove(session, row)) return actions;
  const moves = MOVES.filter((to) => row.place !== 1 || (to !== 'up' && to !== 'first'));
  return [
    ...actions,
    ...moves.map((to) => ({
      key: to,
      name: t.queue.moves[to],
      keys: t.keys.moves[to],
      run: () => move(session, row, to),
    })),
  ];
}

/** What can be done with the jobs that are marked, of which some allow it. */
export function deedsOfMarked(session: Session): Deed[] {
  const { selection } = session;
  if (session.shut) return [];
  const states = selection.all ? null : new Set(markedRows(session).map((row) => row.status));
  const offered = (Object.keys(SEVERAL) as Several[]).filter(
    (action) => states === null || SEVERAL[action].some((state) => states.has(state)),
  );
  return offered.map((action) => ({
    key: action,
    name: t.action[action],
    keys: keyOf(action, offered),
    run: () => actOnMarked(session, action),
  }));
}

/** The marked jobs that are known here. */
export function markedRows(session: Session): JobRow[] {
  return [...session.selection.marked].flatMap((id) => session.jobs.get(id) ?? []);
}

/** Does one thing with one job. */
export async function act(session: Session, action: Action, row: JobRow): Promise<void> {
  const { bridge } = session;
  if (!actionsOf(session, row).includes(action)) return;
  const { id } = row;
  switch (action) {
    case 'read':
      session.openStory = { subject: row.subject, take: id, title: row.title };
      session.go('stories');
      return;
    case 'pause':
      await session.attempt(() => bridge.pauseJob(id));
      return;
    case 'resume':
      await session.attempt(() => bridge.resumeJob(id));
      return;
    case 'writeNow':
      await session.attempt(() => bridge.writeNow(id));
      return;
    case 'cancel': {
      const answer = await session.attempt(() => bridge.cancelJob(id));
      if (answer) session.toasts.say(answer === 'cancelled' ? t.said.cancelled : t.said.alreadyCompleted);
      return;
    }
    case 'retry': {
      const started = await session.attempt(() => bridge.retryJob(id));
      if (started) session.show(started.jobId);
      return;
    }
    case 'discard': {
      const answer = await session.attempt(() => bridge.discardJob(id));
      if (answer) session.offerBack(answer, t.said.discarded);
      return;
    }
    case 'clean': {
      const answer = await session.attempt(() => bridge.cleanJobs({ jobIds: [id] }));
      if (answer) session.offerBack(answer, t.said.cleaned(answer.cleaned.length));
    }
  }
}

/** Does one thing with all that are marked and allow it, in one go: each answers for itself. */
export async function actOnMarked(session: Session, action: Action): Promise<void> {
  const { bridge, selection } = session;
  if (!isSeveral(action)) return;
  const able = markedRows(session).filter((row) => actionsOf(session, row).includes(action));
  const matching = { ...session.listed, states: [...SEVERAL[action]], sources: ['mythline' as const] };
  const which: Which = selection.all
    ? { matching: { ...matching, offset: 0 } }
    : { ids: [...selection.marked].filter((id) => session.jobs.get(id) === undefined || named(able, id)) };
  if (action === 'clean') {
    const answer = await session.attempt(() => bridge.cleanEach(which));
    if (answer) session.offerBack(answer, t.said.cleaned(answer.cleaned.length));
    return;
  }
  const verb: JobVerb = action;
  const answers = await session.attempt(() => bridge.eachJob(verb, which));
  if (answers === undefined) return;
  const refused = answers.filter((answer) => 'error' in answer).length;
  session.toasts.say(t.said.several(t.action[action], answers.length - refused, refused));
}

const named = (rows: readonly JobRow[], id: string) => rows.some((row) => row.id === id);

export async function cleanFinished(session: Session): Promise<void> {
  const answer = await session.attempt(() => session.bridge.cleanFinished());
  if (answer) session.offerBack(answer, t.said.cleaned(answer.cleaned.length));
}
