"""Has lm-evaluation-harness write its two files for answers that are given, so that Sarvi's exports can be compared with them.

Arguments: the data set (JSONL), the answers (a JSON list of texts in its order), the folder for the files.
"""

import json
import sys
from pathlib import Path

import lm_eval
from lm_eval.api.model import LM
from lm_eval.loggers import EvaluationTracker


class Given(LM):
    """A model whose answers are known."""

    def __init__(self, answers):
        super().__init__()
        self.answers = answers

    def generate_until(self, requests):
        return [self.answers[request.doc_id] for request in requests]

    def loglikelihood(self, requests):
        raise NotImplementedError

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError


data, answers, folder = sys.argv[1:]
tracker = EvaluationTracker(output_path=folder)
tracker.general_config_tracker.log_experiment_args("sarvi", {"model": "given"}, None, None, False)
original = Path(lm_eval.__file__).parent / "tasks/ifeval/ifeval.yaml"
task = Path(folder) / "given.yaml"
task.parent.mkdir(parents=True, exist_ok=True)
task.write_text(f"include: {original}\ntask: ifeval\ndataset_path: json\ndataset_kwargs:\n  data_files:\n    train: {data}\n")
results = lm_eval.simple_evaluate(
    model=Given(json.loads(Path(answers).read_text())),
    tasks=[str(task)],
    log_samples=True,
)
samples = results.pop("samples")
tracker.save_results_aggregated(results=results, samples=samples)
for name, rows in samples.items():
    tracker.save_results_samples(task_name=name, samples=rows)
