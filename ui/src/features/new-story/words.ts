import type { Outlook } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';

/** What the notes hold, in a sentence or two. */
export function foundText(outlook: Outlook): string {
  const w = t.newStory;
  const found = w.found(
    w.people(outlook.people.length),
    w.places(outlook.places.length),
    w.facts(outlook.facts),
  );
  return outlook.questions.length > 0 ? `${found} ${w.questions(outlook.questions)}` : found;
}

/** How the main character stands to the notes. */
export function placeText(outlook: Outlook, pronoun: string): string {
  const w = t.newStory;
  const who = w.pronounStart[pronoun] ?? outlook.player;
  const of = outlook.playerOf ?? '';
  switch (outlook.playerPlace) {
    case 'inNotes':
      return w.inNotes;
    case 'takesPlace':
      return w.takesPlace(who, pronoun === 'they', of);
    case 'beside':
      return w.beside(who, pronoun === 'they', of);
  }
}
