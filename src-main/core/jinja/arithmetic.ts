/** Python's operators on numbers, texts and lists. */
import { asNumeric } from './compare.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { escapeMarkup } from './escape-markup.ts';
import { formatPercent } from './format-percent.ts';
import { checkedList, checkedText, checkLength } from './sequences.ts';
import type { ArithmeticOperator } from './syntax.ts';
import { isNumber, Markup, textOf, Tuple, typeName, Undefined, type Value } from './values.ts';

/** The most digits of a whole number; a good template needs fewer. */
const MOST_BITS = 100_000n;

export function calculate(operator: ArithmeticOperator, left: Value, right: Value): Value {
  for (const one of [left, right]) if (one instanceof Undefined) throw new TemplateError(one.complaint);
  if (isNumber(left) && isNumber(right)) return calculateNumbers(operator, asNumeric(left), asNumeric(right));
  if (operator === '+') {
    const sum = add(left, right);
    if (sum !== null) return sum;
  }
  if (operator === '*') {
    const product = repeat(left, right) ?? repeat(right, left);
    if (product !== null) return product;
  }
  if (operator === '%' && typeof left === 'string') return checkedText(formatPercent(left, right));
  if (operator === '%' && left instanceof Markup) throw new NotSupported('% on a text marked as safe');
  throw new TemplateError(`${operator} between a ${typeName(left)} and a ${typeName(right)}`);
}

function add(left: Value, right: Value): Value | null {
  if (typeof left === 'string' && typeof right === 'string') return checkedText(left + right);
  if (Array.isArray(left) && Array.isArray(right)) return checkedList([...left, ...right]);
  if (left instanceof Tuple && right instanceof Tuple) return new Tuple(checkedList([...left.items, ...right.items]));
  const [first, second] = [textOf(left), textOf(right)];
  if (first === null || second === null) return null;
  const escaped = (value: Value, text: string): string => (value instanceof Markup ? text : escapeMarkup(text));
  return new Markup(checkedText(escaped(left, first) + escaped(right, second)));
}

function repeat(value: Value, count: Value): Value | null {
  if (typeof count !== 'bigint' && typeof count !== 'boolean') return null;
  const times = Math.max(0, Number(count));
  const text = textOf(value);
  if (text !== null) {
    checkLength(text.length * times);
    return typeof value === 'string' ? text.repeat(times) : new Markup(text.repeat(times));
  }
  const items = Array.isArray(value) ? value : value instanceof Tuple ? value.items : null;
  if (items === null) return null;
  const repeated = checkedList(repeatItems(items, times));
  return Array.isArray(value) ? repeated : new Tuple(repeated);
}

function* repeatItems(items: readonly Value[], times: number): Iterable<Value> {
  if (items.length === 0) return;
  for (let round = 0; round < times; round += 1) yield* items;
}

function calculateNumbers(operator: ArithmeticOperator, left: bigint | number, right: bigint | number): Value {
  if (typeof left === 'bigint' && typeof right === 'bigint') return calculateIntegers(operator, left, right);
  return calculateFloats(operator, Number(left), Number(right));
}

function calculateIntegers(operator: ArithmeticOperator, left: bigint, right: bigint): Value {
  if (right === 0n && (operator === '/' || operator === '//' || operator === '%')) throw divisionByZero();
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      checkBits(bitsOf(left) + bitsOf(right));
      return left * right;
    case '/':
      return Number(left) / Number(right);
    case '//': {
      const quotient = left / right;
      return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
    }
    case '%': {
      const rest = left % right;
      return rest !== 0n && rest < 0n !== right < 0n ? rest + right : rest;
    }
    case '**':
      if (right < 0n) return calculateFloats('**', Number(left), Number(right));
      if (left !== 1n && left !== 0n && left !== -1n) checkBits(bitsOf(left) * right);
      return left ** right;
  }
}

function calculateFloats(operator: ArithmeticOperator, left: number, right: number): Value {
  if (right === 0 && (operator === '/' || operator === '//' || operator === '%')) throw divisionByZero();
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '//':
      return Math.floor((left - remainder(left, right)) / right + 0.5);
    case '%':
      return remainder(left, right);
    case '**':
      if (left === 0 && right < 0) throw divisionByZero();
      if (left < 0 && !Number.isInteger(right)) throw new NotSupported('a root of a negative number');
      if (Number.isFinite(left) && Number.isFinite(right) && !Number.isFinite(left ** right)) {
        throw new TemplateError('a power that is too large');
      }
      return left === 1 ? 1 : left ** right;
  }
}

/** Has the sign of the divisor. */
function remainder(left: number, right: number): number {
  const rest = left % right;
  if (rest === 0) return right < 0 ? -0 : 0;
  return rest < 0 !== right < 0 ? rest + right : rest;
}

function bitsOf(value: bigint): bigint {
  return BigInt(value.toString(16).length) * 4n;
}

function checkBits(bits: bigint): void {
  if (bits > MOST_BITS) throw new TemplateError('a whole number that is too large');
}

function divisionByZero(): TemplateError {
  return new TemplateError('division by zero');
}

/** `-value` and `+value` */
export function sign(value: Value, isNegative: boolean): Value {
  if (value instanceof Undefined) throw new TemplateError(value.complaint);
  if (!isNumber(value)) throw new TemplateError(`a ${typeName(value)} has no sign`);
  const number = asNumeric(value);
  return isNegative ? -number : number;
}
