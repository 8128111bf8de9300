import type { DatasetQuery } from '#contract/datasets';
import type { ReadableDB } from '../database.ts';
import { answerOf, answersWhere, placeOf, siblingsOf } from './answer-rows.ts';
import { saidBefore } from './said-before.ts';
import type { SourceRow } from './source-row.ts';

/**
 * Answers with thumbs up against the other answers to the same question: those with thumbs down if there are any, else
 * those without.
 */
export function* rowsOfSiblings(database: ReadableDB, query: DatasetQuery): Generator<SourceRow> {
  for (const good of answersWhere(database, query, 'm.thumb = 1')) {
    const others = siblingsOf(database, good).filter(({ thumb }) => thumb < 1);
    const down = others.filter(({ thumb }) => thumb === -1);
    for (const bad of down.length > 0 ? down : others) {
      yield {
        id: `sibling:${good.id}:${bad.id}`,
        source: 'siblings',
        ...placeOf(good),
        prompt: saidBefore(database, good.id, good.system_prompt),
        good: answerOf(good),
        bad: answerOf(bad),
        isTie: false,
        hasOnePrompt: true,
      };
    }
  }
}
