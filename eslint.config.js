import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Imports point one way: web → queries → data and etl → queries → data.
 * @param {string} room
 * @param {string[]} others
 */
const mayNotImport = (room, ...others) => ({
  files: [`${room}/**/*.{ts,svelte}`],
  rules: {
    'no-restricted-imports': /** @type {['error', object]} */ ([
      'error',
      {
        patterns: others.map((other) => ({
          regex: `(^|/)\\.\\./(.*/)?${other}/`,
          message: `${room} may not import ${other}`,
        })),
      },
    ]),
  },
});

export default defineConfig(
  globalIgnores([
    'build',
    'var',
    'web/.svelte-kit',
    'web/node_modules',
    'queries/types.ts',
    'test-results',
    'e2e/browser/node_modules',
  ]),
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    rules: {
      'no-console': 'error',
      // the site is always served at the root of its host: there is no base path to resolve against
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  mayNotImport('web', 'etl'),
  mayNotImport('etl', 'web'),
  mayNotImport('queries', 'etl', 'web'),
  mayNotImport('data', 'etl', 'web', 'queries'),
);
