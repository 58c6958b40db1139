import { describe, expect, it } from 'vitest';
import { Lines } from './lines';

const groups = { writing: 1, waiting: 2, needsYou: 0, finished: 3 };

describe('the lines of the list', () => {
  const lines = new Lines(6, groups, null);

  it('has a heading over each group with something in it', () => {
    expect(lines.count).toBe(9);
    expect(Array.from({ length: 9 }, (_, line) => lines.at(line))).toEqual([
      { group: 'writing' },
      { place: 0, first: true },
      { group: 'waiting' },
      { place: 1, first: true },
      { place: 2, first: false },
      { group: 'finished' },
      { place: 3, first: true },
      { place: 4, first: false },
      { place: 5, first: false },
    ]);
  });

  it('knows the line of every row, and the row from every line on', () => {
    for (let place = 0; place < 6; place += 1) {
      expect(lines.at(lines.of(place))).toMatchObject({ place });
      expect(lines.placeFrom(lines.of(place))).toBe(place);
    }
    expect([lines.placeFrom(0), lines.placeFrom(2), lines.placeFrom(5)]).toEqual([0, 1, 3]);
  });

  it('has one heading where the list is narrowed to a group', () => {
    const narrowed = new Lines(2, groups, 'waiting');
    expect([narrowed.count, narrowed.at(0), narrowed.at(2)]).toEqual([
      3,
      { group: 'waiting' },
      { place: 1, first: false },
    ]);
    expect(new Lines(0, groups, null).count).toBe(0);
  });
});
