import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { open, page, row } from './stage';
import { picture } from './window';

describe('the list', () => {
  it('holds ten thousand jobs and draws only those in view', async () => {
    await open({ scenario: 'many' });
    await page.getByRole('button', { name: 'All 10,000' }).waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await row(/Glass Orchard/).click();
    await page.keyboard.press('End');
    await expect.poll(() => row(/Tale 9992/).getAttribute('aria-selected')).toBe('true');
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await page.getByRole('textbox', { name: 'Search' }).fill('tale 5021');
    await row(/Tale 5021/).waitFor();
    await picture(page, 'ten-thousand');
  });

  it('selects several and acts on those that allow it', async () => {
    await open({});
    await row(/Beekeeper/).click();
    await row(/Cartographer/).click({ modifiers: ['Shift'] });
    await page.getByRole('heading', { name: '3 selected' }).waitFor();
    await page.getByRole('button', { name: 'Clean', exact: true }).first().click();
    await page.getByText('3 jobs cleaned. The stories stay.').waitFor();
    await expect.poll(() => row(/Beekeeper/).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(/Beekeeper/).waitFor();
  });

  it('shows markup in a title as text', async () => {
    await open({ scenario: 'strange' });
    await row(/<b>/).waitFor();
    expect(await page.locator('main b').count()).toBe(0);
  });

  it('speaks changes of state, and nothing else', async () => {
    await open({ pace: 'usual' });
    const spoken = page.locator('[aria-live="polite"]:not([role])');
    await expect
      .poll(() =>
        row(/Lamplighters/)
          .getByRole('progressbar')
          .getAttribute('aria-valuetext'),
      )
      .toMatch(/4[89]|5/);
    expect(await spoken.textContent()).toBe('');
    await row(/Lamplighters/)
      .getByRole('button', { name: /Pause/ })
      .click();
    await expect.poll(() => spoken.textContent()).toContain('is paused');
  });
});

describe('the queue', () => {
  const places = async () => {
    const texts = await page.locator('[data-place] .title').allTextContents();
    return texts.map((text) => text.split(' ').at(-1));
  };
  /** Three that wait: the ferry first, then two that were just asked for. */
  async function three(): Promise<void> {
    await open({});
    for (const player of ['Ingrid', 'Tove']) {
      await page.keyboard.press('Control+n');
      await page.getByLabel('Notes').selectOption('Salt and Small Gods');
      await page.getByLabel('Main character').fill(player);
      await page.keyboard.press('Enter');
      await page.getByText(`For ${player}.`).waitFor();
    }
    expect(await places()).toEqual(['Ferry', 'Gods', 'Gods']);
  }

  it('is paused, stopped after this one and let go, and says how it stands', async () => {
    await open({});
    const queue = page.getByRole('button', { name: 'Queue', exact: true });
    await queue.click();
    await page.getByText('1 being written, 2 waiting. All done in about 5 min.').waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).last().click();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('The queue is paused, and what was being written with it.').waitFor();
    await row(/Lamplighters.*Paused at/).waitFor();
    await row(/Ferry.*Waits until the queue goes on/).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await row(/Lamplighters.*Next/).waitFor();
    await queue.click();
    await page.getByRole('button', { name: 'Stop after this one' }).click();
    await page.getByText('The queue is stopped: nothing new begins.').first().waitFor();
  });

  it('lets as many stories be written at once as is said for a model', async () => {
    await open({});
    await page.getByText('one at a time').waitFor();
    await page.getByRole('button', { name: 'Queue', exact: true }).click();
    expect(await page.getByLabel('llama3.1').inputValue()).toBe('4');
    await page.getByLabel('SmolLM2').fill('2');
    await page.keyboard.press('Tab');
    await page.getByText('2 at once', { exact: true }).waitFor();
    await page.getByLabel('SmolLM2').fill('0');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.getByLabel('SmolLM2').inputValue()).toBe('2');
  });

  it('is put in order by keys', async () => {
    await three();
    await row(/Ferry/).click();
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(places).toEqual(['Gods', 'Ferry', 'Gods']);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Ferry');
    await page.keyboard.press('Alt+End');
    await expect.poll(places).toEqual(['Gods', 'Gods', 'Ferry']);
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(places).toEqual(['Gods', 'Ferry', 'Gods']);
    await page.keyboard.press('Alt+Home');
    await expect.poll(places).toEqual(['Ferry', 'Gods', 'Gods']);
    await page.keyboard.press('Alt+ArrowUp');
    expect(await places()).toEqual(['Ferry', 'Gods', 'Gods']);
  });

  it('is put in order by pointer', async () => {
    await three();
    const box = async (of: Locator) => (await of.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const from = await box(row(/Ferry/).locator('.title'));
    const to = await box(page.locator('[data-place="3"]'));
    await page.mouse.move(from.x + 20, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + 24, from.y + 40, { steps: 4 });
    await page.mouse.move(to.x + 40, to.y + to.height - 6, { steps: 8 });
    await page.locator('.below').waitFor();
    await page.mouse.up();
    await expect.poll(places).toEqual(['Gods', 'Gods', 'Ferry']);
    expect(await page.locator('.below, .above, .carried').count()).toBe(0);
    expect(await row(/Ferry/).getAttribute('aria-selected'), 'a row that was carried is not opened').toBe(
      'false',
    );
  });

  it('begins a story at a time, and says when', async () => {
    await open({});
    await page.keyboard.press('Control+n');
    await page.getByLabel('Begin').selectOption({ label: 'At a time' });
    await page.getByLabel('Time').fill('03:15');
    await page.getByText(/Begins .*0?3:15, or when its turn comes/).waitFor();
    await page.getByRole('button', { name: 'Start writing' }).click();
    await row(/Waits until .*0?3:15/).waitFor();
  });
});

