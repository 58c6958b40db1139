import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const elsewhere = (folders, message) => ({
  'no-restricted-imports': ['error', { patterns: [{ group: folders, message }] }],
});
const bridgeOnly = 'Only lib/bridge speaks to the program behind the window.';

export default ts.config(
  { ignores: ['dist', 'src/lib/bridge/generated'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: { '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: { 'svelte/no-at-html-tags': 'error' },
  },
  {
    files: ['src/**'],
    ignores: ['src/lib/bridge/*.ts'],
    rules: elsewhere(['@tauri-apps/*'], bridgeOnly),
  },
  {
    files: ['src/lib/ui/**'],
    rules: elsewhere(
      ['@tauri-apps/*', '$features/*', '$lib/state/*', '$lib/bridge/*'],
      'Primitives stand alone.',
    ),
  },
);
