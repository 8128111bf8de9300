/**
 * Some apps store thinking and tool calls inside the text of an answer: in a think block at its beginning or, as Open
 * WebUI does, in `<details type="…">`. This splits them off.
 */
import type { Aside } from '#contract/asides';
import { ThinkingSplitter } from '../../thinking-splitter.ts';

interface Parted {
  readonly asides: readonly Aside[];
  readonly text: string;
}

const BLOCK = /^<details type="(reasoning|tool_calls|code_interpreter)"/gm;
const ATTRIBUTE = /\s+([\w-]+)(?:="([^"]*)")?/y;
const END = '</details>';

/** The text of an answer without the asides in it, and those asides. */
export function partAsides(text: string): Parted {
  const blocks = partBlocks(text);
  const thinking = partThinking(blocks.text);
  return { asides: [...blocks.asides, ...thinking.asides], text: thinking.text };
}

/** Joins each tool call with the result that follows it. */
export function pairTools(asides: readonly Aside[]): Aside[] {
  const paired: Aside[] = [];
  for (const aside of asides) {
    const isAnswer = aside.kind === 'tool' && aside.input === '' && aside.output !== '';
    const asked = isAnswer
      ? paired.findIndex(
          (one) =>
            one.kind === 'tool' &&
            one.input !== '' &&
            one.output === '' &&
            (aside.name === '' || one.name === '' || one.name === aside.name),
        )
      : -1;
    const question = paired[asked];
    if (question?.kind === 'tool' && aside.kind === 'tool') {
      paired[asked] = { ...question, name: question.name || aside.name, output: aside.output };
    } else paired.push(aside);
  }
  return paired;
}

function partBlocks(text: string): Parted {
  const asides: Aside[] = [];
  let rest = '';
  let from = 0;
  for (const match of text.matchAll(BLOCK)) {
    if (match.index < from) continue;
    const { attributes, end: begin } = readTag(text, match.index + '<details'.length);
    const close = text.indexOf(END, begin);
    const aside = asideOf(match[1] ?? '', attributes, text.slice(begin, close < 0 ? undefined : close));
    if (aside) asides.push(aside);
    rest = joined(rest, text.slice(from, match.index));
    from = close < 0 ? text.length : close + END.length;
  }
  if (from === 0) return { asides, text };
  return { asides, text: joined(rest, text.slice(from)) };
}

/** Joins two pieces of an answer that had a block between them. */
function joined(before: string, after: string): string {
  const next = after.replace(/^\s*\n/, '');
  return before === '' || next === '' ? before + next : `${before.trimEnd()}\n\n${next}`;
}

function readTag(text: string, at: number): { attributes: Map<string, string>; end: number } {
  const attributes = new Map<string, string>();
  let end = at;
  for (;;) {
    ATTRIBUTE.lastIndex = end;
    const found = ATTRIBUTE.exec(text);
    if (found === null) break;
    attributes.set(found[1] ?? '', unescaped(found[2] ?? ''));
    end = ATTRIBUTE.lastIndex;
  }
  return { attributes, end: text[end] === '>' ? end + 1 : end };
}

function asideOf(type: string, attributes: ReadonlyMap<string, string>, block: string): Aside | null {
  const body = unescaped(block.replace(/^\s*<summary>[^<]*<\/summary>/, '')).trim();
  if (type === 'reasoning') {
    const text = body.replace(/^> ?/gm, '');
    return text === '' ? null : { kind: 'thinking', text };
  }
  const name = attributes.get('name') ?? (type === 'code_interpreter' ? type : '');
  const input = plain(attributes.get('arguments')) || (type === 'code_interpreter' ? body : '');
  const output = plain(attributes.get('result') ?? attributes.get('output')) || (type === 'tool_calls' ? body : '');
  return { kind: 'tool', name, input, output };
}

/** A value that is a JSON string stands for its text. */
function plain(value = ''): string {
  if (!value.startsWith('"')) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'string' ? parsed : value;
  } catch {
    return value;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'", amp: '&' };

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|quot|#x27|#39|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

function partThinking(text: string): Parted {
  const splitter = new ThinkingSplitter();
  const parts = [splitter.push(text), splitter.end()];
  const thinking = parts.map((said) => said.thinking).join('');
  // An opening tag without a closing one begins an interrupted thought, or the answer only mentions it.
  const isOpen = splitter.isThinking && /^\s*\S+[ \t]*\n/.test(text);
  if (splitter.isThinking && !isOpen) return { asides: [], text };
  const answer = parts.map((said) => said.text).join('');
  if (thinking !== '') return { asides: [{ kind: 'thinking', text: thinking }], text: answer };
  return answer === text ? partLateEnd(text) : { asides: [], text: answer };
}

/** The opening tag may have been in the prompt; the answer then has only the closing one, on a line of its own. */
function partLateEnd(text: string): Parted {
  const end = /^<\/think>[ \t]*$/m.exec(text);
  if (end === null || text.includes('<think>')) return { asides: [], text };
  const thinking = text.slice(0, end.index).trim();
  const isInCode = (thinking.match(/^(?:```|~~~)/gm) ?? []).length % 2 === 1;
  if (isInCode) return { asides: [], text };
  const answer = text.slice(end.index + end[0].length).trimStart();
  return { asides: thinking === '' ? [] : [{ kind: 'thinking', text: thinking }], text: answer };
}
