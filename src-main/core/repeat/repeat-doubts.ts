import { ranCold, type GenerationRecord } from '#contract/generation-record';
import type { RepeatDoubt } from '#contract/repeats';

/** Why an answer may come out differently, from its record alone. */
export function doubtsOf(record: GenerationRecord): RepeatDoubt[] {
  const { setup, draft, continuations } = record;
  const doubts: [RepeatDoubt, boolean][] = [
    ['no-setup', setup === undefined],
    ['not-alone', setup?.alone === false],
    ['cached', ranCold(record) === false],
    ['guesses', (draft?.checkedTokens ?? 0) > 0],
    ['continued', (continuations ?? 0) > 0],
    ['chunks', setup?.chunks === null],
  ];
  return doubts.flatMap(([doubt, holds]) => (holds ? [doubt] : []));
}

/** What has changed between an answer and its repeat. */
export function changesBetween(original: GenerationRecord, repeat: GenerationRecord): RepeatDoubt[] {
  const [before, now] = [original.setup, repeat.setup];
  const changes: [RepeatDoubt, boolean][] = [
    ['backend', original.backend !== repeat.backend],
    ['window', original.contextTokens !== repeat.contextTokens],
    ...(before && now
      ? ([
          ['model-file', before.modelChecksum !== now.modelChecksum],
          ['llama-cpp', before.llamaCpp !== now.llamaCpp],
          ['threads', before.threads !== now.threads],
          ['layers', before.gpuLayers !== now.gpuLayers],
          ['template', before.templateSha256 !== now.templateSha256],
          ['prompt', before.promptSha256 !== now.promptSha256],
        ] as [RepeatDoubt, boolean][])
      : []),
  ];
  const found = changes.flatMap(([doubt, holds]) => (holds ? [doubt] : []));
  const isOther = found.length === 0 && before !== undefined && before.stateKey !== now?.stateKey;
  return isOther ? ['other'] : found;
}
