import { existsSync, mkdirSync } from 'node:fs';
import { AxeBuilder, type Violation } from './axe';
import { chromium, type Browser, type Page } from 'playwright-core';
import { serve } from './serve';

const ROOT = new URL('../../', import.meta.url).pathname;
const CHROMIUM = process.env.MYTHLINE_CHROMIUM ?? '/usr/bin/chromium';
/** The time of all that stands still. */
const STILL = new Date('2026-03-11T11:06:00Z');
/** Beyond Latin and its punctuation. */
const FOREIGN = /(?!\p{Script=Latin}|\p{Script=Common})./u;
export const SCREENS = `${ROOT}target/screens/ui`;

export interface Look {
  scenario?: string;
  pace?: 'still' | 'quick' | 'usual';
  dark?: boolean;
  width?: number;
  height?: number;
  locale?: string;
}

/** The built window in a browser, on the pretend engine. */
export class Window {
  private constructor(
    private readonly browser: Browser,
    private readonly address: string,
    private readonly stop: () => void,
  ) {}

  static async launch(): Promise<Window> {
    if (!existsSync(`${ROOT}ui/dist/index.html`))
      throw new Error('ui/dist is missing: npm --prefix ui run build');
    if (!existsSync(CHROMIUM))
      throw new Error(`no browser at ${CHROMIUM}: install chromium or set MYTHLINE_CHROMIUM`);
    mkdirSync(SCREENS, { recursive: true });
    const [address, stop] = await serve(`${ROOT}ui/dist`);
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox'],
    });
    return new Window(browser, address, stop);
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.stop();
  }

  /** Opens a page; whatever it reports as an error makes `problems` fill. */
  async open(look: Look = {}): Promise<{ page: Page; problems: string[] }> {
    const {
      scenario = 'northern',
      pace = 'still',
      dark = false,
      width = 1360,
      height = 860,
      locale = 'en-GB',
    } = look;
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
      locale,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    // Where nothing moves, time does not either: every picture is the same as the last.
    if (pace === 'still') await page.clock.setFixedTime(STILL);
    // As the program's window does.
    await page.addInitScript(() => Object.freeze(Object.prototype));
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(`${this.address}/?fake=${scenario}&${pace}`);
    await page.evaluate(() => document.fonts.ready);
    await page.locator('nav').waitFor();
    // What waits for the first picture begins after it: then the window hears what is said to it.
    await painted(page, 4);
    return { page, problems };
  }
}

/** Answers when so many frames more are painted. */
export async function painted(page: Page, frames: number): Promise<void> {
  await page.evaluate(async (frames) => {
    for (let frame = 0; frame < frames; frame += 1) await new Promise((done) => requestAnimationFrame(done));
  }, frames);
}

/** A picture of what is painted: the frame after the next one has all that is known now. */
export async function picture(page: Page, name: string): Promise<Buffer> {
  await painted(page, 2);
  // Letters that the program ships no font for look as the computer's fonts have them: their place alone is kept.
  const mask = [page.locator('[dir=auto]', { hasText: FOREIGN })];
  return page.screenshot({ path: `${SCREENS}/${name}.png`, caret: 'hide', mask, maskColor: '#8a8f8c' });
}

/** What axe finds wrong with a page, one line each. */
export async function faults(page: Page): Promise<string[]> {
  const violations: Violation[] = await new AxeBuilder(page).violations();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`,
  );
}
