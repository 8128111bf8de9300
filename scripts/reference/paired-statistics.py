"""
Figures for tests/src-main/core/statistics/paired.test.ts from other people's code: exact McNemar and Wilson's interval
of statsmodels 0.14.5, the interval of Agresti and Min by its formula, and the standard error of a cluster bootstrap of
scipy 1.16.3:

    pip install numpy==2.3.5 pandas==2.3.3 scipy==1.16.3 statsmodels==0.14.5
    python scripts/reference/paired-statistics.py
"""

import numpy as np
from scipy.stats import bootstrap, norm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

print("both, only a, only b, neither, p, low, high")
for both, a, b, neither in [(101, 121, 59, 33), (794, 150, 86, 570), (400, 30, 12, 99), (7, 0, 0, 3), (50, 25, 25, 4)]:
    counts = np.array([[both, a], [b, neither]]) + 0.5
    n = counts.sum()
    d = (counts[0, 1] - counts[1, 0]) / n
    error = np.sqrt(counts[0, 1] + counts[1, 0] - (counts[0, 1] - counts[1, 0]) ** 2 / n) / n
    z = norm.ppf(0.975)
    p = mcnemar([[both, a], [b, neither]], exact=True).pvalue
    print([both, a, b, neither, float(p), float(d - z * error), float(d + z * error)])

print("hits, samples, low, high")
for hits, samples in [(431, 541), (350, 541), (0, 10), (10, 10), (37, 104)]:
    print([hits, samples, *map(float, proportion_confint(hits, samples, method="wilson"))])

# Two turns of each question, as the test makes them.
turns = np.array([[((i * 7) % 10) + 1, ((i * 3 + 1) % 10) + 1] for i in range(80)], dtype=float)
found = bootstrap((turns.mean(axis=1),), np.mean, n_resamples=100_000, method="percentile", rng=np.random.default_rng(1))
print("mean, low, high, standard error")
print([float(turns.mean()), *map(float, found.confidence_interval), float(found.standard_error)])
