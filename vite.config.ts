import { sveltekit } from '@sveltejs/kit/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import config from './svelte.config.js';

export default defineConfig({
  root: fileURLToPath(new URL('web', import.meta.url)),
  plugins: [sveltekit(config)],
  // ECharts is one chunk of 586 kB (162 KiB as sent), loaded after the page can be read
  build: { chunkSizeWarningLimit: 700 },
});
