"""Has LLaMA-Factory read its recipes and rows by its own code, without starting a training.

argv: method (sft, dpo, kto), folder of an export, folder of the model, chat template. Prints JSON: `{holds, text}` for each thing checked.
The keys that need graphics cards or DeepSpeed are taken out first; packing is, too, so that rows can be compared one by one.
"""

import json
import os
import sys
from pathlib import Path

import yaml
from llamafactory.data import get_dataset, get_template_and_fix_tokenizer
from llamafactory.hparams import get_train_args
from transformers import AutoTokenizer

method, folder, model_path, template_path = sys.argv[1], Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
os.chdir(folder)
checked = []
for recipe in sorted(folder.glob(f"llama-factory-{method}*.yaml")):
    settings = yaml.safe_load(recipe.read_text())
    own = {key: value for key, value in settings.items() if key not in ("deepspeed", "bf16", "packing")}
    own |= {"model_name_or_path": model_path, "use_cpu": True, "overwrite_cache": True, "preprocessing_num_workers": 1}
    model_args, data_args, training_args, finetuning_args, _ = get_train_args(own)
    batch = training_args.per_device_train_batch_size * training_args.gradient_accumulation_steps * 8
    checked.append({"holds": batch == 64, "text": f"{recipe.name} parsed, {batch} rows a step with 8 processes"})

tokenizer = AutoTokenizer.from_pretrained(model_path)
template = get_template_and_fix_tokenizer(tokenizer, data_args)
stage = {"sft": "sft", "dpo": "rm", "kto": "kto"}[method]
data_args.train_on_prompt = False
module = get_dataset(template, model_args, data_args, training_args, stage, tokenizer)
rows = list(module["train_dataset"])

plain = AutoTokenizer.from_pretrained(model_path)
plain.chat_template = template_path.read_text()
source = json.loads((folder / "data" / "train.json").read_text())
DATES = "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n"


def rendered(row, last):
    roles = {"human": "user", "gpt": "assistant"}
    own = row["system"].removeprefix(DATES)
    system = [{"role": "system", "content": own}] if own else []
    turns = row["conversations"] + ([last] if last else [])
    said = system + [{"role": roles[turn["from"]], "content": turn["value"]} for turn in turns]
    return plain(plain.apply_chat_template(said, tokenize=False), add_special_tokens=False)["input_ids"]


if method == "dpo":
    theirs = [row[key] for row in rows for key in ("chosen_input_ids", "rejected_input_ids")]
    ours = [rendered(row, row[side]) for row in source for side in ("chosen", "rejected")]
    begins = [(row["chosen_labels"], row["chosen_input_ids"]) for row in rows]
else:
    theirs = [row["input_ids"] for row in rows]
    ours = [rendered(row, None) for row in source]
    begins = [(row["labels"], row["input_ids"]) for row in rows]
same = sorted(theirs) == sorted(ours)
checked.append({"holds": same, "text": f"{len(rows)} rows read, token ids {'as' if same else 'not as'} Llama 3.1's template"})
ends = all(labels[-1] == tokenizer.convert_tokens_to_ids("<|eot_id|>") for labels, _ in begins)
checked.append({"holds": ends, "text": f"the loss {'ends' if ends else 'does not end'} with the token that ends an answer"})
print(json.dumps(checked))
