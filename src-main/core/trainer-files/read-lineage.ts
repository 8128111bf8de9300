import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Lineage, TrainingMethod } from '#contract/lineages';
import { isObject, readJsonObject, readTextFile, type JsonObject } from '../checkpoint/read-json.ts';
import { cardFacts, type CardFacts } from './card-facts.ts';
import { recipeOf, type Recipe } from './recipe-of.ts';

const MOST_BYTES = 16 * 2 ** 20;
const MOST_RECIPE_BYTES = 2 ** 20;
const MOST_RECIPES = 40;
const RECIPE = /\.ya?ml$/i;
const CHECKPOINT = /^checkpoint-(\d+)$/;
const METHOD_OF_KIND: Readonly<Record<string, TrainingMethod>> = { preference: 'dpo', kto: 'kto', sft: 'sft' };

const DataManifest = v.object({
  name: v.pipe(v.string(), v.maxLength(400)),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  versionId: v.pipe(v.string(), v.maxLength(400)),
  digest: v.pipe(v.string(), v.maxLength(400)),
  query: v.object({ kind: v.string() }),
});

/**
 * How a model or an adapter was trained, from what its trainer has left in its folder or beside it: the model card,
 * `adapter_config.json`, `trainer_state.json`, configurations, and the manifest of Sarvi's data. Pickle files
 * (`training_args.bin`) are not opened. Files that cannot be read count as not there; null where nothing tells of
 * training.
 */
export async function readLineage(path: string): Promise<Lineage | null> {
  // trainer/out/checkpoint-6 is of the run that wrote trainer/out.
  const run = CHECKPOINT.test(basename(path)) ? dirname(path) : path;
  const folders = [...new Set([path, run, dirname(run)])];
  const readFrom: string[] = [];
  const note = <Value>(name: string, value: Value | null): Value | null => {
    if (value !== null && !readFrom.includes(name)) readFrom.push(name);
    return value;
  };
  const adapter = note('adapter_config.json', await jsonIn(path, 'adapter_config.json'));
  const text = (await textIn(path, 'README.md', MOST_BYTES)) ?? (await textIn(run, 'README.md', MOST_BYTES)) ?? '';
  const card = cardFacts(text);
  if (card.isTrained) note('README.md', card);
  const state = note('trainer_state.json', await stateOf(path));
  const recipes = await recipesOf(folders, run, { adapter, card });
  for (const { name } of recipes) note(name, name);
  const data = note('manifest.json', await manifestIn(folders));
  if (!adapter && !card.isTrained && !state && recipes.length === 0) return null;

  const config = await jsonIn(path, 'config.json');
  const base = textOf(adapter?.['base_model_name_or_path']) ?? card.base ?? agreed(recipes, ({ base }) => base);
  const name = base ?? textOf(config?.['_name_or_path']);
  return {
    parent: name === null ? null : { modelId: null, name },
    data: data && { name: data.name, version: data.version, versionId: data.versionId, digest: data.digest },
    method:
      agreed(recipes, ({ method }) => method) ??
      card.method ??
      (state && isPreference(state) ? 'dpo' : null) ??
      METHOD_OF_KIND[data?.query.kind ?? ''] ??
      null,
    trainer: card.trainer ?? agreed(recipes, ({ trainer }) => trainer),
    beta: agreed(recipes, ({ beta }) => beta),
    settings: { ...agreedSettings(recipes), ...adapterSettings(adapter), ...stateSettings(state) },
    readFrom,
  };
}

type NamedRecipe = Recipe & { readonly name: string };

/**
 * The configurations that may have made this folder: those in it, and those beside it that write to a folder of its
 * name, with an adapter or without, for the trainer that the card names.
 */
async function recipesOf(
  folders: readonly string[],
  run: string,
  { adapter, card }: { readonly adapter: JsonObject | null; readonly card: CardFacts },
): Promise<NamedRecipe[]> {
  const found: NamedRecipe[] = [];
  for (const folder of folders) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => RECIPE.test(name)).sort();
    for (const name of names.slice(0, MOST_RECIPES)) {
      const recipe = recipeOf(name, (await textIn(folder, name, MOST_RECIPE_BYTES)) ?? '');
      if (recipe === null) continue;
      const isOwn = folder !== dirname(run) || basename(recipe.outputFolder ?? '') === basename(run);
      const isSameTrainer = card.trainer === null || card.trainer.startsWith(recipe.trainer);
      if (isOwn && isSameTrainer && recipe.isAdapter === (adapter !== null)) found.push({ ...recipe, name });
    }
  }
  return found;
}

/** The value that all recipes have; null where they differ. */
function agreed<Value>(recipes: readonly Recipe[], value: (recipe: Recipe) => Value | null): Value | null {
  const [first = null, ...others] = new Set(recipes.map(value));
  return others.length === 0 ? first : null;
}

function agreedSettings(recipes: readonly Recipe[]): Record<string, string> {
  const [first] = recipes;
  return Object.fromEntries(
    Object.keys(first?.settings ?? {}).flatMap((key): [string, string][] => {
      const value = agreed(recipes, ({ settings }) => settings[key] ?? null);
      return value === null ? [] : [[key, value]];
    }),
  );
}

function adapterSettings(adapter: JsonObject | null): Record<string, string> {
  const known = { lora_r: adapter?.['r'], lora_alpha: adapter?.['lora_alpha'] };
  const settings = Object.entries(known).filter(([, value]) => typeof value === 'number');
  const rank = adapter?.['use_rslora'] === true ? [['use_rslora', 'true']] : [];
  return Object.fromEntries([...settings.map(([key, value]) => [key, String(value)]), ...rank]) as Record<
    string,
    string
  >;
}

function stateSettings(state: JsonObject | null): Record<string, string> {
  const known = { num_train_epochs: state?.['num_train_epochs'], steps: state?.['global_step'] };
  const settings = Object.entries(known).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(settings.map(([key, value]) => [key, String(value)]));
}

/** Of the folder itself, or of its newest checkpoint. */
async function stateOf(path: string): Promise<JsonObject | null> {
  const names = await readdir(path).catch(() => []);
  const steps = names.flatMap((name) => CHECKPOINT.exec(name)?.[1] ?? []).map(Number);
  const newest = steps.length === 0 ? [] : [join(path, `checkpoint-${Math.max(...steps)}`)];
  for (const folder of [path, ...newest]) {
    const state = await jsonIn(folder, 'trainer_state.json');
    if (state) return state;
  }
  return null;
}

function isPreference(state: JsonObject): boolean {
  const history = state['log_history'];
  return Array.isArray(history) && history.some((entry) => isObject(entry) && 'rewards/margins' in entry);
}

async function manifestIn(folders: readonly string[]): Promise<v.InferOutput<typeof DataManifest> | null> {
  for (const folder of folders) {
    const parsed = v.safeParse(DataManifest, await jsonIn(folder, 'manifest.json'));
    if (parsed.success) return parsed.output;
  }
  return null;
}

function jsonIn(folder: string, name: string): Promise<JsonObject | null> {
  return readJsonObject(folder, name, 'path-unreadable', MOST_BYTES).catch(() => null);
}

function textIn(folder: string, name: string, mostBytes: number): Promise<string | null> {
  return readTextFile(folder, name, 'path-unreadable', mostBytes).catch(() => null);
}

function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim().slice(0, 400) : '';
  return text === '' ? null : text;
}
