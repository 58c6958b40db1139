import { describe, expect, it } from 'vitest';
import { open, page, row } from './stage';

/** The finished story with a scene to look at. */
async function review(): Promise<void> {
  await open({});
  await row(/Beekeeper/).click();
  await note().waitFor();
}
const story = () => page.getByRole('region', { name: 'Story' });
const note = () => story().getByRole('note');
const answer = (name: string) => note().getByRole('button', { name, exact: true });
const scene = (title: string) =>
  story()
    .locator('article')
    .filter({ has: page.getByRole('heading', { name: title }) });
const change = async (title: string, deed: string) => {
  await page.getByRole('button', { name: `Change: ${title}` }).click();
  await page.getByRole('menuitem', { name: deed, exact: true }).click();
};

describe('a scene to look at', () => {
  it('is left as it is, and wants a look again when that is undone', async () => {
    await review();
    await row(/Beekeeper.*One passage to look at/).waitFor();
    await answer('Leave it').click();
    await expect.poll(() => note().count()).toBe(0);
    await expect.poll(() => row(/Beekeeper.*One passage to look at/).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await note().waitFor();
    await row(/Beekeeper.*One passage to look at/).waitFor();
  });

  it('is written again with a wish, as a job of its own that shows the same story', async () => {
    await review();
    await answer('Rewrite').click();
    const wish = page.getByLabel('What should be different?');
    await expect.poll(() => wish.evaluate((field) => field === document.activeElement)).toBe(true);
    await wish.fill('shorter');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: "The Beekeeper's Truce: At the wall" }).waitFor();
    await scene('At the wall').getByText('He had caught a swarm that morning').waitFor();
    await scene('At the wall').getByText('one of four tries').waitFor();
    await page.getByRole('region', { name: 'The job' }).getByRole('button', { name: 'Read' }).click();
    await page.getByRole('heading', { name: "The Beekeeper's Truce", level: 1 }).waitFor();
  });

  it('has its tries side by side, and another is taken, and taken back', async () => {
    await review();
    await answer('Compare tries').click();
    const dialog = page.getByRole('dialog', { name: 'Compare tries' });
    await dialog
      .getByRole('region', { name: 'In the story' })
      .locator('p', { hasText: 'six feet high' })
      .waitFor();
    const second = dialog.getByRole('region', { name: 'Try 2' });
    await second.getByText('Wished: colder').waitFor();
    expect(await second.locator('mark').count()).toBeGreaterThan(0);
    await second.getByRole('button', { name: 'Take this one' }).click();
    await scene('At the wall').getByText('He had caught a swarm that morning').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await note().waitFor();
    await scene('At the wall').getByText('six feet high and neither').waitFor();
  });

  it('is edited; what was typed is there again after a look elsewhere', async () => {
    await review();
    await answer('Edit').click();
    const text = page.getByRole('textbox', { name: 'Edit “At the wall”' });
    await text.fill('Teague came at noon with a basket.');
    await row(/Salt and Small/).click();
    await row(/Beekeeper/).click();
    await expect.poll(() => text.inputValue()).toBe('Teague came at noon with a basket.');
    await text.press('Control+Enter');
    await scene('At the wall').getByText('Teague came at noon with a basket.').waitFor();
    await scene('At the wall').getByText('edited by you').waitFor();
    expect(await note().count()).toBe(0);
  });
});

describe('any scene', () => {
  it('is locked, and then neither edited nor written again', async () => {
    await review();
    await change('The broken hive', 'Lock');
    await scene('The broken hive').getByText('locked').waitFor();
    await page.getByRole('button', { name: 'Change: The broken hive' }).click();
    await expect.poll(() => page.getByRole('menuitem').allInnerTexts()).toEqual(['Unlock']);
    await page.keyboard.press('Enter');
    await expect.poll(() => scene('The broken hive').getByText('locked').count()).toBe(0);
  });

  it('of dialogue is edited line by line, and says how when a line has no speaker', async () => {
    await review();
    await change('A swarm in May', 'Edit');
    const text = page.getByRole('textbox', { name: 'Edit “A swarm in May”' });
    await text.fill('Nobody says this');
    await text.press('Control+Enter');
    await page.getByText('Begin each line with who speaks and a colon').waitFor();
    await text.fill('Marrow: You kept them.');
    await text.press('Control+Enter');
    await scene('A swarm in May').getByText('You kept them.').waitFor();
  });

  it('has its menu by the second button and by key, and Escape leaves a form', async () => {
    await review();
    await scene('The basket').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Rewrite' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Change: The basket' }).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Edit' }).press('Enter');
    await page.getByRole('textbox', { name: 'Edit “The basket”' }).press('Escape');
    await expect.poll(() => page.getByRole('textbox', { name: /^Edit/ }).count()).toBe(0);
    await scene('The basket').getByText('The basket hummed').waitFor();
  });
});

describe('a finished story', () => {
  it('goes on with more scenes, and says when there are none', async () => {
    await review();
    const more = async () => {
      await page.getByRole('region', { name: 'The job' }).getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Go on with more scenes' }).click();
    };
    await more();
    const dialog = page.getByRole('dialog', { name: 'More scenes' });
    await dialog.getByLabel('Length').selectOption({ label: '1 scene' });
    await dialog.getByRole('button', { name: 'Start writing' }).click();
    await page.getByRole('heading', { name: "The Beekeeper's Truce: more scenes" }).waitFor();
    await scene('The second swarm').getByText('Marrow let it stay').waitFor();
    await more();
    await dialog.getByRole('button', { name: 'Start writing' }).click();
    await dialog.getByRole('alert').getByText('has told all that its notes say').waitFor();
    await dialog.getByRole('button', { name: 'Its notes' }).click();
    await page.getByRole('textbox', { name: "Notes: The Beekeeper's Truce" }).waitFor();
  });
});

describe('a plan that is read first', () => {
  const plan = () => page.getByRole('textbox', { name: 'The plan' });
  async function planned(): Promise<void> {
    await open({});
    await page.keyboard.press('Control+n');
    await page.getByLabel('Show me the plan').check();
    await page.getByText('About 700 words').waitFor();
    await page.getByRole('button', { name: 'Start writing' }).click();
    await plan().waitFor();
  }

  it('waits, is changed, and is followed', async () => {
    await planned();
    await row(/The plan is written\. Read it/).waitFor();
    await expect.poll(() => plan().inputValue()).toContain('## s1: Saltmere');
    await plan().fill((await plan().inputValue()).replace('Saltmere\n', 'A town of lamps\n'));
    await row(/Salt and Small/).click();
    await row(/The plan is written/).click();
    // What was typed is there again.
    await expect.poll(() => plan().inputValue()).toContain('A town of lamps');
    await page.getByRole('button', { name: 'Write it so' }).click();
    await expect.poll(() => plan().count()).toBe(0);
    await row(/Lamplighters.*Next/).waitFor();
  });

  it('says why it cannot be followed, and keeps what was typed', async () => {
    await planned();
    await plan().fill(`${await plan().inputValue()}- f99 nothing\n`);
    await page.getByRole('button', { name: 'Write it so' }).click();
    await page.getByRole('alert').getByText('there is no fact “f99”').waitFor();
    expect(await plan().inputValue()).toContain('- f99 nothing');
  });
});
