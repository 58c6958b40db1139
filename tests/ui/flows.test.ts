import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { picture, Window, type Look } from './window';

let window: Window;
let page: Page;
let problems: string[] = [];

beforeAll(async () => {
  window = await Window.launch();
});
afterEach(async () => {
  expect(problems).toEqual([]);
  await page.context().close();
});
afterAll(() => window.close());

async function open(look: Look): Promise<void> {
  ({ page, problems } = await window.open(look));
}

const row = (name: RegExp): Locator => page.getByRole('row', { name });
const progress = async (of: Locator) =>
  Number(await of.getByRole('progressbar').getAttribute('aria-valuenow'));

describe('the main job', () => {
  it('goes from the sample to a finished story, and can be read', async () => {
    await open({ scenario: 'first-run', pace: 'quick' });
    await page.getByRole('button', { name: 'Start writing' }).click();
    const job = row(/Lamplighters/);
    await job.waitFor();

    let last = 0;
    while ((await job.getByRole('progressbar').count()) > 0) {
      const now = await progress(job).catch(() => last);
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
    await job.getByRole('button', { name: /^Read/ }).click();
    await page.getByRole('heading', { name: 'The Lamplighters of Saltmere', level: 1 }).waitFor();
    await page.getByText('On nights of fog a thirteenth answers').waitFor();
    await picture(page, 'read-to-the-end');
  });

  it('can be done without a mouse', async () => {
    await open({ pace: 'still' });
    await page.keyboard.press('Control+n');
    await page.getByLabel('Main character').focus();
    await page.keyboard.type('Ingrid');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'The job' }).getByText('For Ingrid.').waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('lamp');
    await expect.poll(() => page.getByRole('row', { name: /Lamplighters/ }).count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await expect.poll(() => row(/Scene 5/).getAttribute('aria-selected')).toBe('true');

    await page.keyboard.press('p');
    await row(/Paused at.*Resume/)
      .first()
      .waitFor();
    await page.keyboard.press('r');
    await page.keyboard.press('c');
    await row(/Lamplighters.*Cancelled at/).waitFor();
    await page.keyboard.press('Delete');
    await page.getByText('One job cleaned. Its story stays.').waitFor();
    await expect.poll(() => row(/Lamplighters.*Cancelled at/).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await row(/Lamplighters.*Cancelled at/).waitFor();

    await row(/Glass Orchard/).focus();
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('inspector');
  });

  it('shows the text as it comes, follows it, and stays where the reader is', async () => {
    await open({ pace: 'quick', height: 560 });
    await row(/Lamplighters/).click();
    const story = page.getByRole('region', { name: 'Story' });
    await story.getByText('being written').waitFor();
    await story.getByText('The ledger says eleven lamps').waitFor();
    const fromEnd = () => story.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    expect(await fromEnd()).toBeLessThan(60);
    await story.hover();
    await page.mouse.wheel(0, -4000);
    await page.getByRole('button', { name: 'Follow the writing' }).waitFor();
    await row(/Lamplighters.*Read/).waitFor();
    expect(await fromEnd()).toBeGreaterThan(200);
  });

  it('stays at the end when the end is written', async () => {
    await open({ pace: 'quick', height: 560 });
    await row(/Lamplighters/).click();
    await row(/Lamplighters.*Read/).waitFor();
    await page.getByRole('complementary', { name: 'From the notes' }).waitFor();
    const story = page.getByRole('region', { name: 'Story' });
    await expect
      .poll(() => story.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight))
      .toBeLessThan(60);
  });

  it('lights the lines of a file that changed', async () => {
    await open({ pace: 'usual' });
    await row(/Lamplighters/).click();
    await page.getByRole('tab', { name: 'Files' }).click();
    await page.locator('.lit', { hasText: '"progress"' }).waitFor();
    expect(await page.locator('.lit', { hasText: '"task_id"' }).count()).toBe(0);
  });
});

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

