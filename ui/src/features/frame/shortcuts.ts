import { deedsOf, deedsOfMarked, KEYS } from '$features/jobs/actions';
import type { Deed } from '$lib/state/menu';
import type { Session } from '$lib/state/session.svelte';

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** The first of these things that can be done with the job that is open, or with all that are marked. */
function deedFor(session: Session, wanted: readonly string[]): Deed | undefined {
  const { selection } = session;
  const row = session.jobs.get(selection.current);
  const several = selection.all || selection.marked.size > 1;
  const deeds = several ? deedsOfMarked(session) : row ? deedsOf(session, row) : [];
  return wanted.flatMap((key) => deeds.find((deed) => deed.key === key) ?? [])[0];
}

/** Keys that work anywhere in the window. */
export function onKey(session: Session, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey) return;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;

  if (command) {
    if (session.dialog !== null || session.menu !== null) return;
    if (key === 'n') session.openNewStory();
    else if (key === 'k') session.dialog = 'palette';
    else if (key === 'f') search(session);
    else return;
    event.preventDefault();
    return;
  }
  if (session.dialog !== null || session.menu !== null || inField(event.target)) return;

  if (key === '?') session.dialog = 'keys';
  else if (key === 'Escape') escape(session);
  else if (key === '/') search(session);
  else if (session.place !== 'jobs') return;
  else {
    const wanted = KEYS[key];
    const deed = wanted && deedFor(session, wanted);
    if (!deed) return;
    void deed.run();
  }
  event.preventDefault();
}

/** Into the field in which is searched here: in the list, or in the story that is read. */
function search(session: Session): void {
  document.getElementById(session.place === 'stories' ? 'search-story' : 'search')?.focus();
}

function escape(session: Session): void {
  if (session.sheet) {
    session.sheet = false;
    document.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus();
  } else if (
    (session.selection.all || session.selection.marked.size > 1) &&
    session.selection.current !== null
  ) {
    session.selection.only(session.selection.current);
  }
}
