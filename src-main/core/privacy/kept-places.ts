import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CallOutput } from '#contract/contract';
import type { KeptKind } from '#contract/privacy-calls';
import { KEPT_FILES } from './kept-register.ts';

export interface KeptPlace {
  readonly kind: KeptKind;
  readonly path: string;
}

/** @returns the file or folder of each kind */
export function keptPlaces(
  dataFolder: string,
  backupFolders: readonly string[],
  modelFolders: readonly string[],
  settingsPath?: string,
): KeptPlace[] {
  const own = join(dataFolder, 'models');
  return [
    ...KEPT_FILES.flatMap(({ name, kind }) =>
      kind === null ? [] : [{ kind, path: (name === 'config.json' && settingsPath) || join(dataFolder, name) }],
    ),
    ...modelFolders.filter((path) => path !== own).map((path) => ({ kind: 'models' as const, path })),
    ...backupFolders.map((path) => ({ kind: 'backups' as const, path })),
  ];
}

/** Each place with its size. Backups are not counted as part of the conversations next to them. */
export async function measureKept(places: readonly KeptPlace[]): Promise<CallOutput<'privacy.kept'>> {
  const measured = await Promise.all(
    places.map(async ({ kind, path }) => {
      const inner = places.find((other) => other.kind === 'backups' && dirname(other.path) === path);
      return { kind, path, sizeBytes: await sizeOf(path, inner?.path ?? null) };
    }),
  );
  // Keeps those of several files of one kind that exist.
  return measured.filter(({ kind, sizeBytes }, index) => {
    return sizeBytes > 0 || measured.findIndex((first) => first.kind === kind) === index;
  });
}

/** A missing file has no size. Links are not followed. */
async function sizeOf(path: string, except: string | null): Promise<number> {
  if (path === except) return 0;
  const found = await lstat(path).catch(() => null);
  if (!found?.isDirectory()) return found?.size ?? 0;
  const names = await readdir(path).catch(() => []);
  let sum = 0;
  for (const name of names) sum += await sizeOf(join(path, name), except);
  return sum;
}
