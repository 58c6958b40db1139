import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const require = createRequire(new URL('../../ui/package.json', import.meta.url));
const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export interface Violation {
  id: string;
  nodes: { target: string[] }[];
}

/** Runs axe in a page. It is put in by the browser itself, which the page's policy does not forbid. */
export class AxeBuilder {
  constructor(private readonly page: Page) {}

  async violations(): Promise<Violation[]> {
    await this.page.evaluate(SOURCE);
    return this.page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: Violation[] }> };
      };
      return (await axe.run()).violations;
    });
  }
}
