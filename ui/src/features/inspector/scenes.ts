import type { DialogueLine, Finding, StepView, TakeView } from '$lib/bridge/generated/protocol';
import type { LiveText } from '$lib/state/text-buffer';

/** A step of the story that there is something of. */
export interface Part {
  step: StepView;
  /** Narration, one string a paragraph; empty where it is dialogue. */
  paragraphs: string[];
  lines: DialogueLine[];
  /** Set while it is being written: which try. */
  attempt: number | null;
  /** What was taken back of it just now. */
  taken: string;
}

/** What is told in one place: the opening, a scene with its narration and dialogue, the ending. */
export interface Scene {
  /** The id of its first step. */
  id: string;
  title: string;
  /** A scene has its number, from 1. */
  place: 'opening' | 'ending' | number;
  parts: Part[];
}

export const paragraphsOf = (text: string) => text.split(/\n\s*\n/).filter((part) => part.trim() !== '');

/** Lines of speech as they are streamed: a name, a colon, the words. The last may be cut short. */
export function spokenLines(text: string): DialogueLine[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const spoken = /^\s*([^:]{1,60}):\s*(.*)$/u.exec(line);
      return spoken ? { actor: spoken[1] ?? '', line: spoken[2] ?? '' } : { actor: '', line };
    });
}

/** What there is to read: every step that is written, and the one being written, scene by scene. */
export function scenes(take: TakeView, live: ReadonlyMap<string, LiveText>, alive: boolean): Scene[] {
  const all: Scene[] = [];
  let number = 0;
  for (const step of take.steps) {
    const last = all.at(-1);
    const part = partOf(step, alive ? live.get(step.id) : undefined);
    const parts = part === null ? [] : [part];
    if (step.stepType === 'quest' && typeof last?.place === 'number' && last.title === step.title) {
      last.parts.push(...parts);
      continue;
    }
    const place =
      step.stepType === 'introduction' ? 'opening' : step.stepType === 'conclusion' ? 'ending' : ++number;
    all.push({ id: step.id, title: step.title, place, parts });
  }
  return all.filter((scene) => scene.parts.length > 0);
}

function partOf(step: StepView, writing: LiveText | undefined): Part | null {
  if (writing === undefined) {
    if (step.state === 'planned') return null;
    return { step, paragraphs: paragraphsOf(step.text), lines: step.lines, attempt: null, taken: '' };
  }
  const dialogue = step.subType === 'quest_dialogue';
  return {
    step,
    paragraphs: dialogue ? [] : paragraphsOf(writing.text),
    lines: dialogue ? spokenLines(writing.text) : [],
    attempt: writing.attempt,
    taken: writing.taken,
  };
}

/** Whether something in a scene wants a look. */
export const wantsLook = (scene: Scene) => scene.parts.some(({ step }) => step.state === 'look_at');

/** A piece of text, lit or not. */
export interface Piece {
  text: string;
  lit: boolean;
}

/** Cuts a text where the words that a finding is about begin and end. */
export function light(text: string, findings: readonly Finding[]): Piece[] {
  const ranges: [number, number][] = [];
  for (const { quote } of findings) {
    const at = quote === '' ? -1 : text.indexOf(quote);
    if (at >= 0) ranges.push([at, at + quote.length]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const pieces: Piece[] = [];
  let done = 0;
  for (const [from, to] of ranges) {
    if (from < done) continue;
    if (from > done) pieces.push({ text: text.slice(done, from), lit: false });
    pieces.push({ text: text.slice(from, to), lit: true });
    done = to;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), lit: false });
  return pieces;
}

/** Cuts a text where words that are searched for begin and end, whatever their case. */
export function find(text: string, wanted: string): Piece[] {
  const words = wanted.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (words === '') return [{ text, lit: false }];
  return text
    .split(new RegExp(`(${words})`, 'giu'))
    .map((piece, index) => ({ text: piece, lit: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
