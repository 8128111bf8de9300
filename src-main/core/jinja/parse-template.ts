/** The grammar of statements. Tags that load other templates are refused by name: a model brings one template. */
import { NotSupported, TemplateError } from './failures.ts';
import { parseArguments } from './parse-arguments.ts';
import { parseExpression, parseFilter, parseOr } from './parse-expression.ts';
import { parseTuple } from './parse-primary.ts';
import { parseTarget } from './parse-target.ts';
import { splitSource, type Piece } from './split-source.ts';
import type { Block, Expression, MacroBody, Statement } from './syntax.ts';
import { TokenStream } from './token-stream.ts';

const NOT_SUPPORTED: readonly string[] = ['autoescape', 'block', 'extends', 'from', 'import', 'include'];

/** @throws TemplateError, NotSupported */
export function parseTemplate(source: string): Block {
  return new TemplateParser(splitSource(source)).parse();
}

class TemplateParser {
  readonly #pieces: readonly Piece[];
  #next = 0;
  #depthOfLoops = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  parse(): Block {
    return this.#parseBody([]).body;
  }

  /**
   * Statements up to a tag that is one of `ends`, whose word is taken; without `ends` up to the end of the source. The
   * rest of the tag is in `stream`.
   */
  #parseBody(ends: readonly string[]): { readonly body: Block; readonly end: string; readonly stream: TokenStream } {
    const body: Statement[] = [];
    for (; this.#next < this.#pieces.length;) {
      const piece = this.#pieces[this.#next];
      this.#next += 1;
      if (piece === undefined) break;
      if (piece.type === 'text') {
        body.push(piece);
        continue;
      }
      const stream = new TokenStream(piece.tokens);
      if (piece.type === 'expression') {
        body.push({ type: 'output', expression: parseTuple(stream, parseExpression) });
        stream.expectEnd();
        continue;
      }
      const word = stream.expectName();
      if (ends.includes(word)) return { body, end: word, stream };
      body.push(...this.#parseStatement(word, stream));
    }
    if (ends.length > 0) throw new TemplateError(`expected ${ends.join(' or ')} before the end of the template`);
    return { body, end: '', stream: new TokenStream([]) };
  }

  #parseStatement(word: string, stream: TokenStream): readonly Statement[] {
    switch (word) {
      case 'if':
        return [this.#parseIf(stream)];
      case 'for':
        return [this.#parseFor(stream)];
      case 'set':
        return [this.#parseSet(stream)];
      case 'macro':
        return [this.#parseMacro(stream)];
      case 'call':
        return [this.#parseCall(stream)];
      case 'filter': {
        const filter = parseFilter(stream, null);
        return [{ type: 'filter-block', filter: this.#parseMoreFilters(stream, filter), body: this.#to('endfilter') }];
      }
      case 'with':
        return [this.#parseWith(stream)];
      case 'generation':
        // transformers' own tag, which marks the text of the model; it has a scope of its own.
        stream.expectEnd();
        return [{ type: 'with', targets: [], values: [], body: this.#to('endgeneration') }];
      case 'break':
      case 'continue':
        stream.expectEnd();
        if (this.#depthOfLoops === 0) throw new TemplateError(`${word} outside of a loop`);
        return [{ type: word }];
      case 'print': {
        const statements: Statement[] = [];
        while (stream.current !== null) {
          if (statements.length > 0) stream.expectOperator(',');
          statements.push({ type: 'output', expression: parseExpression(stream) });
        }
        return statements;
      }
      default:
        if (NOT_SUPPORTED.includes(word)) throw new NotSupported(`the tag "${word}"`);
        throw new TemplateError(`unknown tag "${word}"`);
    }
  }

  /** The body up to a closing tag, in which nothing else is allowed. */
  #to(end: string): Block {
    const { body, stream } = this.#parseBody([end]);
    stream.expectEnd();
    return body;
  }

  #parseIf(first: TokenStream): Statement {
    const branches: { readonly test: Expression; readonly body: Block }[] = [];
    let stream = first;
    for (;;) {
      const test = parseTuple(stream, parseOr);
      stream.expectEnd();
      const { body, end, stream: next } = this.#parseBody(['elif', 'else', 'endif']);
      branches.push({ test, body });
      stream = next;
      if (end === 'elif') continue;
      stream.expectEnd();
      return { type: 'if', branches, otherwise: end === 'else' ? this.#to('endif') : [] };
    }
  }

  #parseFor(stream: TokenStream): Statement {
    const target = parseTarget(stream, 'in');
    if (!stream.skipName('in')) throw stream.unexpected('"in"');
    const iterable = parseTuple(stream, parseOr, 'recursive');
    const test = stream.skipName('if') ? parseExpression(stream) : null;
    const recursive = stream.skipName('recursive');
    stream.expectEnd();
    this.#depthOfLoops += 1;
    const { body, end, stream: last } = this.#parseBody(['else', 'endfor']);
    this.#depthOfLoops -= 1;
    last.expectEnd();
    const otherwise = end === 'else' ? this.#to('endfor') : [];
    return { type: 'for', target, iterable, test, recursive, body, otherwise };
  }

  #parseSet(stream: TokenStream): Statement {
    const target = parseTarget(stream, null);
    if (stream.skipOperator('=')) {
      const value = parseTuple(stream, parseExpression);
      stream.expectEnd();
      return { type: 'set', target, value };
    }
    const filter = stream.skipOperator('|') ? this.#parseMoreFilters(stream, parseFilter(stream, null)) : null;
    stream.expectEnd();
    return { type: 'set-block', target, filter, body: this.#to('endset') };
  }

  #parseMoreFilters(stream: TokenStream, first: ReturnType<typeof parseFilter>): ReturnType<typeof parseFilter> {
    let filter = first;
    while (stream.skipOperator('|')) filter = parseFilter(stream, filter);
    stream.expectEnd();
    return filter;
  }

  #parseMacro(stream: TokenStream): Statement {
    const name = stream.expectName();
    const signature = parseSignature(stream);
    stream.expectEnd();
    return { type: 'macro', macro: { name, ...signature, body: this.#bodyOfMacro('endmacro') } };
  }

  /** A loop around a macro cannot be left from inside it. */
  #bodyOfMacro(end: string): Block {
    const depth = this.#depthOfLoops;
    this.#depthOfLoops = 0;
    const body = this.#to(end);
    this.#depthOfLoops = depth;
    return body;
  }

  #parseCall(stream: TokenStream): Statement {
    const signature = stream.isOperator('(') ? parseSignature(stream) : { parameters: [], defaults: [] };
    const call = parseExpression(stream);
    if (call.type !== 'call') throw new TemplateError('expected a call behind "call"');
    stream.expectEnd();
    return { type: 'call-block', call, caller: { name: null, ...signature, body: this.#bodyOfMacro('endcall') } };
  }

  #parseWith(stream: TokenStream): Statement {
    const targets = [];
    const values: Expression[] = [];
    while (stream.current !== null) {
      if (targets.length > 0) stream.expectOperator(',');
      targets.push(parseTarget(stream, '='));
      stream.expectOperator('=');
      values.push(parseExpression(stream));
    }
    return { type: 'with', targets, values, body: this.#to('endwith') };
  }
}

function parseSignature(stream: TokenStream): Pick<MacroBody, 'parameters' | 'defaults'> {
  const { positional, keywords, spread, keywordSpread, absent } = parseArguments(stream, parseExpression);
  if (absent || spread !== null || keywordSpread !== null) throw stream.unexpected('the names of arguments');
  const names = positional.map((one) => {
    if (one.type !== 'name') throw new TemplateError('an argument of a macro must be a name');
    return one.name;
  });
  return { parameters: [...names, ...keywords.map(([name]) => name)], defaults: keywords.map(([, value]) => value) };
}
