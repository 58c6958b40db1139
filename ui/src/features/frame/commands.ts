import { cleanFinished, deedsOf, deedsOfMarked } from '$features/jobs/actions';
import { titleOf } from '$features/jobs/row-text';
import { deedsOf as deedsOfNotes } from '$features/notes/actions';
import { change } from '$features/settings/change';
import { t } from '$lib/i18n';
import { GROUPS } from '$lib/state/groups';
import type { Deed } from '$lib/state/menu';
import type { Place, Session } from '$lib/state/session.svelte';

const PLACES: Place[] = ['jobs', 'notes', 'stories', 'models', 'settings'];
/** More than this many of a kind are not listed: a longer query finds them. */
export const MOST = 8;

/** Everything that can be done here and now. */
export function commands(session: Session): Deed[] {
  return [
    ...ofJobs(session),
    ...(session.shut ? [] : making(session)),
    ...(session.shut ? [] : ofQueue(session)),
    ...places(session),
    ...ofModels(session),
    ...looks(session),
    { key: 'folder', name: t.rail.openFolder, run: () => session.openWorkspace() },
    { key: 'keys', name: t.keys.title, keys: '?', run: () => (session.dialog = 'keys') },
  ];
}

/** What is marked in the list, or open beside it. */
function ofJobs(session: Session): Deed[] {
  const { selection, jobs } = session;
  const current = jobs.get(selection.current);
  const several = selection.all || selection.marked.size > 1;
  const named = (deeds: Deed[], of: string) =>
    deeds.map((deed) => ({ ...deed, key: `job ${deed.key}`, name: `${deed.name}: ${of}` }));
  if (several)
    return named(
      deedsOfMarked(session),
      t.jobs.selected(selection.all ? jobs.part.total : selection.marked.size),
    );
  return current ? named(deedsOf(session, current), titleOf(current)) : [];
}

function making(session: Session): Deed[] {
  return [
    { key: 'new', name: t.jobs.newStory, keys: 'Ctrl N', run: () => session.openNewStory() },
    { key: 'clean', name: t.jobs.cleanFinished, run: () => cleanFinished(session) },
    { key: 'import', name: t.notes.importNotes, run: () => session.importNotes() },
    { key: 'new notes', name: t.notes.newNotes, run: () => session.nameNotes(null) },
  ];
}

function ofQueue(session: Session): Deed[] {
  const { bridge, jobs } = session;
  const does = (run: () => Promise<unknown>) => () => session.attempt(run);
  const all: Deed[] = [{ key: 'queue', name: t.queue.title, run: () => (session.dialog = 'queue') }];
  const named = (what: string) => `${t.queue.title}: ${what}`;
  if (jobs.queue.held) {
    all.push({ key: 'go on', name: named(t.queue.goOn), run: does(() => bridge.holdQueue(false)) });
  } else {
    all.push({ key: 'hold', name: named(t.queue.stopAfter), run: does(() => bridge.holdQueue(true)) });
    all.push({ key: 'pause', name: named(t.queue.pause), run: does(() => bridge.pauseQueue()) });
  }
  return all;
}

function places(session: Session): Deed[] {
  const narrow = (group: (typeof GROUPS)[number] | null) => () => {
    session.go('jobs');
    session.filter = group;
  };
  return [
    ...PLACES.map((place) => ({
      key: `go ${place}`,
      name: t.palette.go(t.rail[place]),
      run: () => session.go(place),
    })),
    { key: 'show all', name: `${t.jobs.filters}: ${t.jobs.all}`, run: narrow(null) },
    ...GROUPS.map((group) => ({
      key: `show ${group}`,
      name: `${t.jobs.filters}: ${t.group[group]}`,
      run: narrow(group),
    })),
    {
      key: 'search',
      name: t.jobs.search,
      keys: '/',
      run: () => {
        session.go('jobs');
        setTimeout(() => document.getElementById('search')?.focus());
      },
    },
  ];
}

function ofModels(session: Session): Deed[] {
  const others = session.models.all.filter((model) => !model.isDefault && model.problem === null);
  return [
    { key: 'model file', name: `${t.rail.models}: ${t.models.useFile}`, run: () => session.models.import() },
    ...others.map((model) => ({
      key: `use ${model.id}`,
      name: t.palette.useModel(model.name),
      run: () => session.models.use(model.id),
    })),
  ];
}

function looks(session: Session): Deed[] {
  const themes = (['system', 'light', 'dark'] as const).filter(
    (theme) => theme !== session.preferences.theme,
  );
  return themes.map((theme) => ({
    key: `theme ${theme}`,
    name: `${t.settings.theme}: ${t.settings.themes[theme]}`,
    run: () => change(session, { theme }),
  }));
}

/** Notes and stories, by their names. */
export function pages(session: Session): Deed[] {
  return [
    ...session.notes.flatMap((notes) =>
      deedsOfNotes(session, notes)
        .filter((deed) => deed.key === 'open' || deed.key === 'write')
        .map((deed) => ({
          ...deed,
          key: `${deed.key} ${notes.subject}`,
          name: `${deed.name}: ${notes.subject}`,
        })),
    ),
    ...session.stories.map((story) => ({
      key: `read ${story.take}`,
      name: `${t.action.read}: ${story.title}`,
      run: () => {
        session.openStory = story;
        session.go('stories');
      },
    })),
  ];
}

/** The jobs that are called so. */
export async function jobsCalled(session: Session, query: string): Promise<Deed[]> {
  if (query.trim() === '') return [];
  const asked = { ...session.listed, groups: [], search: query, offset: 0, limit: MOST };
  const { rows } = await session.bridge.listJobs(asked);
  return rows.map((row) => ({ key: row.id, name: titleOf(row), run: () => session.show(row.id) }));
}
