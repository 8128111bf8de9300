import type { DatasetFormat, DatasetKind } from '#contract/datasets';
import { axolotlRecipe } from './axolotl-recipe.ts';
import { handbookRecipe } from './handbook-recipe.ts';
import { llamaFactoryRecipe } from './llama-factory-recipe.ts';
import { slurmScript } from './slurm-script.ts';
import { trlRecipes } from './trl-recipes.ts';

/** The recipes that read a format, by their names. */
export function recipeFiles(
  kind: DatasetKind,
  format: DatasetFormat,
  splits: readonly string[],
): Record<string, string> {
  if (format === 'llama-factory') return llamaFactoryRecipe(kind, splits);
  return {
    ...trlRecipes(kind, splits),
    ...handbookRecipe(kind, splits),
    ...axolotlRecipe(kind),
    ...slurmScript(kind),
  };
}
