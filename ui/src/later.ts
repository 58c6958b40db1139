/** What the first picture does not need: read when some of it is asked for, or when there is time. */
export const rest = () => import('./rest');

export const views = {
  notes: () => rest().then(({ NotesView }) => NotesView),
  stories: () => rest().then(({ StoriesView }) => StoriesView),
  models: () => rest().then(({ ModelsView }) => ModelsView),
  settings: () => rest().then(({ SettingsView }) => SettingsView),
};

export const dialogs = {
  newStory: () => rest().then(({ NewStory }) => NewStory),
  closing: () => rest().then(({ Closing }) => Closing),
  nameNotes: () => rest().then(({ NameNotes }) => NameNotes),
  queue: () => rest().then(({ Queue }) => Queue),
  keys: () => rest().then(({ Keys }) => Keys),
  more: () => rest().then(({ MoreScenes }) => MoreScenes),
  tries: () => rest().then(({ CompareTries }) => CompareTries),
  palette: () => rest().then(({ Palette }) => Palette),
};

export const menu = () => rest().then(({ Menu }) => Menu);
