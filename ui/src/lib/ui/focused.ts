/** Gives an element the keyboard when it comes: after the menu that opened it has given it back. */
export function focused(element: HTMLElement): () => void {
  const frame = requestAnimationFrame(() => element.focus());
  return () => cancelAnimationFrame(frame);
}
