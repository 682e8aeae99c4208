"""Six drift reports of Evidently: the appointments of each month against those of the training months.

All appointments are simulated. From August on more of them are booked in the app, and from October on further ahead.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy
import pandas
from evidently import Report
from evidently.metrics import DriftedColumnsCount, ValueDrift

ROWS = 4000
"""A sample of each month. Above 1000 rows Evidently measures distances, whose limit is 0.1, instead of p values."""
SEED = 5
INPUTS = ("age", "lead_days", "past_no_shows", "distance_km")
"""What the model is given; each is told by itself, and all columns in one share."""
MONTHS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10")


def appointments(rng: numpy.random.Generator, in_app: float = 0.30, ahead: float = 21.0) -> pandas.DataFrame:
    """A sample of a month: `in_app` of them booked in the app, on average `ahead` days before."""
    return pandas.DataFrame(
        {
            "age": rng.normal(54, 18, ROWS).clip(0, 90).round(),
            "lead_days": rng.exponential(ahead, ROWS).round(),
            "past_no_shows": rng.poisson(0.4, ROWS).clip(0, 3),
            "distance_km": rng.gamma(2, 9, ROWS).round(1),
            "hour": rng.integers(7, 17, ROWS),
            "minutes": rng.normal(30, 8, ROWS).round(),
            "weekday": rng.choice(["Mon", "Tue", "Wed", "Thu", "Fri"], ROWS),
            "clinic": rng.choice(["heart", "eyes", "joints", "skin"], ROWS, p=[0.3, 0.2, 0.3, 0.2]),
            "language": rng.choice(["en", "es"], ROWS, p=[0.8, 0.2]),
            "first_visit": rng.choice(["yes", "no"], ROWS, p=[0.2, 0.8]),
            "booked_in": rng.choice(["app", "call", "desk"], ROWS, p=[in_app, 0.6 - in_app / 2, 0.4 - in_app / 2]),
            "reminded_by": rng.choice(["text", "letter"], ROWS, p=[0.9, 0.1]),
        }
    )


def main(out: Path) -> None:
    rng = numpy.random.default_rng(SEED)
    trained_on = appointments(rng)
    folder = out / "no-show-drift"
    folder.mkdir()
    for month in MONTHS:
        in_app = 0.48 if month >= "2026-08" else 0.30
        ahead = 25.0 if month >= "2026-10" else 21.0
        report = Report([DriftedColumnsCount(), *(ValueDrift(column=name) for name in INPUTS)])
        found = report.run(current_data=appointments(rng, in_app, ahead), reference_data=trained_on)
        found.save_json(str(folder / f"{month}.json"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
