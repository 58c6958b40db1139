import type { DialogueLine, Finding, StepView, TakeView } from '$lib/bridge/generated/protocol';
import type { LiveText } from '$lib/state/text-buffer';

/** A scene as the story tab shows it. */
export interface Scene {
  id: string;
  number: number;
  step: StepView;
  /** Narration, one string a paragraph; empty where it is dialogue. */
  paragraphs: string[];
  lines: DialogueLine[];
  /** Set while it is being written: which try. */
  attempt: number | null;
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

/** What there is to read: every scene that is written, and the one being written. */
export function scenes(take: TakeView, live: ReadonlyMap<string, LiveText>, alive: boolean): Scene[] {
  return take.steps.flatMap((step, index): Scene[] => {
    const number = index + 1;
    if (step.state !== 'planned') {
      return [
        { id: step.id, number, step, paragraphs: paragraphsOf(step.text), lines: step.lines, attempt: null },
      ];
    }
    const writing = live.get(step.id);
    if (!alive || writing === undefined) return [];
    const dialogue = step.subType === 'quest_dialogue';
    return [
      {
        id: step.id,
        number,
        step,
        paragraphs: dialogue ? [] : paragraphsOf(writing.text),
        lines: dialogue ? spokenLines(writing.text) : [],
        attempt: writing.attempt,
      },
    ];
  });
}

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
