import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import type { EvaluationFiles } from '#contract/evaluations';
import { because } from '#contract/reasons';
import { PROMPT_SET } from '../../comparison/prompt-set/prompt-set.ts';
import { malformedFile, type RowFaultAt } from '../read-rows.ts';
import type { AlpacaLanguage } from './judge-prompt.ts';
import { readOutputs, type AlpacaOutput } from './outputs.ts';

/** An instruction with the answer that others are compared with. */
export interface BaselineRow {
  readonly key: string;
  /** The instruction's place in the set, from 0 on. */
  readonly index: number;
  readonly instruction: string;
  readonly dataset: string;
  readonly baseline: { readonly generator: string; readonly output: string };
}

export interface InstructionSet {
  readonly rows: readonly BaselineRow[];
  readonly faults: readonly RowFaultAt[];
  readonly data: { readonly name: string; readonly isOwn: boolean; readonly sha256: string };
  /** The models whose answers they are, mostly one. */
  readonly generators: readonly string[];
}

interface Instruction extends Pick<AlpacaOutput, 'instruction' | 'dataset' | 'output' | 'generator'> {
  readonly key: string;
  readonly line: number;
}

/**
 * Instructions with the baseline's answers: Sarvi's own, or those of a file. Without a file of answers, those beside the
 * instructions of a file are taken, or Sarvi's own to its instructions.
 *
 * @throws SarviError those of `readOutputs`; `evaluation-file-malformed` if there is no answer to any instruction
 */
export async function readInstructionSet(
  files: Pick<EvaluationFiles, 'data' | 'references'>,
  language: AlpacaLanguage,
  resources: string,
): Promise<InstructionSet> {
  const asked = files.data === undefined ? ownInstructions(language) : await instructionsOf(resolve(files.data));
  const answersPath = files.references ?? (files.data === undefined ? ownBaseline(resources, language) : undefined);
  const references = answersPath === undefined ? null : await readOutputs(resolve(answersPath));
  const answers = new Map(references?.rows.map((row) => [row.instruction, row]));
  const faults = [...asked.faults];
  const rows: BaselineRow[] = [];
  for (const [index, row] of asked.instructions.entries()) {
    const { output, generator } = (references ? answers.get(row.instruction) : row) ?? { output: null, generator: '' };
    const { key, instruction, dataset } = row;
    if (output === null) faults.push({ line: row.line, reason: because('baseline-missing') });
    else rows.push({ key, index, instruction, dataset, baseline: { generator, output } });
  }
  if (rows.length === 0) {
    throw malformedFile(files.references ?? files.data ?? asked.data.name, because('baseline-missing-all'));
  }
  return {
    rows,
    faults: faults.toSorted((a, b) => a.line - b.line),
    data: { ...asked.data, sha256: joined([asked.data.sha256, references?.sha256 ?? '']) },
    generators: [...new Set(rows.map(({ baseline }) => baseline.generator))],
  };
}

interface Asked extends Pick<InstructionSet, 'faults' | 'data'> {
  readonly instructions: readonly Instruction[];
}

async function instructionsOf(path: string): Promise<Asked> {
  const { rows, faults, sha256 } = await readOutputs(path);
  return {
    instructions: rows.map((row, index) => ({ ...row, key: String(index), line: index + 1 })),
    faults,
    data: { name: basename(path), isOwn: false, sha256 },
  };
}

/** Answers that were written for Sarvi, of which there is one to each of its instructions. */
function ownBaseline(resources: string, language: AlpacaLanguage): string {
  return join(resources, 'alpaca-eval', `sarvi-baseline-${language}.jsonl`);
}

/** The first turns of the prompts for comparing models. */
function ownInstructions(language: AlpacaLanguage): Asked {
  const pairs = Object.entries(PROMPT_SET).flatMap(([dataset, each]) => each.map((pair) => ({ dataset, pair })));
  const instructions = pairs.map(({ dataset, pair }, index) => ({
    ...{ key: pair.id, line: index + 1, dataset },
    ...{ instruction: pair[language][0], output: null, generator: '' },
  }));
  return {
    instructions,
    faults: [],
    data: { name: `sarvi-${language}`, isOwn: true, sha256: joined(instructions.map((row) => row.instruction)) },
  };
}

/** A digest of several texts. */
function joined(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
