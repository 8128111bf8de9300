import { TemplateError } from './failures.ts';
import { Callable, type Value } from './values.ts';

/** Values by the parameters of a function; undefined where the call gave none. */
export type Bound = readonly (Value | undefined)[];

/**
 * Sorts the arguments of a call as Python does.
 *
 * @param parameters - names in order; the first `required` must be given
 * @throws TemplateError for too many, unknown, doubled or missing ones
 */
export function bindArguments(
  name: string,
  parameters: readonly string[],
  required: number,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Bound {
  if (args.length > parameters.length) throw new TemplateError(`${name} takes at most ${parameters.length} arguments`);
  const bound: (Value | undefined)[] = parameters.map((_, index) => args[index]);
  for (const [keyword, value] of keywords) {
    const index = parameters.indexOf(keyword);
    if (index < 0) throw new TemplateError(`${name} takes no argument "${keyword}"`);
    if (bound[index] !== undefined) throw new TemplateError(`${name} got "${keyword}" twice`);
    bound[index] = value;
  }
  const missing = parameters.slice(0, required).find((_, index) => bound[index] === undefined);
  if (missing !== undefined) throw new TemplateError(`${name} wants an argument "${missing}"`);
  return bound;
}

/** A function of Python that takes its arguments by place only. */
export function positionalFunction(
  name: string,
  required: number,
  most: number,
  call: (args: readonly Value[]) => Value,
): Callable {
  return new Callable(name, (args, keywords) => {
    if (keywords.size > 0) throw new TemplateError(`${name}() takes no arguments by name`);
    if (args.length < required || args.length > most) throw new TemplateError(`${name}() got ${args.length} arguments`);
    return call(args);
  });
}
