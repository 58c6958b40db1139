import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { open, page, row } from './stage';
import { picture } from './window';

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
    await open({ pace: 'usual', height: 560 });
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

  it("is read anew when it was paused before one's eyes", async () => {
    await open({ pace: 'usual' });
    const job = row(/Lamplighters/);
    await job.click();
    const story = page.getByRole('region', { name: 'Story' });
    await story.getByText('being written').waitFor();
    await job.getByRole('button', { name: /^Pause/ }).click();
    await row(/Lamplighters.*Paused at/).waitFor();
    await story.getByRole('button', { name: 'Change: The signal on the breakwater' }).click();
    await page.getByRole('menuitem', { name: 'Lock' }).click();
    await story.getByText('96 words, locked').waitFor();
  });

  it('lights the lines of a file that changed', async () => {
    await open({ pace: 'usual' });
    await row(/Lamplighters/).click();
    await page.getByRole('tab', { name: 'Files' }).click();
    await page.locator('.lit', { hasText: '"progress"' }).waitFor();
    expect(await page.locator('.lit', { hasText: '"task_id"' }).count()).toBe(0);
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

describe('an engine that does not answer', () => {
  const lose = (lost: boolean) =>
    page.evaluate((detail) => void dispatchEvent(new CustomEvent('pretend-lost', { detail })), lost);

  it('is said to be gone, and is there again by itself', async () => {
    await open({});
    await row(/Glass Orchard/).click();
    await lose(true);
    await row(/Ashes/).click();
    await page.getByRole('heading', { name: 'The engine does not answer' }).waitFor();
    await lose(false);
    await row(/Ashes/).waitFor();
    await expect.poll(() => row(/Ashes/).getAttribute('aria-selected')).toBe('true');
    await page.getByRole('heading', { name: 'Ashes of the Quiet Fleet' }).waitFor();
  });
});
