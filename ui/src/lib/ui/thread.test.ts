import { describe, expect, it } from 'vitest';
import { MOST_KNOTS, thread } from './thread';

const inks = (total: number) =>
  Array.from({ length: 101 }, (_, progress) =>
    thread({ done: Math.floor((progress / 100) * total), total, progress, alive: true }),
  ).map(({ ink }) => ink);

describe('the thread', () => {
  it('has a knot in the middle of each scene', () => {
    const { knots } = thread({ done: 1, total: 4, progress: 30, alive: true });
    expect(knots.map(({ at }) => at)).toEqual([12.5, 37.5, 62.5, 87.5]);
    expect(knots.map(({ state }) => state)).toEqual(['done', 'now', 'empty', 'empty']);
  });

  it('never loses ink while it is written', () => {
    for (const total of [1, 3, 9, 24, 40]) {
      const seen = inks(total);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    }
  });

  it('ends at the last finished scene when it stands still, and has no pen', () => {
    const { ink, knots } = thread({ done: 3, total: 8, progress: 44, alive: false });
    expect(ink).toBe(knots[2]?.at);
    expect(knots.some(({ state }) => state === 'now')).toBe(false);
    expect(thread({ done: 0, total: 8, progress: 5, alive: false }).ink).toBe(0);
    expect(thread({ done: 8, total: 8, progress: 100, alive: false }).ink).toBe(100);
  });

  it('is a plain line beyond what can be told apart, and while the scenes are unknown', () => {
    expect(thread({ done: 2, total: MOST_KNOTS, progress: 8, alive: true }).knots).toHaveLength(MOST_KNOTS);
    expect(thread({ done: 2, total: MOST_KNOTS + 1, progress: 8, alive: true })).toEqual({
      ink: 8,
      knots: [],
    });
    expect(thread({ done: 0, total: 0, progress: 140, alive: true }).ink).toBe(100);
  });
});
