import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { bundleSize } from './vite/bundle-size.ts';
import { firstFiles, firstPicture } from './vite/first-picture.ts';
import { fontLicences } from './vite/font-licences.ts';

const path = (relative: string) => new URL(relative, import.meta.url).pathname;

export default defineConfig({
  plugins: [svelte(), bundleSize({ limitKb: 120 }), fontLicences(), firstPicture()],
  resolve: { alias: { $lib: path('./src/lib'), $features: path('./src/features') } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    // All styles in one file: a part that is read later needs none of its own.
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: firstFiles(), debugName: 'of the first picture' }] } },
    },
  },
  server: { port: 5199, strictPort: true },
});
