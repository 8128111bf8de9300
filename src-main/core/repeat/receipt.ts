import { createHash } from 'node:crypto';
import { ranCold, type GenerationRecord } from '#contract/generation-record';
import type { Message } from '#contract/messages';
import type { Repeat } from '#contract/repeats';
import { countWords } from './compare-answers.ts';

export interface ReceiptParts {
  readonly message: Message;
  readonly record: GenerationRecord;
  /** What a repeat has found; null without one. */
  readonly repeat: Repeat | null;
  /** Sarvi's version. */
  readonly version: string;
  readonly nowMs: number;
}

/** How an answer came to be, as JSON. It has digests of prompt and answer, and none of their words. */
export function receiptOf({ message, record, repeat, version, nowMs }: ReceiptParts): string {
  const { setup, sampling, seed, draft, adapters = [] } = record;
  const receipt = {
    format: 'sarvi-receipt',
    version: 1,
    sarvi: version,
    madeAt: new Date(nowMs).toISOString(),
    answer: {
      sha256: createHash('sha256').update(message.text).digest('hex'),
      words: countWords(message.text),
      tokens: record.generatedTokens,
      writtenAt: new Date(message.createdAt).toISOString(),
      stopReason: message.stopReason,
    },
    prompt: { sha256OfTokens: setup?.promptSha256 ?? null, tokens: record.freshTokens + record.cachedTokens },
    model: { id: record.modelId, name: record.modelName, checksum: setup?.modelChecksum ?? null, adapters },
    templateSha256: setup?.templateSha256 ?? null,
    sampling,
    seed,
    computedWith: {
      backend: record.backend,
      llamaCpp: setup?.llamaCpp ?? null,
      threads: setup?.threads ?? null,
      layersOnCard: setup?.gpuLayers ?? null,
      contextTokens: record.contextTokens,
      promptReadInTokens: setup?.chunks ?? null,
      sha256OfFilesAndSettings: setup?.stateKey ?? null,
    },
    ran: {
      alone: setup?.alone ?? null,
      withEmptyCache: ranCold(record),
      withoutGuesses: (draft?.checkedTokens ?? 0) === 0,
      continued: record.continuations ?? 0,
    },
    repeat: repeat && {
      verdict: repeat.verdict,
      mayDifferBecauseOf: repeat.doubts,
      comparedToItsEnd: !repeat.isPart,
      difference: repeat.difference && {
        word: repeat.difference.word,
        probabilityOfOriginal: repeat.difference.original.probability,
        probabilityOfRepeated: repeat.difference.repeated.probability,
      },
    },
  };
  return `${JSON.stringify(receipt, null, 2)}\n`;
}
