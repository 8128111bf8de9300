/** Fields of a stranger's JSON, each as what it should be or as nothing. */

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Own fields only: `__proto__` and the like are names as any other. */
export function fieldOf(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** An id is a text or a number that can be told from every other. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}

/** The end of the year 9999. */
const LATEST_MS = 253_402_300_799_999;
/** What is below this counts seconds: as milliseconds it would be a time before March 1973. */
const LEAST_MS = 1e11;

/** Milliseconds since 1970 of a number of seconds or milliseconds, or of an ISO date; null for what is none of these. */
export function timeOf(value: unknown): number | null {
  if (typeof value === 'string') return millisecondsOf(Date.parse(value));
  if (typeof value !== 'number') return null;
  return millisecondsOf(Math.abs(value) < LEAST_MS ? value * 1000 : value);
}

/** A time that is known to be in milliseconds; null when it is out of range. */
export function millisecondsOf(value: unknown): number | null {
  if (typeof value !== 'number') return null;
  const whole = Math.round(value);
  return whole >= 0 && whole <= LATEST_MS ? whole : null;
}

/** The ids of a list, without what cannot be one. */
export function idsOf(value: unknown): string[] {
  return listOf(value)
    .map(idOf)
    .filter((id) => id !== null);
}
