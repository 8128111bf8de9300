import { MOST_ROWS, type PromptEntry } from '#contract/comparisons';
import type { PromptFormat } from '#contract/prompt-calls';
import { because, type Reason } from '#contract/reasons';
import { promptOfFields } from './prompt-of-fields.ts';
import { readCsv } from './read-csv.ts';

/** A line without a valid prompt, counted from 1, and the reason. */
export interface PromptFault {
  readonly line: number;
  readonly reason: Reason;
}

export interface ReadPrompts {
  readonly prompts: readonly PromptEntry[];
  /** The first faults; `faultCount` counts all. */
  readonly faults: readonly PromptFault[];
  readonly faultCount: number;
}

/** A person does not read more. */
const MOST_FAULTS = 100;
const SEPARATOR = /^-{3,}$/;

interface Candidate {
  readonly line: number;
  readonly prompt: PromptEntry | Reason;
}

/**
 * The prompts of a file. Faulty lines are reported and the others used; prompts beyond the limit of a comparison count
 * as one fault. A text file has a prompt on each line or, if it has lines of three hyphens, one between each two of
 * these.
 */
export function readPrompts(text: string, format: PromptFormat): ReadPrompts {
  const prompts: PromptEntry[] = [];
  const faults: PromptFault[] = [];
  let faultCount = 0;
  const fail = (line: number, reason: Reason): void => {
    faultCount += 1;
    if (faults.length < MOST_FAULTS) faults.push({ line, reason });
  };
  for (const { line, prompt } of READERS[format](text.replace(/^\uFEFF/, ''))) {
    if (typeof prompt === 'string') fail(line, prompt);
    else if (prompts.length < MOST_ROWS) prompts.push(prompt);
    else {
      fail(line, because('prompts-too-many', { most: MOST_ROWS }));
      break;
    }
  }
  return { prompts, faults, faultCount };
}

const READERS: Readonly<Record<PromptFormat, (text: string) => Generator<Candidate>>> = {
  *txt(text) {
    const lines = linesOf(text);
    const isInBlocks = lines.some((line) => SEPARATOR.test(line.trim()));
    const blocks = isInBlocks ? blocksOf(lines) : lines.map((line, index) => ({ line: index + 1, text: line }));
    for (const block of blocks) {
      if (block.text.trim() !== '') yield { line: block.line, prompt: promptOfFields({ prompt: block.text }) };
    }
  },

  *csv(text) {
    const { records, openQuoteLine } = readCsv(text);
    const names = (records[0]?.fields ?? []).map((name) => name.trim().toLowerCase());
    if (records.length > 0 && !names.includes('prompt')) {
      yield { line: 1, prompt: because('prompts-no-column') };
      return;
    }
    for (const { line, fields } of records.slice(1)) {
      yield { line, prompt: promptOfFields(Object.fromEntries(names.map((name, index) => [name, fields[index]]))) };
    }
    if (openQuoteLine !== null) yield { line: openQuoteLine, prompt: because('prompts-open-quote') };
  },

  *jsonl(text) {
    for (const [index, line] of linesOf(text).entries()) {
      if (line.trim() === '') continue;
      const fields = fieldsOf(line);
      yield { line: index + 1, prompt: fields === null ? because('prompt-not-json') : promptOfFields(fields) };
    }
  },
};

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

function fieldsOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function blocksOf(lines: readonly string[]): { line: number; text: string }[] {
  const blocks: { line: number; lines: string[] }[] = [{ line: 1, lines: [] }];
  for (const [index, line] of lines.entries()) {
    if (SEPARATOR.test(line.trim())) blocks.push({ line: index + 2, lines: [] });
    else blocks.at(-1)?.lines.push(line);
  }
  return blocks.map((block) => ({ line: block.line, text: block.lines.join('\n') }));
}
