import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { PerplexityFigures } from '#contract/perplexities';
import { perplexityFigures } from '../../../../../src-main/core/evaluation/perplexity/figures.ts';
import { measurePerplexity } from '../../../../../src-main/core/evaluation/perplexity/measure-perplexity.ts';
import { readSource } from '../../../../../src-main/core/evaluation/perplexity/read-source.ts';
import type { QuantizationType } from '#contract/quantization';
import type { Scorer } from '../../../../../src-main/core/scoring/scorer.ts';
import { guideModel } from '../../../../builders/guide-gguf.ts';
import { forkWithOneProcessor, hasOneProcessor } from '../../../../builders/one-processor.ts';
import { PERPLEXITY_TEXT } from '../../../../builders/perplexity-text.ts';
import { openScorer, SCORER_LOG } from '../../../../builders/scorer.ts';
import { SCORING_PORTS } from '../../../../builders/scoring.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

interface Reference {
  readonly cases: readonly {
    readonly base: QuantizationType;
    readonly model: QuantizationType;
    readonly contextTokens: number;
    readonly tokensDigest: string;
    /** Of the base by itself, unrounded: perplexity and its error. */
    readonly baseAlone: Pair;
    readonly printed: Readonly<Record<string, readonly [number] | Pair>>;
  }[];
}
type Pair = readonly [number, number];

const RELATIVE = 1e-3;
/** Elsewhere llama.cpp sums in another order, and a model in F32 is as near to one in BF16 as rounding. */
const RELATIVE_ELSEWHERE = 1e-2;
const OF_EVERY_PROCESSOR = ['Mean PPL(Q)', 'Mean PPL(base)', 'Cor(ln(PPL(Q)), ln(PPL(base)))', 'Same top p'];
const NO_SIGNAL = { signal: new AbortController().signal, onProgress: () => undefined };
const path = join(import.meta.dirname, 'llama-perplexity.json');
const { cases } = JSON.parse(await readFile(path, 'utf8')) as Reference;
const isSame = await hasOneProcessor();

it.each(cases)('equals llama-perplexity within a thousandth: $model against $base, $contextTokens', async (wanted) => {
  const scorer = await open();
  const figures = await measure(scorer, wanted.model, wanted);
  expect(figures.digest).toBe(wanted.tokensDigest);
  expect(apart(figures.told, wanted.printed)).toEqual([]);
  // The figures of other models are told apart.
  for (const other of cases) {
    if (other !== wanted) expect(apart(figures.told, other.printed).length).toBeGreaterThan(isSame ? 20 : 0);
  }
});

it('equals it for a model by itself, without rounding', async () => {
  const scorer = await open();
  const [{ base, contextTokens, baseAlone } = { base: 'F32' as const, contextTokens: 0, baseAlone: [0, 0] }] = cases;
  const outcome = await measurePerplexity(
    scorer,
    { ...(await request(contextTokens)), model: await guideModel(base), base: null },
    NO_SIGNAL,
  );
  const { perplexity } = perplexityFigures(outcome);
  const bound = isSame ? RELATIVE : RELATIVE_ELSEWHERE;
  expect(Math.abs(perplexity.value / baseAlone[0] - 1)).toBeLessThan(bound);
  expect(Math.abs(perplexity.error / baseAlone[1] - 1)).toBeLessThan(bound);
});

/** With the code of the processor that the figures were recorded with, where this one can run it. */
async function open(): Promise<Scorer> {
  if (!isSame) return (await openScorer()).scorer;
  const opened = await openScorer({
    ports: {
      ...SCORING_PORTS,
      ...{ spawn: await forkWithOneProcessor(), log: SCORER_LOG },
      folders: { data: await temporaryFolder(), resources: '' },
    },
    engine: { admit: () => Promise.resolve(), dismiss: () => undefined, layersOf: () => 0 },
    backends: { choose: () => Promise.resolve('cuda') },
  });
  return opened.scorer;
}

async function request(contextTokens: number) {
  // By way of a file, as a user has it.
  const file = join(await temporaryFolder(), 'text.txt');
  await writeFile(file, PERPLEXITY_TEXT);
  const { text } = await readSource({ kind: 'file', path: file }, '');
  return { text, contextTokens, baseFile: null, mostChunks: Number.POSITIVE_INFINITY };
}

async function measure(
  scorer: Scorer,
  type: QuantizationType,
  { base, contextTokens }: { readonly base: QuantizationType; readonly contextTokens: number },
): Promise<{ told: Record<string, readonly number[]>; digest: string }> {
  const models = { model: await guideModel(type), base: await guideModel(base) };
  const outcome = await measurePerplexity(scorer, { ...(await request(contextTokens)), ...models }, NO_SIGNAL);
  const digest = createHash('sha256').update(Buffer.from(outcome.header.tokens.buffer)).digest('hex');
  return { told: toldOf(perplexityFigures(outcome)), digest };
}

/** The names of those that are apart by more than a thousandth and the last printed digit. */
function apart(
  told: Readonly<Record<string, readonly number[]>>,
  printed: Readonly<Record<string, readonly number[]>>,
): string[] {
  expect(Object.keys(told).toSorted()).toEqual(Object.keys(printed).toSorted());
  return Object.entries(printed).flatMap(([name, numbers]) => {
    if (!isSame && !OF_EVERY_PROCESSOR.includes(name)) return [];
    const digit = /KLD|PPL\(/.test(name) ? 2e-6 : 2e-3;
    const relative = isSame ? RELATIVE : RELATIVE_ELSEWHERE;
    const isNear = numbers.every((number, index) => {
      const found = told[name]?.[index] ?? Number.NaN;
      return Math.abs(found - number) <= relative * Math.abs(number) + digit;
    });
    return isNear ? [] : [`${name}: ${numbers.join(' ')} and ${told[name]?.join(' ') ?? ''}`];
  });
}

/** Under the names of `llama-perplexity`, shares in per cent as there. */
function toldOf({ perplexity, against }: PerplexityFigures): Record<string, readonly number[]> {
  if (!against) throw new Error('there is no base');
  const both = ({ value, error }: { value: number; error: number | null }, factor = 1): readonly number[] => [
    factor * value,
    factor * (error ?? 0),
  ];
  const shareName = (share: number): string =>
    ({ 1: 'Maximum', 0.5: 'Median', 0: 'Minimum' })[share] ?? `${(100 * share).toFixed(1)}%`;
  return {
    'Mean PPL(Q)': both(perplexity),
    'Mean PPL(base)': both(against.basePerplexity),
    'Cor(ln(PPL(Q)), ln(PPL(base)))': [100 * (against.correlation ?? 0)],
    'Mean ln(PPL(Q)/PPL(base))': both(against.logRatio),
    'Mean PPL(Q)/PPL(base)': both(against.ratio),
    'Mean PPL(Q)-PPL(base)': both(against.difference),
    'Mean KLD': both(against.divergence),
    ...Object.fromEntries(against.divergenceQuantiles.map(({ share, value }) => [`${shareName(share)} KLD`, [value]])),
    'Mean Δp': both(against.delta, 100),
    ...Object.fromEntries(against.deltaQuantiles.map(({ share, value }) => [`${shareName(share)} Δp`, [100 * value]])),
    'RMS Δp': both(against.deltaRms, 100),
    'Same top p': both(against.sameTop, 100),
  };
}
