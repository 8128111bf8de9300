import type { EvaluationConfiguration, TaskName } from '#contract/evaluations';
import type { Model } from '#contract/models';
import { PUBLISHED_CONDITIONS, PUBLISHED_RESULTS, type PublishedModel } from '#contract/published-results';
import type { Catalogue } from '../language/en.ts';

/** Which of the published models this is, in whatever quantization; null for any other. */
export function publishedModelOf(model: Pick<Model, 'name' | 'family' | 'facts'> | null): PublishedModel | null {
  if (!model) return null;
  const billions = model.facts.parameterCount / 1e9;
  if (billions < 7 || billions > 9) return null;
  if (model.family === 'poro2-sft') return 'poro-2-8b-sft';
  if (model.family === 'poro2-instruct') return 'poro-2-8b-instruct';
  const name = `${model.name} ${model.facts.name ?? ''}`;
  return model.family === 'meta-llama' && /3\.1\b/.test(name) && /instruct/i.test(name)
    ? 'llama-3.1-8b-instruct'
    : null;
}

export function publishedValue(model: PublishedModel, task: TaskName): number | null {
  return PUBLISHED_RESULTS.find((figure) => figure.model === model && figure.task === task)?.value ?? null;
}

/** What detects languages there; null where nothing does. */
const LANGUAGE_PROGRAMS: Readonly<Record<TaskName, string | null>> = {
  'ifeval-fi': 'heliport',
  'ifeval-en': 'langdetect 1.0.9',
  'mt-bench-fi': 'GlotLID',
  'mt-bench-en': null,
  'alpaca-eval-fi': 'GlotLID',
  'alpaca-eval-en': null,
};

/** Everything that is otherwise than in the published figure of the same task, in sentences. */
export function differencesOf(configuration: EvaluationConfiguration, t: Catalogue): string[] {
  const { model, adapters, task, data, samples, judge, template, settings } = configuration;
  const words = t.evaluation.differences;
  const found: string[] = [];
  if (model.fileType !== PUBLISHED_CONDITIONS.weights) {
    found.push(words.weights(model.fileType, PUBLISHED_CONDITIONS.weights));
  }
  if (adapters.length > 0) found.push(words.adapters);
  found.push(data.isOwn ? words.ownSet(data.name) : words.fileSet(data.name));
  if (samples < data.rows) found.push(words.part(String(samples), String(data.rows)));
  if (judge) found.push(words.judge(judge.name, PUBLISHED_CONDITIONS.judge));
  if (task.startsWith('alpaca-eval') && settings['difficulties'] === null) found.push(words.difficulties);
  if (template.kind === 'completion') found.push(words.completion);
  if (settings['sentences'] === 'sarvi') found.push(words.sentences);
  const { languages } = settings;
  const program = LANGUAGE_PROGRAMS[task];
  if (typeof languages === 'string' && program !== null && languages !== program) {
    found.push(words.languages(languages, program));
  }
  return found;
}
