import { expect, it } from 'vitest';
import { nextTime } from './time-of-day';

const NOON = Date.UTC(2026, 2, 11, 12, 0);
const HOUR = 3_600_000;

it('is found today, or else tomorrow', () => {
  expect(nextTime('23:30', NOON)).toBe(NOON + 11.5 * HOUR);
  expect(nextTime('06:00', NOON)).toBe(NOON + 18 * HOUR);
  expect(nextTime('12:00', NOON), 'now is over').toBe(NOON + 24 * HOUR);
});

it('is none where it is no time of day', () => {
  expect(['', '24:00', '7', '12:60', 'noon'].map((shown) => nextTime(shown, NOON))).toEqual(
    Array(5).fill(null),
  );
});
