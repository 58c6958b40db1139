import type { Session } from '$lib/state/session.svelte';

/** How far Page Up and Page Down go, in rows. */
const PAGE = 8;

/** Where a key leads from one row of the list; null where it leads nowhere. */
export function destination(key: string, from: number, count: number): number | null {
  const clamp = (to: number) => Math.min(count - 1, Math.max(0, to));
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return clamp(from + 1);
    case 'ArrowUp':
    case 'k':
    case 'K':
      return clamp(from - 1);
    case 'PageDown':
      return clamp(from + PAGE);
    case 'PageUp':
      return clamp(from - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** Keys while the list has the keyboard: moving, opening, selecting. */
export function listKey(
  session: Session,
  event: KeyboardEvent,
  order: readonly string[],
  anchor: string | null,
  focus: (id: string) => void,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inRow = event.target instanceof HTMLElement && event.target.getAttribute('role') === 'row';
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = destination(event.key, session.selection.current === null ? -1 : from, order.length);
  const id = to === null ? undefined : order[to];
  if (id !== undefined) {
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey && event.key.startsWith('Arrow')) session.selection.extend(id, order);
    else session.selection.only(id);
    focus(id);
  } else if (inRow && anchor !== null && event.key === 'Enter') {
    event.preventDefault();
    session.show(anchor);
    requestAnimationFrame(() => document.getElementById('inspector')?.focus());
  } else if (inRow && anchor !== null && event.key === ' ') {
    event.preventDefault();
    session.selection.toggle(anchor);
  }
}
