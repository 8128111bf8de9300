/** Electron's archive format. @see https://github.com/electron/asar */
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Folder {
  readonly files: Readonly<Record<string, Folder | Entry>>;
}

interface Entry {
  readonly size: number;
  /** From the end of the header; missing for a file that lies outside. */
  readonly offset?: string;
  readonly unpacked?: boolean;
  readonly integrity?: object;
}

export interface ArchivedFile {
  /** With `/`, whatever the system. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly isOutside: boolean;
  readonly isChecked: boolean;
}

/** All files of an archive, those beside it too. */
export function listArchive(path: string): ArchivedFile[] {
  return entriesOf(readHeader(path).root).map(([name, entry]) => ({
    path: name,
    sizeBytes: entry.size,
    isOutside: entry.unpacked === true,
    isChecked: entry.integrity !== undefined,
  }));
}

/** Writes the files of an archive into `folder`, without those beside it. */
export function extractArchive(path: string, folder: string): void {
  const { root, end } = readHeader(path);
  const file = openSync(path, 'r');
  try {
    for (const [name, { offset, size }] of entriesOf(root)) {
      if (offset === undefined) continue;
      const body = Buffer.alloc(size);
      readSync(file, body, 0, size, end + Number(offset));
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), body);
    }
  } finally {
    closeSync(file);
  }
}

/** The header is a pickled string: its size, then the string with its own length before it. */
function readHeader(path: string): { root: Folder; end: number } {
  const file = openSync(path, 'r');
  try {
    const sizes = Buffer.alloc(16);
    readSync(file, sizes);
    const text = Buffer.alloc(sizes.readUInt32LE(12));
    readSync(file, text, 0, text.length, 16);
    return { root: JSON.parse(text.toString('utf8')) as Folder, end: 8 + sizes.readUInt32LE(4) };
  } finally {
    closeSync(file);
  }
}

function entriesOf(folder: Folder, prefix = ''): [string, Entry][] {
  return Object.entries(folder.files).flatMap(([name, child]) =>
    'files' in child ? entriesOf(child, `${prefix}${name}/`) : [[`${prefix}${name}`, child] as [string, Entry]],
  );
}
