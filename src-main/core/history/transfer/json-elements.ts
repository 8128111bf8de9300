/**
 * Splits a JSON file into its conversations without parsing it. Only brackets, quotes and line ends are examined, so a
 * file of any size needs memory for one conversation only. `JSON.parse` judges the content.
 */
import { because, type Reason } from '#contract/reasons';
import { MOST_CONVERSATION_BYTES, MOST_DEPTH } from './bounds.ts';

/**
 * The arrangement of conversations: `lines`, one on each line; `array`, in a list that is the whole file; `document`,
 * the file is one; `sarvi`, in the list `conversations` of the file's object.
 */
export type Layout = 'lines' | 'array' | 'document' | 'sarvi';

export interface JsonElement {
  /** Place in the file, from 0. */
  readonly index: number;
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** In shared memory, so that another thread gets it without a copy; null when there is a `problem`. */
  readonly bytes: Uint8Array | null;
  readonly problem: Reason | null;
}

const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_LIST = 0x5d;
const OPENING_OBJECT = 0x7b;
const CLOSING_OBJECT = 0x7d;

/** Nesting depth of the conversations. */
const DEPTHS = { lines: 0, document: 0, array: 1, sarvi: 2 } as const satisfies Record<Layout, number>;
/** Longer than the only key that matters. */
const LONGEST_KEY = 32;
const CONVERSATIONS = 'conversations';

export class JsonElements {
  readonly #layout: Layout;
  readonly #mostBytes: number;
  readonly #found: JsonElement[] = [];
  #index = 0;
  #line = 1;
  #column = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Whether values at `DEPTHS[layout]` are conversations now. */
  #inList: boolean;
  #ended = false;
  /** The last string of the object around the list, and whether it is being read. */
  #key = '';
  #readingKey = false;
  // The open element.
  #open = false;
  /** Neither object nor list: it ends at the next comma or bracket. */
  #bare = false;
  #startLine = 1;
  #startColumn = 0;
  #parts: Uint8Array[] = [];
  #sizeBytes = 0;
  #problem: Reason | null = null;
  /** After a broken element, the next one is expected at the beginning of a line, at most this far indented. */
  #lostColumn: number | null = null;
  #lineBlank = true;

  constructor(layout: Layout, mostBytes = MOST_CONVERSATION_BYTES) {
    this.#layout = layout;
    this.#mostBytes = mostBytes;
    this.#inList = layout !== 'sarvi' && layout !== 'array';
  }

  /** The elements that end in this piece of the file. */
  push(chunk: Uint8Array): JsonElement[] {
    if (this.#layout === 'lines') this.#splitLines(chunk);
    else this.#split(chunk);
    return this.#found.splice(0);
  }

  /** The rest when the file has ended. */
  end(): JsonElement[] {
    if (this.#open) {
      if (this.#layout !== 'lines' && !this.#bare) this.#problem ??= because('file-ends-in-it');
      this.#close();
    } else if (!this.#ended && this.#lostColumn === null && (this.#layout === 'array' || this.#layout === 'sarvi')) {
      this.#startLine = this.#line;
      this.#problem = this.#inList ? because('file-ends-in-list') : because('no-list');
      this.#close();
    }
    return this.#found.splice(0);
  }

  #splitLines(chunk: Uint8Array): void {
    let from = 0;
    while (from < chunk.length) {
      const end = chunk.indexOf(NEWLINE, from);
      const to = end === -1 ? chunk.length : end;
      if (!this.#open && chunk.subarray(from, to).some((byte) => byte > SPACE)) this.#begin();
      if (this.#open) this.#take(chunk.subarray(from, to));
      if (end === -1) return;
      if (this.#open) this.#close();
      this.#line += 1;
      from = end + 1;
    }
  }

  #split(chunk: Uint8Array): void {
    const depthOfElements = DEPTHS[this.#layout];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === NEWLINE) {
        this.#line += 1;
        this.#column = 0;
        this.#lineBlank = true;
        if (this.#inString && this.#open) {
          // A JSON string never spans lines, so the rest of this element cannot be told from the next one.
          this.#problem ??= because('line-ends-in-text');
          this.#lostColumn = this.#startColumn;
          this.#inString = this.#escaped = false;
          this.#depth = depthOfElements;
          this.#close();
        }
      } else this.#column += 1;
      if (this.#lostColumn !== null) {
        if (byte <= SPACE || byte === COMMA) continue;
        const found = this.#lineBlank && byte === OPENING_OBJECT && this.#column <= this.#lostColumn;
        this.#lineBlank = false;
        if (!found) continue;
        this.#lostColumn = null;
      }
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) {
          this.#inString = false;
          this.#readingKey = false;
        }
        if (this.#readingKey && this.#key.length < LONGEST_KEY) this.#key += String.fromCharCode(byte);
        continue;
      }
      if (byte <= SPACE || this.#ended) continue;
      if (this.#open && this.#bare && (byte === COMMA || byte === CLOSING_LIST)) {
        this.#take(chunk.subarray(from, at));
        this.#close();
      } else if (!this.#open && this.#inList && this.#depth === depthOfElements && !isSeparator(byte)) {
        this.#begin();
        this.#bare = byte !== OPENING_OBJECT && byte !== OPENING_LIST;
        from = at;
      }
      if (byte === QUOTE) {
        this.#inString = true;
        if (this.#layout === 'sarvi' && this.#depth === 1) {
          this.#key = '';
          this.#readingKey = true;
        }
      } else if (byte === OPENING_OBJECT || byte === OPENING_LIST) {
        this.#depth += 1;
        if (!this.#open && byte === OPENING_LIST && this.#beginsList()) this.#inList = true;
        if (this.#depth > depthOfElements + MOST_DEPTH)
          this.#problem ??= because('json-too-deep', { most: MOST_DEPTH });
      } else if (byte === CLOSING_OBJECT || byte === CLOSING_LIST) {
        this.#depth -= 1;
        if (this.#open && this.#depth <= depthOfElements) {
          this.#take(chunk.subarray(from, at + 1));
          this.#close();
        } else if (this.#inList && this.#depth < depthOfElements) {
          this.#inList = false;
          this.#ended = true;
        }
      }
    }
    if (this.#open) this.#take(chunk.subarray(from));
  }

  #beginsList(): boolean {
    if (this.#layout === 'array') return this.#depth === 1;
    return this.#layout === 'sarvi' && this.#depth === 2 && this.#key === CONVERSATIONS;
  }

  #begin(): void {
    this.#open = true;
    this.#startLine = this.#line;
    this.#startColumn = this.#column;
  }

  #take(bytes: Uint8Array): void {
    this.#sizeBytes += bytes.length;
    if (this.#sizeBytes > this.#mostBytes) this.#problem ??= because('larger-than', { bytes: this.#mostBytes });
    // Copied, because the reader reuses its buffer.
    if (this.#problem === null) this.#parts.push(bytes.slice());
    else this.#parts = [];
  }

  #close(): void {
    const problem = this.#problem;
    this.#found.push({
      index: this.#index,
      line: this.#startLine,
      bytes: problem === null ? joined(this.#parts, this.#sizeBytes) : null,
      problem,
    });
    this.#index += 1;
    this.#open = this.#bare = false;
    this.#parts = [];
    this.#sizeBytes = 0;
    this.#problem = null;
  }
}

function isSeparator(byte: number): boolean {
  return byte === COMMA || byte === CLOSING_LIST || byte === CLOSING_OBJECT;
}

function joined(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const whole = new Uint8Array(new SharedArrayBuffer(sizeBytes));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
