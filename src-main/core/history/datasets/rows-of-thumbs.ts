import type { DatasetQuery } from '#contract/datasets';
import type { ReadableDB } from '../database.ts';
import { answerOf, answersWhere, placeOf } from './answer-rows.ts';
import { saidBefore } from './said-before.ts';
import type { SourceRow } from './source-row.ts';

/** Single answers with a thumb; for SFT only the good ones. */
export function* rowsOfThumbs(database: ReadableDB, query: DatasetQuery): Generator<SourceRow> {
  for (const answer of answersWhere(database, query, query.kind === 'sft' ? 'm.thumb = 1' : 'm.thumb <> 0')) {
    yield {
      id: `thumb:${answer.id}`,
      source: 'thumbs',
      ...placeOf(answer),
      prompt: saidBefore(database, answer.id, answer.system_prompt),
      good: answer.thumb === 1 ? answerOf(answer) : null,
      bad: answer.thumb === -1 ? answerOf(answer) : null,
      isTie: false,
      hasOnePrompt: true,
    };
  }
}
