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
