import { join } from 'node:path';
import { SarviError, type ErrorCode } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { NotARegularFile, openRegularFile } from '../open-regular-file.ts';
import { checkJson } from './check-json.ts';
import { requireOwnFile } from './require-own-file.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The JSON object in a file of the checkpoint; null if the file does not exist. Only standard JSON is accepted: `NaN`
 * is refused.
 *
 * @param malformed - the error code for anything but an object, and for more than `maxBytes`
 * @throws SarviError `malformed`, `checkpoint-link-outside`, `path-unreadable`
 */
export async function readJsonObject(
  folder: string,
  name: string,
  malformed: ErrorCode,
  maxBytes: number,
): Promise<JsonObject | null> {
  const path = join(folder, name);
  const text = await readTextFile(folder, name, malformed, maxBytes);
  if (text === null) return null;
  const fault = checkJson(text);
  if (fault !== null) throw new SarviError(malformed, { path, reason: fault });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SarviError(malformed, { path, reason: (error as Error).message }, { cause: error });
  }
  if (!isObject(value)) throw new SarviError(malformed, { path, reason: because('not-a-json-object') });
  return value;
}

/** The text of a UTF-8 file of the checkpoint without its byte order mark. `readFileBytes` documents the rest. */
export async function readTextFile(
  folder: string,
  name: string,
  malformed: ErrorCode,
  maxBytes: number,
): Promise<string | null> {
  const bytes = await readFileBytes(folder, name, malformed, maxBytes);
  return bytes && bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/**
 * The bytes of a file of the checkpoint; null if it does not exist.
 *
 * @param name - relative to the folder, with `/` between folders
 * @throws SarviError `malformed`, `checkpoint-link-outside`, `path-unreadable`
 */
export async function readFileBytes(
  folder: string,
  name: string,
  malformed: ErrorCode,
  maxBytes: number,
): Promise<Buffer | null> {
  const path = join(folder, name);
  try {
    await requireOwnFile(folder, name);
    const file = await openRegularFile(path);
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw new SarviError(malformed, { path, reason: because('size-is', { bytes: size }) });
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    const known = fileError(error, path);
    if (known.code === 'path-missing') return null;
    if (error instanceof NotARegularFile) {
      throw new SarviError(malformed, { path, reason: because('not-a-file') }, { cause: error });
    }
    throw known;
  }
}
