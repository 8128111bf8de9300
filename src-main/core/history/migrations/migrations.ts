import { v1Conversations } from './v1-conversations.ts';
import { v2Folders } from './v2-folders.ts';
import { v3MessageTimes } from './v3-message-times.ts';
import { v4Adapters } from './v4-adapters.ts';
import { v5Asides } from './v5-asides.ts';
import { v6Removals } from './v6-removals.ts';
import { v7CompatibleWords } from './v7-compatible-words.ts';
import { v8Comparisons } from './v8-comparisons.ts';
import { v9Thumbs } from './v9-thumbs.ts';
import { v10Datasets } from './v10-datasets.ts';
import { v11RemoteHosts } from './v11-remote-hosts.ts';
import { v12Bookmarks } from './v12-bookmarks.ts';
import { v13FolderContents } from './v13-folder-contents.ts';

/** One step of the schema: `sql` changes a database of version `version - 1` to `version`. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/**
 * All versions in order. They are TypeScript and not .sql files, so that a bundler includes them. A released migration
 * is never edited; a change is a new one.
 */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: v1Conversations },
  { version: 2, sql: v2Folders },
  { version: 3, sql: v3MessageTimes },
  { version: 4, sql: v4Adapters },
  { version: 5, sql: v5Asides },
  { version: 6, sql: v6Removals },
  { version: 7, sql: v7CompatibleWords },
  { version: 8, sql: v8Comparisons },
  { version: 9, sql: v9Thumbs },
  { version: 10, sql: v10Datasets },
  { version: 11, sql: v11RemoteHosts },
  { version: 12, sql: v12Bookmarks },
  { version: 13, sql: v13FolderContents },
];
