import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Prints what all JavaScript of a build weighs when compressed, and fails above the limit. */
export function bundleSize({ limitKb }: { limitKb: number }): Plugin {
  return {
    name: 'bundle-size',
    apply: 'build',
    writeBundle(_, bundle) {
      let bytes = 0;
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') bytes += gzipSync(file.code, { level: 9 }).length;
      }
      const kb = bytes / 1000;
      console.log(`ui_bundle_kb_gzip ${kb.toFixed(1)} (limit ${limitKb})`);
      if (kb > limitKb)
        this.error(`the JavaScript weighs ${kb.toFixed(1)} KB compressed; the limit is ${limitKb}`);
    },
  };
}
