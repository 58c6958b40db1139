import { atStart } from '$lib/preferences';
import type { Bridge } from '../bridge';
import type {
  Arrived,
  CancelAnswer,
  CleanResponse,
  JobRow,
  Outlook,
  OutlookParams,
  Which,
} from '../generated/protocol';
import { PretendEngine, refuse } from './engine';
import { filesOf, fileText } from './files';
import { NOTES } from './lamplighters';
import { cut, found } from './list';
import { notesInfo, row } from './samples';
import { scenario } from './scenarios';
import { pretendPlans } from './plans';
import { pretendShelf } from './shelf';
import { pretendSteps } from './steps';

const UNDO_MS = 10_000;
const HOUR_MS = 3_600_000;
const QUESTS = [
  { title: 'The bell of Corrow', giver: 'Warden Ilka' },
  { title: 'What the tide took', giver: null },
];

function outlookOf(params: OutlookParams, takes: number): Outlook {
  const known = params.player === null || params.player === 'Warden Ost';
  const scenes = params.scenes ?? 9;
  return {
    title: params.subject,
    notesWords: 612,
    people: ['Aria', 'Warden Ost', 'the keeper', 'the boy'],
    places: ['Saltmere', 'the breakwater', 'the bar', 'the customs house', 'the quay'],
    facts: 23,
    questions: ['who lit the second lamp?'],
    quests: params.subject === 'Salt and Small Gods' ? QUESTS : [],
    player: params.player ?? 'Aria',
    pronoun: 'she',
    playerPlace: known ? 'inNotes' : 'takesPlace',
    playerOf: known ? null : "the lamplighter's daughter",
    scenes,
    words: Math.round((700 / 9) * scenes),
    seconds: 180,
    model: params.model ?? 'smollm2-135m',
    takes,
  };
}

/**
 * A window without a program behind it: for tests and for work on the design. The address says which
 * scenario (`?fake=northern`) and the pace (`&still`, `&quick`).
 */
