"""A series of measured values as JSON. The keys are stable; new ones may be added.

`ref`, `use` (null: none in particular), `slots`, `suite`, `metric`, `slice` (null: all), `unit`, `better` (higher,
lower; null where nobody says), `threshold` or null, `limit` or null (what is watched has a limit), `met` (whether the
newest value is good enough; null where nothing is asked or nothing measured), `counts_until` (the last day on which
the newest value counts; null where nothing says), `signals` (of outlier, step, trend), and `points`, the oldest first:
`on`, `value`, `low`, `high` (the 95 % interval, as recorded or worked out; null where none is known), `samples`,
`ref`, `file`.
"""

from __future__ import annotations

from typing import Any

from modelsteward.usecases.series import Series


def series_json(series: Series) -> dict[str, Any]:
    """One series as plain data."""
    return {
        "ref": series.ref,
        "use": series.use,
        "slots": series.slots,
        "suite": series.suite,
        "metric": series.metric,
        "slice": series.slice,
        "unit": series.unit,
        "better": series.better,
        "threshold": None if series.watched else series.bound,
        "limit": series.bound if series.watched else None,
        "met": series.met,
        "counts_until": series.due,
        "signals": series.signals,
        "points": [
            {
                "on": point.on,
                "value": point.value,
                "low": point.low,
                "high": point.high,
                "samples": point.samples,
                "ref": point.ref,
                "file": point.file,
            }
            for point in series.points
        ],
    }
