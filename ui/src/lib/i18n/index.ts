import type { CommandError } from '$lib/bridge/generated/protocol';
import { languages } from '$lib/preferences';
import { createFormat } from './format';
import { de } from './de';
import { en, type Messages } from './en';

const CATALOGUES: Record<string, typeof en> = { en, de };

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
export const t: Messages = (CATALOGUES[language(locale)] ?? en)(f);

/** Whether the program's own sentences, which are English, are in the reader's language. */
export const speaksLikeTheProgram = language(locale) === 'en';

/** What a person is told of a refusal. */
export function errorText(error: CommandError): string {
  return t.errors[error.code] ?? error.message;
}

if (typeof document !== 'undefined') document.documentElement.lang = language(locale);
