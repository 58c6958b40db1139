import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const FONTS = ['literata', 'atkinson-hyperlegible-next', 'atkinson-hyperlegible-mono'];

/** Ships the licence text of each font beside the fonts, as the OFL asks. */
export function fontLicences(): Plugin {
  return {
    name: 'font-licences',
    apply: 'build',
    generateBundle() {
      for (const font of FONTS) {
        const file = new URL(`../node_modules/@fontsource-variable/${font}/LICENSE`, import.meta.url);
        this.emitFile({
          type: 'asset',
          fileName: `licences/${font}.txt`,
          source: readFileSync(file, 'utf8'),
        });
      }
    },
  };
}
