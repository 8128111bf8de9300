import { TemplateError } from './failures.ts';
import type { Token } from './scan-tag.ts';

/** The tokens of one tag, read from the beginning. Owned by the parser that reads the tag. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token | null {
    return this.#tokens[this.#next] ?? null;
  }

  get following(): Token | null {
    return this.#tokens[this.#next + 1] ?? null;
  }

  take(): Token {
    const token = this.current;
    if (token === null) throw new TemplateError('a tag of the template ends too early');
    this.#next += 1;
    return token;
  }

  isOperator(...texts: readonly string[]): boolean {
    return this.current?.type === 'operator' && texts.includes(this.current.text);
  }

  isName(...texts: readonly string[]): boolean {
    return this.current?.type === 'name' && texts.includes(this.current.text);
  }

  /** Whether the current token was this operator, which is then taken. */
  skipOperator(text: string): boolean {
    const is = this.isOperator(text);
    if (is) this.#next += 1;
    return is;
  }

  skipName(text: string): boolean {
    const is = this.isName(text);
    if (is) this.#next += 1;
    return is;
  }

  expectOperator(text: string): void {
    if (!this.skipOperator(text)) throw this.unexpected(JSON.stringify(text));
  }

  expectName(): string {
    if (this.current?.type !== 'name') throw this.unexpected('a name');
    return this.take().text;
  }

  expectEnd(): void {
    if (this.current !== null) throw this.unexpected('the end of the tag');
  }

  unexpected(wanted: string): TemplateError {
    const found = this.current === null ? 'the end of the tag' : JSON.stringify(this.current.text);
    return new TemplateError(`expected ${wanted} and found ${found}`);
  }
}
