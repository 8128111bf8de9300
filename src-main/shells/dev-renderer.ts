/** The renderer from Vite's development server. Programs for users do not contain this file. */
import type { RendererFiles } from './renderer-files.ts';

/** @param serverUrl - of Vite's server on the loopback address */
export function openDevRenderer(serverUrl: string): RendererFiles {
  const { host } = new URL(serverUrl);
  return {
    hotReloadUrl: `ws://${host}`,
    read: async (urlPath, query) => {
      const url = new URL(`http://${host}`);
      url.pathname = urlPath;
      url.search = query;
      // Without this, Vite answers a request for a style sheet as if a script imported it.
      const response = await fetch(url, { headers: { accept: urlPath === '/' ? 'text/html' : '*/*' } });
      if (!response.ok) return null;
      const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
      return { body: Buffer.from(await response.arrayBuffer()), contentType };
    },
  };
}
