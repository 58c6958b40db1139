import { describe, expect, it } from 'vitest';
import { fits, fitting } from './fuzzy';

const NAMES = ['Clean finished', 'New story', 'Queue', 'Go to Notes', 'Import notes', 'Ränder'];
const found = (typed: string) => fitting(typed, NAMES, (name) => name);

describe('what was typed', () => {
  it('finds names that have its letters in order, the best first', () => {
    expect(found('ns')[0]).toBe('New story');
    expect(found('notes')).toEqual(['Go to Notes', 'Import notes']);
    expect(found('cf')).toEqual(['Clean finished']);
    expect(found('impn')).toEqual(['Import notes']);
  });

  it('does not mind case, accents and spaces', () => {
    expect(found('RANDER')).toEqual(['Ränder']);
    expect(found('new  st')).toEqual(['New story']);
  });

  it('finds all when it is empty, as they were, and nothing when letters are missing', () => {
    expect(found(' ')).toEqual(NAMES);
    expect(found('zebra')).toEqual([]);
    expect(fits('eun', 'Queue'), 'the order counts').toBeNull();
  });

  it('likes letters that stand together, wherever they begin', () => {
    expect(fits('que', 'a quiet queue') ?? 0).toBeGreaterThan(fits('que', 'a quiet place, utterly e') ?? 0);
  });
});
