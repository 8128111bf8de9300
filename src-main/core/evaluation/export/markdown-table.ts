import type { EvaluationMetric, EvaluationRun } from '#contract/evaluations';

/** A table for a paper or a model card, with what the numbers depend on below it. */
export function markdownTable({ configuration, sessions, metrics, failures, total, judged }: EvaluationRun): string {
  const { model, task, data, template, judge, seed, limit, adapters } = configuration;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Model file', `${model.name}, ${model.fileType}, checksum ${model.checksum}`],
    ...adapters.map(({ name, scale }) => ['Adapter', `${name} × ${scale}`] as const),
    ['Data', `${data.name}${data.isOwn ? ' (Sarvi’s own set)' : ''}, SHA-256 ${data.sha256}`],
    [
      'Samples',
      limit === null ? `${judged} of ${total}` : `${judged} of ${total}, drawn from ${data.rows} by seed ${seed}`,
    ],
    ...failures.map(({ code, samples }) => ['Left out', `${samples} (${code})`] as const),
    ['Prompt', template.kind === 'chat' ? 'chat template of the model' : 'plain text, without a chat template'],
    ...(template.sha256 === null ? [] : [['Template', `SHA-256 ${template.sha256}`] as const]),
    ...(template.dateString === null ? [] : [['Date in the prompt', template.dateString] as const]),
    ...(judge === null ? [] : [['Judge', `${judge.name}, ${judge.fileType}, checksum ${judge.checksum}`] as const]),
    ...sessions
      .slice(0, 1)
      .map(
        ({ backend, llamaCpp, parallel, versions }) =>
          ['Engine', `${backend}, llama.cpp ${llamaCpp}, ${parallel} at a time, Sarvi ${versions.sarvi}`] as const,
      ),
    ['Configuration', `SHA-256 ${configuration.digest}`],
  ];
  return [
    `| ${task} | ${cell(`${model.name} (${model.fileType})`)} |`,
    '| --- | ---: |',
    ...metrics.map((metric) => `| ${cell(metric.name)} | ${valueOf(metric)} |`),
    '',
    ...facts.map(([name, value]) => `- ${name}: ${cell(value)}`),
    '',
  ].join('\n');
}

function valueOf({ value, unit, standardError, errorBy }: EvaluationMetric): string {
  const scale = unit === 'share' ? 100 : 1;
  const spread = standardError === null ? '' : ` ± ${(scale * standardError).toFixed(2)}`;
  return `${(scale * value).toFixed(2)}${spread}${errorBy === 'bootstrap' ? ' (bootstrap)' : ''}`;
}

/** Names are of strangers: they must not break the table. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|`*_<>[\]]/g, '\\$&');
}
