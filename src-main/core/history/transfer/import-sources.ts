import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from '../../file-error.ts';
import { beginsArchive, openArchive, type Archive } from './archive.ts';
import { fileOnDisk, type ByteFile } from './byte-file.ts';
import { beginningOf } from './find-layout.ts';
import { janPartOf, readJanThread } from './jan-thread.ts';
import type { JsonElement } from './json-elements.ts';
import { readElements } from './read-elements.ts';
import { bySession } from './session-lines.ts';
import { isLitter, walkFiles, type LeftOut } from './walk-files.ts';

/** One file, or the two files of a Jan thread. */
export interface ImportSource {
  /** Its name within the given folder or archive; null when the file itself was given. */
  readonly name: string | null;
  readonly sizeBytes: number;
  /** @param onRead - called with the number of bytes read so far */
  readonly elements: (onRead: (bytes: number) => void) => AsyncGenerator<JsonElement>;
}

export interface ImportSources {
  readonly sources: readonly ImportSource[];
  /** Names of files that are not read. */
  readonly leftOut: readonly LeftOut[];
  /** Closes archives. */
  readonly close: () => Promise<void>;
}

/** Files of other kinds, whatever their content; an export may have thousands of them. */
const OTHER_KINDS =
  /\.(png|jpe?g|gif|webp|heic|svg|bmp|ico|pdf|html?|css|m?js|mp[34]|m4a|wav|ogg|webm|mov|dat|db|sqlite3?)$/i;
const JSON_NAME = /\.(json|jsonl|ndjson)$/i;
const NO_CONVERSATIONS = because('not-conversations');

/**
 * The files with conversations at a path: the file itself, or all files in a folder or ZIP archive. Their kinds are
 * recognised by content.
 *
 * @throws SarviError `path-missing`, `path-unreadable`, `conversation-refused` for a damaged archive
 */
export async function importSources(path: string): Promise<ImportSources> {
  const archives: Archive[] = [];
  const close = async (): Promise<void> => void (await Promise.all(archives.map((archive) => archive.close())));
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { ...(await inFolder(path, archives)), close };
    const file = fileOnDisk(path, null, found.size);
    if (!found.isFile()) throw new SarviError('transfer-unrecognised', { path });
    if (!beginsArchive((await beginningOf(file)).bytes))
      return { sources: [await alone(path, file)], leftOut: [], close };
    const archive = await openArchive(path, '');
    archives.push(archive);
    const { sources, leftOut } = await grouped(archive.files);
    return { sources, leftOut: [...archive.refused, ...leftOut], close };
  } catch (error) {
    await close();
    throw fileError(error, path);
  }
}

async function inFolder(path: string, archives: Archive[]): Promise<Omit<ImportSources, 'close'>> {
  const { files, leftOut } = await walkFiles(path);
  const all: ByteFile[] = [];
  for (const { path: at, file } of files) {
    if (!(await isArchive(file))) {
      all.push(file);
      continue;
    }
    try {
      const archive = await openArchive(at, `${file.name ?? ''}/`);
      archives.push(archive);
      all.push(...archive.files);
      leftOut.push(...archive.refused);
    } catch (error) {
      const { details } = SarviError.from(error);
      leftOut.push({ name: file.name ?? '', reason: String(details['reason'] ?? because('cannot-be-read')) });
    }
  }
  const { sources, leftOut: others } = await grouped(all);
  return { sources, leftOut: [...leftOut, ...others] };
}

async function isArchive(file: ByteFile): Promise<boolean> {
  if (OTHER_KINDS.test(file.name ?? '') || JSON_NAME.test(file.name ?? '')) return false;
  return beginsArchive((await beginningOf(file).catch(() => ({ bytes: new Uint8Array() }))).bytes);
}

/** The files as sources: the two of a Jan thread together, and names of those of other kinds. */
async function grouped(files: readonly ByteFile[]): Promise<Omit<ImportSources, 'close'>> {
  const byName = new Map(files.map((file) => [file.name ?? '', file]));
  const sources: ImportSource[] = [];
  const leftOut: LeftOut[] = [];
  for (const file of files) {
    const name = file.name ?? '';
    if (isLitter(name)) continue;
    const [last, folder] = [basename(name), dirname(name)];
    const other = byName.get(
      join(folder, last === 'thread.json' ? 'messages.jsonl' : 'thread.json').replaceAll('\\', '/'),
    );
    if (last === 'thread.json') sources.push(janSource(file, other ?? null));
    else if (last === 'messages.jsonl' && other !== undefined) continue;
    else if (last === 'messages.jsonl' && (await partOf(file)) === 'messages') sources.push(janSource(null, file));
    else if (await mayHoldConversations(file)) sources.push(sourceOf(file));
    else leftOut.push({ name, reason: file.sizeBytes === 0 ? because('empty') : NO_CONVERSATIONS });
  }
  return { sources, leftOut };
}

async function partOf(file: ByteFile): ReturnType<typeof janPartOf> {
  return janPartOf(file).catch(() => null);
}

/** Decides by name, or by the first character if the name says nothing. */
async function mayHoldConversations(file: ByteFile): Promise<boolean> {
  if (JSON_NAME.test(file.name ?? '')) return true;
  if (OTHER_KINDS.test(file.name ?? '')) return false;
  const { bytes } = await beginningOf(file).catch(() => ({ bytes: new Uint8Array() }));
  return /^\s*[[{]/.test(Buffer.from(bytes).toString('latin1'));
}

/** A single file; either file of a Jan thread brings the other one along. */
async function alone(path: string, file: ByteFile): Promise<ImportSource> {
  const part = await partOf(file);
  if (part === null) return sourceOf(file);
  const otherPath = join(dirname(path), part === 'thread' ? 'messages.jsonl' : 'thread.json');
  const found = await stat(otherPath).catch(() => null);
  const other = found?.isFile() === true ? fileOnDisk(otherPath, null, found.size) : null;
  return part === 'thread' ? janSource(file, other) : janSource(other, file);
}

function sourceOf(file: ByteFile): ImportSource {
  const { name, sizeBytes } = file;
  return { name, sizeBytes, elements: (onRead) => bySession(readElements(file, onRead)) };
}

function janSource(thread: ByteFile | null, messages: ByteFile | null): ImportSource {
  const name = (thread ?? messages)?.name ?? null;
  const sizeBytes = messages?.sizeBytes ?? 0;
  return { name, sizeBytes, elements: (onRead) => readJanThread(thread, messages, onRead) };
}