export function fakeBridge(search: string): Bridge {
  const asked = new URLSearchParams(search);
  const world = scenario(asked.get('fake') ?? 'northern');
  const pace = asked.has('still') ? 'still' : asked.has('quick') ? 'quick' : 'usual';
  const engine = new PretendEngine(world, pace);
  const texts = new Map(world.notes.map((notes) => [notes.subject, NOTES]));
  let next = 0x400;
  // Tests and designers lose the pretend engine, and have it back, by saying so.
  addEventListener('pretend-lost', (event) => {
    world.lost = event instanceof CustomEvent && event.detail === true;
  });
  const answering = () => {
    if (world.lost) throw refuse('internal', 'The engine does not answer.');
  };

  const clean = (ids: string[]): CleanResponse => {
    const cleaned = ids.map((jobId) => ({ jobId, title: engine.get(jobId).title }));
    if (ids.length > 0) engine.remove(ids);
    return { cleaned, undoUntil: Date.now() + UNDO_MS };
  };
  const begin = (subject: string, player: string | null, startAt: number | null = null) => {
    const waiting = [...engine.rows.values()].filter((each) => each.status === 'queued').length;
    const made = row(next++, {
      title: subject,
      player,
      status: 'queued',
      group: 'waiting',
      place: waiting + 1,
      startAt,
      createdAt: Date.now(),
      actions: ['writeNow', 'cancel'],
    });
    engine.put(made);
    return { jobId: made.id, status: 'started' as const };
  };
  const change = (id: string, to: Partial<JobRow>) => engine.put({ ...engine.get(id), ...to });
  /** What was paused with the queue. */
  const pausedToo = new Set<string>();
  const pause = (id: string) =>
    change(id, {
      status: 'paused',
      group: 'waiting',
      place: null,
      finishedAt: Date.now(),
      actions: ['resume', 'cancel'],
    });
  const cancel = (id: string): CancelAnswer => {
    if (engine.get(id).group === 'finished') return 'already_completed';
    change(id, {
      status: 'cancelled',
      group: 'finished',
      place: null,
      finishedAt: Date.now(),
      actions: ['resume', 'clean'],
    });
    return 'cancelled';
  };
  const meant = (which: Which) =>
    'ids' in which ? which.ids : found(engine.rows.values(), which.matching).map((each) => each.id);
  const old = (hours: number) =>
    [...engine.rows.values()].filter(
      (each) => each.group === 'finished' && (each.finishedAt ?? 0) < Date.now() - hours * HOUR_MS,
    );
  let preferences = atStart;
  const addNotes = (subject: string, text: string) => {
    if (world.notes.some((each) => each.subject === subject))
      throw refuse('bad_subject', `There are notes called ${subject} already. Give these another name.`);
    const notes = notesInfo(subject, text.split(/\s+/).length, 0);
    world.notes = [...world.notes, notes];
    texts.set(subject, text);
    return notes;
  };
  const dropNotes = (subject: string) => {
    world.notes = world.notes.filter((each) => each.subject !== subject);
  };
  const resume = (id: string) =>
    change(id, {
      status: 'queued',
      group: 'waiting',
      place: 1,
      finishedAt: null,
      error: null,
      actions: ['cancel'],
    });

  return {
    pretend: true,
    async workspaceInfo() {
      answering();
      const { name, path, access, sample, watched } = world;
      return { name, path, access, sample, watched };
    },
    openWorkspace: async () => null,
    subscribeJobs: async (view, onEvent) => engine.subscribe(view, onEvent),
    async lookAt(view) {
      answering();
      engine.lookAt(view);
    },
    subscribeText: async (jobId, onEvent) => engine.listen(jobId, onEvent),

    async startStory({ subject, player }) {
      if (subject === '') throw refuse('bad_subject', 'A story needs notes to be written from.');
      return begin(subject, player);
    },
    startStoryAt: async ({ subject, player }, at) => begin(subject, player, at),
    cancelJob: async (id) => cancel(id),
    pauseJob: async (id) => pause(id),
    ...pretendPlans(engine, ({ subject, player }, at) => begin(subject, player, at), resume),
    retryJob: async (id) => begin(engine.get(id).subject, engine.get(id).player),
    writeNow: async (id) => engine.move(id, 'first'),
    moveJob: async (id, place) => engine.move(id, place),
    async pauseQueue() {
      for (const row of engine.rows.values()) if (row.status === 'running') pausedToo.add(row.id);
      pausedToo.forEach(pause);
      engine.settle({ held: true, paused: pausedToo.size > 0 });
    },
    async holdQueue(held) {
      if (!held) pausedToo.forEach(resume);
      if (!held) pausedToo.clear();
      engine.settle({ held, paused: pausedToo.size > 0 });
    },
    setLimit: async (model, limit) =>
      engine.settle(model === null ? { limit } : { limits: { ...world.queue.limits, [model]: limit } }),
    discardJob: async (id) => clean([id]),
    cleanJobs: async ({ jobIds }) => clean(jobIds),
    async eachJob(verb, which) {
      const single = { cancel, pause, resume, discard: (id: string) => clean([id]) };
      const done = verb === 'retry' || verb === 'writeNow' ? undefined : single[verb];
      if (!done) throw refuse('bad_option', 'This is done with one job at a time.');
      return meant(which).map((jobId) => ({ jobId, answer: done(jobId) }));
    },
    async cleanEach(which) {
      const active = (id: string) => ['writing', 'waiting'].includes(engine.get(id).group);
      const error = refuse('not_now', 'This job is not finished. Cancel it first.');
      const refused = meant(which).filter(active);
      return {
        ...clean(meant(which).filter((id) => !active(id))),
        refused: refused.map((jobId) => ({ jobId, error })),
      };
    },
    olderThan: async (hours) => old(hours).map(({ id, title }) => ({ jobId: id, title })),
    cleanOlder: async (hours) => clean(old(hours).map((each) => each.id)),
    cleanFinished: async () =>
      clean([...engine.rows.values()].filter((each) => each.group === 'finished').map((each) => each.id)),
    listJobs: async (query) => cut(engine.rows.values(), query),
    undoClean: async ({ jobIds }) => engine.restore(jobIds),

    jobResult: async (jobId) => ({ jobId, result: null }),
    jobTake: async (id) => engine.takeOf(id),
    ...pretendSteps(engine, () => next++),
    jobFiles: async (id) => filesOf(engine.get(id)),
    jobFile: async (id, key) => fileText(engine.get(id), key),
    showInFolder: async () => {},
    openJobFile: async () => {},
    async clearOfSecrets(text) {
      const left = text.replace(/sk-\w{12,}/g, '[removed]');
      return { text: left, removed: left === text ? 0 : 1 };
    },

    outlook: async (params) => outlookOf(params, params.subject === world.rows[0]?.subject ? 1 : 0),
    listNotes: async () => [...world.notes],
    readNotes: async (subject) => texts.get(subject) ?? '',
    async saveNotes(subject, text) {
      texts.set(subject, text);
      const words = text.split(/\s+/).length;
      world.notes = world.notes.map((each) =>
        each.subject === subject ? { ...notesInfo(subject, words, 0) } : each,
      );
    },
    newNotes: async (subject) => addNotes(subject, `# ${subject}\n\n## People\n\n- \n`),
    async renameNotes(subject, name) {
      const renamed = addNotes(name, texts.get(subject) ?? '');
      dropNotes(subject);
      return renamed;
    },
    removeNotes: async (subject) => dropNotes(subject),
    async importNotes() {
      const notes = notesInfo('The Salt Road', 301, 0);
      world.notes = [...world.notes.filter((each) => each.subject !== notes.subject), notes];
      texts.set(notes.subject, NOTES);
      return { notes: [notes], refused: [] };
    },
    givenNotes: async () => ({ notes: [], refused: [] }),
    async importDropped(paths) {
      const arrived: Arrived = { notes: [], refused: [] };
      for (const path of paths) {
        const name = path.split('/').at(-1) ?? path;
        const error = refuse('unreadable_notes', 'The file of the notes is no text.');
        if (/\.(md|txt)$/.test(name)) arrived.notes.push(addNotes(name.replace(/\.\w+$/, ''), NOTES));
        else arrived.refused.push({ name, error });
      }
      return arrived;
    },

    async listStories() {
      return [...engine.rows.values(), ...engine.cleaned.values()]
        .filter((each) => each.status === 'completed')
        .map(({ id, subject, title, player, words, finishedAt }) => {
          return { take: id, subject, title, player: player ?? '', words, finishedAt: finishedAt ?? 0 };
        })
        .sort((a, b) => b.finishedAt - a.finishedAt);
    },
    async readStory(_subject, take) {
      const read = engine.takeOf(take);
      if (read === null) throw refuse('missing_file', 'Nothing of this story is written yet.');
      return read;
    },

    chooseTake: async () => {},
    exportStory: async ({ of, format }) => ({
      path: `/home/pretend/${of}.${format}`,
      bytes: 4096,
      words: 690,
      unwritten: 0,
    }),
    showExport: async () => {},
    preferences: async () => preferences,
    changePreferences: async (wanted) => (preferences = wanted),

    ...pretendShelf(world, pace),

    beginDesktop: async () => {},
    onShowJob: () => () => {},
    notify: async () => {},
    onArrived: () => () => {},
    onClosing(onClosing) {
      // Tests and designers close the pretend window by saying so.
      const close = () => onClosing(1);
      addEventListener('pretend-close', close);
      return () => removeEventListener('pretend-close', close);
    },
    answerClosing: async () => {},
    diagnostics: async () => 'Program    Mythline, pretended\nChecks     all is as it should be\n',
    reportError: async (message) => console.error(message),
    onFilesDropped(onDrop, onHover) {
      // Tests and designers drop pretend files by saying so.
      const drop = (event: Event) => event instanceof CustomEvent && onDrop(event.detail as string[]);
      const hover = (event: Event) => event instanceof CustomEvent && onHover(event.detail === true);
      addEventListener('pretend-drop', drop);
      addEventListener('pretend-hover', hover);
      return () => {
        removeEventListener('pretend-drop', drop);
        removeEventListener('pretend-hover', hover);
      };
    },
  };
}
