import type { EvaluationRun } from '#contract/evaluations';
import type { LanguageState } from '../state/language.svelte.ts';

/** "Poro 2 8B Instruct Q4_K_M". */
export function modelNameOf({ configuration }: EvaluationRun, language: LanguageState): string {
  const { name, fileType } = configuration.model;
  return `${language.modelName(name)} ${fileType}`;
}

/** "IFEval in Finnish, Poro 2 8B Instruct Q4_K_M". */
export function runName(run: EvaluationRun, language: LanguageState): string {
  const { t } = language;
  return t.evaluation.nameOf(t.evaluation.tasks[run.configuration.task], modelNameOf(run, language));
}
