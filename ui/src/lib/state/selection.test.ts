import { expect, it } from 'vitest';
import { Selection } from './selection.svelte';

const order = ['a', 'b', 'c', 'd'];

it('extends from where it began, in both directions', () => {
  const selection = new Selection();
  selection.only('c');
  selection.extend('d', order);
  expect([...selection.marked]).toEqual(['c', 'd']);
  selection.extend('a', order);
  expect([...selection.marked]).toEqual(['a', 'b', 'c']);
  expect(selection.current).toBe('a');
});

it('forgets what was cleaned', () => {
  const selection = new Selection();
  selection.only('a');
  selection.toggle('b');
  selection.forget(['b']);
  expect([...selection.marked]).toEqual(['a']);
  expect(selection.current).toBeNull();
});
