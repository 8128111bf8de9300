import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';

/** An element of a rule: a sign (a character, a set of them, a token), or another rule by its name. */
export type GbnfElement = { readonly kind: 'sign' } | { readonly kind: 'rule'; readonly name: string };
export type GbnfRule = readonly (readonly GbnfElement[])[];

export interface GbnfRules {
  /** The alternatives of each rule; groups and repetitions are rules of their own, whose names begin with a blank. */
  readonly rules: ReadonlyMap<string, GbnfRule>;
  /** Where each rule is used first. */
  readonly usedAt: ReadonlyMap<string, number>;
}

const DEEPEST = 200;
/** llama.cpp's own: so many copies of what is repeated, counted with the rules inside. */
const MOST_COPIES = 2000;
const SIGN: GbnfElement = { kind: 'sign' };
const NAME = /[A-Za-z0-9-]+/y;
const BLANKS = /(?:[ \t]|#[^\r\n]*)*/y;
const BLANKS_AND_LINES = /(?:[ \t\r\n]|#[^\r\n]*)*/y;
const ESCAPED = /\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[trn\\"[\]-])/y;
const COUNTS = /\{[ \t]*(\d+)[ \t]*(?:(,)[ \t]*(\d*)[ \t]*)?\}/y;
const TOKEN = /!?<\[\d+\]>/y;

/** Refuses a grammar with the line of a place in it. @throws SarviError `grammar-invalid` */
export function refuseGbnf(text: string, at: number, fault: Reason): never {
  const line = text.slice(0, at).split('\n').length;
  throw new SarviError('grammar-invalid', { reason: because('grammar-line', { line, fault }) });
}

/**
 * Reads llama.cpp's grammar rules as llama.cpp does, with its limits of repetition.
 *
 * @throws SarviError `grammar-invalid` with the line
 * @see ggml-org/llama.cpp src/llama-grammar.cpp
 */
export function readGbnf(text: string): GbnfRules {
  return new Reader(text).read();
}

class Reader {
  readonly #text: string;
  readonly #rules = new Map<string, GbnfRule>();
  readonly #usedAt = new Map<string, number>();
  /** Every name that has come up, and how many rules were made beside them. */
  readonly #names = new Set<string>();
  #made = 0;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): GbnfRules {
    this.#skip(true);
    while (this.#at < this.#text.length) this.#rule();
    return { rules: this.#rules, usedAt: this.#usedAt };
  }

  #rule(): void {
    const name = this.#match(NAME)?.[0] ?? this.#refuse(because('grammar-no-name'));
    this.#names.add(name);
    this.#skip(false);
    if (!this.#text.startsWith('::=', this.#at)) this.#refuse(because('grammar-no-sign', { name }));
    this.#at += 3;
    this.#skip(true);
    this.#rules.set(name, this.#alternatives(false));
    const next = this.#text[this.#at];
    if (next === ')') this.#refuse(because('grammar-brackets'));
    if (next !== undefined && next !== '\n' && next !== '\r') this.#refuse(because('grammar-sign', { sign: next }));
    this.#skip(true);
  }

  #alternatives(isNested: boolean): GbnfRule {
    const alternatives = [this.#sequence(isNested)];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      this.#skip(true);
      alternatives.push(this.#sequence(isNested));
    }
    return alternatives;
  }

  #sequence(isNested: boolean): GbnfElement[] {
    const sequence: GbnfElement[] = [];
    /** Where what a repetition repeats begins, and how many rules it stands for. */
    let begin = 0;
    let weight = 1;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === '"' || char === '[') {
        [begin, weight] = [sequence.length, 1];
        if (this.#quoted(char, char === '"' ? '"' : ']')) sequence.push(SIGN);
      } else if (char === '.') {
        [begin, weight] = [sequence.length, 1];
        this.#at += 1;
        sequence.push(SIGN);
      } else if (char === '<' || char === '!') {
        [begin, weight] = [sequence.length, 1];
        if (!this.#match(TOKEN)) this.#refuse(because('grammar-token'));
        sequence.push(SIGN);
      } else if (char === '(') {
        const before = this.#count;
        begin = sequence.length;
        sequence.push(this.#group());
        weight = Math.max(1, this.#count - before);
      } else if (char === '*' || char === '+' || char === '?' || char === '{') {
        const [least, most] = this.#counts(char);
        if (begin === sequence.length) this.#refuse(because('grammar-nothing-repeated', { sign: char }));
        const copies = most > 0 && most !== Infinity ? most : Math.max(1, least);
        if (weight * copies >= MOST_COPIES) this.#refuse(because('grammar-repeats-too-often', { most: MOST_COPIES }));
        weight *= copies;
        sequence.push(...this.#repeated(sequence.splice(begin), least, most));
      } else {
        const name = this.#match(NAME)?.[0];
        if (name === undefined) return sequence;
        if (!this.#usedAt.has(name)) this.#usedAt.set(name, this.#at - name.length);
        this.#names.add(name);
        [begin, weight] = [sequence.length, 1];
        sequence.push({ kind: 'rule', name });
      }
      this.#skip(isNested);
    }
  }

  #group(): GbnfElement {
    const opened = this.#at;
    this.#depth += 1;
    if (this.#depth > DEEPEST) this.#refuse(because('grammar-brackets'));
    this.#at += 1;
    this.#skip(true);
    this.#made += 1;
    const name = ` ${this.#made}`;
    this.#rules.set(name, this.#alternatives(true));
    const next = this.#text[this.#at];
    if (next === undefined) this.#refuse(because('grammar-brackets'), opened);
    if (next !== ')') this.#refuse(because('grammar-sign', { sign: next }));
    this.#at += 1;
    this.#depth -= 1;
    return { kind: 'rule', name };
  }

  /** One copy stands for all: what may begin and what may be empty is the same. */
  #repeated(once: readonly GbnfElement[], least: number, most: number): GbnfElement[] {
    const kept = least === 0 ? [] : once;
    const optional = most === Infinity ? 1 : most - least;
    if (optional === 0) return [...kept];
    this.#made += optional;
    const name = ` ${this.#made}`;
    const rest: GbnfElement = { kind: 'rule', name };
    this.#rules.set(name, [[...once, ...(most === Infinity ? [rest] : [])], []]);
    return [...kept, rest];
  }

  #counts(char: string): [least: number, most: number] {
    if (char !== '{') {
      this.#at += 1;
      return [char === '+' ? 1 : 0, char === '?' ? 1 : Infinity];
    }
    const opened = this.#at;
    const [, leastText = '', comma, mostText = ''] =
      this.#match(COUNTS) ?? this.#refuse(because('grammar-open', { sign: '{' }));
    const least = Number(leastText);
    const given = comma === undefined ? least : mostText === '' ? Infinity : Number(mostText);
    if (least > MOST_COPIES) this.#refuse(because('grammar-repeats-too-often', { most: MOST_COPIES }), opened);
    // llama.cpp would count down from there without end.
    if (given < least) this.#refuse(because('grammar-crossed-counts'), opened);
    return [least, given > MOST_COPIES ? Infinity : given];
  }

  /** @returns whether there is anything between the signs */
  #quoted(open: string, close: string): boolean {
    const opened = this.#at;
    this.#at += 1;
    if (open === '[' && this.#text[this.#at] === '^') this.#at += 1;
    const begin = this.#at;
    while (this.#text[this.#at] !== close) {
      const char = this.#text[this.#at];
      if (char === undefined) this.#refuse(because('grammar-open', { sign: open }), opened);
      if (char !== '\\') this.#at += 1;
      else if (!this.#match(ESCAPED)) this.#refuse(because('grammar-escape'));
    }
    this.#at += 1;
    return this.#at - 1 > begin;
  }

  get #count(): number {
    return this.#names.size + this.#made;
  }

  #skip(lines: boolean): void {
    this.#match(lines ? BLANKS_AND_LINES : BLANKS);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at += found[0].length;
    return found;
  }

  #refuse(fault: Reason, at = this.#at): never {
    return refuseGbnf(this.#text, at, fault);
  }
}
