/** What a letter is worth: right after the one before, at a word's beginning, anywhere. */
const NEXT = 6;
const BEGINS = 8;
const ANYWHERE = 1;
/** What each letter that is passed over between the first and the last costs. */
const GAP = 0.2;

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * How well a name has the letters that were typed, in their order; null when it does not have them. Case,
 * accents and the spaces between words do not matter.
 */
export function fits(typed: string, name: string): number | null {
  const wanted = folded(typed).replace(/\s+/g, '');
  const text = folded(name);
  let best: number | null = wanted === '' ? 0 : null;
  // The best way may begin at any place where the first letter stands.
  for (
    let start = text.indexOf(wanted[0] ?? '\0');
    start >= 0;
    start = text.indexOf(wanted[0] ?? '', start + 1)
  ) {
    const worth = from(text, wanted, start);
    if (worth !== null && (best === null || worth > best)) best = worth;
  }
  return best;
}

function from(text: string, wanted: string, start: number): number | null {
  let worth = 0;
  let before = start - 1;
  for (const letter of wanted) {
    const next = text[before + 1] === letter;
    const at = next ? before + 1 : text.indexOf(letter, before + 1);
    if (at < 0) return null;
    const begins = at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '');
    worth += (next && at > start ? NEXT : begins ? BEGINS : ANYWHERE) - GAP * (at - before - 1);
    before = at;
  }
  return worth;
}

/** Those that fit, the best first; as they were where they fit alike. */
export function fitting<T>(typed: string, all: readonly T[], name: (item: T) => string): T[] {
  const found = all.flatMap((item) => {
    const worth = fits(typed, name(item));
    return worth === null ? [] : [{ item, worth }];
  });
  return found.sort((a, b) => b.worth - a.worth).map(({ item }) => item);
}
