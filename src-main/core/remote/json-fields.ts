/** Careful reading of what a server says: a value of another kind than expected counts as not there. */
import { MOST_CONTEXT_TOKENS } from '#contract/context-window';

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A number of tokens that could be true; servers lie, or send -1. */
export function tokensOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MOST_TOKENS ? Number(value) : null;
}

/** The size of a window; more than any model has counts as the most. */
export function windowOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 1 ? Math.min(Math.floor(value), MOST_CONTEXT_TOKENS) : null;
}

const MOST_TOKENS = 2 ** 31;