describe('menus', () => {
  const item = (name: string | RegExp): Locator => page.getByRole('menuitem', { name });

  it('of a job say what can be done with it, by pointer and by key', async () => {
    await open({});
    await row(/Glass Orchard/).click({ button: 'right' });
    await item('Resume').waitFor();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Resume\nR', 'Cancel\nC']);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('menu').count()).toBe(0);
    await page.keyboard.press('Shift+F10');
    await expect.poll(() => item('Resume').evaluate((at) => at === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await row(/Glass Orchard.*Cancelled at/).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Glass');
  });

  it('hold what has no button, and what the inspector has no room for', async () => {
    await open({});
    await row(/Ashes/).click();
    await page.getByRole('button', { name: 'More' }).click();
    await item('Discard').click();
    await page.getByText('Discarded. What was finished stays').waitFor();
    await expect.poll(() => row(/Ashes/).count()).toBe(0);
  });

  it('stories, notes and models have one', async () => {
    await open({});
    const to = (name: RegExp) => page.getByRole('navigation').getByRole('button', { name }).click();
    await to(/^Stories/);
    await page.getByRole('button', { name: /Beekeeper/ }).click({ button: 'right' });
    await item('Its notes').click();
    await page.getByRole('textbox', { name: /^Notes: The Beekeeper/ }).waitFor();
    await page.getByRole('button', { name: /^Salt and Small/ }).focus();
    await page.keyboard.press('ContextMenu');
    await item('Write a story').click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await to(/^Models/);
    await page.getByText('Qwen2.5 1.5B').click({ button: 'right' });
    await item('Use').click();
    await page.getByText('Qwen2.5 1.5B Instruct, on this computer').waitFor();
  });

  it('of several do the same with all, and with all that match', async () => {
    await open({ scenario: 'many' });
    await row(/Beekeeper/).click();
    await row(/Salt and Small/).click({ modifiers: ['Control'] });
    await row(/Salt and Small/).click({ button: 'right' });
    await item('Clean').click();
    await page.getByText('2 jobs cleaned').waitFor();
    await page.getByRole('textbox', { name: 'Search' }).fill('tale');
    await page.getByRole('button', { name: 'Finished 9,992' }).click();
    await row(/Tale 1 /).click();
    await page.keyboard.press('Control+a');
    await page.getByRole('heading', { name: '9,992 selected' }).waitFor();
    await page.keyboard.press('Delete');
    await page.getByText('9,992 jobs cleaned. The stories stay.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByRole('button', { name: 'Finished 9,992' }).waitFor();
  });
});
