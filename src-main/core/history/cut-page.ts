import { MOST_PAGE_LENGTH } from './bounds.ts';
import type { ConversationRow } from './rows.ts';

/** The first rows that make a page: at most `limit`, within the length of a page, and at least one. */
export function cutPage(rows: readonly ConversationRow[], limit: number): ConversationRow[] {
  let length = 0;
  const page: ConversationRow[] = [];
  for (const row of rows.slice(0, limit)) {
    length += lengthOf(row);
    if (page.length > 0 && length > MOST_PAGE_LENGTH) break;
    page.push(row);
  }
  return page;
}

function lengthOf({ title, system_prompt, sampling, adapters, tag_ids }: ConversationRow): number {
  return title.length + system_prompt.length + sampling.length + adapters.length + tag_ids.length;
}
