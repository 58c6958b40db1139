/** What the first picture does not need: read when it is asked for, or when there is time. */
export const views = {
  notes: () => import('$features/notes/NotesView.svelte'),
  stories: () => import('$features/stories/StoriesView.svelte'),
  models: () => import('$features/models/ModelsView.svelte'),
  settings: () => import('$features/settings/SettingsView.svelte'),
};

export const dialogs = {
  newStory: () => import('$features/new-story/NewStory.svelte'),
  closing: () => import('$features/frame/Closing.svelte'),
  nameNotes: () => import('$features/notes/NameNotes.svelte'),
  queue: () => import('$features/jobs/Queue.svelte'),
  keys: () => import('$features/frame/Keys.svelte'),
  tries: () => import('$features/inspector/CompareTries.svelte'),
  palette: () => import('$features/frame/Palette.svelte'),
};

export const menu = () => import('$lib/ui/Menu.svelte');

/** Reads all of it, so that what is opened is there within a frame. */
export function readAll(): void {
  for (const read of [...Object.values(views), ...Object.values(dialogs), menu]) void read();
}
