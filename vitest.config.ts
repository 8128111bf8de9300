import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS, chromiumPath } from './tests/chromium.ts';

const executablePath = chromiumPath();
// Every process and thread of a test would strip the types of the sources anew, by WebAssembly, which costs more than
// half of a thread's start, and V8 can crash where many threads do so. Node keeps what it has stripped here.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url));
/** What a test waits for comes at once, but on a busy machine other work goes before it. */
const PATIENCE = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 20_000 } } };

export default defineConfig({
  test: {
    // Vitest would leave one of two cores to itself, though a test waits most of its time for other processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.svelte.test.ts'],
          pool: 'forks',
          // After the components, which need a core for Chromium and one for Vite.
          sequence: { groupOrder: 1 },
          ...PATIENCE,
        },
      },
      {
        plugins: [svelte()],
        worker: { format: 'es' },
        resolve: { conditions: ['browser'] },
        // Found before the first test: a dependency that is met later would reload the page in the middle of one.
        optimizeDeps: {
          entries: ['src-renderer/main.ts', 'tests/**/*.svelte.test.ts'],
          // Imported by a worker, which is not looked into.
          include: ['parse5'],
        },
        test: {
          name: 'component',
          include: ['tests/**/*.svelte.test.ts'],
          setupFiles: ['tests/no-svelte-warnings.ts'],
          ...PATIENCE,
          browser: {
            enabled: true,
            headless: true,
            viewport: { width: 1280, height: 800 },
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: CHROMIUM_FLAGS },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
