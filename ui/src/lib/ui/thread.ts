/** How a story stands, as far as its thread shows it. */
export interface ThreadState {
  /** Scenes finished. */
  done: number;
  /** Scenes in all; 0 while unknown. */
  total: number;
  /** 0 to 100. */
  progress: number;
  /** Whether it is being written now. */
  alive: boolean;
}

export type Knot = { at: number; state: 'done' | 'now' | 'empty' };

/** Above this many scenes the knots would touch: a plain line takes their place. */
export const MOST_KNOTS = 24;

/** Where the knots are and how far the ink goes, in per cent of the line. */
export function thread({ done, total, progress, alive }: ThreadState): { ink: number; knots: Knot[] } {
  const inked = Math.min(100, Math.max(0, progress));
  if (total === 0 || total > MOST_KNOTS) return { ink: inked, knots: [] };
  const at = (index: number) => ((index + 0.5) / total) * 100;
  const knots = Array.from({ length: total }, (_, i): Knot => ({
    at: at(i),
    state: i < done ? 'done' : alive && i === done ? 'now' : 'empty',
  }));
  const lastDone = done > 0 ? at(Math.min(done, total) - 1) : 0;
  if (!alive) return { ink: done >= total ? 100 : lastDone, knots };
  // Between two knots the ink follows the writing, and never falls behind what is finished.
  return { ink: Math.max(lastDone, Math.min(inked, at(Math.min(done, total - 1)))), knots };
}
