/** Shows a dialog above all else for as long as it is there; the keyboard goes back to where it was. */
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  return () => {
    dialog.close();
    // What has been taken out of the page gives nothing back by itself.
    queueMicrotask(() => {
      if (document.activeElement !== document.body) return;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    });
  };
}