describe('a window that looks', () => {
  it('has the owner do what is done in it', async () => {
    await open({ scenario: 'looking' });
    await page.getByText('Another window runs the jobs here and is asked to do what you do.').waitFor();
    await row(/Lamplighters/)
      .getByRole('button', { name: /Pause/ })
      .click();
    await row(/Lamplighters.*Paused at/).waitFor();
    await page.keyboard.press('Control+n');
    await page.getByRole('dialog').waitFor();
  });

  it('is shown nothing that would change anything where there is nobody to ask', async () => {
    await open({ scenario: 'shut' });
    await page.getByText('Nothing can be saved in this folder').waitFor();
    for (const name of ['Queue', 'New story', 'Clean finished', /Pause/, /Cancel/, /Resume/, /Write now/]) {
      expect(await page.getByRole('button', { name }).count(), String(name)).toBe(0);
    }
    await page.keyboard.press('Control+n');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('a wish', () => {
  it('is said to be unheard where the model follows none', async () => {
    await open({});
    await page.keyboard.press('Control+n');
    await page.getByLabel('Wishes').fill('Told in the first person');
    await page.getByText('SmolLM2 retells notes sentence by sentence and follows no wishes.').waitFor();
    await page
      .getByLabel('Model', { exact: true })
      .selectOption({ label: 'Qwen2.5 1.5B Instruct, on this computer' });
    await expect.poll(() => page.getByText('follows no wishes').count()).toBe(0);
  });
});

describe('a double press', () => {
  it('starts one job', async () => {
    await open({});
    await page.keyboard.press('Control+n');
    await page.getByText('About 700 words').waitFor();
    await page.evaluate(() => {
      const form = document.querySelector('dialog form') as HTMLFormElement;
      form.requestSubmit();
      form.requestSubmit();
    });
    await page.getByRole('button', { name: 'Waiting 3' }).waitFor();
    await page.getByRole('button', { name: 'All 9' }).waitFor();
  });
});

describe('notes', () => {
  it('are edited and saved', async () => {
    await open({});
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Notes/ })
      .click();
    const text = page.getByRole('textbox', {
      name: 'Notes: The Lamplighters of Saltmere',
    });
    await expect.poll(() => text.inputValue()).toContain('Warden Ost');
    await text.fill('A short page.');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved.', { exact: true }).waitFor();
    await page.getByText('3 words, edited today').first().waitFor();
  });
});

describe('the palette', () => {
  const typed = async (words: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(words);
  };

  it('finds everything by a few letters, shows its key, and does it', async () => {
    await open({});
    await typed('qsa');
    await page.getByRole('option', { selected: true }).getByText('Queue: Stop after this one').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('The queue stops after this one').waitFor();
    await typed('new st');
    expect(await page.getByRole('option', { selected: true }).innerText()).toBe('New story\nCtrl N');
    await page.keyboard.press('Escape');
    await typed('beekeep');
    await page.getByRole('option', { name: /Read: The Beekeeper/ }).click();
    await page.getByRole('heading', { name: 'At the wall' }).waitFor();
    await typed('zebra');
    await page.getByText('Nothing matches').waitFor();
  });
});

describe('settings', () => {
  const settings = () => page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();

  it('act at once: theme, size, language, model', async () => {
    await open({});
    await settings();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByLabel('Theme').selectOption({ label: 'Dark' });
    await expect.poll(ground).not.toBe(light);
    await page.getByLabel('Theme').selectOption({ label: 'Light' });
    await expect.poll(ground).toBe(light);
    await page.getByLabel('Size').selectOption({ label: '125 %' });
    await expect.poll(() => page.evaluate(() => document.documentElement.style.zoom)).toBe('125%');
    await page.getByLabel('Model for new stories').selectOption({ label: 'Qwen2.5 1.5B Instruct' });
    await page.getByText('Qwen2.5 1.5B Instruct, on this computer').waitFor();
    await page.getByLabel('Language').selectOption({ label: 'Deutsch' });
    await page.getByRole('navigation').getByRole('button', { name: 'Einstellungen' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
  });

  it('say what cleaning would take, and take it with a way back', async () => {
    await open({});
    await settings();
    await page.getByText('None would go now.').waitFor();
    await page.getByLabel('Clean finished jobs').selectOption({ label: 'After 1 h' });
    await page.getByText('2 jobs would go now. Salt and Small Gods, The Cartographer of Rain.').waitFor();
    await page.getByRole('button', { name: 'Clean now' }).click();
    await page.getByText('2 jobs cleaned. The stories stay.').waitFor();
    await page.getByText('None would go now.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('2 jobs would go now.').waitFor();
    await page.getByLabel('Clean finished jobs').selectOption({ label: 'Never' });
    await page.getByRole('navigation').getByRole('button', { name: /^Jobs/ }).click();
    await page.getByText('stories stay', { exact: true }).waitFor();
  });
});

describe('a page of notes', () => {
  const toNotes = () =>
    page
      .getByRole('navigation')
      .getByRole('button', { name: /^Notes/ })
      .click();

  it('is begun from a page to fill in, given another name, and moved to the bin', async () => {
    await open({});
    await toNotes();
    await page.getByRole('button', { name: 'New notes' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Salt and Small Gods');
    await page.keyboard.press('Enter');
    await page.getByText('There are notes called Salt and Small Gods already').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('The Salt Road');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Notes: The Salt Road' }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Give another name' }).click();
    await page.getByLabel('Name', { exact: true }).fill('The Salt Way');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.getByRole('textbox', { name: 'Notes: The Salt Way' }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Move to the bin' }).click();
    await page.getByText('The Salt Way is in the bin of this computer.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^The Salt/ }).count()).toBe(0);
  });

  it('says what was understood of it', async () => {
    await open({});
    await toNotes();
    const understood = page.getByRole('complementary', { name: 'What was understood' });
    await understood.getByText('Warden Ost').waitFor();
    await understood.getByText('the customs house').waitFor();
    await understood.getByText('who lit the second lamp?').waitFor();
    await understood.getByText('23 facts in order.').waitFor();
  });
});

describe('a story', () => {
  it('is searched, made larger, exported, and its other take is read', async () => {
    await open({});
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Stories/ })
      .click();
    await page.getByRole('button', { name: /Beekeeper/ }).click();
    await page.getByLabel('Search in the story').fill('WALL');
    await page.getByText(/^1 of \d$/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/^2 of \d$/).waitFor();
    expect(await page.locator('mark.here').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('mark').count()).toBe(0);
    const size = () =>
      page.locator('article').evaluate((text) => parseFloat(getComputedStyle(text).fontSize));
    const before = await size();
    await page.getByRole('button', { name: 'Larger' }).click();
    await expect.poll(size).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'E-book (EPUB)' }).click();
    await page.getByText('Exported: 690 words.').waitFor();
    await page.getByRole('button', { name: 'Show in folder' }).click();
  });
});
