import { describe, expect, it } from 'vitest';
import { open, page } from './stage';

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
    const understood = page.getByRole('complementary', {
      name: 'What was understood',
    });
    await understood.getByText('Warden Ost').waitFor();
    await understood.getByText('the customs house').waitFor();
    await understood.getByText('who lit the second lamp?').waitFor();
    await understood.getByText('23 facts in order.').waitFor();
  });

  it('shows what was understood as quests beside it', async () => {
    await open({});
    await toNotes();
    const understood = page.getByRole('complementary', { name: 'What was understood' });
    await understood.getByText('Warden Ost').waitFor();
    expect(await understood.getByText('Quests').count(), 'where there are none nothing is said').toBe(0);
    await page.getByRole('button', { name: /^Salt and Small/ }).click();
    await understood.getByRole('button', { name: 'The bell of Corrow' }).waitFor();
    await understood.getByText('given by Warden Ilka').waitFor();
  });

  it('shows where a name stands, and has room made for what was missed', async () => {
    await open({});
    await toNotes();
    const text = page.getByRole('textbox', { name: 'Notes: The Lamplighters of Saltmere' });
    const selected = () =>
      text.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
    await page.getByRole('button', { name: 'Warden Ost', exact: true }).click();
    await expect.poll(selected).toBe('Warden Ost');
    await page.getByRole('button', { name: 'Aria', exact: true }).click();
    await page.getByText('do not stand in the notes').waitFor();
    await page.getByRole('button', { name: 'Add: People' }).click();
    await page.keyboard.type('Aria, she');
    await expect.poll(() => text.inputValue()).toContain('## People\n\n- Aria, she\n');
    const before = async () => !(await text.inputValue()).includes('## People');
    for (let steps = 0; steps < 12 && !(await before()); steps += 1) await page.keyboard.press('Control+z');
    expect(await before(), 'what was added goes by undo').toBe(true);
    expect(await text.inputValue()).toContain('Warden Ost keeps the ledger');
    await page.getByRole('button', { name: 'Add: People' }).click();
    await page.keyboard.type('Aria, she');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved.', { exact: true }).waitFor();
  });

  it('is one for each file that was dropped, and what is no text is named', async () => {
    await open({});
    const tell = (name: string, detail: unknown) =>
      page.evaluate(
        ([name, detail]) => void dispatchEvent(new CustomEvent(name as string, { detail })),
        [name, detail],
      );
    await tell('pretend-hover', true);
    await page.getByText('Drop notes to import them').waitFor();
    await tell('pretend-drop', ['/tmp/The Mill.md', '/tmp/letter.pdf', '/tmp/The Weir.txt']);
    await page.getByText('letter.pdf: ').waitFor();
    await page.getByText('Imported: The Mill and The Weir.').waitFor();
    await page.getByRole('textbox', { name: 'Notes: The Mill' }).waitFor();
    expect(await page.getByText('Drop notes to import them').count()).toBe(0);
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
