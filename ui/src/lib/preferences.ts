import type { Preferences, Theme } from '$lib/bridge/generated/protocol';

export const USUAL: Preferences = {
  theme: 'system',
  textPercent: 100,
  readingPercent: 100,
  language: null,
  cleanAfterHours: 24,
  goOnAfterStart: false,
  notify: true,
  tray: true,
  keepAwake: true,
  waitForPower: true,
  waitForRoom: true,
};

/** Where a language that was chosen just now waits for the page to be read anew. */
const CHOSEN = 'mythline language';

/** What the program told the page before its first picture; the usual where there is no program. */
export const atStart: Preferences = {
  ...USUAL,
  ...(globalThis as { mythlinePreferences?: Partial<Preferences> | null }).mythlinePreferences,
};

/** The reader's languages, the one that was chosen before those of the system. */
export function languages(): readonly string[] {
  if (typeof navigator === 'undefined') return ['en'];
  const chosen = sessionStorage.getItem(CHOSEN) ?? atStart.language ?? '';
  return chosen === '' ? navigator.languages : [chosen, ...navigator.languages];
}

/** Shows the page in another language, from its beginning. */
export function speak(language: string | null): void {
  sessionStorage.setItem(CHOSEN, language ?? '');
  location.reload();
}

/** Shows the page light or dark. */
export function dress(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
