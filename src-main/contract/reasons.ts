/**
 * Why something failed, as a code with details: `cut-short {"expected":100,"found":7}`. It is a string, so that it can
 * be used where a message of the system or of a library could be: in an error's details, a file, or a list.
 * `reasonText` turns it into words, and leaves other text unchanged.
 */
import { reasonSentences } from './reason-sentences.ts';

declare const isReason: unique symbol;
export type Reason = string & { readonly [isReason]: true };

type Sentences = typeof reasonSentences;
export type ReasonCode = keyof Sentences;
type Places<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;
type English<Code extends ReasonCode> = Sentences[Code]['en'];
type PlacesOf<Code extends ReasonCode> = Places<
  English<Code> extends { readonly other: infer Text } ? Text : English<Code>
>;
type Details<Code extends ReasonCode> = Readonly<Record<PlacesOf<Code>, string | number>>;

/** These details may be reasons themselves; others may quote a file. */
const MAY_BE_REASONS = new Set(['cause', 'fault', 'what']);
const MOST_DETAIL_LENGTH = 400;
const WRITTEN = /^([a-z\d-]+)(?: (\{.*\}))?$/s;

export function because<Code extends ReasonCode>(
  code: Code,
  ...[details]: [PlacesOf<Code>] extends [never] ? [] : [Details<Code>]
): Reason {
  if (details === undefined) return code as string as Reason;
  const bounded = Object.entries<string | number>(details).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.slice(0, MOST_DETAIL_LENGTH).toWellFormed() : value,
  ]);
  return `${code} ${JSON.stringify(Object.fromEntries(bounded))}` as Reason;
}

/** A reason in words, with the reasons among its details; other text stays unchanged. */
export function reasonText(text: string, language: 'fi' | 'en'): string {
  const code = CODES_OF_THE_SYSTEM[text] ?? text;
  const [, name = '', json] = WRITTEN.exec(code) ?? [];
  if (!Object.hasOwn(reasonSentences, name)) return text;
  const details = json === undefined ? {} : detailsOf(json);
  if (details === null) return text;
  const words = reasonSentences[name as ReasonCode][language];
  const sentence = typeof words === 'string' ? words : details['count'] === 1 ? words.one : words.other;
  return sentence.replace(/\{(\w+)\}/g, (_, place: string) => {
    const value = details[place];
    if (typeof value !== 'string') return typeof value === 'number' ? String(value) : '?';
    return MAY_BE_REASONS.has(place) ? reasonText(value, language) : value;
  });
}

function detailsOf(json: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Reasons for usual error codes of the system and of SQLite. */
const CODES_OF_THE_SYSTEM: Partial<Record<string, ReasonCode>> = {
  EACCES: 'not-allowed',
  EADDRINUSE: 'port-taken',
  EADDRNOTAVAIL: 'not-allowed',
  EEXIST: 'already-there',
  EIO: 'disk-error',
  EISDIR: 'is-a-folder',
  EMFILE: 'out-of-files',
  ENFILE: 'out-of-files',
  ENOTDIR: 'not-a-folder',
  EPERM: 'not-allowed',
  EROFS: 'read-only-disk',
  'disk I/O error': 'disk-error',
  'unable to open database file': 'cannot-be-read',
  'out of memory': 'out-of-memory',
};
