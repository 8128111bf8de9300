/**
 * A conversation of Jan is two files in a folder: its description (`thread.json`) and its messages (`messages.jsonl`).
 */
import { because, type Reason } from '#contract/reasons';
import { MOST_CONVERSATION_BYTES } from './bounds.ts';
import type { ByteFile } from './byte-file.ts';
import type { JsonElement } from './json-elements.ts';
import { fieldsOf, idOf, isFields } from './read-fields.ts';
import { readElements } from './read-elements.ts';

/** A thread's own file and a first message are far smaller; larger content is not parsed to recognise a file. */
const MOST_LOOKED_AT_BYTES = 2 ** 20;

/** Which of the two files this is; null for another file. */
export async function janPartOf(file: ByteFile): Promise<'thread' | 'messages' | null> {
  const first = await firstValue(file);
  return isThread(first) ? 'thread' : isMessage(first) ? 'messages' : null;
}

/**
 * The unreadable lines, and the conversation assembled from both files.
 *
 * @param threadFile - null when it is missing; the messages are enough
 */
export async function* readJanThread(
  threadFile: ByteFile | null,
  messagesFile: ByteFile | null,
  onRead: (bytes: number) => void,
): AsyncGenerator<JsonElement> {
  const thread = threadFile === null ? null : await firstValue(threadFile).catch(() => null);
  const messages: string[] = [];
  let threadId: string | null = null;
  let length = 0;
  let problem: Reason | null = null;
  let count = 0;
  for await (const element of messagesFile === null ? [] : readElements(messagesFile, onRead, 'lines')) {
    const text = element.bytes === null ? null : new TextDecoder().decode(element.bytes.slice());
    const message = text === null ? undefined : parsed(text);
    if (text === null || !isMessage(message)) {
      yield { ...element, bytes: null, problem: element.problem ?? whatIsWrong(message) };
      continue;
    }
    threadId ??= idOf(fieldsOf(message)['thread_id']);
    length += text.length;
    if (length > MOST_CONVERSATION_BYTES) problem = because('larger-than', { bytes: MOST_CONVERSATION_BYTES });
    else messages.push(text);
    count = element.index + 1;
  }
  const facts = isThread(thread) ? fieldsOf(thread) : { object: 'thread', id: threadId };
  const head = JSON.stringify({ ...facts, messages: undefined });
  const whole = Buffer.from(`${head.slice(0, -1)},"messages":[${messages.join(',')}]}`);
  const bytes = new Uint8Array(new SharedArrayBuffer(whole.length));
  bytes.set(whole);
  yield { index: count, line: 1, bytes: problem === null ? bytes : null, problem };
}

function whatIsWrong(message: unknown): Reason {
  return message === undefined ? because('not-json') : because('unknown-format');
}

function isThread(value: unknown): boolean {
  return isFields(value) && value['object'] === 'thread' && !Array.isArray(value['messages']);
}

function isMessage(value: unknown): boolean {
  return isFields(value) && value['object'] === 'thread.message' && typeof value['thread_id'] === 'string';
}

async function firstValue(file: ByteFile): Promise<unknown> {
  for await (const { bytes } of readElements(file, () => undefined)) {
    if (bytes === null || bytes.length > MOST_LOOKED_AT_BYTES) return undefined;
    return parsed(new TextDecoder().decode(bytes.slice()));
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
