import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Window, type Look } from './window';

let window: Window;
let problems: string[] = [];
/** The page of the test that runs: each has one of its own. */
export let page: Page;

beforeAll(async () => {
  window = await Window.launch();
});
afterEach(async () => {
  expect(problems).toEqual([]);
  await page.context().close();
});
afterAll(() => window.close());

/** Opens the window for a test. What it reports as an error fails the test. */
export async function open(look: Look): Promise<void> {
  ({ page, problems } = await window.open(look));
}

export const row = (name: RegExp): Locator => page.getByRole('row', { name });
