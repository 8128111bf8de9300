/** The grammar of expressions, rule by rule as in Jinja2's parser; the precedences are its own and not Python's. */
import { TemplateError } from './failures.ts';
import { parseArguments } from './parse-arguments.ts';
import { parsePrimary } from './parse-primary.ts';
import type { ComparisonOperator, Expression, FilterExpression, SliceExpression } from './syntax.ts';
import type { TokenStream } from './token-stream.ts';

export function parseExpression(stream: TokenStream): Expression {
  let expression = parseOr(stream);
  while (stream.skipName('if')) {
    const test = parseOr(stream);
    const no = stream.skipName('else') ? parseExpression(stream) : null;
    expression = { type: 'condition', test, yes: expression, no };
  }
  return expression;
}

/** An expression without `a if b else c` at its top: where `if` is a word of the statement. */
export function parseOr(stream: TokenStream): Expression {
  let left = parseAnd(stream);
  while (stream.skipName('or')) left = { type: 'or', left, right: parseAnd(stream) };
  return left;
}

function parseAnd(stream: TokenStream): Expression {
  let left = parseNot(stream);
  while (stream.skipName('and')) left = { type: 'and', left, right: parseNot(stream) };
  return left;
}

function parseNot(stream: TokenStream): Expression {
  return stream.skipName('not') ? { type: 'not', operand: parseNot(stream) } : parseComparison(stream);
}

const COMPARISONS: readonly string[] = ['==', '!=', '<', '<=', '>', '>='];

function parseComparison(stream: TokenStream): Expression {
  const first = parseSum(stream);
  const rest: [ComparisonOperator, Expression][] = [];
  for (;;) {
    const { current } = stream;
    if (current?.type === 'operator' && COMPARISONS.includes(current.text)) {
      stream.take();
      rest.push([current.text as ComparisonOperator, parseSum(stream)]);
    } else if (stream.skipName('in')) {
      rest.push(['in', parseSum(stream)]);
    } else if (stream.isName('not') && stream.following?.type === 'name' && stream.following.text === 'in') {
      stream.take();
      stream.take();
      rest.push(['not in', parseSum(stream)]);
    } else {
      return rest.length === 0 ? first : { type: 'compare', first, rest };
    }
  }
}

function parseSum(stream: TokenStream): Expression {
  let left = parseConcat(stream);
  while (stream.isOperator('+', '-')) {
    const operator = stream.take().text as '+' | '-';
    left = { type: 'arithmetic', operator, left, right: parseConcat(stream) };
  }
  return left;
}

function parseConcat(stream: TokenStream): Expression {
  const parts = [parseProduct(stream)];
  while (stream.skipOperator('~')) parts.push(parseProduct(stream));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { type: 'concat', parts };
}

function parseProduct(stream: TokenStream): Expression {
  let left = parsePower(stream);
  while (stream.isOperator('*', '/', '//', '%')) {
    const operator = stream.take().text as '*' | '/' | '//' | '%';
    left = { type: 'arithmetic', operator, left, right: parsePower(stream) };
  }
  return left;
}

function parsePower(stream: TokenStream): Expression {
  let left = parseUnary(stream, true);
  while (stream.skipOperator('**')) {
    left = { type: 'arithmetic', operator: '**', left, right: parseUnary(stream, true) };
  }
  return left;
}

function parseUnary(stream: TokenStream, withFilters: boolean): Expression {
  let expression: Expression;
  if (stream.skipOperator('-')) expression = { type: 'negative', operand: parseUnary(stream, false) };
  else if (stream.skipOperator('+')) expression = { type: 'positive', operand: parseUnary(stream, false) };
  else expression = parsePrimary(stream, parseExpression);
  expression = parsePostfix(stream, expression);
  return withFilters ? parseFiltersAndTests(stream, expression) : expression;
}

function parsePostfix(stream: TokenStream, start: Expression): Expression {
  let expression = start;
  for (;;) {
    if (stream.skipOperator('.')) expression = parseAttribute(stream, expression);
    else if (stream.skipOperator('[')) expression = parseItem(stream, expression);
    else if (stream.isOperator('('))
      expression = { type: 'call', callee: expression, args: parseArguments(stream, parseExpression) };
    else return expression;
  }
}

function parseAttribute(stream: TokenStream, object: Expression): Expression {
  const token = stream.take();
  if (token.type === 'name') return { type: 'attribute', object, name: token.text };
  if (token.type !== 'integer') throw new TemplateError('expected a name or number behind a dot');
  return { type: 'item', object, key: { type: 'constant', value: token.value } };
}

function parseItem(stream: TokenStream, object: Expression): Expression {
  const keys: (Expression | SliceExpression)[] = [];
  while (!stream.skipOperator(']')) {
    if (keys.length > 0) stream.expectOperator(',');
    keys.push(parseSubscript(stream));
  }
  const [key] = keys;
  if (key === undefined) throw new TemplateError('expected something between brackets');
  if (keys.length === 1) return { type: 'item', object, key };
  const items = keys.map((one) => {
    if (one.type === 'slice') throw new TemplateError('a slice cannot be a part of a key');
    return one;
  });
  return { type: 'item', object, key: { type: 'tuple', items } };
}

function parseSubscript(stream: TokenStream): Expression | SliceExpression {
  let start: Expression | null = null;
  if (!stream.isOperator(':')) {
    start = parseExpression(stream);
    if (!stream.isOperator(':')) return start;
  }
  stream.expectOperator(':');
  const part = (): Expression | null => (stream.isOperator(':', ']', ',') ? null : parseExpression(stream));
  const stop = part();
  const step = stream.skipOperator(':') ? part() : null;
  return { type: 'slice', start, stop, step };
}

function parseFiltersAndTests(stream: TokenStream, start: Expression): Expression {
  let expression = start;
  for (;;) {
    if (stream.skipOperator('|')) expression = parseFilter(stream, expression);
    else if (stream.skipName('is')) expression = parseTest(stream, expression);
    else if (stream.isOperator('('))
      expression = { type: 'call', callee: expression, args: parseArguments(stream, parseExpression) };
    else return expression;
  }
}

export function parseFilter(stream: TokenStream, operand: Expression | null): FilterExpression {
  return { type: 'filter', name: parseDottedName(stream), operand, args: parseArguments(stream, parseExpression) };
}

/** `is name`, `is name(arguments)` or `is name argument`. */
function parseTest(stream: TokenStream, operand: Expression): Expression {
  const isNegated = stream.skipName('not');
  const name = parseDottedName(stream);
  let args = parseArguments(stream, parseExpression);
  if (args.absent && beginsOperand(stream)) {
    if (stream.isName('is')) throw new TemplateError('tests cannot be chained with is');
    args = { ...args, positional: [parsePostfix(stream, parsePrimary(stream, parseExpression))] };
  }
  const test: Expression = { type: 'test', name, operand, args };
  return isNegated ? { type: 'not', operand: test } : test;
}

function beginsOperand(stream: TokenStream): boolean {
  if (stream.current === null || stream.isName('else', 'or', 'and')) return false;
  return stream.current.type !== 'operator' || stream.isOperator('(', '[', '{');
}

function parseDottedName(stream: TokenStream): string {
  let name = stream.expectName();
  while (stream.skipOperator('.')) name += `.${stream.expectName()}`;
  return name;
}
