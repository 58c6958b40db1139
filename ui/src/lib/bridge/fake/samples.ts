import type {
  Capabilities,
  Fact,
  JobRow,
  ModelInfo,
  NotesInfo,
  StepView,
  TakeView,
} from '../generated/protocol';

export const MINUTE = 60_000;

/** A row with what is usual for its state; ids are made from a number, so that they stay. */
export function row(
  number: number,
  wanted: Partial<JobRow> & Pick<JobRow, 'title' | 'status' | 'group'>,
): JobRow {
  const now = Date.now();
  const total = wanted.total ?? 9;
  return {
    id: `${(0x3f6c1e00 + number).toString(16)}-58b2-4d0e-9a77-1c5be2f40d93`,
    source: 'mythline',
    subject: wanted.title,
    player: null,
    message: '',
    progress: ((wanted.current ?? 0) / total) * 100,
    current: 0,
    total,
    currentStep: null,
    stepNumber: (wanted.current ?? 0) + 1,
    totalSteps: total,
    words: 0,
    toLookAt: 0,
    timeLeftS: null,
    model: 'smollm2-135m',
    saved: true,
    place: null,
    createdAt: now - number * MINUTE,
    startAt: null,
    startedAt: null,
    finishedAt: null,
    attempt: 1,
    error: null,
    problem: null,
    actions: [],
    ...wanted,
  };
}

export const starterSeen: Capabilities = {
  tokensPerS: 112,
  firstTokenMs: 420,
  keepsForm: false,
  readsNotes: false,
};

export const starter: ModelInfo = {
  id: 'smollm2-135m',
  name: 'SmolLM2',
  origin: 'starter',
  bytes: 98_362_432,
  memory: 276_000_000,
  fit: 'fits',
  licence: 'Apache-2.0',
  maySell: true,
  note: 'Retells your notes faithfully and invents little.',
  seen: starterSeen,
  isDefault: true,
  problem: null,
  file: null,
  hub: null,
};

export const ownModel: ModelInfo = {
  ...starter,
  id: 'qwen2.5-1.5b',
  name: 'Qwen2.5 1.5B Instruct',
  origin: 'file',
  bytes: 1_117_320_768,
  memory: 1_600_000_000,
  fit: 'tight',
  note: 'Writes whole scenes that hold together.',
  seen: { tokensPerS: 23, firstTokenMs: 1900, keepsForm: true, readsNotes: true },
  isDefault: false,
  file: { architecture: 'qwen2', packing: 'Q4_K_M', context: 32_768, instructs: true },
};

/** Facts from lines of notes. */
export const facts = (lines: [number, string][]): Fact[] =>
  lines.map(([line, text], i) => ({ id: `f${i + 1}`, line, text }));

export function step(number: number, wanted: Partial<StepView> & Pick<StepView, 'title'>): StepView {
  const text = wanted.text ?? '';
  const spoken = (wanted.lines ?? []).map(({ line }) => line).join(' ');
  const written = `${text} ${spoken}`.trim();
  return {
    id: `s${number}`,
    stepType: 'quest',
    subType: wanted.lines ? 'quest_dialogue' : 'quest_execution',
    state: written === '' ? 'planned' : 'done',
    tries: written === '' ? 0 : 1,
    wordsAsked: 90,
    words: written === '' ? 0 : written.split(/\s+/).length,
    text,
    lines: [],
    facts: [],
    findings: [],
    lock: false,
    wish: '',
    byHand: false,
    ...wanted,
  };
}

export function take(id: string, title: string, player: string, steps: StepView[], known: Fact[]): TakeView {
  const given = new Set(steps.flatMap((each) => each.facts.map((use) => use.fact)));
  return {
    id,
    title,
    subject: title,
    player,
    playerNote: null,
    model: starter.name,
    words: steps.reduce((sum, each) => sum + each.words, 0),
    steps,
    facts: known,
    unused: known.filter((fact) => !given.has(fact.id)).map((fact) => fact.id),
    planWaits: false,
    again: null,
  };
}

export const notesInfo = (subject: string, words: number, daysAgo: number, hasStory = false): NotesInfo => ({
  subject,
  words,
  changedAt: Date.now() - daysAgo * 24 * 60 * MINUTE - 1000,
  hasStory,
  problem: null,
});
