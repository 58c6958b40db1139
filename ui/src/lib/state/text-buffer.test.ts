import { describe, expect, it } from 'vitest';
import { applyText, countWords } from './text-buffer';
import { WordMeter } from './word-meter';

describe('text as it comes', () => {
  it('is appended where the event says', () => {
    const first = applyText(undefined, { step: 's', try: 1, offset: 0, text: 'Fog came' });
    expect(applyText(first, { step: 's', try: 1, offset: 8, text: ' in.' }).text).toBe('Fog came in.');
  });

  it('is taken back when a try is refused', () => {
    const before = { attempt: 1, text: 'Kept. Refused and gone', taken: '' };
    const after = applyText(before, { step: 's', try: 2, offset: 6, text: 'Better.' });
    expect(after).toEqual({ attempt: 2, text: 'Kept. Better.', taken: 'Refused and gone' });
    expect(applyText(after, { step: 's', try: 2, offset: 13, text: ' On.' }).taken).toBe('Refused and gone');
  });

  it('counts offsets in UTF-16 units', () => {
    const before = { attempt: 1, text: '🕯x', taken: '' };
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
