"""Parses recipes as TRL's own commands do, and tokenizes exported rows by TRL's own pipeline.

argv: method (sft, dpo, kto), folder of an export, folder of the model. Prints JSON: the recipes that were parsed, and for each row of
the training file the token ids of its texts and how many of them the loss is counted on, by the trainer's own collator.
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
    batch = training.per_device_train_batch_size * training.gradient_accumulation_steps
    parsed.append({"recipe": recipe.name, "batch": batch * settings.get("num_processes", 1)})


def texts_of(row):
    """The token ids of each text of a row, from its beginning to its end."""
    if method == "sft":
        return [row["input_ids"]]
    answers = ("chosen_ids", "rejected_ids") if method == "dpo" else ("completion_ids",)
    return [row["prompt_ids"] + row[answer] for answer in answers]


def counted(batch):
    """How many tokens of each text the loss is counted on."""
    if method == "sft":
        return (batch["labels"] != -100).sum(-1).tolist()
    return batch["completion_mask"].sum(-1).tolist()


def read_rows(**settings):
    arguments = config_class(
        output_dir=tempfile.mkdtemp(), use_cpu=True, bf16=False, report_to="none", max_length=4096, **settings
    )
    tokenizer = AutoTokenizer.from_pretrained(model_path)
    rows = load_dataset("json", data_files=str(folder / "data" / "train.jsonl"), split="train")
    trainer = trainer_class(
        model=AutoModelForCausalLM.from_pretrained(model_path),
        args=arguments,
        train_dataset=rows,
        processing_class=tokenizer,
    )
    return [
        {"texts": texts_of(row), "counted": counted(trainer.data_collator([row])), "begin": tokenizer.bos_token_id}
        for row in trainer.train_dataset
    ]


def render(template):
    tokenizer = AutoTokenizer.from_pretrained(model_path)
    tokenizer.chat_template = template
    rows = [json.loads(line) for line in (folder / "data" / "train.jsonl").read_text().rstrip("\n").split("\n")]
    system = [{"role": "system", "content": " Vastaa lyhyesti. "}]
    return [
        tokenizer.apply_chat_template(said + row["messages"], tokenize=False) for row in rows for said in ([], system)
    ]


result = {"parsed": parsed, "rows": read_rows()}
template = folder / "chat_template.jinja"
if template.exists():
    import trl

    original = Path(trl.__file__).parent / "chat_templates" / "llama3_1.jinja"
    result["template_equals"] = render(template.read_text()) == render(original.read_text())
    result["answers_only"] = read_rows(chat_template_path=str(template), assistant_only_loss=True)
print(json.dumps(result))
