/**
 * llama.cpp's interface writes its conversations as lines: one that begins a session, then one for each message. Here
 * the lines of a session become one element, as the same interface writes it in JSON.
 */
import { because } from '#contract/reasons';
import { MOST_CONVERSATION_BYTES } from './bounds.ts';
import type { JsonElement } from './json-elements.ts';
import { fieldsOf, idOf, isFields } from './read-fields.ts';

/** The elements of a file; where they are lines of sessions, one for each session. */
export async function* bySession(elements: AsyncIterable<JsonElement>): AsyncGenerator<JsonElement> {
  let areSessions: boolean | null = null;
  let session: SessionLines | null = null;
  for await (const element of elements) {
    if (areSessions === false || element.bytes === null) {
      yield element;
      continue;
    }
    const text = new TextDecoder().decode(element.bytes.slice());
    const line = parsed(text);
    // A damaged line at the beginning says nothing of the others.
    if (areSessions === null && line !== undefined) areSessions = isSession(line) || isMessage(line);
    if (areSessions !== true) yield element;
    else if (line === undefined) yield { ...element, bytes: null, problem: because('not-json') };
    else if (isSession(line) || session === null) {
      if (session !== null) yield session.element();
      session = new SessionLines(element, isSession(line) ? text : headOf(line));
      if (!isSession(line)) session.add(text);
    } else session.add(text);
  }
  if (session !== null) yield session.element();
}

class SessionLines {
  readonly #first: JsonElement;
  readonly #head: string;
  #lines: string[] = [];
  #sizeBytes = 0;

  constructor(first: JsonElement, head: string) {
    this.#first = first;
    this.#head = head;
  }

  add(line: string): void {
    this.#sizeBytes += Buffer.byteLength(line);
    if (this.#sizeBytes <= MOST_CONVERSATION_BYTES) this.#lines.push(line);
    else this.#lines = [];
  }

  element(): JsonElement {
    if (this.#sizeBytes > MOST_CONVERSATION_BYTES) {
      return { ...this.#first, bytes: null, problem: because('larger-than', { bytes: MOST_CONVERSATION_BYTES }) };
    }
    const whole = Buffer.from(`{"conv":${this.#head},"messages":[${this.#lines.join(',')}]}`);
    const bytes = new Uint8Array(new SharedArrayBuffer(whole.length));
    bytes.set(whole);
    return { ...this.#first, bytes };
  }
}

function isSession(line: unknown): boolean {
  return isFields(line) && line['type'] === 'session';
}

function isMessage(line: unknown): boolean {
  return isFields(line) && line['type'] === 'message' && isFields(line['message']);
}

/** Of a session whose first line is missing. */
function headOf(line: unknown): string {
  return JSON.stringify({ id: idOf(fieldsOf(fieldsOf(line)['message'])['convId']) });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
