import type { CommandError } from '$lib/bridge/generated/protocol';
import { languages } from '$lib/preferences';
import { createFormat } from './format';
import { en, type Messages } from './en';

/** English is at hand; the others are read by those who speak them. */
const CATALOGUES: Record<string, () => Promise<typeof en> | typeof en> = {
  en: () => en,
  de: () => import('./de').then(({ de }) => de),
};

/** The first of the reader's languages that we speak; English otherwise. */
export function chooseLocale(wanted: readonly string[]): string {
  return wanted.find((tag) => language(tag) in CATALOGUES) ?? 'en';
}

const language = (tag: string) => tag.toLowerCase().split('-')[0] ?? '';

const locale = chooseLocale(languages());

/** Languages that the window speaks. */
export const LANGUAGES = Object.keys(CATALOGUES);

/** How this window writes numbers and times. */
export const f = createFormat(locale);

/** What this window says. */
const catalogue = CATALOGUES[language(locale)]?.() ?? en;
export const t: Messages = (catalogue instanceof Promise ? await catalogue : catalogue)(f);

/** Whether the program's own sentences, which are English, are in the reader's language. */
export const speaksLikeTheProgram = language(locale) === 'en';

/** What a person is told of a refusal. */
export function errorText(error: CommandError): string {
  return t.errors[error.code] ?? error.message;
}

if (typeof document !== 'undefined') document.documentElement.lang = language(locale);
