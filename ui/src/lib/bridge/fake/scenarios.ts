import type {
  Access,
  Download,
  JobRow,
  ModelInfo,
  NotesInfo,
  QueueInfo,
  Saving,
  ServerInfo,
  TakeView,
} from '../generated/protocol';
import { beekeeper } from './beekeeper';
import { knownFacts, soFar, SUBJECT } from './lamplighters';
import { MINUTE, notesInfo, ownModel, row, starter, take } from './samples';
import { northernDownload, northernServer, serverModel } from './shelf';

/** What the pretend engine begins with. */
export interface Scenario {
  name: string;
  path: string;
  sample: string | null;
  access: Access;
  saving: Saving;
  watched: number;
  rows: JobRow[];
  takes: Map<string, TakeView>;
  notes: NotesInfo[];
  models: ModelInfo[];
  servers: ServerInfo[];
  downloads: Download[];
  queue: QueueInfo;
  /** Refuses to answer at all. */
  lost?: boolean;
}

const ago = (minutes: number) => Date.now() - minutes * MINUTE;

function northern(): Scenario {
  const writing = row(0x0a, {
    title: SUBJECT,
    player: 'Aria',
    status: 'running',
    group: 'writing',
    message: 'Scene 5, dialogue: The harbour bargain',
    current: 4,
    progress: 48,
    currentStep: 'The harbour bargain',
    stepNumber: 5,
    words: 240,
    timeLeftS: 120,
    startedAt: ago(2),
    actions: ['pause', 'cancel'],
  });
  const done = row(0x20, {
    title: "The Beekeeper's Truce",
    player: 'Marrow',
    status: 'completed',
    group: 'finished',
    total: 7,
    current: 7,
    progress: 100,
    words: 690,
    toLookAt: 1,
    startedAt: ago(35),
    finishedAt: ago(31),
    actions: ['read', 'retry', 'clean'],
  });
  return {
    name: 'Northern tales',
    path: '~/Mythline/northern',
    sample: null,
    access: { type: 'owner' },
    saving: { type: 'saved', at: Date.now() - 2000 },
    watched: 43,
    rows: [
      writing,
      row(0x0b, {
        title: 'Winter at Durnholde Ferry',
        status: 'queued',
        group: 'waiting',
        total: 7,
        timeLeftS: 180,
        place: 1,
        actions: ['writeNow', 'cancel'],
      }),
      row(0x0c, {
        title: 'The Glass Orchard',
        status: 'paused',
        group: 'waiting',
        total: 8,
        current: 3,
        words: 210,
        startedAt: ago(40),
        finishedAt: ago(11),
        actions: ['resume', 'cancel'],
      }),
      row(0x0d, {
        title: 'Ashes of the Quiet Fleet',
        status: 'error',
        group: 'needsYou',
        current: 4,
        startedAt: ago(30),
        finishedAt: ago(20),
        error: { code: 'model_failed', message: 'The model stopped writing. What was finished is kept.' },
        actions: ['resume', 'retry', 'discard'],
      }),
      row(0x0e, {
        title: 'Three Letters from Kestrel Point',
        status: 'interrupted',
        group: 'needsYou',
        total: 6,
        current: 2,
        startedAt: ago(90),
        finishedAt: ago(80),
        actions: ['resume', 'discard', 'retry'],
      }),
      done,
      row(0x21, {
        title: 'Salt and Small Gods',
        status: 'completed',
        group: 'finished',
        total: 8,
        current: 8,
        progress: 100,
        words: 812,
        startedAt: ago(67),
        finishedAt: ago(64),
        actions: ['read', 'retry', 'clean'],
      }),
      row(0x22, {
        title: 'The Cartographer of Rain',
        status: 'cancelled',
        group: 'finished',
        total: 8,
        current: 3,
        startedAt: ago(130),
        finishedAt: ago(125),
        actions: ['resume', 'clean'],
      }),
    ],
    takes: new Map([
      [writing.id, take(writing.id, SUBJECT, 'Aria', soFar(4), knownFacts)],
      [done.id, beekeeper(done.id)],
    ]),
    notes: [
      notesInfo(SUBJECT, 612, 0),
      notesInfo("The Beekeeper's Truce", 540, 1, true),
      notesInfo('Winter at Durnholde Ferry', 480, 2),
      notesInfo('Salt and Small Gods', 702, 4, true),
    ],
    models: [starter, ownModel, serverModel(northernServer.id, northernServer.name)],
    servers: [northernServer],
    downloads: [northernDownload],
    queue: {
      timeLeftS: null,
      held: false,
      paused: false,
      scarce: null,
      limit: 1,
      limits: { [northernServer.id]: 4 },
    },
  };
}

