import { defineConfig } from 'vitest/config';

const path = (relative: string) => new URL(relative, import.meta.url).pathname;

/** The built window in a real browser; the tests stand beside those of the other parts. */
export default defineConfig({
  root: path('..'),
  resolve: {
    alias: {
      'playwright-core': path('./node_modules/playwright-core/index.mjs'),
      vitest: path('./node_modules/vitest/dist/index.js'),
    },
  },
  test: {
    include: ['tests/ui/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
