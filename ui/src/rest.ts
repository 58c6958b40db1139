/** All that the first picture does not need: in one file, which weighs less than many. */
export { default as NotesView } from '$features/notes/NotesView.svelte';
export { default as StoriesView } from '$features/stories/StoriesView.svelte';
export { default as ModelsView } from '$features/models/ModelsView.svelte';
export { default as SettingsView } from '$features/settings/SettingsView.svelte';
export { default as NewStory } from '$features/new-story/NewStory.svelte';
export { default as Closing } from '$features/frame/Closing.svelte';
export { default as NameNotes } from '$features/notes/NameNotes.svelte';
export { default as Queue } from '$features/jobs/Queue.svelte';
export { default as Keys } from '$features/frame/Keys.svelte';
export { default as MoreScenes } from '$features/stories/MoreScenes.svelte';
export { default as CompareTries } from '$features/inspector/CompareTries.svelte';
export { default as Palette } from '$features/frame/Palette.svelte';
export { default as Menu } from '$lib/ui/Menu.svelte';
