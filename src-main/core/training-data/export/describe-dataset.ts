import type { DatasetKind } from '#contract/datasets';
import type { RecipeValues } from '#contract/recipes';
import { nextSteps } from '../recipes/next-steps.ts';
import type { FrozenDataset } from './frozen-dataset.ts';
import type { Manifest } from './manifest.ts';

const KINDS: Readonly<Record<DatasetKind, string>> = {
  preference: 'pairs of answers, one chosen and one rejected (DPO)',
  kto: 'single answers, each good or bad (KTO)',
  sft: 'conversations (SFT)',
};

/** A data set card in Markdown: what is in the files, what was left out, and what the licence asks for. */
export function describeDataset(
  { version, name, query }: FrozenDataset,
  { digest, format }: Manifest,
  values: RecipeValues,
): string {
  const { facts } = version;
  const list = (entries: readonly { readonly name: string; readonly count: number }[]): string =>
    entries.map((entry) => `${entry.name === '' ? 'written by the user' : entry.name}: ${entry.count}`).join(', ');
  const lines = [
    `# ${name}, version ${version.number}`,
    '',
    `${facts.train} rows for training and ${facts.test} for testing: ${KINDS[query.kind]}. Collected in Sarvi.`,
    '',
    `- Digest of the rows: \`${digest}\``,
    `- Taken from: ${list(facts.sources)}`,
    `- Languages: ${list(facts.languages)}`,
    ...(facts.goodModels.length === 0 ? [] : [`- Good answers were written by: ${list(facts.goodModels)}`]),
    ...(facts.badModels.length === 0 ? [] : [`- Bad answers were written by: ${list(facts.badModels)}`]),
    ...tokenLines(facts.tokens),
    facts.omitted.length === 0
      ? '- Nothing was left out.'
      : `- Left out: ${facts.omitted.map(({ omission, count }) => `${omission}: ${count}`).join(', ')}`,
    '',
    'Prompts with the same question, their translations and what was said in one conversation are on one side of the split.',
    '',
    ...nextSteps(query.kind, format, values),
    '',
    '## Terms',
    '',
    'Answers of Llama models, Poro 2 among them, come under the Llama community licences: a model that is trained on them and',
    'passed on needs “Llama” at the beginning of its name and the words “Built with Llama”. Other texts are those of the people who wrote',
    'them. Look through the files for names and other personal facts before you pass them on.',
  ];
  return `${lines.join('\n')}\n`;
}

function tokenLines(tokens: FrozenDataset['version']['facts']['tokens']): string[] {
  if (tokens === null) return ['- Tokens were not counted.'];
  const { modelName, total, longest, meanDifference, goodLonger, templateSha256 } = tokens;
  const lengths =
    meanDifference === null || goodLonger === null
      ? []
      : [
          `- Chosen minus rejected: ${meanDifference.toFixed(1)} tokens on average; the chosen one is longer in ${(
            100 * goodLonger
          ).toFixed(0)} %`,
        ];
  return [
    `- Tokens by ${modelName}: ${total} in all, ${longest} in the longest row; chat template ${templateSha256 ?? 'none'}`,
    ...lengths,
  ];
}
