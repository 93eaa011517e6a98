import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// design rule: imports point one way, web → queries → data and etl → queries → data
const forbid = (from, ...rooms) => ({
  files: [`${from}/**/*.{ts,svelte}`],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: rooms.map((room) => ({ regex: `(^|/)\\.\\./(.*/)?${room}/`, message: `${from} may not import ${room}` })) },
    ],
  },
});

export default ts.config(
  { ignores: ['node_modules', 'build', 'var', 'web/.svelte-kit', 'web/node_modules', 'queries/types.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  {
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'svelte/no-at-html-tags': 'error',
    },
  },
  forbid('web', 'etl'),
  forbid('etl', 'web'),
  forbid('queries', 'etl', 'web'),
  forbid('data', 'etl', 'web', 'queries'),
);
