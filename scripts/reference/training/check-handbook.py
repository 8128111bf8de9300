"""Parses recipes for alignment-handbook as its scripts do, with TRL's parser, without starting a training.

argv: method (sft, dpo), folder of an export, folder of the model. Prints JSON: `{holds, text}` for each recipe. The handbook's main branch
is in no package; its argument classes are TRL's with the fields below (`src/alignment/configs.py` there).
"""

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import trl
import yaml
from transformers import AutoTokenizer

method, folder, model_path = sys.argv[1], Path(sys.argv[2]), sys.argv[3]


@dataclass
class ScriptArguments(trl.ScriptArguments):
    dataset_name: str | None = None
    dataset_mixture: dict | None = None


@dataclass
class SFTConfig(trl.SFTConfig):
    chat_template: str | None = None


@dataclass
class DPOConfig(trl.DPOConfig):
    chat_template: str | None = None


checked = []
for recipe in sorted(folder.glob(f"handbook-{method}*.yaml")):
    settings = yaml.safe_load(recipe.read_text())
    # A machine without a graphics card refuses bf16 in the arguments, not in the recipe. Its own scripts rename dtype's key.
    own = settings | {"use_cpu": True, "bf16": False}
    own["dtype"] = own.pop("torch_dtype")
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(own, file)
        file.flush()
        parser = trl.TrlParser((ScriptArguments, SFTConfig if method == "sft" else DPOConfig, trl.ModelConfig))
        script, training, model = parser.parse_args_and_config(["--config", file.name])
    batch = training.per_device_train_batch_size * training.gradient_accumulation_steps * 8
    split = script.dataset_mixture["datasets"][0]["split"]
    holds = batch == 64 and split == "train"
    checked.append({"holds": holds, "text": f"{recipe.name} parsed, {batch} rows a step with 8 processes"})
    if training.chat_template:
        tokenizer = AutoTokenizer.from_pretrained(model_path)
        texts = []
        for template in (training.chat_template, (folder / "chat_template.jinja").read_text()):
            tokenizer.chat_template = template
            texts.append(tokenizer.apply_chat_template([{"role": "user", "content": "Hei"}], tokenize=False))
        same = texts[0] == texts[1]
        checked.append({"holds": same, "text": f"the template in {recipe.name} {'is' if same else 'is not'} the file's"})
print(json.dumps(checked))
