import { randomUUID } from 'node:crypto';

/** What a piece of an answer with tools turned out to be. */
export interface ReadPiece {
  readonly words?: string;
  /** A call begins. */
  readonly call?: { readonly id: string; readonly name: string };
  readonly arguments?: string;
}

export interface ReadCall {
  readonly id: string;
  readonly name: string;
  /** As JSON text, just as the model wrote it. */
  readonly argumentsText: string;
}

const OPENING =
  /^\s*(?:<\|python_tag\|>)?\s*\{\s*"name"\s*:\s*"([\w.-]{1,128})"\s*,\s*"(?:parameters|arguments)"\s*:\s*(?=\{)/;
const TAG = '<|python_tag|>';
const NAME_FIELD = '{"name"';
/** The longest opening with some white space; longer ones are words. */
const MOST_HELD = 400;

/**
 * Finds the call of a tool in an answer as it comes. Words are passed on as soon as they cannot be the beginning of a
 * call, and arguments piece by piece, without the brace that closes the call.
 */
export class CallReader {
  readonly #names: readonly string[];
  #state: 'unknown' | 'words' | 'arguments' | 'after' = 'unknown';
  #held = '';
  #call: { readonly id: string; readonly name: string } | null = null;
  #arguments = '';
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  /** @param names - of the known tools; without any, everything is words */
  constructor(names: readonly string[]) {
    this.#names = names;
    if (names.length === 0) this.#state = 'words';
  }

  /** The complete call; null when there is none. */
  get call(): ReadCall | null {
    return this.#call && this.#state === 'after' ? { ...this.#call, argumentsText: this.#arguments } : null;
  }

  push(text: string): ReadPiece {
    if (this.#state === 'words') return { words: text };
    if (this.#state === 'after') return {};
    if (this.#state === 'arguments') return { arguments: this.#argumentsIn(text) };
    this.#held += text;
    const opening = OPENING.exec(this.#held);
    const name = opening?.[1];
    if (opening && name !== undefined && this.#names.includes(name)) {
      this.#state = 'arguments';
      const rest = this.#held.slice(opening[0].length);
      return { ...this.#begin(name), arguments: this.#argumentsIn(rest) };
    }
    return opening || !this.#mayOpen() ? this.#giveUp() : {};
  }

  /** What was held back, when the answer has ended. */
  end(): ReadPiece {
    if (this.#state !== 'unknown') return {};
    const name = this.#nameWithoutArguments();
    if (name === null) return this.#giveUp();
    this.#state = 'after';
    this.#arguments = '{}';
    return { ...this.#begin(name), arguments: '{}' };
  }

  #begin(name: string): ReadPiece {
    this.#call = { id: `call_${randomUUID().replaceAll('-', '')}`, name };
    return { call: this.#call };
  }

  #giveUp(): ReadPiece {
    this.#state = 'words';
    const words = this.#held;
    this.#held = '';
    return { words };
  }

  #mayOpen(): boolean {
    const start = this.#held.trimStart();
    if (this.#held.length > MOST_HELD) return false;
    if (TAG.startsWith(start)) return true;
    const compact = start.replace(TAG, '').replace(/\s/g, '').slice(0, NAME_FIELD.length);
    return NAME_FIELD.startsWith(compact);
  }

  #nameWithoutArguments(): string | null {
    try {
      const { name } = JSON.parse(this.#held.trim().replace(TAG, '')) as { name?: unknown };
      return typeof name === 'string' && this.#names.includes(name) ? name : null;
    } catch {
      return null;
    }
  }

  /** The part of `text` that belongs to the arguments, which end where their braces are closed. */
  #argumentsIn(text: string): string {
    for (let place = 0; place < text.length; place += 1) {
      this.#step(text.charAt(place));
      if (this.#depth > 0 || this.#isInString) continue;
      this.#state = 'after';
      const last = text.slice(0, place + 1);
      this.#arguments += last;
      return last;
    }
    this.#arguments += text;
    return text;
  }

  #step(letter: string): void {
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (letter === '\\') this.#isEscaped = true;
      else if (letter === '"') this.#isInString = false;
    } else if (letter === '"') this.#isInString = true;
    else if (letter === '{' || letter === '[') this.#depth += 1;
    else if (letter === '}' || letter === ']') this.#depth -= 1;
  }
}
