import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{data,etl,queries,web,bin}/**/*.test.ts'],
    exclude: ['node_modules', 'web/node_modules'],
    // no test asks the internet, nor does a program that it starts
    env: { COALFACE_OFFLINE: '1' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
