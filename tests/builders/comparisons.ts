import type { Comparison } from '#contract/comparisons';
import type { History } from '../../src-main/core/history/history.ts';
import type { NewComparison, RequestOutput } from '../../src-main/core/history/protocol.ts';

type Column = NewComparison['columns'][number];
type Prompt = NonNullable<NewComparison['prompts']>[number];

export function columnOf(modelId: string, fields: Partial<Column> = {}): Column {
  const rest = { adapters: [], presetName: null, sampling: {}, systemPrompt: '', templateModelId: null };
  return { modelId, modelName: modelId.toUpperCase(), ...rest, ...fields };
}

/** A chat whose questions are still to be asked. */
export function chatOf(history: History, fields: Partial<NewComparison> = {}): Promise<Comparison> {
  const columns = [columnOf('a'), columnOf('b')];
  return history.ask('createComparison', { kind: 'chat', columns, ...fields });
}

/** A set with everything answered: each model says what `answer` makes of it. */
export async function answeredSet(
  history: History,
  modelIds: readonly string[],
  prompts: readonly Prompt[],
  answer: (modelId: string, question: string) => string = (modelId, question) => `${modelId}: ${question}`,
): Promise<Comparison> {
  const columns = modelIds.map((modelId) => columnOf(modelId));
  const comparison = await history.ask('createComparison', { kind: 'set', columns, prompts: [...prompts] });
  const { rows } = await history.ask('openComparison', { comparisonId: comparison.id, offset: 0, limit: 5000 });
  for (const { id: rowId, turns } of rows) {
    for (const { id: columnId, modelId } of comparison.columns) {
      const place = { comparisonId: comparison.id, rowId, columnId };
      const { conversationId } = await history.ask('openCell', place);
      for (const text of turns) await say(history, conversationId, text, answer(modelId, text));
    }
  }
  return comparison;
}

export async function say(history: History, conversationId: string, question: string, answer: string): Promise<void> {
  const asked = { conversationId, parentId: null, text: question, atEnd: true };
  const { assistantMessage } = await history.ask('addQuestion', asked);
  const end = { text: answer, stopReason: 'end-of-generation', error: null, generation: null } as const;
  await history.ask('finishMessage', { messageId: assistantMessage.id, ...end });
}

export function rowsOf(history: History, comparisonId: string): Promise<RequestOutput<'openComparison'>['rows']> {
  return history.ask('openComparison', { comparisonId, offset: 0, limit: 5000 }).then(({ rows }) => rows);
}
