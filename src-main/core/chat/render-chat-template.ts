/**
 * Renders a checkpoint's Jinja chat template with the same environment that transformers' `apply_chat_template` gives
 * it: `trim_blocks` and `lstrip_blocks` on, `raise_exception` and `strftime_now` defined, special tokens by name, and
 * `tools` and `documents` present but none. Two things differ in the library: a boolean that is written out reads
 * `true` where Jinja writes `True`, and `{%+` is not known.
 *
 * @see https://huggingface.co/docs/transformers/chat_templating
 */
import * as jinja from '@huggingface/jinja';
import { SarviError } from '#contract/errors';
import type { PromptMessage } from '../engine/protocol.ts';

/** What is used of the package, whose own declarations do not resolve under Node's rules for modules. */
interface Jinja {
  readonly tokenize: (source: string, options: { lstrip_blocks: boolean; trim_blocks: boolean }) => unknown;
  readonly parse: (tokens: unknown) => unknown;
  readonly Environment: new () => { set(name: string, value: unknown): unknown };
  readonly Interpreter: new (environment: unknown) => { run(program: unknown): { readonly value: unknown } };
}
const { Environment, Interpreter, parse, tokenize } = jinja as unknown as Jinja;

export interface TemplateVariables {
  readonly messages: readonly PromptMessage[];
  readonly addGenerationPrompt: boolean;
  /** `bos_token`, `eos_token` and the like, by name. */
  readonly specialTokens: Readonly<Record<string, string>>;
  /** Defines `date_string`, written as in Llama 3.1's own templates: `26 Jul 2024`. */
  readonly tellsDate?: boolean;
  readonly now: Date;
}

/** Far above any prompt that a context window can hold; what is longer is a mistake or an attack. */
const MAX_PROMPT_LENGTH = 16_000_000;
/** As much as any prompt needs; a template that asks for more would fill the memory. */
const MAX_RANGE_LENGTH = 1_000_000;

/** @throws SarviError `template-failed` with the template's own complaint, or what is wrong with the template */
export function renderChatTemplate(template: string, variables: TemplateVariables): string {
  try {
    const program = parse(tokenize(template, { lstrip_blocks: true, trim_blocks: true }));
    const environment = new Environment();
    for (const [name, value] of Object.entries(globals(variables))) environment.set(name, value);
    const { value } = new Interpreter(environment).run(program);
    if (typeof value !== 'string') throw new Error('the template did not make a text');
    if (value.length > MAX_PROMPT_LENGTH) throw new Error(`the template made ${value.length} characters`);
    return value;
  } catch (error) {
    throw templateFailed(error);
  }
}

export function templateFailed(cause: unknown): SarviError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SarviError('template-failed', { reason: reason.slice(0, 500) }, { cause });
}

function globals(variables: TemplateVariables): Record<string, unknown> {
  return {
    true: true,
    True: true,
    false: false,
    False: false,
    none: null,
    None: null,
    range,
    raise_exception: (message: unknown) => {
      throw new Error(String(message));
    },
    strftime_now: (format: unknown) => strftime(variables.now, String(format)),
    ...(variables.tellsDate ? { date_string: strftime(variables.now, '%d %b %Y') } : {}),
    ...variables.specialTokens,
    messages: variables.messages.map(({ role, content }) => ({ role, content })),
    add_generation_prompt: variables.addGenerationPrompt,
    tools: null,
    documents: null,
  };
}

/** Python's `range`. */
function range(...bounds: (number | null)[]): number[] {
  const [start, stop] = typeof bounds[1] === 'number' ? [bounds[0] ?? 0, bounds[1]] : [0, bounds[0] ?? 0];
  const step = typeof bounds[2] === 'number' ? bounds[2] : 1;
  if (step === 0) throw new Error('range() with a step of zero');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length > MAX_RANGE_LENGTH) throw new Error(`range() of ${length} numbers`);
  return Array.from({ length }, (_, index) => start + index * step);
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Python's `strftime` in the C locale, whatever the user's language: a model saw English names when it was trained. */
function strftime(date: Date, format: string): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const month = MONTHS[date.getMonth()] ?? '';
  const day = DAYS[date.getDay()] ?? '';
  const hour12 = date.getHours() % 12 === 0 ? 12 : date.getHours() % 12;
  const fields: Readonly<Record<string, string>> = {
    Y: String(date.getFullYear()),
    y: two(date.getFullYear() % 100),
    m: two(date.getMonth() + 1),
    B: month,
    b: month.slice(0, 3),
    d: two(date.getDate()),
    A: day,
    a: day.slice(0, 3),
    H: two(date.getHours()),
    I: two(hour12),
    p: date.getHours() < 12 ? 'AM' : 'PM',
    M: two(date.getMinutes()),
    S: two(date.getSeconds()),
    '%': '%',
  };
  return format.replace(/%(-?)([A-Za-z%])/g, (whole, unpadded: string, field: string) => {
    const value = fields[field];
    if (value === undefined) return whole;
    return unpadded === '-' ? value.replace(/^0(?=\d)/, '') : value;
  });
}
