import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { scriptBudget } from './build/script-budget.js';

const MAX_SCRIPT_BYTES = 90_000;

export default defineConfig({
  base: '/checkout/',
  plugins: [react(), scriptBudget(MAX_SCRIPT_BYTES)],
  build: {
    target: 'es2022',
    // Data URLs in CSS would need a wider content policy than the page has.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
