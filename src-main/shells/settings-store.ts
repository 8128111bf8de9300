/**
 * Settings in `config.json`, in the file format of electron-store and its base library conf; either may have the file
 * open. The store keeps its own copy and checks every field. A change is merged with what another process has written
 * meanwhile: key by key, and within keys that are records.
 */
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import * as v from 'valibot';
import { SarviError } from '#contract/errors';
import { DEFAULT_SETTINGS, Settings } from '#contract/settings';
import { fileError } from '../core/file-error.ts';
import type { Log, SettingsStore } from '../core/ports.ts';

/**
 * The used part of `conf` and `electron-store`. `set` merges its keys into the file and replaces the file as a whole.
 */
export interface SettingsFile {
  readonly path: string;
  set(values: Partial<Settings>): void;
}

/** Options for both libraries. Settings are flat, so a dot in a key is a dot. */
export const SETTINGS_FILE_OPTIONS = {
  accessPropertiesByDotNotation: false,
  configFileMode: 0o600,
} as const;

/**
 * Reads the settings at `path`. Missing or wrong fields get their default; a file with a fault is kept as
 * `config.damaged.json`, so that the next save loses nothing that a user wrote by hand. Fields of a newer Sarvi are
 * kept.
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
  const { settings, damaged } = checkFields(fields, DEFAULT_SETTINGS);
  if (damaged.length > 0) {
    copyFileSync(path, damagedPath(path));
    log.warn('settings with impossible values got their defaults', { fields: damaged, copy: damagedPath(path) });
  }
  return settings;
}

/** @param initial - the result of `readSettings` */
export function openSettings(file: SettingsFile, initial: Settings): SettingsStore {
  let current = initial;
  return {
    path: file.path,
    get: () => current,
    change: (change) => {
      const fields = readFields(file.path);
      const written = fields === null ? current : checkFields(fields, current).settings;
      const merged = Object.fromEntries(
        Object.entries(change).map(([name, value]) => [
          name,
          mergeRecord(current[name as keyof Settings], value, written[name as keyof Settings]),
        ]),
      ) as Partial<Settings>;
      try {
        file.set(merged);
      } catch (error) {
        const found = fileError(error, file.path);
        if (found.code === 'disk-full' || found.code === 'write-failed') throw found;
        const reason = (error as NodeJS.ErrnoException).code ?? found.message;
        throw new SarviError('write-failed', { path: file.path, reason }, { cause: error });
      }
      current = { ...written, ...merged };
    },
    refresh: () => {
      const fields = readFields(file.path);
      const written = fields === null ? current : checkFields(fields, current).settings;
      const isNew = JSON.stringify(written) !== JSON.stringify(current);
      if (isNew) current = written;
      return isNew;
    },
  };
}

/** Gives missing or wrong fields their fallback. */
function checkFields(fields: Record<string, unknown>, fallback: Settings): { settings: Settings; damaged: string[] } {
  const damaged: string[] = [];
  const checked = Object.entries(Settings.entries).map(([name, schema]) => {
    if (!Object.hasOwn(fields, name)) return [name, fallback[name as keyof Settings]];
    const parsed = v.safeParse(schema, fields[name]);
    if (!parsed.success) damaged.push(name);
    return [name, parsed.success ? parsed.output : fallback[name as keyof Settings]];
  });
  return { settings: Object.fromEntries(checked) as Settings, damaged };
}

/** Applies the change from `before` to `after` to `written`. Values that are not records are replaced. */
function mergeRecord(before: unknown, after: unknown, written: unknown): unknown {
  if (!isRecord(before) || !isRecord(after) || !isRecord(written)) return after;
  const names = [...new Set([...Object.keys(written), ...Object.keys(after)])];
  const isChanged = (name: string): boolean => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  const merged = names.map((name) => [name, isChanged(name) ? after[name] : written[name]] as const);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readFields(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function damagedPath(path: string): string {
  return path.replace(/\.json$/, '') + '.damaged.json';
}
