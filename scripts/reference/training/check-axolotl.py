"""Has Axolotl check its recipes by its own schema, as for eight graphics cards, and turn rows into texts by its own strategies.

argv: method (sft, dpo), folder of an export, folder of the model, chat template. Prints JSON: `{holds, text}` for each thing checked.
Nothing is started: DeepSpeed and flash attention need not be there.
"""

import json
import os
import sys
from pathlib import Path

import torch
import yaml
from axolotl.loaders import load_tokenizer
from axolotl.utils.config import normalize_cfg_datasets, validate_config
from axolotl.utils.dict import DictDefault
from transformers import AutoTokenizer

method, folder, model_path, template_path = sys.argv[1], Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
os.chdir(folder)
CARDS = {"bf16": True, "fp8": False, "tf32": True, "n_gpu": 8, "n_node": 1, "compute_capability": "sm_90"}
checked = []
for recipe in sorted(folder.glob(f"axolotl-{method}*.yaml")):
    own = DictDefault(yaml.safe_load(recipe.read_text()))
    cfg = validate_config(own, capabilities=CARDS, env_capabilities={"torch_version": torch.__version__.split("+")[0]})
    normalize_cfg_datasets(cfg)
    batch = cfg.micro_batch_size * cfg.gradient_accumulation_steps * 8
    checked.append({"holds": batch == 64, "text": f"{recipe.name} passes the schema, {batch} rows a step with 8 processes"})

rows = [json.loads(line) for line in (folder / "data" / "train.jsonl").read_text().rstrip("\n").split("\n")]
# Its own loader gives the tokenizer the recipe's chat template.
cfg.base_model = cfg.base_model_config = cfg.tokenizer_config = model_path
cfg.tokenizer_type = "AutoTokenizer"
tokenizer = load_tokenizer(cfg)
if method == "dpo":
    from axolotl.prompt_strategies.dpo.chat_template import default

    transform, _ = default(cfg, dataset_idx=0)
    same = True
    for row in rows:
        texts = transform(row, tokenizer=tokenizer)
        for side in ("chosen", "rejected"):
            whole = tokenizer.apply_chat_template(row["prompt"] + row[side], tokenize=False)
            same = same and texts["prompt"] + texts[side] == whole
    checked.append({"holds": same, "text": f"{len(rows)} rows, texts {'equal' if same else 'differ'}"})
else:
    from axolotl.prompt_strategies.chat_template import load

    cfg.base_model = model_path
    strategy = load(tokenizer, cfg, ds_cfg=cfg.datasets[0])
    plain = AutoTokenizer.from_pretrained(model_path)
    plain.chat_template = template_path.read_text()
    same, masked = True, True
    for row in rows:
        read = strategy.tokenize_prompt(row)
        whole = plain.apply_chat_template(row["messages"], return_dict=True, return_assistant_tokens_mask=True)
        same = same and list(read["input_ids"]) == list(whole["input_ids"])
        counted = [int(label != -100) for label in read["labels"]]
        masked = masked and counted == list(whole["assistant_masks"])
    checked.append({"holds": same, "text": f"{len(rows)} rows, token ids {'as' if same else 'not as'} Llama 3.1's template"})
    checked.append({"holds": masked, "text": f"the loss is {'' if masked else 'not '}on the answers"})
print(json.dumps(checked))
