/**
 * The renderer's built files by URL path. The folder is listed once and paths are looked up in that list, so a
 * requested path never reaches the file system.
 */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

export interface RendererFile {
  readonly body: Buffer;
  readonly contentType: string;
}

export interface RendererFiles {
  /**
   * @param urlPath - the pathname of a URL, still percent-encoded; `/` is index.html
   * @returns null when there is no such file
   */
  read(urlPath: string, query: string): Promise<RendererFile | null>;
  /** The address that reports changed files; in development only. */
  readonly hotReloadUrl?: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** @throws Error when the folder has no index.html, because the app has not been built */
export async function openRendererFiles(folder: string): Promise<RendererFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [`/${relative(folder, path).split(sep).map(encodeURIComponent).join('/')}`, path]),
  );
  const index = paths.get('/index.html');
  if (index === undefined) throw new Error(`no index.html in ${folder}`);
  paths.set('/', index);
  return {
    read: async (urlPath) => {
      const path = paths.get(urlPath);
      if (path === undefined) return null;
      return { body: await readFile(path), contentType: CONTENT_TYPES[extname(path)] ?? 'application/octet-stream' };
    },
  };
}
