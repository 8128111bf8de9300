import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files below a folder whose bytes have one of the texts, in UTF-8 or in UTF-16 of either order. */
export async function filesWith(folder: string, texts: readonly string[]): Promise<string[]> {
  const wanted = texts.flatMap((text) => {
    const utf16 = Buffer.from(text, 'utf16le');
    return [Buffer.from(text, 'utf8'), utf16, Buffer.from(utf16).swap16()];
  });
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A file may go away while the app runs.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (wanted.some((text) => bytes.includes(text))) found.push(path);
  }
  return found;
}
