/**
 * The names that a scope mentions, by Jinja2's rules, which examine the source and not what runs. A name that a scope
 * sets before it reads it belongs to the scope from the beginning, even without a value, and hides a variable of that
 * name that was given to the template.
 *
 * @see jinja2/idtracking.py
 */
import type { Arguments, Block, Expression, SliceExpression, Statement, Target } from './syntax.ts';

export interface ScopeNames {
  /** Read or set in the scope itself. */
  readonly mentioned: ReadonlySet<string>;
  /** Set before they are read, and not only in a branch. */
  readonly own: ReadonlySet<string>;
}

const KNOWN = new WeakMap<Block, ScopeNames>();

/** @param parameters - names that have a value from the start */
export function scopeNames(block: Block, parameters: readonly string[]): ScopeNames {
  const known = KNOWN.get(block);
  if (known !== undefined) return known;
  const names = new Names();
  for (const parameter of parameters) names.mentioned.add(parameter);
  visitBlock(block, names);
  KNOWN.set(block, names);
  return names;
}

export function namesOfTarget(target: Target): readonly string[] {
  if (target.type === 'targets') return target.targets.flatMap(namesOfTarget);
  return target.type === 'name' ? [target.name] : [];
}

class Names implements ScopeNames {
  readonly mentioned = new Set<string>();
  readonly own = new Set<string>();
  readonly #stored = new Set<string>();

  load(name: string): void {
    this.mentioned.add(name);
  }

  store(target: Target): void {
    if (target.type === 'namespace') this.load(target.name);
    for (const name of namesOfTarget(target)) {
      this.#stored.add(name);
      if (!this.mentioned.has(name)) this.own.add(name);
      this.mentioned.add(name);
    }
  }

  /** Each branch begins with what is known here; names that only branches set may also come from outside. */
  branch(branches: readonly ((names: Names) => void)[]): void {
    const visited = branches.map((visit) => {
      const copy = this.#copy();
      visit(copy);
      return copy;
    });
    const before = new Set(this.#stored);
    for (const { mentioned, own } of visited) {
      for (const name of mentioned) this.mentioned.add(name);
      for (const name of own) this.own.add(name);
    }
    for (const branch of visited) {
      for (const name of branch.#stored) {
        this.#stored.add(name);
        if (!before.has(name)) this.own.delete(name);
      }
    }
  }

  #copy(): Names {
    const copy = new Names();
    for (const name of this.mentioned) copy.mentioned.add(name);
    for (const name of this.own) copy.own.add(name);
    for (const name of this.#stored) copy.#stored.add(name);
    return copy;
  }
}

function visitBlock(block: Block, names: Names): void {
  for (const statement of block) visitStatement(statement, names);
}

/** Inner scopes are left out; they are examined when they are entered. */
function visitStatement(statement: Statement, names: Names): void {
  switch (statement.type) {
    case 'text':
    case 'break':
    case 'continue':
      return;
    case 'output':
      return visit(statement.expression, names);
    case 'if': {
      const [first, ...more] = statement.branches;
      if (first === undefined) return;
      visit(first.test, names);
      return names.branch([
        (copy) => visitBlock(first.body, copy),
        (copy) => {
          for (const { test, body } of more) {
            visit(test, copy);
            copy.branch([(inner) => visitBlock(body, inner), () => undefined]);
          }
        },
        (copy) => visitBlock(statement.otherwise, copy),
      ]);
    }
    case 'for':
      return visit(statement.iterable, names);
    case 'set':
      visit(statement.value, names);
      return names.store(statement.target);
    case 'set-block':
      return names.store(statement.target);
    case 'macro':
      return names.store({ type: 'name', name: statement.macro.name ?? '' });
    case 'call-block':
      return visit(statement.call, names);
    case 'filter-block':
      return visit(statement.filter, names);
    case 'with':
      for (const value of statement.values) visit(value, names);
  }
}

function visit(expression: Expression | SliceExpression | null, names: Names): void {
  for (const name of readNames(expression)) names.load(name);
}

/** The names that an expression reads, in order. */
export function* readNames(expression: Expression | SliceExpression | null): Iterable<string> {
  if (expression === null) return;
  switch (expression.type) {
    case 'constant':
      return;
    case 'name':
      yield expression.name;
      return;
    case 'list':
    case 'tuple':
      for (const item of expression.items) yield* readNames(item);
      return;
    case 'dict':
      for (const [key, value] of expression.entries) {
        yield* readNames(key);
        yield* readNames(value);
      }
      return;
    case 'attribute':
      yield* readNames(expression.object);
      return;
    case 'item':
      yield* readNames(expression.object);
      yield* readNames(expression.key);
      return;
    case 'slice':
      yield* readNames(expression.start);
      yield* readNames(expression.stop);
      yield* readNames(expression.step);
      return;
    case 'call':
      yield* readNames(expression.callee);
      yield* readArguments(expression.args);
      return;
    case 'filter':
    case 'test':
      yield* readNames(expression.operand);
      yield* readArguments(expression.args);
      return;
    case 'not':
    case 'negative':
    case 'positive':
      yield* readNames(expression.operand);
      return;
    case 'and':
    case 'or':
    case 'arithmetic':
      yield* readNames(expression.left);
      yield* readNames(expression.right);
      return;
    case 'concat':
      for (const part of expression.parts) yield* readNames(part);
      return;
    case 'compare':
      yield* readNames(expression.first);
      for (const [, other] of expression.rest) yield* readNames(other);
      return;
    case 'condition':
      yield* readNames(expression.test);
      yield* readNames(expression.yes);
      yield* readNames(expression.no);
  }
}

function* readArguments({ positional, keywords, spread, keywordSpread }: Arguments): Iterable<string> {
  for (const one of positional) yield* readNames(one);
  for (const [, value] of keywords) yield* readNames(value);
  yield* readNames(spread);
  yield* readNames(keywordSpread);
}
