import type { TaskName } from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import { alpacaEvalTask } from '../alpaca-eval/alpaca-eval-task.ts';
import { ifevalTask } from '../ifeval/ifeval-task.ts';
import { mtBenchTask } from '../mt-bench/mt-bench-task.ts';
import type { EvaluationTask } from '../task.ts';

const TASKS: readonly EvaluationTask[] = [
  ifevalTask('en'),
  ifevalTask('fi'),
  mtBenchTask('en'),
  mtBenchTask('fi'),
  alpacaEvalTask('en'),
  alpacaEvalTask('fi'),
];

/** @throws SarviError `task-unavailable` */
export function taskOf(name: TaskName): EvaluationTask {
  const task = TASKS.find((one) => one.name === name);
  if (!task) throw new SarviError('task-unavailable', { task: name });
  return task;
}
