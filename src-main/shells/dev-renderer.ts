/** The renderer as Vite's development server gives it. Programs that users get do not contain this file. */
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
      // Without this, Vite takes the request of a style sheet for one of a script that imports it.
      const response = await fetch(url, { headers: { accept: urlPath === '/' ? 'text/html' : '*/*' } });
      if (!response.ok) return null;
      const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
      return { body: Buffer.from(await response.arrayBuffer()), contentType };
    },
  };
}
