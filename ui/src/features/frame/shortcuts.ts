import { act } from '$features/jobs/actions';
import type { Action, JobRow } from '$lib/bridge/generated/protocol';
import type { Session } from '$lib/state/session.svelte';

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** The jobs that a key is about: the marked ones. */
function meant(session: Session): JobRow[] {
  return [...session.selection.marked].flatMap((id) => session.jobs.get(id) ?? []);
}

/** The first of these that any of the jobs allows. */
function firstAllowed(rows: readonly JobRow[], actions: Action[]): Action | undefined {
  return actions.find((action) => rows.some((row) => row.actions.includes(action)));
}

/** Keys that work anywhere in the window. */
export function onKey(session: Session, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey) return;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;

  if (command) {
    if (session.dialog !== null) return;
    if (key === 'n') session.openNewStory();
    else if (key === 'k') session.dialog = 'palette';
    else return;
    event.preventDefault();
    return;
  }
  if (session.dialog !== null || inField(event.target)) return;

  if (key === '?') session.dialog = 'keys';
  else if (key === 'Escape') escape(session);
  else if (session.place !== 'jobs') return;
  else if (key === '/') document.getElementById('search')?.focus();
  else {
    const rows = meant(session);
    const action = { p: ['pause'], c: ['cancel'], r: ['resume', 'retry'], Delete: ['clean', 'discard'] }[key];
    const allowed = action && firstAllowed(rows, action as Action[]);
    if (!allowed) return;
    void act(session, allowed, rows);
  }
  event.preventDefault();
}

function escape(session: Session): void {
  if (session.sheet) {
    session.sheet = false;
    document.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus();
  } else if (session.selection.marked.size > 1 && session.selection.current !== null) {
    session.selection.only(session.selection.current);
  }
}
