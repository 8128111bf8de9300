import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';

/** Beyond the largest true call by far: a hundred thousand conversations named for an export. */
const MOST_VALUES = 500_000;

/**
 * Refuses the input of a call that holds more values than any call needs, before a schema looks at each: what validation
 * says of millions of wrong ones takes gigabytes.
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
