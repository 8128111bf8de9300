import type { DatasetFormat } from '#contract/datasets';
import { axolotlRecipes } from './axolotl-recipe.ts';
import { handbookRecipes } from './handbook-recipe.ts';
import { accelerateFile, deepspeedFile } from './launch-files.ts';
import { llamaFactoryRecipes } from './llama-factory-recipe.ts';
import type { RecipeSource } from './recipe-parts.ts';
import { slurmScript } from './slurm-script.ts';
import { TEMPLATE_FILE, TRAINING_TEMPLATE } from './training-template.ts';
import { trlRecipes } from './trl-recipes.ts';

/** The recipes that read a format, by their names. */
export function recipeFiles(source: RecipeSource, format: DatasetFormat): Record<string, string> {
  if (format === 'llama-factory') return { ...llamaFactoryRecipes(source), ...deepspeedFile() };
  return {
    ...trlRecipes(source),
    ...handbookRecipes(source),
    ...axolotlRecipes(source),
    ...slurmScript(source),
    ...(source.kind === 'kto' ? {} : { ...accelerateFile(source.values), ...deepspeedFile() }),
    ...(source.kind === 'sft' && !source.values.ownTemplate ? { [TEMPLATE_FILE]: TRAINING_TEMPLATE } : {}),
  };
}
