import { describe, expect, it } from 'vitest';
import { beekeeper } from '$lib/bridge/fake/beekeeper';
import { whole } from '$lib/bridge/fake/lamplighters';
import { step, take } from '$lib/bridge/fake/samples';
import { otherThan } from './compare';
import { changedLines, folders, jsonKey } from './file-text';
import { linesFor, unusedLines } from './from-notes';
import { atLeast, logLine } from './log';
import { light, scenes, spokenLines, find } from './scenes';

const finding = (quote: string) => ({ rule: 'pronoun' as const, message: '', quote, fact: null });

describe('scenes', () => {
  const planned = whole.map((step) =>
    step.id === 's5' ? { ...step, state: 'planned' as const, lines: [] } : step,
  );
  const story = take('t', 'Saltmere', 'Aria', planned, []);

  it('show what is written, and the one being written while it is', () => {
    const live = new Map([['s5', { attempt: 2, text: 'Aria: I lit it.\nWarden Ost: Nob', taken: '' }]]);
    const shown = scenes(story, live, true);
    expect(shown).toHaveLength(9);
    const lines = [
      { actor: 'Aria', line: 'I lit it.' },
      { actor: 'Warden Ost', line: 'Nob' },
    ];
    expect(shown[4]).toMatchObject({ place: 4, parts: [{ attempt: 2, lines }] });
    expect(scenes(story, live, false)).toHaveLength(8);
  });

  it('hold the steps of one scene together, and number scenes alone', () => {
    const titles = ['Hallin', 'Before light', 'Before light', 'Two pounds', 'Afterwards'];
    const steps = titles.map((title, index) => ({
      ...step(index + 1, { title, text: 'Told.' }),
      stepType:
        index === 0 ? ('introduction' as const) : index === 4 ? ('conclusion' as const) : ('quest' as const),
    }));
    const told = scenes(take('t', 'Hallin', 'Nell', steps, []), new Map(), false);
    expect(told.map(({ place, title, parts }) => [place, title, parts.length])).toEqual([
      ['opening', 'Hallin', 1],
      [1, 'Before light', 2],
      [2, 'Two pounds', 1],
      ['ending', 'Afterwards', 1],
    ]);
  });

  it('read lines of speech that are cut anywhere', () => {
    expect(spokenLines('Ari')).toEqual([{ actor: '', line: 'Ari' }]);
    expect(spokenLines('Aria:')).toEqual([{ actor: 'Aria', line: '' }]);
    expect(spokenLines('Aria: At ten: now')).toEqual([{ actor: 'Aria', line: 'At ten: now' }]);
  });

  it('light the words in question and lose none', () => {
    const text = 'for once she set down the basket before speaking';
    const pieces = light(text, [
      finding('she set down'),
      finding('the basket'),
      finding('not there'),
      finding(''),
    ]);
    expect(pieces.map(({ text: piece }) => piece).join('')).toBe(text);
    expect(pieces.filter(({ lit }) => lit).map(({ text: piece }) => piece)).toEqual([
      'she set down',
      'the basket',
    ]);
  });

  it('light overlapping words once', () => {
    const pieces = light('abcdef', [finding('abcd'), finding('cdef')]);
    expect(pieces.map(({ text }) => text).join('')).toBe('abcdef');
  });
});

describe('the notes beside the text', () => {
  it('say which lines are used, missing, near and unused', () => {
    const story = beekeeper('b');
    const wall = scenes(story, new Map(), false).find((scene) => scene.title === 'At the wall');
    const lines = wall ? linesFor(story, wall) : [];
    expect(lines.map(({ fact, state }) => [fact.line, state])).toEqual([
      [14, 'near'],
      [15, 'used'],
      [22, 'used'],
      [23, 'used'],
      [24, 'missing'],
    ]);
    expect(unusedLines(story).map(({ line }) => line)).toEqual([31]);
  });
});

