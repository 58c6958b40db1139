import type { NotesInfo } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';
import type { Deed } from '$lib/state/menu';
import type { Session } from '$lib/state/session.svelte';

/** Everything that can be done with a page of notes. */
export function deedsOf(session: Session, notes: NotesInfo): Deed[] {
  const { subject } = notes;
  const open: Deed = { key: 'open', name: t.notes.open, run: () => session.showNotes(subject) };
  if (session.shut) return [open];
  const write: Deed = { key: 'write', name: t.notes.write, run: () => session.openNewStory(subject) };
  return [
    ...(notes.problem === null ? [write] : []),
    open,
    ...(notes.problem === null
      ? [{ key: 'rename', name: t.notes.renameIt, run: () => session.nameNotes(subject) }]
      : []),
    { key: 'remove', name: t.notes.remove, run: () => remove(session, subject) },
  ];
}

/** Moves notes to the system's bin, from where they can be brought back. */
async function remove(session: Session, subject: string): Promise<void> {
  const gone = await session.attempt(() => session.bridge.removeNotes(subject).then(() => true));
  if (!gone) return;
  session.toasts.say(t.said.binned(subject));
  if (session.openNotes === subject) session.openNotes = null;
  await session.attempt(() => session.refreshNotes());
}
