import { resolve } from 'node:path';
import { sentenceOf } from '#contract/error-sentences';
import type { ImportOffer, Inspection, PreTokenizer } from '#contract/imports';
import { reasonText } from '#contract/reasons';
import { formatBytes } from '../../../core/format-bytes.ts';
import { inspectModel } from '../../../core/models/inspect-model.ts';
import { preTokenizerFinder } from '../../../core/models/pre-tokenizer-finder.ts';
import { speedFinder } from '../../../core/models/speed-finder.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

export const inspect: Command = async ({ args, output, ...context }) => {
  const { words } = readArguments(args, {}, [1, 1]);
  const ports = context.ports();
  const folder = ports.folders.data;
  const path = resolve(words[0] ?? '');
  const inspection = await inspectModel(path, folder, preTokenizerFinder(ports), speedFinder(ports, folder));
  output.result(inspection, describe(inspection));
};

function describe({
  path,
  kind,
  facts,
  preTokenizer,
  problems,
  notes,
  sizes,
  recommended,
  freeBytes,
}: Inspection): string {
  const rows: [string, string | number][] = [
    ['name', facts.name ?? '–'],
    ['kind', kind === 'gguf' ? `GGUF ${facts.fileType}` : `model folder, ${facts.fileType}`],
    ['architecture', facts.architecture],
    ['parameters', facts.parameterCount.toLocaleString('en')],
    ['layers', facts.layerCount],
    ['heads', `${facts.headCount}, ${facts.keyValueHeadCount} KV`],
    ['width', `${facts.width}, feed-forward ${facts.feedForwardWidth}`],
    ['vocabulary', facts.vocabularySize],
    ['context', `${facts.contextTokens} tokens`],
    ...(preTokenizer ? [describePreTokenizer(preTokenizer)] : []),
    ['chat template', facts.hasChatTemplate ? 'yes' : 'no'],
    ['licence', facts.licence ?? 'not stated'],
    ['size', formatBytes(facts.sizeBytes)],
    [
      'tensor types',
      Object.entries(facts.tensorTypes)
        .map(([type, count]) => `${count} ${type}`)
        .join(', '),
    ],
    ['free', formatBytes(freeBytes)],
    ...sizes.map((offer): [string, string] => [
      `as ${offer.quantization}`,
      describeOffer(offer) + (offer.quantization === recommended ? ', recommended' : ''),
    ]),
    ...notes.map((note): [string, string] => ['note', reasonText(note, 'en')]),
    ...problems.map((problem): [string, string] => ['problem', sentenceOf(problem, 'en')]),
  ];
  return [path, ...rows.map(([label, value]) => `  ${label.padEnd(14)} ${value}`)].join('\n');
}

function describePreTokenizer({ name, toldBy }: PreTokenizer): [string, string] {
  return ['tokenizer', toldBy === 'structure' ? `${name}, by its structure` : name];
}

function describeOffer({ sizeBytes, bitsPerWeight, quality, divergence, seconds }: ImportOffer): string {
  const parts = [
    formatBytes(sizeBytes).padStart(8),
    `${bitsPerWeight.toFixed(2).padStart(5)} bits a weight`,
    seconds === null ? '' : `about ${Math.max(1, Math.round(seconds))} s`,
    quality.replace('-', ' ') + (divergence === null ? '' : ` (KL divergence ${divergence.toFixed(4)})`),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
