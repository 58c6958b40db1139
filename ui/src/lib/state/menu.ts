/** Something that can be done with what a menu is about; buttons, menus and the palette say it alike. */
export interface Deed {
  key: string;
  name: string;
  /** The key that does it too, as people call it. */
  keys?: string;
  run: () => unknown;
}

/** A menu that is open. */
export interface Menu {
  label: string;
  deeds: readonly Deed[];
  /** Where it begins; px from the window's corner. */
  x: number;
  y: number;
}

/** What asks for a menu: a pointer's second button, the Menu key, or Shift and F10. */
export type Asked = MouseEvent | KeyboardEvent;

/** Whether a key asks for a menu. */
export const asksForMenu = ({ key, shiftKey }: KeyboardEvent) =>
  key === 'ContextMenu' || (key === 'F10' && shiftKey);

/** Where a menu begins that was asked for on an element: under the pointer, or by key at the element. */
export function placeOf(asked: Asked, element: Element): { x: number; y: number } {
  if (asked instanceof MouseEvent && asked.clientX + asked.clientY > 0) {
    return { x: asked.clientX, y: asked.clientY };
  }
  const { left, bottom, top } = element.getBoundingClientRect();
  return { x: left + 24, y: Math.min(bottom, top + 56) };
}
