import { randomUUID } from 'node:crypto';
import type { Comparison } from '#contract/comparisons';
import { MOST_ROWS } from '#contract/comparisons';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { Change } from '../change.ts';
import { clean } from '../clean.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { makeTitle } from '../title-from-text.ts';
import { makeCell } from './cells.ts';
import { announceComparison, columnsOf, findComparison } from './comparison-records.ts';
import { copyQuestion } from './copy-messages.ts';
import { nameComparison } from './name-comparison.ts';

/** @throws SarviError `conversation-unknown`, `message-unknown` for its beginning */
export function createComparison(change: Change, input: RequestInput<'createComparison'>): Comparison {
  const { database, nowMs } = change;
  const id = randomUUID();
  const { key } = database.write(
    'INSERT INTO comparisons (id, kind, created_at, updated_at) VALUES (?, ?, ?, ?)',
    id,
    input.kind,
    nowMs,
    nowMs,
  );
  for (const [position, column] of input.columns.entries()) {
    database.write(
      `INSERT INTO comparison_columns (id, comparison_key, position, model_id, model_name, adapters, preset_name,
         sampling, system_prompt, template_model_id)
       VALUES (:id, :key, :position, :modelId, :modelName, :adapters, :presetName, :sampling, :systemPrompt,
         :templateModelId)`,
      {
        id: randomUUID(),
        key,
        position,
        modelId: column.modelId,
        modelName: clean(column.modelName),
        adapters: JSON.stringify(column.adapters),
        presetName: column.presetName === null ? null : clean(column.presetName),
        sampling: JSON.stringify(column.sampling),
        systemPrompt: clean(column.systemPrompt),
        templateModelId: column.templateModelId,
      },
    );
  }
  const given = input.title ?? '';
  if (given !== '') nameComparison(database, key, { title: clean(given), source: 'user' });
  if (input.kind === 'set') addRows(change, key, input.prompts ?? []);
  else beginChat(change, key, input);
  return announceComparison(change, id);
}

/** @throws SarviError `comparison-unknown`; `invalid-input` for a chat, and if there would be too many */
export function addPrompts(
  change: Change,
  input: RequestInput<'comparisons.addPrompts'>,
): RequestOutput<'comparisons.addPrompts'> {
  const { database, nowMs } = change;
  const { key, kind } = findComparison(database, input.comparisonId);
  if (kind !== 'set') throw new SarviError('invalid-input', { reason: because('comparison-is-a-chat') });
  const rowIds = addRows(change, key, input.prompts);
  database.write('UPDATE comparisons SET updated_at = max(updated_at, ?) WHERE key = ?', nowMs, key);
  return { rowCount: announceComparison(change, input.comparisonId).rowCount, rowIds };
}

type GivenPrompt = RequestInput<'comparisons.addPrompts'>['prompts'][number];

function addRows(change: Change, comparisonKey: number, prompts: readonly GivenPrompt[]): string[] {
  const { database } = change;
  const place = database.row<{ next: number }>(
    'SELECT ifnull(max(position) + 1, 0) AS next FROM comparison_rows WHERE comparison_key = ?',
    comparisonKey,
  );
  const first = place?.next ?? 0;
  if (first + prompts.length > MOST_ROWS) {
    throw new SarviError('invalid-input', { reason: because('comparison-too-large', { most: MOST_ROWS }) });
  }
  const ids = prompts.map((prompt, index) => addRow(change, comparisonKey, first + index, prompt));
  const source = database.row<{ title_source: string }>(
    'SELECT title_source FROM comparisons WHERE key = ?',
    comparisonKey,
  );
  const title = makeTitle(prompts[0]?.turns[0] ?? '').title;
  if (source?.title_source === 'none' && title !== '') {
    nameComparison(database, comparisonKey, { title, source: 'automatic' });
  }
  return ids;
}

function addRow({ database }: Change, comparisonKey: number, position: number, prompt: Partial<GivenPrompt>): string {
  const id = randomUUID();
  database.write(
    `INSERT INTO comparison_rows (id, comparison_key, position, cluster, language, category, turns, system_prompt)
     VALUES (:id, :comparisonKey, :position, :cluster, :language, :category, :turns, :systemPrompt)`,
    {
      id,
      comparisonKey,
      position,
      cluster: clean(prompt.cluster ?? id),
      language: prompt.language ?? null,
      category: prompt.category ? clean(prompt.category) : null,
      turns: JSON.stringify((prompt.turns ?? []).map(clean)),
      systemPrompt: prompt.systemPrompt ? clean(prompt.systemPrompt) : null,
    },
  );
  return id;
}

/** One prompt in two languages is one cluster. */
function beginChat(change: Change, comparisonKey: number, { languages, from }: RequestInput<'createComparison'>): void {
  const { database } = change;
  const cluster = randomUUID();
  const rows = languages === undefined || languages.length === 0 ? [null] : [...new Set(languages)];
  for (const [position, language] of rows.entries()) {
    const rowId = addRow(change, comparisonKey, position, { cluster, language });
    for (const [index, column] of columnsOf(database, comparisonKey).entries()) {
      const cell = makeCell(change, comparisonKey, rowId, column);
      // An existing answer belongs only to the first column.
      if (from !== undefined && position === 0) copyQuestion(change, { ...from, withAnswer: index === 0 }, cell);
    }
  }
}
