import { defineConfig } from 'vitest/config';

// one file after the other: each starts servers and browsers of its own
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    exclude: ['e2e/browser/**', 'node_modules'],
    env: { COALFACE_OFFLINE: '1' },
    globalSetup: ['e2e/setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
