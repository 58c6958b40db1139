import type { Piece } from './scenes';

/** A sentence with what stands behind it: up to its mark, and the quotation mark that closes it. */
const SENTENCE = /[^.!?…]*[.!?…]+["'”’»)\]]*\s*|[^.!?…]+$/gu;

const bare = (sentence: string) => sentence.trim().replace(/\s+/g, ' ');

/** A paragraph cut into sentences; lit are those that the other text does not have. */
export function otherThan(paragraph: string, other: string): Piece[] {
  const had = new Set((other.match(SENTENCE) ?? []).map(bare));
  return (paragraph.match(SENTENCE) ?? [paragraph]).map((text) => ({
    text,
    lit: other !== '' && !had.has(bare(text)),
  }));
}
