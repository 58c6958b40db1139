import type { StoryInfo } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';
import type { Deed } from '$lib/state/menu';
import type { Session } from '$lib/state/session.svelte';

/** Everything that can be done with a finished story. */
export function deedsOf(session: Session, story: StoryInfo): Deed[] {
  const deeds: Deed[] = [{ key: 'read', name: t.action.read, run: () => (session.openStory = story) }];
  if (!session.shut) {
    const again = () => session.openNewStory(story.subject);
    deeds.push({ key: 'again', name: t.stories.again, run: again });
  }
  deeds.push({ key: 'notes', name: t.stories.notes, run: () => session.showNotes(story.subject) });
  return deeds;
}
