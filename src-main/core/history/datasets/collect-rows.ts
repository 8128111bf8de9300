import { type DatasetQuery, MOST_DATASET_ROWS, type RowSource } from '#contract/datasets';
import { SarviError } from '#contract/errors';
import type { ReadableDB } from '../database.ts';
import { rowsOfConversations } from './rows-of-conversations.ts';
import { rowsOfEdits } from './rows-of-edits.ts';
import { rowsOfSiblings } from './rows-of-siblings.ts';
import { rowsOfThumbs } from './rows-of-thumbs.ts';
import { rowsOfVotes } from './rows-of-votes.ts';
import type { SourceRow } from './source-row.ts';

const READERS: Readonly<Record<RowSource, (database: ReadableDB, query: DatasetQuery) => Iterable<SourceRow>>> = {
  votes: rowsOfVotes,
  edits: rowsOfEdits,
  siblings: rowsOfSiblings,
  thumbs: rowsOfThumbs,
  conversations: rowsOfConversations,
};
/** UTF-16 units of all rows together. */
const MOST_TEXT = 100_000_000;

/** All rows of a query, in the order of its sources and of writing. @throws SarviError `dataset-too-large` */
export function collectRows(database: ReadableDB, query: DatasetQuery): SourceRow[] {
  const rows: SourceRow[] = [];
  let text = 0;
  for (const source of query.sources) {
    for (const row of READERS[source](database, query)) {
      rows.push(row);
      text += row.prompt.reduce((sum, { content }) => sum + content.length, 0);
      text += (row.good?.text.length ?? 0) + (row.bad?.text.length ?? 0);
      if (rows.length > MOST_DATASET_ROWS || text > MOST_TEXT) {
        throw new SarviError('dataset-too-large', { most: MOST_DATASET_ROWS });
      }
    }
  }
  return rows;
}
