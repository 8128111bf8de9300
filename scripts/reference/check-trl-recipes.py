"""Parses recipes as TRL's own commands do, and tokenizes exported rows by TRL's own pipeline.

argv: method (sft, dpo, kto), folder of an export, folder of the model. Prints JSON: the recipes that were parsed, and for each row of
the training file the lengths of its parts in tokens and how often the token that begins a text is in them.
"""

import json
import sys
import tempfile
from pathlib import Path

import yaml
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import (
    DPOConfig,
    DPOTrainer,
    KTOConfig,
    KTOTrainer,
    ModelConfig,
    ScriptArguments,
    SFTConfig,
    SFTTrainer,
    TrlParser,
)

CONFIGS = {"sft": (SFTConfig, SFTTrainer), "dpo": (DPOConfig, DPOTrainer), "kto": (KTOConfig, KTOTrainer)}
# `trl` hands these to accelerate.
LAUNCH = ("accelerate_config", "num_processes")

method, folder, model_path = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
config_class, trainer_class = CONFIGS[method]

parsed = []
for recipe in sorted(folder.glob(f"trl-{method}*.yaml")):
    settings = yaml.safe_load(recipe.read_text())
    own = {key: value for key, value in settings.items() if key not in LAUNCH}
    # A machine without a graphics card refuses bf16 in the arguments, not in the recipe.
    own["use_cpu"], own["bf16"] = True, False
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(own, file)
        file.flush()
        parser = TrlParser((ScriptArguments, config_class, ModelConfig))
        script, training, model = parser.parse_args_and_config(["--config", file.name])
    parsed.append({"recipe": recipe.name, "base": model.model_name_or_path, "learning_rate": training.learning_rate})

tokenizer = AutoTokenizer.from_pretrained(model_path)
rows = load_dataset("json", data_files=str(folder / "data" / "train.jsonl"), split="train")
arguments = config_class(output_dir=tempfile.mkdtemp(), use_cpu=True, bf16=False, report_to="none", max_length=4096)
trainer = trainer_class(
    model=AutoModelForCausalLM.from_pretrained(model_path), args=arguments, train_dataset=rows, processing_class=tokenizer
)
begin = tokenizer.bos_token_id
lengths = []
for row in trainer.train_dataset:
    parts = {key: row[key] for key in row if key.endswith("ids") and isinstance(row[key], list)}
    lengths.append({key: {"tokens": len(ids), "begins": ids.count(begin)} for key, ids in parts.items()})
print(json.dumps({"parsed": parsed, "rows": lengths}))
