import { describe, expect, it } from 'vitest';
import { applyText, countWords } from './text-buffer';
import { WordMeter } from './word-meter';
import { Pace } from './pace';
import { row } from '$lib/bridge/fake/samples';

describe('text as it comes', () => {
  it('is appended where the event says', () => {
    const first = applyText(undefined, { step: 's', try: 1, offset: 0, text: 'Fog came' });
    expect(applyText(first, { step: 's', try: 1, offset: 8, text: ' in.' }).text).toBe('Fog came in.');
  });

  it('is taken back when a try is refused', () => {
    const before = { attempt: 1, text: 'Kept. Refused and gone' };
    expect(applyText(before, { step: 's', try: 2, offset: 6, text: 'Better.' })).toEqual({
      attempt: 2,
      text: 'Kept. Better.',
    });
  });

  it('counts offsets in UTF-16 units', () => {
    const before = { attempt: 1, text: '🕯x' };
    expect(applyText(before, { step: 's', try: 1, offset: 2, text: 'y' }).text).toBe('🕯y');
  });

  it('has words where there is anything but white space', () => {
    expect(countWords('  one\n two  ')).toBe(2);
    expect(countWords('')).toBe(0);
  });
});

describe('words lately', () => {
  it('are those of the last ten seconds, less what was taken back', () => {
    const meter = new WordMeter();
    meter.add(5, 0);
    meter.add(4, 6_000);
    expect(meter.read(6_000)).toBe(9);
    expect(meter.read(11_000)).toBe(4);
    meter.add(-3, 12_000);
    expect(meter.read(12_000)).toBe(1);
    expect(meter.read(30_000)).toBe(0);
  });
});

describe('the pace', () => {
  const at = (progress: number) =>
    row(1, {
      title: 'x',
      status: 'running',
      group: 'writing',
      total: 10,
      progress,
      current: Math.floor(progress / 10),
    });

  it('is unknown till enough was seen', () => {
    const pace = new Pace();
    pace.see(at(0), 0);
    pace.see(at(3), 3_000);
    expect(pace.left(at(3))).toBeNull();
    pace.see(at(10), 10_000);
    expect(pace.left(at(10))).toBeCloseTo(90_000);
    expect(pace.whole(row(2, { title: 'y', status: 'queued', group: 'waiting', total: 5 }))).toBeCloseTo(
      50_000,
    );
  });

  it('does not count the time of a pause', () => {
    const pace = new Pace();
    pace.see(at(0), 0);
    pace.see(at(10), 10_000);
    pace.see({ ...at(10), status: 'paused' }, 10_000);
    pace.see(at(10), 500_000);
    pace.see(at(20), 510_000);
    expect(pace.left(at(20))).toBeCloseTo(80_000);
  });
});
