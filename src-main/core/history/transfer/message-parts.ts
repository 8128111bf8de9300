import type { Aside } from '#contract/asides';
import type { ImportedPart } from './imported-conversation.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from './read-fields.ts';

const THINKING = /^(reasoning|thinking|thought|thoughts|reasoning_text|summary_text|redacted_thinking)$/;
const TOOL = /^(tool|function|web_search|file_search|code_interpreter|computer|mcp)_?(call|use|result|output|response)/;
/** Longer results of tools are cut: they are only shown, and never part of a prompt. */
const MOST_TOOL_LENGTH = 20_000;
const MOST_NAME_LENGTH = 200;

/**
 * The parts of a message's content: a string, or a list in which all but texts become notes such as `[image]`. Nothing
 * that a part refers to is opened.
 */
export function contentParts(content: unknown): ImportedPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  return (isFields(content) ? [content] : listOf(content))
    .map(partOf)
    .filter((one) => one.kind === 'tool' || one.text !== '');
}

/** The text of the parts. */
export function saidIn(parts: readonly ImportedPart[]): string {
  return parts
    .filter(({ kind }) => kind === 'text')
    .map((one) => (one.kind === 'text' ? one.text : ''))
    .join('\n\n');
}

/** The asides of the parts. */
export function asidesIn(parts: readonly ImportedPart[]): Aside[] {
  return parts.filter((one) => one.kind !== 'text');
}

/** A part of this kind; none for an empty text. */
export function part(kind: 'text' | 'thinking', text: string): ImportedPart[] {
  return text.trim() === '' ? [] : [{ kind, text }];
}

/** A tool call with its result, as the file has it. */
export function toolPart(call: Fields): Aside {
  const inner = fieldsOf(call['function']);
  const name = textOf(call['name']) || textOf(call['tool_name']) || textOf(inner['name']) || textOf(call['toolName']);
  const asked = call['arguments'] ?? call['input'] ?? inner['arguments'] ?? call['parameters'] ?? call['action'];
  const answered = call['output'] ?? call['result'] ?? call['content'] ?? call['text'];
  return {
    kind: 'tool',
    name: name.slice(0, MOST_NAME_LENGTH).toWellFormed(),
    input: cut(asked),
    output: cut(answered),
  };
}

function partOf(value: unknown): ImportedPart {
  if (typeof value === 'string') return { kind: 'text', text: value };
  const fields = fieldsOf(value);
  const kind = textOf(fields['type'] ?? fields['content_type']);
  if (TOOL.test(kind)) return toolPart(fields);
  if (THINKING.test(kind)) return { kind: 'thinking', text: thinkingText(fields) };
  return { kind: 'text', text: innerText(fields) ?? note(kind) };
}

/** The text of thinking, which may be in one of several fields. */
export function thinkingText(fields: Fields): string {
  const own = innerText(fields) ?? (textOf(fields['thinking']) || textOf(fields['reasoning']));
  if (own !== '') return own;
  return [fields['content'], fields['summary']]
    .flatMap((list) => (typeof list === 'string' ? [list] : listOf(list)))
    .map((one) => (typeof one === 'string' ? one : (innerText(fieldsOf(one)) ?? '')))
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Jan and OpenAI's threads have `{ text: { value } }`. */
function innerText({ text }: Fields): string | null {
  if (typeof text === 'string') return text;
  return isFields(text) && typeof text['value'] === 'string' ? text['value'] : null;
}

function note(kind: string): string {
  const known = /image|audio|video|file/i.exec(kind)?.[0].toLowerCase();
  if (known !== undefined) return `[${known}]`;
  return kind === '' ? '' : `[${kind.slice(0, 40).replace(/[[\]()<>]/g, '')}]`;
}

function cut(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  return text.slice(0, MOST_TOOL_LENGTH).toWellFormed();
}
