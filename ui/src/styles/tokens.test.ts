import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The tokens of light, or of dark. */
function tokens(dark: boolean): Record<string, string> {
  const pairs = css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g);
  return Object.fromEntries([...pairs].map((found) => [found[1], found[dark ? 3 : 2]]));
}

/** Relative luminance after WCAG 2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['paper', 'surface', 'rail', 'select'];
const TEXTS: Record<string, string[]> = {
  ink: [...GROUNDS, 'mark', 'bad-soft', 'live-soft'],
  'ink-2': [...GROUNDS, 'mark'],
  'ink-3': ['paper', 'surface', 'rail', 'select'],
  live: ['paper', 'surface', 'select'],
  bad: [...GROUNDS],
  wait: [...GROUNDS],
};

describe.each([
  ['light', tokens(false)],
  ['dark', tokens(true)],
])('%s', (_, colours) => {
  const colour = (name: string) => colours[name] ?? '#000000';

  it.each(Object.entries(TEXTS))('%s can be read on what it stands on', (text, grounds) => {
    for (const ground of grounds) {
      expect(contrast(colour(text), colour(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(['live', 'bad', 'wait', 'ink'])(
    'a thread in %s can be told from its ground and its bare part',
    (tone) => {
      for (const behind of [...GROUNDS, 'knot']) {
        expect(contrast(colour(tone), colour(behind)), behind).toBeGreaterThanOrEqual(3);
      }
    },
  );

  it('borders of controls can be seen', () => {
    for (const ground of ['paper', 'surface', 'select']) {
      expect(contrast(colour('edge'), colour(ground)), ground).toBeGreaterThanOrEqual(3);
    }
  });
});
