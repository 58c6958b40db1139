import { describe, expect, it } from 'vitest';
import { changeBetween, findIn, rowsOf, withRoom } from './put-right';

const NOTES = '# The ferry\n\n## People\n\n- Ida, she\n- Per\n\n## What happens\n\nIda rows.\n';

/** The text with a bar where the next letter goes. */
const typed = (text: string, part: 'people' | 'places' | 'questions') => {
  const { text: grown, at } = withRoom(
    text,
    part,
    { people: 'People', places: 'Places', questions: 'Questions' }[part],
  );
  return `${grown.slice(0, at)}|${grown.slice(at)}`;
};

describe('a line more', () => {
  it('goes below the last one under its heading', () => {
    expect(typed(NOTES, 'people')).toBe(NOTES.replace('- Per\n', '- Per\n- |\n'));
  });

  it('has its heading made at the end where there is none', () => {
    expect(typed(NOTES, 'places')).toBe(`${NOTES.trimEnd()}\n\n## Places\n\n- |\n`);
    expect(typed('', 'people')).toBe('## People\n\n- |\n');
  });

  it('is the one that waits to be filled in', () => {
    expect(typed('## People\n\n- \n\n## Places\n\n- \n', 'people')).toBe(
      '## People\n\n- |\n\n## Places\n\n- \n',
    );
    expect(typed('## People\n\n## Places\n', 'people')).toBe('## People\n\n- |\n\n## Places\n');
  });

  it('knows headings of other forms and in German', () => {
    expect(typed('**Personen**\nIda\n\nSie rudert.', 'people')).toContain('|');
    expect(typed('Orte:\n- Skarne', 'places')).toBe('Orte:\n- Skarne\n- |');
  });
});

describe('a text that became another', () => {
  const changed = (before: string, after: string) => {
    const change = changeBetween(before, after);
    return change && before.slice(0, change.from) + change.words + before.slice(change.to);
  };

  it('is told by what was put in the place of what, and no more', () => {
    expect(changeBetween('Ida rows.', 'Ida never rows.')).toEqual({ from: 4, to: 4, words: 'never ' });
    expect(changeBetween('Ida rows.', 'Ida.')).toEqual({ from: 3, to: 8, words: '' });
    expect(changeBetween('aa', 'aaa')).toEqual({ from: 2, to: 2, words: 'a' });
    expect(changeBetween('Ida', 'Ida')).toBeNull();
  });

  it('has no letter torn apart', () => {
    expect(changeBetween('a😀b', 'a😁b')).toEqual({ from: 1, to: 3, words: '😁' });
    expect(changeBetween('a𐐀b', 'a😀b')).toEqual({ from: 1, to: 3, words: '😀' });
    expect(changed('😀😀', '😀')).toBe('😀');
  });
});

describe('what was understood', () => {
  it('is found in the notes as whole words', () => {
    const text = 'Idaho is far. Ida rows.';
    expect(findIn(text, 'Ida')).toEqual({ from: 14, to: 17 });
    expect(findIn('The customs house stood.', 'the customs house')).toEqual({ from: 0, to: 17 });
    expect(findIn(text, 'Per')).toBeNull();
  });

  it('stands in a row that is counted as lines break', () => {
    expect([rowsOf('', 10), rowsOf('a\n\nb', 10), rowsOf('a'.repeat(21), 10)]).toEqual([1, 3, 3]);
  });
});
