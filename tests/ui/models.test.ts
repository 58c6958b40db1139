import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { open as openWindow, page } from './stage';
import { faults, picture, type Look } from './window';

async function open(look: Look, models = /^Models/): Promise<void> {
  await openWindow(look);
  await page.getByRole('navigation').getByRole('button', { name: models }).click();
}

const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
const connect = (): Locator => page.getByRole('button', { name: 'Connect', exact: true });
const row = (text: RegExp): Locator => page.getByRole('listitem').filter({ hasText: text });

describe('downloads', () => {
  it('are begun from what is worth a try, come with progress, and are ready', async () => {
    await open({ pace: 'quick', scenario: 'first-run' });
    await button('Get: SmolLM2 1.7B').click();
    const bar = page.getByRole('progressbar', { name: /smollm2-1.7b/ });
    await bar.waitFor();
    await button('Use: smollm2-1.7b-instruct-gguf').waitFor();
    expect(await bar.count()).toBe(0);
    expect(await button('Get: SmolLM2 1.7B').count()).toBe(0);
    await row(/smollm2-1.7b/)
      .getByText('what it writes may be sold')
      .waitFor();
  });

  it('are stopped with what has come kept, gone on with, and discarded', async () => {
    await open({ pace: 'still' });
    const arriving = row(/qwen3-4b/);
    await arriving.getByText('1.0 of 2.5 GB, about 6 min').waitFor();
    await button('Stop: qwen3-4b').click();
    await arriving.getByText('1.0 of 2.5 GB, stopped').waitFor();
    await button('Go on: qwen3-4b').click();
    await button('Stop: qwen3-4b').click();
    await button('Discard: qwen3-4b').click();
    await expect.poll(() => arriving.count()).toBe(0);
  });

  it('are looked up by name before anything comes', async () => {
    await open({ pace: 'still', scenario: 'first-run' });
    const wanted = page.getByLabel('Another model, by its name on the hub');
    await wanted.fill('nonsense');
    await page.keyboard.press('Enter');
    await page.getByText('A model on the hub is called owner/name').waitFor();
    await wanted.fill('someone/Great-Model-GGUF');
    await page.keyboard.press('Enter');
    const offer = row(/great-model/);
    await offer.getByText('2.5 GB, fits').waitFor();
    await offer.getByText('3.1 GB of memory').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    await button('Get: great-model').click();
    await page.getByRole('progressbar', { name: /great-model/ }).waitFor();
  });
});

describe('servers', () => {
  it('are found when somebody asks, and connected with a key that is not shown again', async () => {
    await open({ pace: 'still', scenario: 'first-run' });
    await button('Connect a server').click();
    await button('Find on this computer').click();
    await button('Ollama, localhost').press('Enter');
    await page.getByLabel('Model', { exact: true }).selectOption('qwen3:8b');
    await page.getByLabel('Key', { exact: true }).selectOption('keychain');
    await page.getByLabel('The key itself').fill('sk-secret');
    expect(await page.getByLabel('The key itself').getAttribute('type')).toBe('password');
    await page.getByLabel('Stories at once').fill('8');
    await page.getByLabel('While it is down').selectOption({ label: 'jobs wait until it is back' });
    await connect().press('Enter');
    const server = row(/qwen3:8b by Ollama, localhost:11434/);
    await server.getByText('8 stories at once. Jobs wait while it is down. Key in the keychain.').waitFor();
    expect(await page.content()).not.toContain('sk-secret');

    await button('Change: qwen3:8b').click();
    await expect.poll(() => page.getByLabel('Stories at once').inputValue()).toBe('8');
    await page.getByLabel('Stories at once').fill('32');
    await button('Save').click();
    await server.getByText('32 stories at once').waitFor();

    await button('Use: qwen3:8b').click();
    await page.getByText('qwen3:8b, on a server').waitFor();
    await button('Remove: qwen3:8b').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => server.count()).toBe(0);
  });

  it('on another computer without encryption are asked about once', async () => {
    await open({ pace: 'still', scenario: 'first-run' });
    await button('Connect a server').click();
    await page.getByLabel('Address').fill('http://studio.local:11434');
    await page.keyboard.press('Enter');
    await page.getByText('its address is not encrypted').waitFor();
    expect(await faults(page)).toEqual([]);
    await picture(page, 'server-plain');
    await button('Allow it for this server').click();
    await page.getByLabel('Model', { exact: true }).selectOption('llama3.1:8b');
    await connect().press('Enter');
    await row(/llama3.1:8b by Ollama/)
      .getByText('Notes are sent there.')
      .waitFor();
  });
});

describe('in German', () => {
  it.each([false, true])('the view speaks it too, and axe is content (dark: %s)', async (dark) => {
    await open({ pace: 'still', locale: 'de-DE', dark }, /^Modelle/);
    await page.getByText('Zu holen von huggingface.co').waitFor();
    await row(/llama3.1:8b/)
      .getByText('4 Geschichten zugleich.')
      .waitFor();
    await page.getByText('1,0 von 2,5 GB, etwa 6 min').waitFor();
    expect(await faults(page)).toEqual([]);
    await picture(page, `models-german-${dark ? 'dark' : 'light'}`);
    await button('Server verbinden').click();
    await page.getByLabel('Geschichten zugleich').waitFor();
    expect(await faults(page)).toEqual([]);
    await picture(page, `server-german-${dark ? 'dark' : 'light'}`);
  });
});
