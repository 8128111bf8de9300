/**
 * The results file of lm-evaluation-harness, with its keys.
 *
 * @see EleutherAI/lm-evaluation-harness lm_eval/result_schema.py, lm_eval/loggers/evaluation_tracker.py
 */
import type { EvaluationMetric, TaskName } from '#contract/evaluations';
import type { RunState } from '../runs/run-state.ts';
import { generationOf, hashesOf, sha256 } from './harness-samples.ts';

/** What the harness writes where it has no number. */
const NOT_AVAILABLE = 'N/A';

export function harnessResults(state: RunState): string {
  const { run, samples } = state;
  const { configuration, sessions, metrics, judged, createdAt } = run;
  const { model, data, seed, limit, taskVersion, template, adapters, samplings } = configuration;
  const task = harnessName(configuration.task);
  const [first] = sessions;
  const hashes = samples
    .filter(({ judgement }) => judgement !== null)
    .map((sample) => Object.values(hashesOf(sample)).join(''));
  const answers = samples.flatMap((sample) => sample.answers);
  const seconds = answers.reduce((sum, { promptMs, generationMs }) => sum + promptMs + generationMs, 0) / 1000;
  const results = {
    results: {
      [task]: { alias: task, name: task, sample_len: judged, ...Object.fromEntries(metrics.flatMap(valuesOf)) },
    },
    group_subtasks: {},
    configs: {
      [task]: {
        task,
        dataset_path: data.name,
        output_type: 'generate_until',
        num_fewshot: 0,
        generation_kwargs: generationOf(samplings[0] ?? {}),
        metric_list: metrics.map(({ name }) => ({ metric: name, higher_is_better: true })),
        metadata: { version: Number(taskVersion), dataset_sha256: data.sha256, ...configuration.settings },
      },
    },
    versions: { [task]: Number(taskVersion) },
    'n-shot': { [task]: 0 },
    higher_is_better: { [task]: Object.fromEntries(metrics.map(({ name }) => [name, true])) },
    'n-samples': { [task]: { original: data.rows, effective: judged } },
    config: {
      model: 'sarvi',
      model_args: {
        model: model.name,
        quantization: model.fileType,
        checksum: model.checksum,
        adapters: adapters.map(({ name, scale }) => `${name}:${scale}`).join(','),
        backend: first?.backend ?? null,
        llama_cpp: first?.llamaCpp ?? null,
        context_tokens: first?.contextTokens ?? null,
        kv_cache_type: configuration.kvCacheType,
        date_string: template.dateString,
        configuration_sha256: configuration.digest,
      },
      batch_size: first?.parallel ?? null,
      batch_sizes: [],
      device: first?.backend ?? null,
      use_cache: null,
      limit,
      bootstrap_iters: 0,
      gen_kwargs: null,
      random_seed: seed,
      numpy_seed: seed,
      torch_seed: seed,
      fewshot_seed: seed,
    },
    git_hash: null,
    date: createdAt / 1000,
    pretty_env_info: `Sarvi ${first?.versions.sarvi ?? ''}, Node ${first?.versions.node ?? ''}`,
    transformers_version: NOT_AVAILABLE,
    lm_eval_version: NOT_AVAILABLE,
    upper_git_hash: null,
    task_hashes: { [task]: sha256(hashes.join('')) },
    model_source: 'sarvi',
    model_name: model.name,
    model_name_sanitized: model.name.replace(/[^\w.-]+/g, '__'),
    system_instruction: null,
    system_instruction_sha: null,
    fewshot_as_multiturn: false,
    chat_template: template.kind === 'chat' ? 'tokenizer.chat_template' : null,
    chat_template_sha: template.sha256,
    total_evaluation_time_seconds: String(seconds),
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}

/** `ifeval`, and LumiOpen's `ifeval_fi`. */
function harnessName(task: TaskName): string {
  return task.replace(/-en$/, '').replaceAll('-', '_');
}

/** Errors that are Sarvi's own would be taken for the harness's. */
function valuesOf({ name, value, standardError, errorBy }: EvaluationMetric): [string, number | string][] {
  const error = errorBy === 'reference' && standardError !== null ? standardError : NOT_AVAILABLE;
  return [
    [`${name},none`, value],
    [`${name}_stderr,none`, error],
  ];
}
