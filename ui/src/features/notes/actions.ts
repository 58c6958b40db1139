import type { NotesInfo } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';
import type { Deed } from '$lib/state/menu';
import type { Session } from '$lib/state/session.svelte';

/** Everything that can be done with a page of notes. */
export function deedsOf(session: Session, notes: NotesInfo): Deed[] {
  const { subject } = notes;
  const deeds: Deed[] = [{ key: 'open', name: t.notes.open, run: () => session.showNotes(subject) }];
  if (!session.shut && notes.problem === null) {
    deeds.unshift({ key: 'write', name: t.notes.write, run: () => session.openNewStory(subject) });
  }
  return deeds;
}
