import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';

/** Far above the largest real call, which names a hundred thousand conversations for an export. */
const MOST_VALUES = 500_000;

/**
 * Refuses an input with more values than any call needs, before a schema checks each: the issues of millions of wrong
 * values take gigabytes.
 *
 * @throws SarviError `invalid-input`
 */
export function requireBounded(input: unknown): void {
  const waiting: unknown[] = [input];
  let seen = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const within: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    seen += within.length;
    if (seen > MOST_VALUES) throw new SarviError('invalid-input', { reason: because('too-many-values') });
    for (const inner of within) if (typeof inner === 'object' && inner !== null) waiting.push(inner);
  }
}
