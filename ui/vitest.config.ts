import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const path = (relative: string) => new URL(relative, import.meta.url).pathname;

export default defineConfig({
  plugins: [svelte()],
  resolve: { alias: { $lib: path('./src/lib'), $features: path('./src/features') }, conditions: ['browser'] },
  test: { include: ['src/**/*.test.ts'], env: { TZ: 'UTC' } },
});
