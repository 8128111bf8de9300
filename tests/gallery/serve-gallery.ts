import { svelte } from '@sveltejs/vite-plugin-svelte';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { build, preview, type InlineConfig } from 'vite';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const SVELTE = fileURLToPath(new URL('../../svelte.config.js', import.meta.url));

export interface Gallery {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Builds the gallery into a folder of its own and serves it to this computer. */
export async function serveGallery(): Promise<Gallery> {
  const outDir = await mkdtemp(join(tmpdir(), 'sarvi-gallery-'));
  const options: InlineConfig = {
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [svelte({ configFile: SVELTE })],
  };
  await build({ ...options, build: { outDir, emptyOutDir: true, minify: false, reportCompressedSize: false } });
  const server = await preview({ ...options, build: { outDir }, preview: { host: '127.0.0.1', port: 0, open: false } });
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error('the gallery has no address');
  return {
    origin: new URL(url).origin,
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
