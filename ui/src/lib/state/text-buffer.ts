import type { TextEvent } from '$lib/bridge/generated/protocol';

/** The text of one step while it is written. */
export interface LiveText {
  attempt: number;
  text: string;
  /** What was taken back last: a try that was refused. */
  taken: string;
}

/**
 * Applies an event to what is there: keeps the first `offset` UTF-16 units and appends. An offset
 * past the end means that events were missed; what is there is kept and the text follows it.
 */
export function applyText(before: LiveText | undefined, event: TextEvent): LiveText {
  const { text, taken } = before ?? { text: '', taken: '' };
  const gone = text.slice(event.offset);
  return { attempt: event.try, text: text.slice(0, event.offset) + event.text, taken: gone || taken };
}

/** How many words a text has: runs of anything but white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
