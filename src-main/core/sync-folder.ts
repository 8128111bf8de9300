import { open } from 'node:fs/promises';

/** Makes a new file name survive a power cut. Not every system can open a folder. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
