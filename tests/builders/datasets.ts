import type { DatasetQuery } from '#contract/datasets';
import type { GenerationRecord, StopReason } from '#contract/generation-record';
import type { Message } from '#contract/messages';
import type { SourceRow } from '../../src-main/core/history/datasets/source-row.ts';
import type { History } from '../../src-main/core/history/history.ts';
import type { DecidedRow } from '../../src-main/core/training-data/decided-row.ts';
import { buildGenerationRecord } from './contract-values.ts';

export function queryOf(fields: Partial<DatasetQuery> = {}): DatasetQuery {
  return {
    kind: 'preference',
    sources: ['votes', 'edits', 'siblings'],
    comparisonIds: null,
    folderId: null,
    tagId: null,
    modelId: null,
    mostTokens: 4096,
    testShare: 0.1,
    seed: 42,
    keepCut: false,
    ...fields,
  };
}

/** A question with several answers, each as its model ended it. */
export async function answersTo(
  history: History,
  question: string,
  answers: readonly { text: string; stopReason?: StopReason; generation?: Partial<GenerationRecord> }[],
): Promise<{ question: Message; answers: Message[] }> {
  const { id: conversationId } = await history.ask('createConversation', {});
  const asked = await history.ask('addMessage', {
    ...{ conversationId, parentId: null, role: 'user', text: question, streaming: false },
  });
  const added: Message[] = [];
  for (const { text, stopReason = 'end-of-generation', generation } of answers) {
    added.push(
      await history.ask('addMessage', {
        ...{ conversationId, parentId: asked.id, role: 'assistant', text, streaming: false },
        end: { stopReason, generation: { ...buildGenerationRecord(), ...generation } },
      }),
    );
  }
  return { question: asked, answers: added };
}

/** A pair with nothing wrong. */
export function buildRow(fields: Partial<DecidedRow> = {}): DecidedRow {
  const row: SourceRow = {
    id: 'vote:1',
    source: 'votes',
    conversationId: 'c1',
    comparisonId: 'x',
    cluster: null,
    prompt: [{ role: 'user', content: 'Mikä on ilves?' }],
    good: { text: 'Kissaeläin.', modelName: 'A', messageId: 'm1', stopReason: 'end-of-generation' },
    bad: { text: 'Kala.', modelName: 'B', messageId: 'm2', stopReason: 'end-of-generation' },
    language: 'fi',
    isTie: false,
    hasOnePrompt: true,
  };
  return { ...row, excluded: false, goodCorrected: false, badCorrected: false, tags: [], ...fields };
}
