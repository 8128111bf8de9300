/** The tests after `is`, which `select` and similar filters take by name. */
import { calculate } from './arithmetic.ts';
import { bindArguments } from './bind-arguments.ts';
import { contains, equals, isBelow, isSame } from './compare.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { str } from './python-text.ts';
import { iterate, lengthOf } from './sequences.ts';
import { isOfKind } from './text-case.ts';
import { Attributes, Callable, Dict, isNumber, Markup, textOf, Undefined, View, type Value } from './values.ts';

type Test = (value: Value, argument: Value) => boolean;

const WITHOUT_ARGUMENT: Readonly<Record<string, (value: Value) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  callable: (value) =>
    value instanceof Callable || value instanceof Undefined || (value instanceof Attributes && value.call !== null),
  defined: (value) => !(value instanceof Undefined),
  undefined: (value) => value instanceof Undefined,
  none: (value) => value === null,
  true: (value) => value === true,
  false: (value) => value === false,
  integer: (value) => typeof value === 'bigint',
  float: (value) => typeof value === 'number',
  number: isNumber,
  string: (value) => textOf(value) !== null,
  escaped: (value) => value instanceof Markup,
  mapping: (value) => value instanceof Dict,
  iterable: (value) => iterate(value) !== null,
  sequence: (value) => lengthOf(value) !== null && !(value instanceof View),
  lower: (value) => isOfKind(str(value), 'islower'),
  upper: (value) => isOfKind(str(value), 'isupper'),
  odd: (value) => equals(calculate('%', value, 2n), 1n),
  even: (value) => equals(calculate('%', value, 2n), 0n),
};

const eq: Test = (value, other) => equals(value, other);
const ne: Test = (value, other) => !equals(value, other);
const lt: Test = isBelow;
const gt: Test = (value, other) => isBelow(other, value);
const le: Test = (value, other) => equals(value, other) || isBelow(value, other);
const ge: Test = (value, other) => equals(value, other) || isBelow(other, value);

const WITH_ARGUMENT: Readonly<Record<string, readonly [string, Test]>> = {
  divisibleby: ['num', (value, by) => equals(calculate('%', value, by), 0n)],
  in: ['seq', (value, container) => contains(container, value)],
  sameas: ['other', isSame],
  eq: ['b', eq],
  equalto: ['b', eq],
  '==': ['b', eq],
  ne: ['b', ne],
  '!=': ['b', ne],
  lt: ['b', lt],
  lessthan: ['b', lt],
  '<': ['b', lt],
  le: ['b', le],
  '<=': ['b', le],
  gt: ['b', gt],
  greaterthan: ['b', gt],
  '>': ['b', gt],
  ge: ['b', ge],
  '>=': ['b', ge],
};

/** @throws NotSupported for a test of Jinja2 that Sarvi does not have */
export function isKnownTest(name: string): boolean {
  if (name === 'filter' || name === 'test') throw new NotSupported(`the test "${name}"`);
  return Object.hasOwn(WITHOUT_ARGUMENT, name) || Object.hasOwn(WITH_ARGUMENT, name);
}

/** @throws TemplateError for an unknown test or wrong arguments */
export function applyTest(
  name: string,
  value: Value,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): boolean {
  if (!isKnownTest(name)) throw new TemplateError(`there is no test "${name}"`);
  const simple = Object.hasOwn(WITHOUT_ARGUMENT, name) ? WITHOUT_ARGUMENT[name] : undefined;
  if (simple !== undefined) {
    bindArguments(`the test ${name}`, [], 0, args, keywords);
    return simple(value);
  }
  const [parameter, test] = (Object.hasOwn(WITH_ARGUMENT, name) ? WITH_ARGUMENT[name] : undefined) ?? [];
  if (parameter === undefined || test === undefined) throw new TemplateError(`there is no test "${name}"`);
  const [argument = null] = bindArguments(`the test ${name}`, [parameter], 1, args, keywords);
  return test(value, argument);
}
