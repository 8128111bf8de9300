/** Prompts with named fields: `{{name}}` in a text stands for what the user fills in. */
import * as v from 'valibot';

export const MOST_FIELDS = 40;
export const MOST_BODY_LENGTH = 100_000;

export const FIELD_KINDS = ['text', 'long', 'choice', 'file'] as const;
export const FieldKind = v.picklist(FIELD_KINDS);
export type FieldKind = (typeof FIELD_KINDS)[number];

/** `|` and `;` part the values of a field's line. */
const FieldText = v.pipe(v.string(), v.trim(), v.maxLength(200), v.regex(/^[^|;\p{Cc}\p{Zl}\p{Zp}]*$/u));
const FieldName = v.pipe(v.string(), v.maxLength(40), v.regex(/^[\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+)*$/u));

export const PromptField = v.strictObject({
  /** Its name in the text. */
  name: FieldName,
  kind: FieldKind,
  /** What the form calls it; the name when it is empty. */
  label: FieldText,
  /** Of a choice only. */
  choices: v.pipe(v.array(v.pipe(FieldText, v.nonEmpty())), v.maxLength(50)),
});
export type PromptField = v.InferOutput<typeof PromptField>;

/** Words of a name are parted by single blanks. */
const PLACE = /\{\{[ \t]*(?=[\p{L}\p{N}_ -]{1,40}[ \t]*\}\})([\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+)*)[ \t]*\}\}/gu;
const BRACED = /\{\{[^{}\n]{1,200}\}\}/gu;
const MOST_TOLD = 5;

/** The names of the fields in a text, each once, in their order. */
export function fieldNamesIn(body: string): string[] {
  return [...new Set([...body.matchAll(PLACE)].map(([, name = '']) => name.normalize('NFC')))];
}

/** Places in double braces that are no fields, as they are written; the first few. */
export function otherPlacesIn(body: string): string[] {
  const places = [...body.replace(PLACE, '').matchAll(BRACED)].map(([place]) => place);
  return [...new Set(places)].slice(0, MOST_TOLD);
}

/** What a form asks for: the fields of the text, first those that are described; others are a line of text. */
export function fieldsOf(body: string, described: readonly PromptField[]): PromptField[] {
  const names = fieldNamesIn(body);
  const known = described.filter(({ name }) => names.includes(name));
  const others = names.filter((name) => known.every((field) => field.name !== name));
  return [...known, ...others.map((name) => ({ name, kind: 'text' as const, label: '', choices: [] }))];
}

/** The text with what was filled in. One pass: what a value has in braces stays as it is. */
export function fillFields(body: string, values: ReadonlyMap<string, string>): string {
  return body.replace(PLACE, (place, name: string) => values.get(name.normalize('NFC')) ?? place);
}
