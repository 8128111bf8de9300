import * as v from 'valibot';
import type { DatasetKind } from '#contract/datasets';
import { because } from '#contract/reasons';
import { RECIPE_PRESETS, RecipeValues } from '#contract/recipes';
import type { OptionValues } from './arguments.ts';
import { UsageError } from './usage.ts';

/**
 * The values of Poro 2's training, with those of `--set NAME=VALUE` instead.
 *
 * @throws UsageError for an unknown name or a value that cannot be
 */
export function recipeWith(kind: DatasetKind, given: OptionValues[string], size: '8b' | '70b'): RecipeValues {
  const values: Record<string, unknown> = { ...RECIPE_PRESETS[kind][size] };
  for (const setting of Array.isArray(given) ? (given as readonly string[]) : []) {
    const at = setting.indexOf('=');
    const name = setting.slice(0, Math.max(0, at));
    if (!Object.hasOwn(values, name)) {
      throw new UsageError(because('usage-takes-one-of', { option: '--set', list: Object.keys(values).join(', ') }));
    }
    values[name] = valueOf(setting.slice(at + 1), typeof values[name]);
  }
  const parsed = v.safeParse(RecipeValues, values);
  if (parsed.success) return parsed.output;
  const [{ path, message }] = parsed.issues;
  const name = path?.[0]?.key;
  const setting = typeof name === 'string' ? `--set ${name}` : '--set';
  throw new UsageError(because('usage-not-understood', { fault: `${setting}: ${message}` }));
}

function valueOf(text: string, type: string): unknown {
  if (type === 'number') return text.trim() === '' ? Number.NaN : Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
