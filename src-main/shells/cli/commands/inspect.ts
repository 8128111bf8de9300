import { resolve } from 'node:path';
import { sentenceOf } from '#contract/error-sentences';
import type { Inspection } from '#contract/vocabulary';
import { formatBytes } from '../../../core/format-bytes.ts';
import { inspectModel } from '../../../core/models/inspect-model.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

export const inspect: Command = async ({ args, output, ports }) => {
  const { words } = readArguments(args, {}, [1, 1]);
  const inspection = await inspectModel(resolve(words[0] ?? ''), ports().folders.data);
  output.result(inspection, describe(inspection));
};

function describe({ path, kind, facts, problems, sizes }: Inspection): string {
  const rows: [string, string | number][] = [
    ['name', facts.name ?? '–'],
    ['kind', kind === 'gguf' ? `GGUF ${facts.fileType}` : `checkpoint, ${facts.fileType}`],
    ['architecture', facts.architecture],
    ['parameters', facts.parameterCount.toLocaleString('en')],
    ['layers', facts.layerCount],
    ['heads', `${facts.headCount}, ${facts.keyValueHeadCount} KV`],
    ['width', `${facts.width}, feed-forward ${facts.feedForwardWidth}`],
    ['vocabulary', facts.vocabularySize],
    ['context', `${facts.contextTokens} tokens`],
    ['chat template', facts.hasChatTemplate ? 'yes' : 'no'],
    ['licence', facts.licence ?? 'not stated'],
    ['size', formatBytes(facts.sizeBytes)],
    [
      'tensor types',
      Object.entries(facts.tensorTypes)
        .map(([type, count]) => `${count} ${type}`)
        .join(', '),
    ],
    ...sizes.map(({ quantization, sizeBytes }): [string, string] => [`as ${quantization}`, formatBytes(sizeBytes)]),
    ...problems.map((problem): [string, string] => ['problem', sentenceOf(problem, 'en')]),
  ];
  return [path, ...rows.map(([label, value]) => `  ${label.padEnd(14)} ${value}`)].join('\n');
}
