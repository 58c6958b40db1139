import { cleanFinished, deedsOf } from '$features/jobs/actions';
import { titleOf } from '$features/jobs/row-text';
import { t } from '$lib/i18n';
import type { Place, Session } from '$lib/state/session.svelte';

/** Something that the palette can do. */
export interface Command {
  key: string;
  name: string;
  run: () => unknown;
}

const PLACES: Place[] = ['jobs', 'notes', 'stories', 'models'];
/** More than this many jobs are not listed: a longer query finds them. */
const MOST_JOBS = 8;

/** Everything that the words could mean here and now. */
export function commands(session: Session, query: string): Command[] {
  const all: Command[] = [];
  const current = session.jobs.get(session.selection.current);
  if (current) {
    for (const deed of deedsOf(session, current)) {
      all.push({ ...deed, key: `job ${deed.key}`, name: `${deed.name}: ${titleOf(current)}` });
    }
  }
  if (!session.shut) {
    all.push({ key: 'new', name: t.jobs.newStory, run: () => session.openNewStory() });
    all.push({ key: 'clean', name: t.jobs.cleanFinished, run: () => cleanFinished(session) });
    all.push({ key: 'import', name: t.notes.importNotes, run: () => session.importNotes() });
  }
  for (const place of PLACES) {
    all.push({ key: `go ${place}`, name: t.palette.go(t.rail[place]), run: () => session.go(place) });
  }
  all.push({ key: 'folder', name: t.rail.openFolder, run: () => session.openWorkspace() });
  all.push({ key: 'keys', name: t.keys.title, run: () => (session.dialog = 'keys') });

  const wanted = query.trim().toLowerCase();
  return all.filter((command) => command.name.toLowerCase().includes(wanted));
}

/** The jobs that are called so. */
export async function jobsCalled(session: Session, query: string): Promise<Command[]> {
  if (query.trim() === '') return [];
  const asked = { ...session.listed, groups: [], search: query, offset: 0, limit: MOST_JOBS };
  const { rows } = await session.bridge.listJobs(asked);
  return rows.map((row) => ({ key: row.id, name: titleOf(row), run: () => session.show(row.id) }));
}
