import { TemplateError } from './failures.ts';
import type { Constant, Expression } from './syntax.ts';
import type { TokenStream } from './token-stream.ts';

/** A rule of the grammar, passed in because expressions contain expressions. */
type Rule = (stream: TokenStream) => Expression;

const CONSTANTS: ReadonlyMap<string, Constant> = new Map<string, Constant>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

export function parsePrimary(stream: TokenStream, parseExpression: Rule): Expression {
  const token = stream.take();
  switch (token.type) {
    case 'name': {
      const constant = CONSTANTS.get(token.text);
      return constant === undefined ? { type: 'name', name: token.text } : { type: 'constant', value: constant };
    }
    case 'string': {
      let text = token.text;
      while (stream.current?.type === 'string') text += stream.take().text;
      return { type: 'constant', value: text };
    }
    case 'integer':
    case 'float':
      return { type: 'constant', value: token.value };
    case 'operator':
      if (token.text === '(') return parseParentheses(stream, parseExpression);
      if (token.text === '[') return { type: 'list', items: parseItems(stream, parseExpression) };
      if (token.text === '{') return parseDict(stream, parseExpression);
  }
  throw new TemplateError(`unexpected ${JSON.stringify(token.text)}`);
}

/**
 * One expression, or several with commas, which make a tuple.
 *
 * @param end - a word that ends the tuple, in addition to the tag's end
 */
export function parseTuple(stream: TokenStream, parseItem: Rule, end?: string): Expression {
  const items: Expression[] = [];
  let isTuple = false;
  for (;;) {
    if (stream.current === null || stream.isOperator(')') || (end !== undefined && stream.isName(end))) break;
    items.push(parseItem(stream));
    if (!stream.skipOperator(',')) break;
    isTuple = true;
  }
  const [only] = items;
  if (isTuple) return { type: 'tuple', items };
  if (only === undefined) throw stream.unexpected('an expression');
  return only;
}

function parseParentheses(stream: TokenStream, parseExpression: Rule): Expression {
  if (stream.skipOperator(')')) return { type: 'tuple', items: [] };
  const inside = parseTuple(stream, parseExpression);
  stream.expectOperator(')');
  return inside;
}

function parseItems(stream: TokenStream, parseExpression: Rule): Expression[] {
  const items: Expression[] = [];
  while (!stream.skipOperator(']')) {
    if (items.length > 0) stream.expectOperator(',');
    if (stream.skipOperator(']')) break;
    items.push(parseExpression(stream));
  }
  return items;
}

function parseDict(stream: TokenStream, parseExpression: Rule): Expression {
  const entries: [Expression, Expression][] = [];
  while (!stream.skipOperator('}')) {
    if (entries.length > 0) stream.expectOperator(',');
    if (stream.skipOperator('}')) break;
    const key = parseExpression(stream);
    stream.expectOperator(':');
    entries.push([key, parseExpression(stream)]);
  }
  return { type: 'dict', entries };
}
