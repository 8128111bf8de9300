"""
Figures that the tests of core/evaluation/alpaca-eval are held against, computed by alpaca_eval's own code on invented
answers: the seeded order, the preferences of given log-probabilities, win rates, and length-controlled win rates with
and without an (invented) file of gamed baselines. Prints JSON:

    pip install alpaca-eval==0.6.6 scikit-learn==1.9.1 pandas==3.1.1 numpy==2.4.6
    python scripts/reference/alpaca-eval-figures.py > tests/src-main/core/evaluation/alpaca-eval/reference-figures.json
"""

import json
import logging
import math
import tempfile
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import numpy as np
import pandas as pd
from alpaca_eval import utils
from alpaca_eval.completion_parsers import logprob_parser
from alpaca_eval.metrics import glm_winrate
from alpaca_eval.metrics.winrate import get_winrate


def orders():
    texts = ["", "a", "Write a poem.", "Mitä Suomen lippu esittää?", "Älä, ö ja å 🙂", "x" * 3000, "rivi\nrivi"]
    rng = np.random.default_rng(1)
    texts += ["".join(chr(int(c)) for c in rng.integers(32, 0x2FF, size=int(n))) for n in rng.integers(1, 200, size=60)]
    choice = lambda text: utils.random_seeded_choice(seed="is_switched_outputs" + text + "0", choices=[False, True])
    return [[text, bool(choice(text))] for text in texts]


def preferences():
    rng = np.random.default_rng(2)
    tops = []
    for _ in range(30):
        tokens = rng.permutation(["m", "M", "The", " m", "Both", "mm", "\u00b5"])[:5]
        logprobs = np.sort(-rng.exponential(3, size=5))[::-1]
        tops.append([[str(t), float(l)] for t, l in zip(tokens, logprobs)])
    found = []
    for top in tops:
        completion = {"logprobs": {"content": [{"top_logprobs": [{"token": t, "logprob": l} for t, l in top]}]}}
        (value,) = logprob_parser(completion, "m", ["m", "M"], is_binarize=False)
        found.append([top, None if math.isnan(value) else float(value)])
    return found


def answers(rng, rows, skill, wordiness, difficulty):
    """Answers of invented lengths, with preferences that hang on skill, length and difficulty."""
    found = []
    for i in range(rows):
        baseline = int(rng.integers(0, 900))
        model = max(0, int(baseline * wordiness + rng.normal(0, 150)))
        logit = skill + 0.002 * (model - baseline) - difficulty[i] + rng.normal(0, 1.5)
        preference = round(1 + 1 / (1 + math.exp(-logit)), 4)
        if rng.random() < 0.05:
            preference = float("nan")
        elif rng.random() < 0.05:
            preference = 1.5
        elif rng.random() < 0.2:
            preference = float(round(preference))
        found.append((baseline, model, preference))
    return found


def gamed(rng, rows, difficulty):
    found = []
    for name, shift in (("concise", 1.2), ("verbose", -1.4)):
        for i in range(rows):
            length = round(shift + rng.normal(0, 0.7), 3)
            preference = round(1 / (1 + math.exp(length + rng.normal(0, 0.8))), 4)
            if rng.random() < 0.03:
                preference = float("nan")
            found.append(dict(model=name, index=i, preference=preference, std_delta_len=length,
                              instruction_difficulty=difficulty[i], not_gamed_baseline=False))
    return pd.DataFrame(found)


def frame(triples):
    # Two characters beyond the basic plane: Python counts one, JavaScript two.
    text = lambda n: "a" * n if n % 7 else "🙂" * n
    return pd.DataFrame([
        dict(instruction=f"i{i}", output_1=text(b), output_2=text(m), preference=p, generator_1="baseline",
             generator_2="model", annotator="judge")
        for i, (b, m, p) in enumerate(triples)
    ])


def controlled(triples, df_gamed):
    name = "length_controlled_minimal" if df_gamed is None else "length_controlled_v1"
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        if df_gamed is not None:
            df_gamed.to_csv(file.name, index=False)
        # The minimal model reads the file too, and does not use what is in it.
        else:
            pd.DataFrame([dict(model="m", index=i, preference=0.5, std_delta_len=0.0, instruction_difficulty=0.0,
                               not_gamed_baseline=False) for i in range(len(triples))]).to_csv(file.name, index=False)
        glm_winrate.hf_hub_download = lambda **_: file.name
        weights = {}
        fit = glm_winrate.fit_LogisticRegressionCV

        def keep(*args, **kwargs):
            model = fit(*args, **kwargs)
            weights["coef"] = [float(c) for c in model.coef_[0]]
            weights["C"] = float(np.ravel(model.C_)[0])
            return model

        glm_winrate.fit_LogisticRegressionCV = keep
        try:
            metrics = glm_winrate.get_length_controlled_winrate(frame(triples), glm_name=name, save_weights_dir=None)
        finally:
            glm_winrate.fit_LogisticRegressionCV = fit
    return dict(lc=float(metrics["length_controlled_winrate"]), lcError=float(metrics["lc_standard_error"]), **weights)


def cases():
    found = []
    for seed, (rows, skill, wordiness) in enumerate(
        [(805, 0.3, 1.0), (805, -1.5, 1.6), (200, 0.0, 1.2), (64, -0.5, 0.9), (30, 1.0, 1.1), (12, 4.0, 1.0)]
    ):
        rng = np.random.default_rng(100 + seed)
        difficulty = np.round(rng.normal(0, 1, size=rows), 3)
        triples = answers(rng, rows, skill, wordiness, difficulty)
        df_gamed = gamed(rng, rows, difficulty)
        raw = get_winrate(frame(triples))
        found.append(dict(
            pairs=[[b, m, None if math.isnan(p) else p] for b, m, p in triples],
            gamed=df_gamed.drop(columns=["model"]).astype(object).where(df_gamed.drop(columns=["model"]).notna(), None).values.tolist(),
            raw={k: float(v) for k, v in raw.items()},
            v1=controlled(triples, df_gamed),
            minimal=controlled(triples, None),
        ))
    return found


for line in [orders(), preferences(), *cases()]:
    print(json.dumps(line, ensure_ascii=False))
