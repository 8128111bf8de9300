"""Scores answers with transformers in float32 on a bfloat16 checkpoint.

Arguments: the checkpoint's folder. Reads {"factor": F, "cases": [{"messages": [...], "answer": "..."}]} and writes, for each
case, the token ids of the prompt, and of each token of the answer and its end: id, log-probability, rank, entropy; the
log-probability under the same model with its last norm times the factor (rounded to bfloat16); and the KL divergence of
that one from the first over the whole vocabulary.
"""

import json
import sys

import torch
import transformers

folder = sys.argv[1]
task = json.load(sys.stdin)
torch.manual_seed(0)
torch.set_num_threads(1)
tokenizer = transformers.AutoTokenizer.from_pretrained(folder)


def load():
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16, attn_implementation="eager")
    return model.float().eval()


first, second = load(), load()
with torch.no_grad():
    weight = second.model.norm.weight
    weight.copy_((weight * task["factor"]).to(torch.bfloat16).float())


def logprobs(model, ids):
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0].double()
    return torch.log_softmax(logits, dim=-1)


def score(case):
    rendered = tokenizer.apply_chat_template(case["messages"], add_generation_prompt=True, tokenize=False)
    prompt = tokenizer.encode(rendered, add_special_tokens=False)
    answer = tokenizer.encode(case["answer"], add_special_tokens=False)
    answer.append(tokenizer.convert_tokens_to_ids("<|eot_id|>"))
    ids = prompt + answer
    one, other = logprobs(first, ids), logprobs(second, ids)
    tokens = []
    for place, token in enumerate(answer):
        row, against = one[len(prompt) + place - 1], other[len(prompt) + place - 1]
        tokens.append(
            {
                "id": token,
                "logprob": row[token].item(),
                "rank": int((row > row[token]).sum().item()) + 1,
                "entropy": -(row.exp() * row).sum().item(),
                "otherLogprob": against[token].item(),
                "otherRank": int((against > against[token]).sum().item()) + 1,
                "kl": (row.exp() * (row - against)).sum().item(),
            }
        )
    return {"prompt": prompt, "tokens": tokens}


json.dump(
    {
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
        "cases": [score(case) for case in task["cases"]],
    },
    sys.stdout,
)
