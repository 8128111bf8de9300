/**
 * Settings in `config.json`, in the file format of electron-store and its base library conf, whichever of the two has
 * the file open. The store keeps its own copy: the file is read once, and every field is checked on the way in.
 */
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import * as v from 'valibot';
import { SarviError } from '#contract/errors';
import { DEFAULT_SETTINGS, Settings } from '#contract/vocabulary';
import { fileError } from '../core/file-error.ts';
import type { Log, SettingsStore } from '../core/ports.ts';

/** What is used of `conf` and `electron-store`. `set` merges its keys into the file and replaces the file whole. */
export interface SettingsFile {
  readonly path: string;
  set(values: Settings): void;
}

/** Options for both libraries. Settings are flat, so a dot in a key is a dot. */
export const SETTINGS_FILE_OPTIONS = {
  accessPropertiesByDotNotation: false,
  configFileMode: 0o600,
} as const;

/**
 * Reads the settings at `path`. Fields that are missing or wrong get their default; a file with anything wrong in it is
 * kept beside as `config.damaged.json`, so that nothing a user wrote by hand is lost by the next save. Fields of a
 * newer Sarvi are left alone.
 *
 * Runs before the library opens the file, which would throw for text that is not JSON.
 */
export function readSettings(path: string, log: Log): Settings {
  if (!existsSync(path)) return DEFAULT_SETTINGS;
  const fields = readFields(path);
  if (fields === null) {
    renameSync(path, damagedPath(path));
    log.warn('settings are not readable and were set aside', { path: damagedPath(path) });
    return DEFAULT_SETTINGS;
  }
  const damaged: string[] = [];
  const settings = Object.entries(Settings.entries).map(([name, schema]) => {
    const fallback = DEFAULT_SETTINGS[name as keyof Settings];
    if (!Object.hasOwn(fields, name)) return [name, fallback];
    const parsed = v.safeParse(schema, fields[name]);
    if (!parsed.success) damaged.push(name);
    return [name, parsed.success ? parsed.output : fallback];
  });
  if (damaged.length > 0) {
    copyFileSync(path, damagedPath(path));
    log.warn('settings with impossible values got their defaults', { fields: damaged, copy: damagedPath(path) });
  }
  return Object.fromEntries(settings) as Settings;
}

/** @param initial - what `readSettings` found */
export function openSettings(file: SettingsFile, initial: Settings): SettingsStore {
  let current = initial;
  return {
    get: () => current,
    set: (settings) => {
      try {
        file.set(settings);
      } catch (error) {
        const found = fileError(error, file.path);
        if (found.code === 'disk-full' || found.code === 'write-failed') throw found;
        const reason = (error as NodeJS.ErrnoException).code ?? found.message;
        throw new SarviError('write-failed', { path: file.path, reason }, { cause: error });
      }
      current = settings;
    },
  };
}

function readFields(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function damagedPath(path: string): string {
  return path.replace(/\.json$/, '') + '.damaged.json';
}
