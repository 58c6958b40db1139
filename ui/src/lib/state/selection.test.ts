import { expect, it } from 'vitest';
import { Selection } from './selection.svelte';

it('marks a stretch from where the marking began, and another in its place', () => {
  const selection = new Selection();
  selection.only('c');
  selection.mark(['c', 'd'], 'd');
  expect([...selection.marked]).toEqual(['c', 'd']);
  selection.mark(['a', 'b', 'c'], 'a');
  expect([...selection.marked]).toEqual(['a', 'b', 'c']);
  expect([selection.current, selection.anchor]).toEqual(['a', 'c']);
});

it('forgets what was cleaned', () => {
  const selection = new Selection();
  selection.only('a');
  selection.toggle('b');
  selection.forget(['b']);
  expect([...selection.marked]).toEqual(['a']);
  expect(selection.current).toBeNull();
});