/** Every kind of row there is, and the longest words. */
function strange(): Scenario {
  const base = northern();
  const long =
    'The Unreasonably Long and Winding Chronicle of the Lighthouse Keeper’s Third Daughter and Her Many Misfortunes '.repeat(
      3,
    );
  base.rows = [
    row(1, {
      title: long,
      player: 'Bartholomew-Alexandrina of the Seven Outer Skerries',
      status: 'running',
      group: 'writing',
      total: 40,
      current: 17,
      stepNumber: 18,
      currentStep: long,
      startedAt: ago(5),
      actions: ['pause', 'cancel'],
    }),
    row(2, {
      title: 'research_agent',
      id: 'tasks/research_agent',
      source: 'other',
      status: 'running',
      group: 'writing',
      total: 4,
      current: 1,
      message: 'Searching for sources',
      startedAt: ago(1),
      model: null,
    }),
    row(3, {
      title: 'old-job',
      id: 'tasks/old-job',
      source: 'damaged',
      status: 'error',
      group: 'needsYou',
      total: 0,
      model: null,
      problem: { file: '.mythline/tasks/old-job.json', reason: 'The file ends in the middle of a word.' },
    }),
    row(4, {
      title: 'رسائل من الميناء <b>القديم</b> 🕯',
      status: 'paused',
      group: 'waiting',
      current: 2,
      total: 6,
      saved: false,
      startedAt: ago(9),
      finishedAt: ago(3),
      error: {
        code: 'disk_full',
        message: 'The disk is full. What was finished is kept; free some space and resume.',
      },
      actions: ['resume', 'cancel'],
    }),
  ];
  base.saving = { type: 'trouble', message: 'The disk is full. Changes wait in memory until there is room.' };
  base.takes = new Map();
  return base;
}

/** A computer on a battery that is nearly empty: what was written waits. */
function scarce(): Scenario {
  const base = northern();
  base.rows = base.rows.map((each) =>
    each.status === 'running'
      ? {
          ...each,
          status: 'paused',
          group: 'waiting',
          error: {
            code: 'low_battery',
            message: 'The battery is nearly empty. This goes on by itself when the computer is plugged in.',
          },
          actions: ['resume', 'writeNow', 'cancel'],
        }
      : each,
  );
  base.queue = { ...base.queue, scarce: 'battery' };
  return base;
}

function many(count: number): Scenario {
  const base = northern();
  for (let i = 0; i < count - 8; i += 1) {
    const made = row(0x100 + i, {
      title: `Tale ${i + 1} of the long shelf`,
      status: 'completed',
      group: 'finished',
      total: 7,
      current: 7,
      progress: 100,
      words: 500 + (i % 400),
      startedAt: ago(200 + i),
      finishedAt: ago(196 + i),
      actions: ['read', 'clean'],
    });
    base.rows.push(made);
  }
  return base;
}

function firstRun(): Scenario {
  return {
    ...northern(),
    name: 'Mythline',
    path: '~/Mythline',
    sample: SUBJECT,
    saving: { type: 'saved', at: null },
    watched: 3,
    rows: [],
    takes: new Map(),
    notes: [notesInfo(SUBJECT, 612, 0)],
    models: [starter],
    servers: [],
    downloads: [],
  };
}

const SCENARIOS: Record<string, () => Scenario> = {
  northern,
  strange,
  scarce,
  many: () => many(10_000),
  'first-run': firstRun,
  empty: () => ({ ...firstRun(), sample: null, notes: [], models: [] }),
  looking: () => ({
    ...northern(),
    access: { type: 'looking', owner: { pid: 4711, processStart: '1', program: 'mythline-desktop' } },
  }),
  shut: () => ({
    ...northern(),
    rows: northern().rows.map((each) => ({
      ...each,
      actions: each.actions.filter((action) => action === 'read'),
    })),
    access: { type: 'looking', owner: null },
  }),
  lost: () => ({ ...northern(), lost: true }),
};

export const scenario = (name: string): Scenario => (SCENARIOS[name] ?? northern)();
