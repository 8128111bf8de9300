import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { MOST_PROMPT_FILE_BYTES, MOST_PROMPT_FILES } from '#contract/prompt-library';
import { because } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { writeFileWhole } from '../write-file-whole.ts';
import { parsePromptFileName, promptFileName, type PromptFileName } from './prompt-file-name.ts';

export interface PromptFile {
  readonly text: string;
  /** The first half of the SHA-256 of its bytes. */
  readonly digest: string;
}

/** A link would show a file from elsewhere as a prompt. Windows has no such flag; there the kind is looked at before. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The Markdown files of the library: in one folder of the data folder, and nothing else. */
export class PromptFolder {
  readonly path: string;

  constructor(dataFolder: string) {
    this.path = join(dataFolder, 'prompts');
  }

  /** The files that are read, and how many Markdown files are not. */
  async names(): Promise<{ names: PromptFileName[]; unread: number }> {
    const all = await readdir(this.path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw fileError(error, this.path);
    });
    const markdown = all.filter((name) => /\.(md|markdown)$/i.test(name) && !name.startsWith('.')).sort();
    const names = markdown.flatMap((name) => parsePromptFileName(name) ?? []).slice(0, MOST_PROMPT_FILES);
    return { names, unread: markdown.length - names.length };
  }

  pathOf(name: PromptFileName): string {
    return join(this.path, promptFileName(name));
  }

  /**
   * Null where there is no such file.
   *
   * @throws SarviError `prompt-refused` for a link, a folder, a file that is too large or is not text
   */
  async read(name: PromptFileName): Promise<PromptFile | null> {
    const path = this.pathOf(name);
    const refused = (reason: string): SarviError =>
      new SarviError('prompt-refused', { name: promptFileName(name), reason });
    try {
      const found = await lstat(path);
      if (found.isSymbolicLink()) throw refused(because('prompt-is-a-link'));
      if (!found.isFile()) throw refused(because('not-a-file'));
      const bytes = await readBounded(path);
      if (bytes === null) throw refused(because('larger-than', { bytes: MOST_PROMPT_FILE_BYTES }));
      const text = decode(bytes);
      if (text === null) throw refused(because('prompt-not-utf8'));
      return { text, digest: createHash('sha256').update(bytes).digest('hex').slice(0, 32) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw fileError(error, path);
    }
  }

  /** @throws SarviError `write-failed`, `disk-full` */
  async write(name: PromptFileName, text: string): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw fileError(error, this.path);
    });
    await writeFileWhole(this.pathOf(name), text);
  }

  /** Removes a link itself, and not what it names. */
  async remove(name: PromptFileName): Promise<void> {
    const path = this.pathOf(name);
    await rm(path).catch((error: unknown) => {
      throw fileError(error, path);
    });
  }
}

/** Null when it is too large: a file may also grow while it is read. */
async function readBounded(path: string): Promise<Buffer | null> {
  const file = await open(path, FLAGS);
  try {
    const buffer = Buffer.alloc(MOST_PROMPT_FILE_BYTES + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) return buffer.subarray(0, length);
      length += bytesRead;
    }
    return null;
  } finally {
    await file.close();
  }
}

function decode(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
