import { defineConfig } from 'vitest/config';

// one file after the other: each starts writers and readers of its own
export default defineConfig({
  test: {
    include: ['faults/**/*.test.ts'],
    exclude: ['node_modules'],
    env: { COALFACE_OFFLINE: '1' },
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
