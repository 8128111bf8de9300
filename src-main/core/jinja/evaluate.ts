import { calculate, sign } from './arithmetic.ts';
import { contains, equals, isBelow } from './compare.ts';
import { TemplateError } from './failures.ts';
import { applyFilter } from './filters.ts';
import type { Scope } from './scope.ts';
import { lookupAttribute, lookupItem, lookupSlice } from './lookup.ts';
import { str } from './python-text.ts';
import { checkedText, isTrue, listOf } from './sequences.ts';
import type { Arguments, CallExpression, ComparisonOperator, Expression, SliceExpression } from './syntax.ts';
import { applyTest } from './tests-of-values.ts';
import { Attributes, Callable, Dict, Tuple, typeName, Undefined, type Value } from './values.ts';

export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.type) {
    case 'constant':
      return expression.value;
    case 'name':
      return scope.get(expression.name);
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'tuple':
      return new Tuple(expression.items.map((item) => evaluate(item, scope)));
    case 'dict': {
      const dict = new Dict();
      for (const [key, value] of expression.entries) dict.set(evaluate(key, scope), evaluate(value, scope));
      return dict;
    }
    case 'attribute':
      return lookupAttribute(evaluate(expression.object, scope), expression.name);
    case 'item':
      return evaluateItem(evaluate(expression.object, scope), expression.key, scope);
    case 'call':
      return evaluateCall(expression, scope);
    case 'filter': {
      const operand = expression.operand === null ? '' : evaluate(expression.operand, scope);
      const { args, keywords } = evaluateArguments(expression.args, scope);
      return applyFilter(expression.name, operand, args, keywords);
    }
    case 'test': {
      const operand = evaluate(expression.operand, scope);
      const { args, keywords } = evaluateArguments(expression.args, scope);
      return applyTest(expression.name, operand, args, keywords);
    }
    case 'not':
      return !isTrue(evaluate(expression.operand, scope));
    case 'negative':
    case 'positive':
      return sign(evaluate(expression.operand, scope), expression.type === 'negative');
    case 'and': {
      const left = evaluate(expression.left, scope);
      return isTrue(left) ? evaluate(expression.right, scope) : left;
    }
    case 'or': {
      const left = evaluate(expression.left, scope);
      return isTrue(left) ? left : evaluate(expression.right, scope);
    }
    case 'arithmetic':
      return calculate(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case 'concat':
      return checkedText(expression.parts.map((part) => str(evaluate(part, scope))).join(''));
    case 'compare':
      return evaluateComparison(expression.first, expression.rest, scope);
    case 'condition':
      if (isTrue(evaluate(expression.test, scope))) return evaluate(expression.yes, scope);
      if (expression.no !== null) return evaluate(expression.no, scope);
      return new Undefined('the condition is false and there is no else');
  }
}

function evaluateItem(object: Value, key: Expression | SliceExpression, scope: Scope): Value {
  if (key.type !== 'slice') return lookupItem(object, evaluate(key, scope));
  const [start, stop, step] = [key.start, key.stop, key.step].map((bound) =>
    bound === null ? null : evaluate(bound, scope),
  );
  return lookupSlice(object, start ?? null, stop ?? null, step ?? null);
}

/** `a < b < c` compares each with its neighbour and evaluates each once. */
function evaluateComparison(
  first: Expression,
  rest: readonly (readonly [ComparisonOperator, Expression])[],
  scope: Scope,
): boolean {
  let left = evaluate(first, scope);
  for (const [operator, expression] of rest) {
    const right = evaluate(expression, scope);
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

export function evaluateArguments(parts: Arguments, scope: Scope): CallArguments {
  const args = parts.positional.map((one) => evaluate(one, scope));
  if (parts.spread !== null) args.push(...listOf(evaluate(parts.spread, scope)));
  const keywords = new Map<string, Value>();
  const add = (name: string, value: Value): void => {
    if (keywords.has(name)) throw new TemplateError(`the argument "${name}" is given twice`);
    keywords.set(name, value);
  };
  for (const [name, value] of parts.keywords) add(name, evaluate(value, scope));
  if (parts.keywordSpread !== null) {
    const dict = evaluate(parts.keywordSpread, scope);
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
  scope: Scope,
  more: readonly (readonly [string, Value])[] = [],
): Value {
  const called = evaluate(callee, scope);
  const { args, keywords } = evaluateArguments(parts, scope);
  const all = more.length === 0 ? keywords : new Map([...keywords, ...more]);
  if (called instanceof Callable) return called.call(args, all);
  if (called instanceof Attributes && called.call !== null) return called.call(args, all);
  throw new TemplateError(called instanceof Undefined ? called.complaint : `a ${typeName(called)} cannot be called`);
}
