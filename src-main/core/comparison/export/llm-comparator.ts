import type { ComparisonRow } from '#contract/comparisons';
import type { VoteRecord } from '../../history/protocol.ts';
import { answersOf, questionsOf, type ExportSource, type Piece } from './export-source.ts';

const ROWS_PER_PIECE = 50;

/**
 * A file for Google's LLM Comparator: two models, an example for each prompt that both have answered, and the votes as
 * its scores, where a score above 0 is for A. A prompt without a vote has 0 and no rater.
 *
 * @see PAIR-code/llm-comparator README.md
 */
export async function llmComparator(
  source: ExportSource,
  cursor: number,
  [a, b]: readonly [string, string],
): Promise<Piece> {
  // The cursor's lowest bit says whether an example has been written before, so that the next one needs a comma.
  const [offset, isBegun] = [Math.floor(cursor / 2), cursor % 2 === 1];
  const { comparison, names } = source;
  const examples: string[] = [];
  for (const row of await source.rows(offset, ROWS_PER_PIECE)) {
    const example = await exampleOf(source, row, a, b);
    if (example !== null) examples.push(JSON.stringify(example));
  }
  const head = JSON.stringify({
    metadata: { source_path: comparison.title === '' ? 'Sarvi' : comparison.title, custom_fields_schema: [] },
    models: [{ name: names.get(a) ?? a }, { name: names.get(b) ?? b }],
  });
  const next = offset + ROWS_PER_PIECE;
  const isEnd = next >= comparison.rowCount;
  const text = [
    cursor === 0 ? `${head.slice(0, -1)},"examples":[\n` : '',
    isBegun && examples.length > 0 ? ',\n' : '',
    examples.join(',\n'),
    isEnd ? '\n]}\n' : '',
  ].join('');
  return { text, nextCursor: isEnd ? null : 2 * next + Number(isBegun || examples.length > 0) };
}

async function exampleOf(source: ExportSource, row: ComparisonRow, a: string, b: string): Promise<object | null> {
  const [ofA, ofB] = [a, b].map((id) => row.cells.find(({ columnId }) => columnId === id));
  if (ofA?.state !== 'complete' || ofB?.state !== 'complete') return null;
  const [talkA, talkB] = [await source.cell(row.id, a), await source.cell(row.id, b)];
  const ratings = source.votes
    .filter((vote) => vote.rowId === row.id && vote.repeats === null)
    .filter((vote) => [vote.a, vote.b].includes(a) && [vote.a, vote.b].includes(b))
    .map((vote) => ({ score: scoreOf(vote, a), is_flipped: vote.a !== a, rationale: rationaleOf(vote) }));
  const score = ratings.reduce((sum, rating) => sum + rating.score, 0) / Math.max(1, ratings.length);
  return {
    input_text: questionsOf(talkA),
    tags: [row.language, row.category].filter((tag) => tag !== null),
    output_text_a: answersOf(talkA),
    output_text_b: answersOf(talkB),
    score,
    individual_rater_scores: ratings,
    custom_fields: {},
  };
}

function scoreOf({ a, outcome }: VoteRecord, first: string): number {
  if (outcome !== 'a' && outcome !== 'b') return 0;
  return (outcome === 'a') === (a === first) ? 1 : -1;
}

function rationaleOf({ outcome, reasons, note }: VoteRecord): string {
  return [outcome === 'both-bad' || outcome === 'identical' ? outcome : '', reasons.join(', '), note]
    .filter((part) => part !== '')
    .join('; ');
}
