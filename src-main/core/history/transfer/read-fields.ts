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

/**
 * The text of a message's content: a text, or a list of parts of which all but texts become notes such as `[image]`.
 * Nothing that a part points to is opened.
 */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .map(partText)
    .filter((text) => text !== '')
    .join('\n\n');
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part;
  const fields = fieldsOf(part);
  const { text } = fields;
  if (typeof text === 'string') return text;
  // Jan and OpenAI's threads: { text: { value } }.
  if (isFields(text) && typeof text['value'] === 'string') return text['value'];
  const kind = textOf(fields['type'] ?? fields['content_type']);
  const known = /image|audio|video|file/i.exec(kind)?.[0].toLowerCase();
  return known === undefined ? (kind === '' ? '' : `[${kind.slice(0, 40).replace(/[[\]()<>]/g, '')}]`) : `[${known}]`;
}
