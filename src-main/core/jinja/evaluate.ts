import { calculate, sign } from './arithmetic.ts';
import { contains, equals, isBelow } from './compare.ts';
import { TemplateError } from './failures.ts';
import { applyFilter } from './filters.ts';
import type { Frame } from './frame.ts';
import { lookupAttribute, lookupItem, lookupSlice } from './lookup.ts';
import { str } from './python-text.ts';
import { checkedText, isTrue, listOf } from './sequences.ts';
import type { Arguments, CallExpression, ComparisonOperator, Expression, SliceExpression } from './syntax.ts';
import { applyTest } from './tests-of-values.ts';
import { Attributes, Callable, Dict, Tuple, typeName, Undefined, type Value } from './values.ts';

export function evaluate(expression: Expression, frame: Frame): Value {
  switch (expression.type) {
    case 'constant':
      return expression.value;
    case 'name':
      return frame.get(expression.name);
    case 'list':
      return expression.items.map((item) => evaluate(item, frame));
    case 'tuple':
      return new Tuple(expression.items.map((item) => evaluate(item, frame)));
    case 'dict': {
      const dict = new Dict();
      for (const [key, value] of expression.entries) dict.set(evaluate(key, frame), evaluate(value, frame));
      return dict;
    }
    case 'attribute':
      return lookupAttribute(evaluate(expression.object, frame), expression.name);
    case 'item':
      return evaluateItem(evaluate(expression.object, frame), expression.key, frame);
    case 'call':
      return evaluateCall(expression, frame);
    case 'filter': {
      const operand = expression.operand === null ? '' : evaluate(expression.operand, frame);
      const { args, keywords } = evaluateArguments(expression.args, frame);
      return applyFilter(expression.name, operand, args, keywords);
    }
    case 'test': {
      const operand = evaluate(expression.operand, frame);
      const { args, keywords } = evaluateArguments(expression.args, frame);
      return applyTest(expression.name, operand, args, keywords);
    }
    case 'not':
      return !isTrue(evaluate(expression.operand, frame));
    case 'negative':
    case 'positive':
      return sign(evaluate(expression.operand, frame), expression.type === 'negative');
    case 'and': {
      const left = evaluate(expression.left, frame);
      return isTrue(left) ? evaluate(expression.right, frame) : left;
    }
    case 'or': {
      const left = evaluate(expression.left, frame);
      return isTrue(left) ? left : evaluate(expression.right, frame);
    }
    case 'arithmetic':
      return calculate(expression.operator, evaluate(expression.left, frame), evaluate(expression.right, frame));
    case 'concat':
      return checkedText(expression.parts.map((part) => str(evaluate(part, frame))).join(''));
    case 'compare':
      return evaluateComparison(expression.first, expression.rest, frame);
    case 'condition':
      if (isTrue(evaluate(expression.test, frame))) return evaluate(expression.yes, frame);
      if (expression.no !== null) return evaluate(expression.no, frame);
      return new Undefined('the condition is false and there is no else');
  }
}

function evaluateItem(object: Value, key: Expression | SliceExpression, frame: Frame): Value {
  if (key.type !== 'slice') return lookupItem(object, evaluate(key, frame));
  const [start, stop, step] = [key.start, key.stop, key.step].map((bound) =>
    bound === null ? null : evaluate(bound, frame),
  );
  return lookupSlice(object, start ?? null, stop ?? null, step ?? null);
}

/** `a < b < c` compares each with its neighbour and evaluates each once. */
function evaluateComparison(
  first: Expression,
  rest: readonly (readonly [ComparisonOperator, Expression])[],
  frame: Frame,
): boolean {
  let left = evaluate(first, frame);
  for (const [operator, expression] of rest) {
    const right = evaluate(expression, frame);
    if (!compare(operator, left, right)) return false;
    left = right;
  }
  return true;
}

function compare(operator: ComparisonOperator, left: Value, right: Value): boolean {
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
      return !equals(left, right);
    case '<':
      return isBelow(defined(left), defined(right));
    case '>':
      return isBelow(defined(right), defined(left));
    case '<=':
      return isBelow(defined(left), defined(right)) || equals(left, right);
    case '>=':
      return isBelow(defined(right), defined(left)) || equals(left, right);
    case 'in':
      return contains(right, left);
    case 'not in':
      return !contains(right, left);
  }
}

function defined(value: Value): Value {
  if (value instanceof Undefined) throw new TemplateError(value.complaint);
  return value;
}

interface CallArguments {
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

export function evaluateArguments(parts: Arguments, frame: Frame): CallArguments {
  const args = parts.positional.map((one) => evaluate(one, frame));
  if (parts.spread !== null) args.push(...listOf(evaluate(parts.spread, frame)));
  const keywords = new Map<string, Value>();
  const add = (name: string, value: Value): void => {
    if (keywords.has(name)) throw new TemplateError(`the argument "${name}" is given twice`);
    keywords.set(name, value);
  };
  for (const [name, value] of parts.keywords) add(name, evaluate(value, frame));
  if (parts.keywordSpread !== null) {
    const dict = evaluate(parts.keywordSpread, frame);
    if (!(dict instanceof Dict)) throw new TemplateError(`** wants a dict and got a ${typeName(dict)}`);
    for (const [name, value] of dict.entries()) {
      if (typeof name !== 'string') throw new TemplateError('names of arguments are texts');
      add(name, value);
    }
  }
  return { args, keywords };
}

/** @param more - arguments by name that the template did not write */
export function evaluateCall(
  { callee, args: parts }: CallExpression,
  frame: Frame,
  more: readonly (readonly [string, Value])[] = [],
): Value {
  const called = evaluate(callee, frame);
  const { args, keywords } = evaluateArguments(parts, frame);
  const all = more.length === 0 ? keywords : new Map([...keywords, ...more]);
  if (called instanceof Callable) return called.call(args, all);
  if (called instanceof Attributes && called.call !== null) return called.call(args, all);
  throw new TemplateError(called instanceof Undefined ? called.complaint : `a ${typeName(called)} cannot be called`);
}
