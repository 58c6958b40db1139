import { describe, expect, it } from 'vitest';
import { open, page, row } from './stage';

async function filesOf(name: RegExp): Promise<void> {
  await row(name).click();
  await page.getByRole('tab', { name: 'Files' }).click();
  await viewer().waitFor();
}
const viewer = () => page.getByRole('region', { name: 'What the file holds' });
const file = (name: RegExp) => page.getByRole('option', { name });

describe('the files of a job', () => {
  it('are shown live, with the lines lit that have changed', async () => {
    await open({ pace: 'quick' });
    await filesOf(/Lamplighters/);
    await file(/tasks\//).click();
    await viewer().getByText('"progress"').waitFor();
    await viewer().locator('.lit').first().waitFor();
    const lit = await viewer().locator('.lit').allInnerTexts();
    expect(lit.join('\n')).toMatch(/progress|message|current|status/);
    expect(lit.join('\n')).not.toContain('task_id');
  });

  it('have a log that is narrowed by level and by words', async () => {
    await open({});
    await filesOf(/Lamplighters/);
    await file(/\.log/).click();
    await viewer().getByText('Notes read, 10 facts').waitFor();
    await page.getByLabel('Which lines').selectOption({ label: 'Errors' });
    await viewer().getByText('status 401').waitFor();
    expect(await viewer().getByText('Notes read').count()).toBe(0);
    await page.getByLabel('Filter the log').fill('zebra');
    await viewer().getByText('No line has these words.').waitFor();
  });

  it('are copied without the keys in them', async () => {
    await open({});
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await filesOf(/Lamplighters/);
    await file(/\.log/).click();
    await viewer().getByText('refused the key').waitFor();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Copied, without a key in it.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('refused the key [removed].');
    expect(copied).toContain('Notes read');
    await file(/tasks\//).click();
    await viewer().getByText('"task_id"').waitFor();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Copied.', { exact: true }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/"task_id": "[0-9a-f-]{36}"/);
  });
});
