import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { fileURLToPath } from 'node:url';
import { updateValues } from './scripts/package/update-values.ts';

const configFile = fileURLToPath(new URL('./svelte.config.js', import.meta.url));

/** KaTeX names each font in three formats; every browser that can show the page reads the first. */
const onlyWoff2 = {
  name: 'only-woff2',
  enforce: 'pre' as const,
  transform: (code: string, id: string) =>
    id.includes('katex') && id.endsWith('.css')
      ? code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)/g, '')
      : null,
};

export default defineConfig(({ mode }) => ({
  main: {
    define: updateValues(process.env),
    build: {
      outDir: 'out/main',
      target: 'node24',
      minify: false,
      rollupOptions: {
        input: {
          main: `src-main/shells/electron/${mode === 'development' ? 'dev' : 'main'}.ts`,
          web: 'src-main/shells/web/main.ts',
          cli: 'src-main/shells/cli/main.ts',
          engine: 'src-main/engine-process/main.ts',
          convert: 'src-main/convert-process/main.ts',
          'convert-worker': 'src-main/convert-process/worker.ts',
          tokenizer: 'src-main/tokenizer-process/main.ts',
          scoring: 'src-main/scoring-process/main.ts',
          history: 'src-main/core/history/worker.ts',
          language: 'src-main/core/language-detection/worker.ts',
          verdict: 'src-main/core/evaluation/ifeval/worker.ts',
          document: 'src-main/core/history/transfer/documents/worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload cannot require packages: everything it uses is bundled.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'src-main/shells/electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    base: './',
    plugins: [svelte({ configFile }), onlyWoff2],
    worker: { format: 'es' },
    // In development the page comes from a shell, and hears of changes from here.
    server: {
      host: '127.0.0.1',
      port: 5173,
      strictPort: true,
      hmr: { protocol: 'ws', host: '127.0.0.1', clientPort: 5173 },
    },
    build: {
      // Fonts within the style sheet would be `data:` addresses, which the page's policy refuses.
      assetsInlineLimit: (path) => (path.endsWith('.woff2') ? false : undefined),
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: 'oxc',
      rollupOptions: { input: fileURLToPath(new URL('./src-renderer/index.html', import.meta.url)) },
    },
  },
}));
