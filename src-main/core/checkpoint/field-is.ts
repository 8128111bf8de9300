import { because, type Reason } from '#contract/reasons';

/** What is wrong with a field of a JSON file: it is missing, or its value is impossible. */
export function fieldIs(field: string, value: unknown): Reason {
  return value === undefined
    ? because('field-missing', { field })
    : because('field-is', { field, value: JSON.stringify(value) });
}
