"""Six monthly reports of one's own: how well a month's predictions ranked who missed their appointment.

Predictions and outcomes are simulated. scikit-learn works out the AUROC; its 95 % interval is by DeLong, DeLong and
Clarke-Pearson (Biometrics 44, 1988).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy
import sklearn
from sklearn.metrics import roc_auc_score

REPORTS = {
    "2026-05": "2026-06-05", "2026-06": "2026-07-05", "2026-07": "2026-08-05",
    "2026-08": "2026-09-05", "2026-09": "2026-10-05", "2026-10": "2026-11-05",
}  # fmt: skip
"""The month that was over, and the day of its report."""
SEED = 7


def month_of(rng: numpy.random.Generator, size: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Who missed an appointment, and what was predicted: right in the main, with some noise of its own."""
    truth = rng.normal(-2.2, 1.5, size)
    missed = rng.random(size) < 1 / (1 + numpy.exp(-truth))
    predicted = 1 / (1 + numpy.exp(-(truth + rng.normal(0, 0.5, size))))
    return missed, predicted


def spread(missed: numpy.ndarray, predicted: numpy.ndarray) -> float:
    """The standard error of an AUROC: how much its parts vary from case to case, on either side."""
    ones, zeros = numpy.sort(predicted[missed]), numpy.sort(predicted[~missed])
    above = numpy.searchsorted(zeros, ones) / len(zeros)
    below = 1 - numpy.searchsorted(ones, zeros) / len(ones)
    return float(numpy.sqrt(above.var(ddof=1) / len(ones) + below.var(ddof=1) / len(zeros)))


def main(out: Path) -> None:
    rng = numpy.random.default_rng(SEED)
    folder = out / "no-show-live"
    folder.mkdir()
    for month, day in REPORTS.items():
        missed, predicted = month_of(rng, int(rng.integers(50_000, 54_000)))
        auroc = float(roc_auc_score(missed, predicted))
        reach = 1.96 * spread(missed, predicted)
        report = {
            "model": "no-show@2.1.0", "month": month, "reported_on": day, "appointments": len(missed),
            "missed": int(missed.sum()), "auroc": round(auroc, 4),
            "interval": [round(auroc - reach, 4), round(auroc + reach, 4)],
            "made_with": f"scikit-learn {sklearn.__version__}", "simulated": True,
        }  # fmt: skip
        (folder / f"{month}.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
