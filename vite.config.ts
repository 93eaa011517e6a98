import { sveltekit } from '@sveltejs/kit/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import config from './svelte.config.js';

export default defineConfig({
  root: fileURLToPath(new URL('web', import.meta.url)),
  plugins: [sveltekit(config)],
});
