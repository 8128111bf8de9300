import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CallOutput } from '#contract/contract';
import type { KeptKind } from '#contract/privacy-calls';

/** @returns where each kind lies: a file or a folder */
export function keptPlaces(dataFolder: string, backupFolder: string): Record<KeptKind, string> {
  return {
    conversations: join(dataFolder, 'history'),
    backups: backupFolder,
    models: join(dataFolder, 'models'),
    states: join(dataFolder, 'states'),
    settings: join(dataFolder, 'config.json'),
    logs: join(dataFolder, 'logs'),
  };
}

/** Each place with what lies in it; the backups are not counted among the conversations beside which they lie. */
export async function measureKept(places: Record<KeptKind, string>): Promise<CallOutput<'privacy.kept'>> {
  return Promise.all(
    (Object.entries(places) as [KeptKind, string][]).map(async ([kind, path]) => {
      const inner = kind === 'conversations' && dirname(places.backups) === path ? places.backups : null;
      return { kind, path, sizeBytes: await sizeOf(path, inner) };
    }),
  );
}

/** What is not there, or vanishes meanwhile, takes nothing. Links are not followed. */
async function sizeOf(path: string, except: string | null): Promise<number> {
  if (path === except) return 0;
  const found = await lstat(path).catch(() => null);
  if (!found?.isDirectory()) return found?.size ?? 0;
  const names = await readdir(path).catch(() => []);
  let sum = 0;
  for (const name of names) sum += await sizeOf(join(path, name), except);
  return sum;
}
