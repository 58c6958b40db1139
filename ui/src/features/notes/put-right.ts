/** Where the words of a line stand in a text. */
export interface Span {
  from: number;
  to: number;
}

/** Headings under which the reader of notes looks for people, places and questions. */
const HEADINGS = {
  people: ['people', 'characters', 'cast', 'persons', 'who', 'personen', 'figuren', 'leute'],
  places: ['places', 'locations', 'place', 'location', 'where', 'orte'],
  questions: ['questions', 'open questions', 'fragen', 'offene fragen', 'unknown', 'to find out'],
};
export type Part = keyof typeof HEADINGS;

/** The line in which a name or a sentence is first met, as a whole word; the words alone are meant. */
export function findIn(text: string, words: string): Span | null {
  const letter = /[\p{L}\p{N}]/u;
  let from = text.indexOf(words);
  while (from >= 0) {
    const to = from + words.length;
    if (!letter.test(text[from - 1] ?? ' ') && !letter.test(text[to] ?? ' ')) return { from, to };
    from = text.indexOf(words, from + 1);
  }
  // A name is listed in one spelling, and may stand in another where a sentence begins with it.
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  return at < 0 ? null : { from: at, to: at + words.length };
}

/** What a line says as a heading: `## People`, `**People**`, `People:`. Null for any other. */
function headingOf(line: string): string | null {
  const found = /^\s*(?:#{1,6}\s+(.+?)\s*#*|\*\*(.+?)\*\*:?|([^:]{1,40}):)\s*$/u.exec(line);
  const said = found?.[1] ?? found?.[2] ?? found?.[3];
  return said === undefined ? null : said.replace(/[:*]/g, '').trim().toLowerCase();
}

/**
 * A text with room for one more line under a part's heading, which is made at the end where there is none; and where
 * that line is typed.
 */
export function withRoom(text: string, part: Part, heading: string): { text: string; at: number } {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => HEADINGS[part].includes(headingOf(line) ?? ''));
  if (begin < 0) {
    const before = text.trimEnd();
    const grown = `${before}${before === '' ? '' : '\n\n'}## ${heading}\n\n- `;
    return { text: `${grown}\n`, at: grown.length };
  }
  const next = lines.findIndex((line, at) => at > begin && headingOf(line) !== null);
  const end = next < 0 ? lines.length : next;
  const filled = lines.slice(begin + 1, end).findLastIndex((line) => line.trim() !== '');
  // Right below the last line that says something; below the heading with a line between.
  const put = filled < 0 ? ['', '- '] : ['- '];
  const after = begin + 1 + (filled < 0 ? 0 : filled + 1);
  // A line that waits to be filled in is used.
  const waiting = filled >= 0 && /^\s*[-*+]\s*$/.test(lines[after - 1] ?? '');
  if (waiting) lines[after - 1] = '- ';
  else lines.splice(after, 0, ...put);
  const last = waiting ? after : after + put.length;
  return { text: lines.join('\n'), at: lines.slice(0, last).join('\n').length };
}

/** What was put in the place of what, where a text became another; null where it did not. */
export function changeBetween(before: string, after: string): (Span & { words: string }) | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  if (isSecondHalf(before[from]) || isSecondHalf(after[from])) from -= 1;
  let same = 0;
  while (same < most - from && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  if (same > 0 && isSecondHalf(before.at(-same))) same -= 1;
  return { from, to: before.length - same, words: after.slice(from, after.length - same) };
}

/** Some letters are two in a string, and are not torn apart. */
const isSecondHalf = (unit = '') => unit >= '\uDC00' && unit <= '\uDFFF';

/** How many rows a text has where lines break after so many letters. */
export function rowsOf(text: string, columns: number): number {
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
}
