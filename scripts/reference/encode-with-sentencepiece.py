"""Trains SentencePiece models on texts and encodes others with them; both come as JSON on stdin."""

import base64
import io
import json
import sys

import sentencepiece

given = json.load(sys.stdin)
models = {}
for name, options in given["models"].items():
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(given["corpus"]), model_writer=written, num_threads=1, minloglevel=2, **options
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=written.getvalue())
    models[name] = {
        "file": base64.b64encode(written.getvalue()).decode(),
        "ids": processor.encode(given["texts"]),
    }
json.dump({"version": sentencepiece.__version__, "models": models}, sys.stdout)
