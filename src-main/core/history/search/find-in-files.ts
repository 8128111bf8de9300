import type { FileHit, SearchFilters } from '#contract/search-calls';
import type { ReadableDB } from '../database.ts';
import { withFormsOf, type Conditions } from './conditions.ts';
import { matchesAmong } from './find-matches.ts';
import { snippetOf } from './snippet.ts';
import type { ThrowIfCancelled } from './throw-if-cancelled.ts';
import { wordsOf } from './words.ts';

/** A search reads at most so many UTF-16 units of files, which are in no index: there are few of them. */
const MOST_READ = 5_000_000;
const MOST_FILES = 2000;
const MOST_HITS = 20;

interface FileRow {
  readonly id: string;
  readonly name: string;
  readonly folder_id: string;
  readonly folder_name: string;
  readonly length: number;
}

const FILES = `
  SELECT f.id, f.name, d.id AS folder_id, d.name AS folder_name, length(f.text) AS length
  FROM folder_files f CROSS JOIN folders d ON d.key = f.folder_key
  WHERE f.removed_at IS NULL`;
const OF_ALL = `${FILES} AND f.key <= ? ORDER BY f.key DESC LIMIT ${MOST_FILES}`;
const OF_FOLDER = `${FILES} AND f.folder_key = (SELECT key FROM folders WHERE id = ?) ORDER BY f.key DESC LIMIT ${MOST_FILES}`;

/** Files of folders with the required words in text or name, the newest first; none with filters of messages. */
export function findInFiles(
  database: ReadableDB,
  conditions: Conditions,
  { folderId, ...others }: SearchFilters,
  throwIfCancelled: ThrowIfCancelled,
): FileHit[] {
  if (Object.keys(others).length > 0) return [];
  const hits: FileHit[] = [];
  let read = 0;
  const files =
    folderId === undefined
      ? database.rows<FileRow>(OF_ALL, Number.MAX_SAFE_INTEGER)
      : database.rows<FileRow>(OF_FOLDER, folderId);
  for (const file of files) {
    read += file.length;
    if (read > MOST_READ || hits.length === MOST_HITS) break;
    throwIfCancelled();
    const text = database.row<{ text: string }>('SELECT text FROM folder_files WHERE id = ?', file.id)?.text ?? '';
    const [ofText, ofName] = [wordsOf(text), wordsOf(file.name)];
    const { required, excluded } = withFormsOf([...ofText, ...ofName], conditions);
    const inText = matchesAmong(ofText, required);
    const met = new Set([...inText, ...matchesAmong(ofName, required)].map(({ condition }) => condition));
    if (met.size < required.length || matchesAmong(ofText, excluded).length > 0) continue;
    hits.push({
      folderId: file.folder_id,
      folderName: file.folder_name,
      fileId: file.id,
      name: file.name,
      snippet: snippetOf(text, inText),
    });
  }
  return hits;
}
