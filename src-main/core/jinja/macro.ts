import { TemplateError } from './failures.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './scope.ts';
import { scopeNames, type ScopeNames } from './scope-names.ts';
import { mentions } from './mentions.ts';
import type { Block, MacroBody } from './syntax.ts';
import { Callable, Dict, Tuple, Undefined, valueOr, type Value } from './values.ts';

/**
 * A macro, or the body of a call block, which is a macro without a name. It sees the variables of the place where it is
 * written, not where it is called.
 */
export function makeMacro(macro: MacroBody, scope: Scope, render: (block: Block, scope: Scope) => string): Callable {
  const { parameters, defaults, body } = macro;
  const name = macro.name ?? 'caller';
  const special = ['caller', 'kwargs', 'varargs'].filter((one) => !parameters.includes(one) && mentions(body, one));
  const names: ScopeNames = scopeNames(body, [...parameters, ...special]);
  return new Callable(name, (args, keywords) => {
    const inner = scope.inside(names);
    const rest = new Map(keywords);
    const missing: number[] = [];
    for (const [index, parameter] of parameters.entries()) {
      const given = args[index] === undefined ? rest.get(parameter) : args[index];
      if (args[index] === undefined) rest.delete(parameter);
      if (given === undefined) missing.push(index);
      inner.set(parameter, valueOr(given, new Undefined(`the parameter "${parameter}" was not given`)));
    }
    if (special.includes('caller')) {
      inner.set('caller', valueOr(rest.get('caller'), new Undefined('no caller is defined')));
      rest.delete('caller');
    }
    bindRest(name, parameters.length, special, args, rest, inner);
    for (const index of missing) {
      const instead = defaults[index - (parameters.length - defaults.length)];
      if (instead !== undefined) inner.set(parameters[index] ?? '', evaluate(instead, inner));
    }
    return render(body, inner);
  });
}

function bindRest(
  name: string,
  count: number,
  special: readonly string[],
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  inner: Scope,
): void {
  const [unknown] = keywords.keys();
  if (special.includes('kwargs')) inner.set('kwargs', Dict.of(keywords));
  else if (unknown !== undefined) throw new TemplateError(`the macro ${name} takes no argument "${unknown}"`);
  if (special.includes('varargs')) inner.set('varargs', new Tuple(args.slice(count)));
  else if (args.length > count) throw new TemplateError(`the macro ${name} takes at most ${count} arguments`);
}
