import type { DesktopWords } from '$lib/bridge/generated/protocol';
import { t } from '.';

/** What the desktop around the window says. The program fills in what stands in braces. */
export const desktopWords = (): DesktopWords => ({
  line: t.desktop.line('{title}', '{done}', '{total}'),
  begun: t.desktop.begun('{title}'),
  more: t.desktop.more('{n}'),
  idle: t.desktop.idle,
  writing: t.desktop.writing,
  open: t.desktop.open,
  pause: t.desktop.pause,
  goOn: t.desktop.goOn,
  quit: t.desktop.quit,
  quitWriting: t.desktop.quitWriting('{n}'),
});
