import { beforeEach, expect, test, vi } from 'vitest';
import type { View, ViewEvent } from './generated/protocol';
import { JobsSubscription } from './jobs-subscription';

const program = vi.hoisted(() => ({
  send: (_: ViewEvent) => {},
  answer: (_command: string): Promise<ViewEvent | null> => Promise.resolve(null),
}));

vi.mock('@tauri-apps/api/core', () => ({
  Channel: class {
    constructor(hear: (event: ViewEvent) => void) {
      program.send = hear;
    }
  },
  invoke: (command: string) => program.answer(command),
}));

const view = { look: 1, list: {}, jobs: [] } as unknown as View;
const event = (seq: number) => ({ seq, look: 1 }) as ViewEvent;
let told: number[] = [];
const listen = (to: JobsSubscription) => to.listen(({ seq }) => void told.push(seq));

beforeEach(() => {
  told = [];
  program.answer = () => Promise.resolve(event(0));
});

test('what overtakes the first answer is told after it', async () => {
  const jobs = new JobsSubscription(view);
  program.send(event(1));
  await listen(jobs);
  program.send(event(2));
  expect(told).toEqual([0, 1, 2]);
});

test('what overtakes the answer of a look is told after it', async () => {
  const jobs = new JobsSubscription(view);
  await listen(jobs);
  let answer = (_: ViewEvent) => {};
  program.answer = () => new Promise((resolve) => (answer = resolve));
  const looked = jobs.lookAt(view);
  program.send(event(2));
  expect(told).toEqual([0]);
  answer(event(1));
  await looked;
  expect(told).toEqual([0, 1, 2]);
});

test('a message that is lost does not keep back the others for ever', async () => {
  const jobs = new JobsSubscription(view);
  await listen(jobs);
  for (let seq = 2; seq < 60; seq += 1) program.send(event(seq));
  expect(told.slice(0, 3)).toEqual([0, 2, 3]);
  expect(told.at(-1)).toBe(59);
});

test('nothing is told after the end', async () => {
  const jobs = new JobsSubscription(view);
  await listen(jobs);
  jobs.end();
  program.send(event(1));
  expect(told).toEqual([0]);
});
