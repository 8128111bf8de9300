import { SarviError, type ErrorCode } from '#contract/errors';
import { fileError } from '../file-error.ts';
import { NotARegularFile, openRegularFile } from '../open-regular-file.ts';
import { checkJson } from './check-json.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The JSON object in a file; null when there is no such file. JSON as the standard has it: `NaN` is refused.
 *
 * @param malformed - the code for a file that holds anything else, or more than `maxBytes`
 */
export async function readJsonObject(path: string, malformed: ErrorCode, maxBytes: number): Promise<JsonObject | null> {
  const text = await readTextFile(path, malformed, maxBytes);
  if (text === null) return null;
  const fault = checkJson(text);
  if (fault !== null) throw new SarviError(malformed, { path, reason: fault });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SarviError(malformed, { path, reason: (error as Error).message }, { cause: error });
  }
  if (!isObject(value)) throw new SarviError(malformed, { path, reason: 'it does not hold a JSON object' });
  return value;
}

/** The text of a UTF-8 file without its byte order mark; null when there is no such file. */
export async function readTextFile(path: string, malformed: ErrorCode, maxBytes: number): Promise<string | null> {
  try {
    const file = await openRegularFile(path);
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw new SarviError(malformed, { path, reason: `it takes ${size} bytes` });
      return (await file.readFile('utf8')).replace(/^\uFEFF/, '');
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof NotARegularFile) {
      throw new SarviError(malformed, { path, reason: 'it is not a file' }, { cause: error });
    }
    throw fileError(error, path);
  }
}
