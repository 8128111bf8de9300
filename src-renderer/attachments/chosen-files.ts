import { SarviError, type ErrorReport } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';

/** Files of one drop, paste or choice, in the order of their names. */
export interface ChosenFiles {
  readonly files: readonly { readonly file: File; readonly path: string }[];
  /** Those that are not read, each by its name. */
  readonly refused: readonly ErrorReport[];
}

/** One message has room for fewer texts. */
const MOST_FILES = 200;
/** Of files and folders that are looked at: a folder of programs has a hundred thousand. */
const MOST_ENTRIES = 2000;
const DEEPEST = 12;
/** Files that systems leave in folders. */
const LEFT_BY_SYSTEMS = /^(?:thumbs\.db|desktop\.ini|\$recycle\.bin|__macosx)$/i;

/** Files of a file dialog, of one for folders, or of the clipboard. */
export function chosenFiles(files: Iterable<File>): ChosenFiles {
  const found = [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  return ordered(found, []);
}

/** What was dropped, with the files of its folders. Must be called while the event is handled. */
export async function droppedFiles(transfer: DataTransfer): Promise<ChosenFiles> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.some(({ isDirectory }) => isDirectory)) return chosenFiles(transfer.files);
  const walk = new FolderWalk();
  for (const entry of entries) await walk.take(entry, entry.name, 0);
  return ordered(walk.found, walk.refused);
}

class FolderWalk {
  readonly found: { readonly file: File; readonly path: string }[] = [];
  readonly refused: ErrorReport[] = [];
  #looked = 0;

  async take(entry: FileSystemEntry, path: string, depth: number): Promise<void> {
    this.#looked += 1;
    if (this.#looked > MOST_ENTRIES) {
      // The first that is beyond stands for all.
      if (this.#looked === MOST_ENTRIES + 1) this.#refuse(path, because('folder-too-large', { most: MOST_ENTRIES }));
      return;
    }
    if (depth > DEEPEST) return this.#refuse(path, because('document-too-deep', { most: DEEPEST }));
    // A hidden folder is refused whole, without a look inside.
    if (depth > 0 && isHidden(path)) return this.#refuse(path, because('hidden-file'));
    try {
      if (entry.isDirectory) {
        const inside = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
        for (const one of inside) await this.take(one, `${path}/${one.name}`, depth + 1);
      } else this.found.push({ file: await fileOf(entry as FileSystemFileEntry), path });
    } catch {
      this.#refuse(path, because('cannot-be-read'));
    }
  }

  #refuse(name: string, reason: Reason): void {
    this.refused.push(refusal(name, reason));
  }
}

function ordered(found: readonly { file: File; path: string }[], refused: readonly ErrorReport[]): ChosenFiles {
  const names = new Intl.Collator(undefined, { numeric: true });
  const isShown = ({ path }: { path: string }): boolean => !path.includes('/') || !isHidden(path);
  const shown = found.filter(isShown).sort((a, b) => names.compare(a.path, b.path));
  const hidden = found.filter((one) => !isShown(one)).map(({ path }) => refusal(path, because('hidden-file')));
  const beyond = shown
    .slice(MOST_FILES)
    .map(({ path }) => refusal(path, because('more-files-than-taken', { most: MOST_FILES })));
  return { files: shown.slice(0, MOST_FILES), refused: [...refused, ...hidden, ...beyond] };
}

/** By any part of its path below the folder that was chosen. */
function isHidden(path: string): boolean {
  return path
    .split('/')
    .slice(1)
    .some((part) => part.startsWith('.') || LEFT_BY_SYSTEMS.test(part));
}

function refusal(name: string, reason: Reason): ErrorReport {
  return new SarviError('attachment-unreadable', { name, reason }).toReport();
}

/** A reader gives a hundred entries at a time, and none at the end. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  while (all.length <= MOST_ENTRIES) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    all.push(...some);
  }
  return all.sort((a, b) => a.name.localeCompare(b.name));
}

async function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
