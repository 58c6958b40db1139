import type { Fact, TakeView } from '$lib/bridge/generated/protocol';
import type { Scene } from './scenes';

/** A line of the notes beside a scene. */
export interface NoteLine {
  fact: Fact;
  /** `used` in this scene, given to it but `missing`, or only `near` it. */
  state: 'used' | 'missing' | 'near';
}

/** The lines that a scene was given, in the order of the notes, with the one before them. */
export function linesFor(take: TakeView, scene: Scene): NoteLine[] {
  const given = new Map<string, boolean>();
  for (const { step } of scene.parts) {
    for (const { fact, found } of step.facts) given.set(fact, found || given.get(fact) === true);
  }
  const first = take.facts.findIndex((fact) => given.has(fact.id));
  return take.facts.flatMap((fact, index): NoteLine[] => {
    const found = given.get(fact.id);
    if (found !== undefined) return [{ fact, state: found ? 'used' : 'missing' }];
    return index === first - 1 && !take.unused.includes(fact.id) ? [{ fact, state: 'near' }] : [];
  });
}

/** The lines that no scene was given. */
export function unusedLines(take: TakeView): Fact[] {
  return take.facts.filter((fact) => take.unused.includes(fact.id));
}
