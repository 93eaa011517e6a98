import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{data,etl,queries,web,bin}/**/*.test.ts'],
    exclude: ['node_modules', 'web/node_modules'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