describe('files', () => {
  const file = (path: string) => ({ key: path, path, bytes: 1, changedAt: 0 });

  it('stand under the folder of the story and that of the program', () => {
    const id = '3f6c1e0a-58b2-4d0e-9a77-1c5be2f40d93';
    const tree = folders([
      file('output/Saltmere/research.md'),
      file(`output/Saltmere/takes/${id}/take.json`),
      file(`.mythline/tasks/${id}.json`),
    ]);
    expect(tree.map(({ path, files }) => [path, files.map(({ name }) => name)])).toEqual([
      ['output/Saltmere/', ['research.md', 'takes/3f6c1e0a-…/take.json']],
      ['.mythline/', [`tasks/${id}.json`]],
    ]);
  });

  it('have keys of JSON told apart, and nothing else', () => {
    expect(jsonKey('  "a\\"b": {"c": 1}')).toEqual(['  ', '"a\\"b"', ': {"c": 1}']);
    expect(jsonKey('  "only a string",')).toBeNull();
    expect(jsonKey('plain')).toBeNull();
  });

  it('have only the lines lit that were not there', () => {
    expect([...changedLines(['a', 'b', 'b'], ['a', 'x', 'b', 'b', 'b'])]).toEqual([1, 4]);
    expect([...changedLines(['a'], ['a'])]).toEqual([]);
  });
});

describe('words that are searched for', () => {
  const lit = (text: string, wanted: string) =>
    find(text, wanted)
      .filter((piece) => piece.lit)
      .map((piece) => piece.text);

  it('are lit wherever they stand, whatever their case, and the text stays whole', () => {
    expect(lit('Fog, and fog again.', 'fog')).toEqual(['Fog', 'fog']);
    expect(
      find('Fog, and fog again.', 'fog')
        .map((piece) => piece.text)
        .join(''),
    ).toBe('Fog, and fog again.');
  });

  it('are words, not a pattern', () => {
    expect(lit('What? (Nothing.)', '(nothing.')).toEqual(['(Nothing.']);
    expect(lit('abc', '.')).toEqual([]);
    expect(lit('abc', ' ')).toEqual([]);
  });
});

describe('tries side by side', () => {
  it('have the sentences lit that the other does not have, and lose no letter', () => {
    const other = 'She rowed. “It is late.” Nobody came';
    const pieces = otherThan('She rowed. He waited! “It is late.” Nobody came', other);
    expect(pieces.filter(({ lit }) => lit).map(({ text }) => text)).toEqual(['He waited! ']);
    expect(pieces.map(({ text }) => text).join('')).toBe('She rowed. He waited! “It is late.” Nobody came');
    expect(otherThan('She rowed.', '')).toEqual([{ text: 'She rowed.', lit: false }]);
    expect(otherThan('…', 'x').map(({ text }) => text)).toEqual(['…']);
  });
});

describe('a log', () => {
  const lines = [
    '2026-03-11T11:04:02Z INFO  Run 1 begins.',
    '2026-03-11T11:04:40Z WARN  Tried again.',
    '2026-03-11T11:05:12Z ERROR Refused.',
    '  status 401',
    '2026-03-11T11:05:13Z TRACE done',
  ];

  it('has lines with a time, a level and what is said', () => {
    expect(logLine(lines[1] ?? '')).toEqual({
      time: '2026-03-11T11:04:40Z',
      level: 'WARN',
      said: 'Tried again.',
    });
    expect(logLine('  status 401')).toBeNull();
    expect(logLine('2026-03-11T11:05:13Z TRACE done')?.level).toBe('DEBUG');
  });

  it('is narrowed by level, and what goes on from a line goes with it', () => {
    expect(atLeast(lines, 'DEBUG')).toEqual([true, true, true, true, true]);
    expect(atLeast(lines, 'WARN')).toEqual([false, true, true, true, false]);
    expect(atLeast(lines, 'ERROR')).toEqual([false, false, true, true, false]);
  });
});
