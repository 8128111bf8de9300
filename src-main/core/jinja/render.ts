/** Runs the statements of a template. */
import { TemplateError } from './failures.ts';
import { evaluate, evaluateArguments, evaluateCall } from './evaluate.ts';
import { applyFilter } from './filters.ts';
import { Scope } from './scope.ts';
import { scopeNames, namesOfTarget } from './scope-names.ts';
import { Loop } from './loop.ts';
import { makeMacro } from './macro.ts';
import { str } from './python-text.ts';
import { checkLength, isTrue, iterate, listOf } from './sequences.ts';
import type { Block, FilterExpression, ForStatement, Statement, Target } from './syntax.ts';
import { Namespace, typeName, Undefined, type Value } from './values.ts';

/** The output so far. Parts are joined at the end. */
class Output {
  readonly #parts: string[] = [];
  #length = 0;

  write(text: string): void {
    this.#length += text.length;
    checkLength(this.#length);
    this.#parts.push(text);
  }

  get text(): string {
    return this.#parts.join('');
  }
}

/** How a block ended: by its last statement, or by one that leaves the loop around it. */
type Ending = 'end' | 'break' | 'continue';

/** @throws TemplateError, NotSupported */
export function renderTemplate(template: Block, given: ReadonlyMap<string, Value>): string {
  return renderText(template, new Scope(scopeNames(template, []), null, given));
}

/** Runs a block in a scope of its own. */
function renderText(block: Block, scope: Scope): string {
  const output = new Output();
  renderBlock(block, scope, output);
  return output.text;
}

/** The text of a block that is not written to the output; a loop may be left from inside it. */
function renderApart(block: Block, scope: Scope): { readonly text: string; readonly ending: Ending } {
  const output = new Output();
  const ending = renderBlock(block, scope.inside(scopeNames(block, [])), output);
  return { text: output.text, ending };
}

function renderBlock(block: Block, scope: Scope, output: Output): Ending {
  for (const statement of block) {
    const ending = renderStatement(statement, scope, output);
    if (ending !== 'end') return ending;
  }
  return 'end';
}

function renderStatement(statement: Statement, scope: Scope, output: Output): Ending {
  switch (statement.type) {
    case 'text':
      output.write(statement.text);
      return 'end';
    case 'output':
      output.write(str(evaluate(statement.expression, scope)));
      return 'end';
    case 'if': {
      const branch = statement.branches.find(({ test }) => isTrue(evaluate(test, scope)));
      return renderBlock(branch?.body ?? statement.otherwise, scope, output);
    }
    case 'for':
      renderLoop(statement, evaluate(statement.iterable, scope), scope, output, 0);
      return 'end';
    case 'set':
      assign(statement.target, evaluate(statement.value, scope), scope);
      return 'end';
    case 'set-block': {
      const { text, ending } = renderApart(statement.body, scope);
      if (ending !== 'end') return ending;
      assign(statement.target, statement.filter === null ? text : filtered(statement.filter, text, scope), scope);
      return 'end';
    }
    case 'macro':
      scope.set(statement.macro.name ?? '', makeMacro(statement.macro, scope, renderText));
      return 'end';
    case 'call-block': {
      const caller = makeMacro(statement.caller, scope, renderText);
      output.write(str(evaluateCall(statement.call, scope, [['caller', caller]])));
      return 'end';
    }
    case 'filter-block': {
      const { text, ending } = renderApart(statement.body, scope);
      if (ending !== 'end') return ending;
      output.write(str(filtered(statement.filter, text, scope)));
      return 'end';
    }
    case 'with': {
      const inner = scope.inside(scopeNames(statement.body, statement.targets.flatMap(namesOfTarget)));
      const values = statement.values.map((value) => evaluate(value, scope));
      for (const [index, target] of statement.targets.entries()) assign(target, values[index] ?? null, inner);
      return renderBlock(statement.body, inner, output);
    }
    case 'break':
    case 'continue':
      return statement.type;
  }
}

/** The filters of a block, the innermost of which takes the block's text. */
function filtered(filter: FilterExpression, text: string, scope: Scope): Value {
  const operand = filter.operand?.type === 'filter' ? filtered(filter.operand, text, scope) : text;
  const { args, keywords } = evaluateArguments(filter.args, scope);
  return applyFilter(filter.name, operand, args, keywords);
}

function renderLoop(statement: ForStatement, iterable: Value, scope: Scope, output: Output, depth: number): void {
  const { target, body, recursive } = statement;
  const targets = namesOfTarget(target);
  const call = recursive
    ? (value: Value): Value => {
        const inner = new Output();
        renderLoop(statement, value, scope, inner, depth + 1);
        return inner.text;
      }
    : null;
  const loop = new Loop(passing(statement, iterable, scope), depth, call);
  const names = scopeNames(body, [...targets, 'loop']);
  // In Jinja2 an item that was left by break or continue does not count, so the loop may still run its else.
  let isEmpty = true;
  for (let item = loop.next(); item !== undefined; item = loop.next()) {
    const inner = scope.inside(names);
    inner.set('loop', loop.value);
    assign(target, item, inner);
    const ending = renderBlock(body, inner, output);
    if (ending === 'break') break;
    if (ending === 'end') isEmpty = false;
  }
  if (isEmpty) renderBlock(statement.otherwise, scope.inside(scopeNames(statement.otherwise, [])), output);
}

/** The items for which the loop's condition is true; each is evaluated when it is reached. */
function* passing({ target, test }: ForStatement, iterable: Value, scope: Scope): Iterable<Value> {
  const items = iterate(iterable) ?? listOf(iterable);
  if (test === null) {
    yield* items;
    return;
  }
  const names = scopeNames([{ type: 'output', expression: test }], namesOfTarget(target));
  for (const item of items) {
    const inner = scope.inside(names);
    assign(target, item, inner);
    if (isTrue(evaluate(test, inner))) yield item;
  }
}

function assign(target: Target, value: Value, scope: Scope): void {
  if (target.type === 'name') {
    scope.set(target.name, value);
  } else if (target.type === 'namespace') {
    const namespace = scope.get(target.name);
    if (!(namespace instanceof Namespace)) throw new TemplateError(`"${target.name}" is no namespace`);
    namespace.attributes.set(target.attribute, value);
  } else {
    if (value instanceof Undefined) throw new TemplateError(value.complaint);
    const items = iterate(value);
    if (items === null) throw new TemplateError(`a ${typeName(value)} cannot be taken apart`);
    const list = [...items];
    if (list.length !== target.targets.length) {
      throw new TemplateError(`${list.length} values for ${target.targets.length} names`);
    }
    for (const [index, one] of target.targets.entries()) assign(one, list[index] ?? null, scope);
  }
}
