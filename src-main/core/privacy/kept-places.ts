import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CallOutput } from '#contract/contract';
import type { KeptKind } from '#contract/privacy-calls';
import { KEPT_FILES } from './kept-register.ts';

export interface KeptPlace {
  readonly kind: KeptKind;
  readonly path: string;
}

/** @returns where each kind lies: a file or a folder */
export function keptPlaces(dataFolder: string, backupFolders: readonly string[]): KeptPlace[] {
  return [
    ...KEPT_FILES.flatMap(({ name, kind }) => (kind === null ? [] : [{ kind, path: join(dataFolder, name) }])),
    ...backupFolders.map((path) => ({ kind: 'backups' as const, path })),
  ];
}

/** Each place with what lies in it; the backups are not counted among the conversations beside which they lie. */
export async function measureKept(places: readonly KeptPlace[]): Promise<CallOutput<'privacy.kept'>> {
  const measured = await Promise.all(
    places.map(async ({ kind, path }) => {
      const inner = places.find((other) => other.kind === 'backups' && dirname(other.path) === path);
      return { kind, path, sizeBytes: await sizeOf(path, inner?.path ?? null) };
    }),
  );
  // Of several files of one kind, those that are there.
  return measured.filter(({ kind, sizeBytes }, index) => {
    return sizeBytes > 0 || measured.findIndex((first) => first.kind === kind) === index;
  });
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
