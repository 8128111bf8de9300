import type { TaskName } from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import { ifevalTask } from '../ifeval/ifeval-task.ts';
import type { EvaluationTask } from '../task.ts';

const TASKS: readonly EvaluationTask[] = [ifevalTask('en'), ifevalTask('fi')];

/** @throws SarviError `task-unavailable` */
export function taskOf(name: TaskName): EvaluationTask {
  const task = TASKS.find((one) => one.name === name);
  if (!task) throw new SarviError('task-unavailable', { task: name });
  return task;
}
