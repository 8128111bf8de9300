"""
Figures that the tests of core/statistics are held against, computed by other people's code: scipy 1.16.3, numpy 2.3.5 and
statsmodels 0.14.5. Prints JSON with the decisions and what they come to:

    pip install numpy==2.3.5 pandas==2.3.3 scipy==1.16.3 statsmodels==0.14.5
    python scripts/reference/vote-statistics.py > tests/src-main/core/statistics/reference-values.json
"""

import json

import numpy as np
import statsmodels.api as sm
from scipy.optimize import brentq
from scipy.stats import binom, binomtest, t as student

SCORES = {"first": 1.0, "second": 0.0, "tie": 0.5, "both-bad": 0.5}


def draw(rng, models, strengths, clusters, votes, tie):
    """Votes on every pair of models, each prompt with an ease of its own, so that its votes hang together."""
    decisions = []
    for cluster in range(clusters):
        shift = rng.normal(0, 0.8)
        for i in range(len(models)):
            for j in range(i + 1, len(models)):
                for _ in range(int(rng.integers(1, votes + 1))):
                    a, b = (i, j) if rng.random() < 0.5 else (j, i)
                    sign = 1 if a == i else -1
                    p = 1 / (1 + np.exp(-(strengths[a] - strengths[b] + sign * shift)))
                    r = rng.random()
                    outcome = "tie" if r < tie / 2 else "both-bad" if r < tie else "first" if rng.random() < p else "second"
                    decisions.append({"cluster": f"c{cluster}", "first": models[a], "second": models[b], "outcome": outcome})
    return decisions


def oriented(decisions, a, b):
    """(cluster, score of a) of the votes between two models."""
    found = []
    for d in decisions:
        if (d["first"], d["second"]) == (a, b):
            found.append((d["cluster"], SCORES[d["outcome"]]))
        if (d["first"], d["second"]) == (b, a):
            found.append((d["cluster"], 1 - SCORES[d["outcome"]]))
    return found


def clustered_rate(values):
    groups = np.unique([c for c, _ in values], return_inverse=True)[1]
    y = np.array([v for _, v in values])
    count = len(set(groups))
    # A regression on a constant; its cluster-robust covariance has the factor C/(C-1) for one parameter.
    fit = sm.OLS(y, np.ones(len(y))).fit(cov_type="cluster", cov_kwds={"groups": groups})
    mean, variance = float(fit.params[0]), float(fit.bse[0] ** 2)
    n = min(count, mean * (1 - mean) / variance) if variance > 1e-20 else count
    q = student.ppf(0.975, count - 1)
    # Wilson: the rates that lie no more than q standard errors of their own from the mean.
    f = lambda p: (mean - p) ** 2 - q * q * p * (1 - p) / n
    low = brentq(f, 0, mean) if f(0) > 0 else 0.0
    high = brentq(f, mean, 1) if f(1) > 0 else 1.0
    return {"value": mean, "low": low, "high": high, "variance": variance}


def sign(values):
    sums = {}
    for cluster, score in values:
        sums[cluster] = sums.get(cluster, 0) + score - 0.5
    wins = sum(s > 1e-9 for s in sums.values())
    losses = sum(s < -1e-9 for s in sums.values())
    p = binomtest(wins, wins + losses).pvalue if wins + losses else 1.0
    return {"wins": wins, "losses": losses, "ties": len(sums) - wins - losses, "pValue": float(p)}


def bradley_terry(models, decisions):
    x = np.zeros((len(decisions), len(models)))
    y = np.array([SCORES[d["outcome"]] for d in decisions])
    for row, d in enumerate(decisions):
        x[row, models.index(d["first"])] += 1
        x[row, models.index(d["second"])] -= 1
    groups = np.unique([d["cluster"] for d in decisions], return_inverse=True)[1]
    count = len(set(groups))
    # The last model is the reference; then all are moved so that their mean is 0.
    fit = sm.GLM(y, x[:, :-1], family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}, tol=1e-14, maxiter=200
    )
    theta = np.append(fit.params, 0)
    cov = np.zeros((len(models), len(models)))
    cov[:-1, :-1] = fit.cov_params() * count / (count - 1)
    centre = np.eye(len(models)) - 1 / len(models)
    return {"strengths": (centre @ theta).tolist(), "errors": np.sqrt(np.diag(centre @ cov @ centre.T)).tolist()}


def power(n, p):
    critical = -1
    for k in range(n // 2 + 1):
        if k < n / 2 and 2 * binom.cdf(k, n, 0.5) <= 0.05:
            critical = k
        else:
            break
    return binom.cdf(critical, n, p) + binom.sf(n - critical - 1, n, p) if critical >= 0 else 0.0


def needed(p):
    return max(n for n in range(1, 1400) if power(n, p) < 0.8) + 1


rng = np.random.default_rng(20261130)
pair = draw(rng, ["A", "B"], [0.5, 0.0], 24, 3, 0.25)
three = draw(rng, ["A", "B", "C", "D"], [0.6, 0.1, -0.2, -0.5], 30, 2, 0.2)
one_each = draw(rng, ["A", "B"], [0.9, 0.0], 40, 1, 0.0)

# C wins all 12 prompts against A and B, whose strengths are known from their own votes.
beaten = [{"cluster": f"x{i}", "first": "C", "second": "A" if i % 2 else "B", "outcome": "first"} for i in range(12)]
known = bradley_terry(["A", "B"], pair)
bound = brentq(
    lambda own: sum(-6 * np.log1p(np.exp(-(own - s))) for s in known["strengths"]) - np.log(0.025), -30, 30
)

print(
    json.dumps(
        {
            "pair": {"decisions": pair, "rate": clustered_rate(oriented(pair, "A", "B")), "sign": sign(oriented(pair, "A", "B"))},
            "oneEach": {
                "decisions": one_each,
                "rate": clustered_rate(oriented(one_each, "A", "B")),
                "sign": sign(oriented(one_each, "A", "B")),
            },
            "bradleyTerry": {"models": ["A", "B", "C", "D"], "decisions": three, **bradley_terry(["A", "B", "C", "D"], three)},
            "bound": {"decisions": pair + beaten, "strength": bound, **known},
            "studentT": {str(df): student.ppf(0.975, df) for df in (1, 2, 3, 5, 11, 30, 200, 5000)},
            "needed": {str(p): needed(p) for p in (0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.95)},
            "signTest": [[w, l, float(binomtest(w, w + l).pvalue)] for w, l in ((9, 1), (15, 5), (21, 9), (33, 17), (61, 39), (700, 620))],
        },
        indent=1,
    )
)
