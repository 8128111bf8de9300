import { readNames } from './scope-names.ts';
import type { Block, Expression, Statement } from './syntax.ts';

/** Whether a block reads a name anywhere, inner scopes included. */
export function mentions(block: Block, name: string): boolean {
  const reads = (expression: Expression | null): boolean => [...readNames(expression)].includes(name);
  const inside = (inner: Block): boolean => mentions(inner, name);
  return block.some((statement: Statement) => {
    switch (statement.type) {
      case 'text':
      case 'break':
      case 'continue':
        return false;
      case 'output':
        return reads(statement.expression);
      case 'if':
        return statement.branches.some(({ test, body }) => reads(test) || inside(body)) || inside(statement.otherwise);
      case 'for':
        return (
          reads(statement.iterable) || reads(statement.test) || inside(statement.body) || inside(statement.otherwise)
        );
      case 'set':
        return reads(statement.value);
      case 'set-block':
        return reads(statement.filter) || inside(statement.body);
      case 'macro':
        return statement.macro.defaults.some(reads) || inside(statement.macro.body);
      case 'call-block':
        return reads(statement.call) || statement.caller.defaults.some(reads) || inside(statement.caller.body);
      case 'filter-block':
        return reads(statement.filter) || inside(statement.body);
      case 'with':
        return statement.values.some(reads) || inside(statement.body);
    }
  });
}
