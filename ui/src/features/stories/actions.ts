import type { ExportFormat, StoryInfo } from '$lib/bridge/generated/protocol';
import { f, t } from '$lib/i18n';
import type { Deed } from '$lib/state/menu';
import type { Session } from '$lib/state/session.svelte';

const FORMATS: readonly ExportFormat[] = ['md', 'html', 'epub', 'docx', 'txt'];

/** A take of a story, as much of it as is needed to do something with it. */
type Take = Pick<StoryInfo, 'subject' | 'take'>;

/** Everything that can be done with a finished story. */
export function deedsOf(session: Session, story: StoryInfo): Deed[] {
  const again = () => session.openNewStory(story.subject);
  return [
    { key: 'read', name: t.action.read, run: () => (session.openStory = story) },
    ...exportsOf(session, story).map((deed) => ({ ...deed, name: `${t.stories.export}: ${deed.name}` })),
    ...(session.shut ? [] : [{ key: 'again', name: t.stories.again, run: again }]),
    ...(session.shut || !isNewest(session, story)
      ? []
      : [{ key: 'more', name: t.more.goOn, run: () => session.openMore(story.subject, story.subject) }]),
    { key: 'notes', name: t.stories.notes, run: () => session.showNotes(story.subject) },
  ];
}

/** Whether a subject's name alone means this take of it. */
const isNewest = (session: Session, { subject, take }: Take) =>
  session.stories.find((each) => each.subject === subject)?.take === take;

/** What a story can be exported as. */
export function exportsOf(session: Session, story: Take): Deed[] {
  return FORMATS.map((format) => ({
    key: format,
    name: t.stories.formats[format],
    run: () => exportAs(session, story, format),
  }));
}

async function exportAs(session: Session, { subject, take }: Take, format: ExportFormat): Promise<void> {
  const params = { of: subject, take, format, scenes: null };
  const done = await session.attempt(() => session.bridge.exportStory(params));
  if (!done) return;
  const show = () => void session.attempt(() => session.bridge.showExport(done.path));
  session.toasts.offer(t.said.exported(done.words, done.unwritten), t.files.show, show);
}

/** The finished takes of a subject, the newest first: each is shown as a job where there is its record, else read. */
export function takesOf(session: Session, subject: string): Deed[] {
  const takes = session.stories.filter((story) => story.subject === subject);
  return takes.map((story) => ({
    key: story.take,
    name: t.stories.take(f.moment(story.finishedAt, Date.now()), story.words),
    async run() {
      const known = await session.bridge.jobResult(story.take).catch(() => null);
      if (known !== null) return session.show(story.take);
      session.openStory = story;
      session.go('stories');
    },
  }));
}

/** Puts a take at the top of its subject's folder, where other programs find the story. */
export async function choose(session: Session, { subject, take }: Take): Promise<void> {
  const done = await session.attempt(() => session.bridge.chooseTake(subject, take).then(() => true));
  if (done) session.toasts.say(t.said.chosen);
}
