import type { Session } from '$lib/state/session.svelte';

/** Jobs that are asked for at once: as many as cross to the window in one answer. */
const AT_ONCE = 1000;

/** The jobs from one place of the list to another: those in view at once, the others from the engine. */
export async function idsBetween(session: Session, one: number, other: number): Promise<string[]> {
  const from = Math.min(one, other);
  const till = Math.max(one, other) + 1;
  const { offset, ids } = session.jobs.part;
  if (from >= offset && till <= offset + ids.length) return ids.slice(from - offset, till - offset);
  const found: string[] = [];
  while (from + found.length < till) {
    const limit = Math.min(AT_ONCE, till - from - found.length);
    const asked = { ...session.listed, offset: from + found.length, limit };
    const { rows } = await session.bridge.listJobs(asked);
    if (rows.length === 0) break;
    found.push(...rows.map((row) => row.id));
  }
  return found;
}

/** Marks all from where the marking began to a place of the list. */
export async function extendTo(session: Session, place: number, id: string): Promise<void> {
  const { selection, jobs } = session;
  const from = jobs.placeOf(selection.anchor) ?? selection.anchorPlace ?? place;
  const ids = await session.attempt(() => idsBetween(session, from, place));
  if (ids) selection.mark(ids, id);
}
