import { fieldNamesIn, fieldsOf, FIELD_KINDS, MOST_FIELDS, type PromptField } from '#contract/prompt-fields';
import type { PromptContent, PromptFault } from '#contract/prompt-library';
import { because, type Reason } from '#contract/reasons';

export interface ParsedPrompt {
  readonly content: PromptContent;
  readonly faults: readonly PromptFault[];
  /** Lines of the head for other programs; they are kept. */
  readonly others: readonly string[];
}

const LINE = /^(\s*)([\p{L}\p{N}_-]{1,40})\s*:(?:\s+(.*))?$/u;
const FIELD_LINE = /^\s+([\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+)*)\s*:(?:\s+(.*))?$/u;
const KEYS = { title: 120, about: 300, group: 60 } as const;
type Key = keyof typeof KEYS;
const MOST_NAME_LENGTH = 40;
const MOST_HEAD_LINES = 200;
const MOST_FAULTS = 20;
const MOST_LABEL_LENGTH = 200;
const MOST_CHOICES = 50;

/**
 * Reads one file: a head between two lines of `---`, with one thing to a line, and the text. Whatever is wrong with the
 * head is reported, and the rest is used.
 *
 *     ---
 *     title: Minutes of a meeting
 *     fields:
 *       notes: long | Notes
 *       tone: choice | Tone | formal; friendly
 *     ---
 *
 *     Write minutes of these notes, in a {{tone}} tone: {{notes}}
 *
 * @param promptId - the title of a file that has none
 */
export function parsePrompt(source: string, promptId: string): ParsedPrompt {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const head = new Head();
  const lines = text.split('\n', MOST_HEAD_LINES);
  const end = lines[0]?.trimEnd() === '---' ? lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---') : 0;
  if (end < 0) head.faults.push({ line: 1, reason: because('prompt-head-open') });
  for (const [at, line] of lines.slice(1, Math.max(1, end)).entries()) head.read(line, at + 2);
  const headLength = lines.slice(0, end + 1).reduce((sum, line) => sum + line.length + 1, 0);
  const body = (end > 0 ? text.slice(headLength).replace(/^\n/, '') : text).replace(/\n$/, '');

  const names = fieldNamesIn(body);
  for (const { name } of head.fields) {
    if (!names.includes(name)) head.faults.push({ line: 0, reason: because('prompt-field-unused', { name }) });
  }
  if (names.length > MOST_FIELDS) {
    head.faults.push({ line: 0, reason: because('prompt-fields-too-many', { most: MOST_FIELDS }) });
  }
  const { title = oneLine(promptId, KEYS.title), about = '', group = '' } = head.values;
  return {
    content: { title, about, group, fields: fieldsOf(body, head.fields).slice(0, MOST_FIELDS), body },
    faults: head.faults.slice(0, MOST_FAULTS),
    others: head.others,
  };
}

/** What the lines between the two `---` say. */
class Head {
  readonly values: Partial<Record<Key, string>> = {};
  readonly fields: PromptField[] = [];
  readonly others: string[] = [];
  readonly faults: PromptFault[] = [];
  #inFields = false;

  read(line: string, number: number): void {
    const [, indent = '', name = '', value = ''] = LINE.exec(line) ?? [];
    if (this.#inFields && /^\s/.test(line)) {
      const [, fieldName = '', said = ''] = FIELD_LINE.exec(line) ?? [];
      if (fieldName !== '' && fieldName.length <= MOST_NAME_LENGTH)
        return this.#field(fieldName.normalize('NFC'), said, number);
    }
    if (line.trim() === '') return;
    this.#inFields = indent === '' && name === 'fields' && value.trim() === '';
    if (this.#inFields) return;
    if (indent === '' && Object.hasOwn(KEYS, name)) return this.#value(name as Key, value, number);
    this.others.push(line);
    // Other programs may nest what is theirs.
    if (name === '' && indent === '' && !/^[\s#-]/.test(line)) this.#fault(number, because('prompt-line-unclear'));
  }

  #value(key: Key, value: string, number: number): void {
    const text = oneLine(unquoted(value.trim()), KEYS[key]);
    if (this.values[key] !== undefined) this.#fault(number, because('prompt-line-twice', { name: key }));
    else if (text !== '') this.values[key] = text;
  }

  #field(name: string, value: string, number: number): void {
    if (this.fields.some((field) => field.name === name)) {
      return this.#fault(number, because('prompt-line-twice', { name }));
    }
    const [kindText = '', label = '', list = ''] = unquoted(value.trim()).split('|');
    const named = FIELD_KINDS.find((kind) => kind === kindText.trim());
    if (!named) this.#fault(number, because('prompt-kind-unknown', { kind: oneLine(kindText, 40) }));
    const choices = list
      .split(';')
      .map((choice) => oneLine(choice, MOST_LABEL_LENGTH))
      .filter((choice) => choice !== '')
      .slice(0, MOST_CHOICES);
    const isEmptyChoice = named === 'choice' && choices.length === 0;
    if (isEmptyChoice) this.#fault(number, because('prompt-choices-missing'));
    const kind = isEmptyChoice ? 'text' : (named ?? 'text');
    this.fields.push({
      name,
      kind,
      label: oneLine(label.replaceAll(';', ','), MOST_LABEL_LENGTH),
      choices: kind === 'choice' ? choices : [],
    });
  }

  #fault(line: number, reason: Reason): void {
    this.faults.push({ line, reason });
  }
}

function oneLine(text: string, most: number): string {
  const words = text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return words.trim().slice(0, most).toWellFormed().trim();
}

function unquoted(value: string): string {
  if (!/^".*"$/.test(value)) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
