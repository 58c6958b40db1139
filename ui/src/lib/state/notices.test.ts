import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JobStatus } from '$lib/bridge/generated/protocol';
import { Notices } from './notices';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function heard(...batches: [string, JobStatus][][]): string[] {
  const said: string[] = [];
  const notices = new Notices((title, body) => said.push(`${title}: ${body}`));
  for (const batch of batches) {
    notices.hear(batch.map(([title, status]) => ({ id: title, title, status })));
    vi.advanceTimersByTime(200);
  }
  vi.advanceTimersByTime(10_000);
  return said;
}

it('one story that ended is named', () => {
  expect(heard([['Tower', 'completed']])).toEqual(['Tower: The story is finished.']);
  expect(heard([['Tower', 'error']])).toEqual(['Tower: It needs you.']);
});

it('what ends close together is said once', () => {
  expect(heard([['Tower', 'completed']], [['Keep', 'completed']], [['Hut', 'error']])).toEqual([
    '2 stories finished, 1 needs you: Tower, Keep, Hut',
  ]);
});

it('what goes on again, or only waits, is no news', () => {
  expect(heard([['Tower', 'interrupted']], [['Tower', 'queued']])).toEqual([]);
  expect(heard([['Tower', 'running']], [['Keep', 'paused']])).toEqual([]);
});
