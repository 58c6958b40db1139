import { describe, expect, it } from 'vitest';
import { chooseLocale } from '.';
import { de } from './de';
import { en } from './en';
import { createFormat } from './format';

const NOW = Date.UTC(2026, 2, 11, 12, 0);
const HOUR = 3_600_000;

/** Every path in a catalogue, and what stands there. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

describe('formats', () => {
  const f = createFormat('en-GB');

  it('says lengths of time in words of honest coarseness', () => {
    expect([900, 2_000, 59_000, 61_000, 240_000, 3 * HOUR].map(f.span)).toEqual([
      '1 s',
      '2 s',
      '59 s',
      '1 min',
      '4 min',
      '3 h',
    ]);
  });

  it('says days as people do', () => {
    expect(f.day(NOW - HOUR, NOW)).toBe('today');
    expect(f.day(NOW - 24 * HOUR, NOW)).toBe('yesterday');
    expect(f.day(NOW + 24 * HOUR, NOW)).toBe('tomorrow');
    expect(f.day(NOW - 48 * HOUR, NOW)).toBe('Monday');
    expect(f.day(NOW - 30 * 24 * HOUR, NOW)).toBe('9 Feb 2026');
    expect(f.moment(NOW, NOW)).toBe('12:00');
    expect(f.moment(NOW - 24 * HOUR, NOW)).toBe('yesterday, 12:00');
  });

  it('says sizes', () => {
    expect([12, 3_900, 98_362_432, 1_117_320_768].map(f.bytes)).toEqual([
      '12 B',
      '3.9 KB',
      '98.4 MB',
      '1.1 GB',
    ]);
    expect(createFormat('de').bytes(3_900)).toBe('3,9 KB');
    expect(f.bytesIn(2_500_000_000, 40_000_000)).toBe('0.0');
    expect(f.bytesIn(98_000_000, 9_600_000)).toBe('9.6');
  });
});

describe('the catalogues', () => {
  it('are chosen by the first language that there is one for', () => {
    expect(chooseLocale(['fr', 'de-AT', 'en'])).toBe('de-AT');
    expect(chooseLocale(['ja'])).toBe('en');
  });

  it('count in words', () => {
    const t = en(createFormat('en-GB'));
    expect(t.words(1)).toBe('1 word');
    expect(t.words(1200)).toBe('1,200 words');
    expect([30, 60, 180, 3_600, 7_200].map(t.left)).toEqual([
      'less than a minute',
      'about 1 min',
      'about 3 min',
      'more than an hour',
      'more than 2 hours',
    ]);
    expect(t.said.cleaned(1)).toBe('One job cleaned. Its story stays.');
    expect(de(createFormat('de')).words(1200)).toBe('1.200 Wörter');
  });

  it('say everything in every language, and nothing in two', () => {
    // What stands instead of the program's own sentences, which are English.
    const own = ([path]: [string, unknown]) => !/^\.(errors|models\.goodFor)/.test(path);
    const english = new Map(leaves(en(createFormat('en'))).filter(own));
    const german = leaves(de(createFormat('de'))).filter(own);
    expect(german.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    const untranslated = german.filter(
      ([path, text]) => typeof text === 'string' && english.get(path) === text,
    );
    expect(untranslated).toEqual([]);
  });
});
