"""Trains byte-level BPE tokenizers on texts, or takes ones that are there, and encodes other texts; all come as JSON on stdin."""

import json
import sys

import tokenizers
from tokenizers import Tokenizer, pre_tokenizers, trainers

given = json.load(sys.stdin)
answers = {}
for name, file in given["tokenizers"].items():
    tokenizer = Tokenizer.from_str(json.dumps(file))
    if tokenizer.get_vocab_size(with_added_tokens=False) == 0:
        trainer = trainers.BpeTrainer(
            vocab_size=given["size"],
            special_tokens=given["special"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train_from_iterator(given["corpus"], trainer)
    ids = [encoding.ids for encoding in tokenizer.encode_batch(given["texts"], add_special_tokens=False)]
    answers[name] = {"file": tokenizer.to_str(), "ids": ids}
json.dump({"version": tokenizers.__version__, "answers": answers}, sys.stdout)
