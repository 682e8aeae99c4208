"""`check` of whole registries: nothing kept, unchanged since last time, one card edited, a new day; and its memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from bench import FLOOR, LARGE, LARGEST, Bench, floor, say
from models import TODAY
from outcome import Curve, Line, line
from peers import takes
from starting import schemas
from timing import Command, Run, median, timed, timed_all, watched

COLD = 1 / 12
KEPT = 2.0
PROPORTION = 1.1
"""Ten times the cards may take this much more than ten times the time and memory."""
MOST_MIB = 1024
NO_CACHE = "--no-cache"
Points = dict[str, dict[int, float]]


class Checks:
    """All sizes, one after the other; what each of them gave is kept for the curves."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.keeps = takes(bench.steward, "check", NO_CACHE)
        """Whether this steward keeps anything between runs."""
        self.seconds: Points = {}
        self.mib: Points = {}

    def lines(self) -> Iterator[Line]:
        """Every comparison, and how it grows."""
        for size in self.bench.sizes:
            yield from self._of(size)
        if LARGEST in self.bench.sizes:
            yield from self._growth()

    def curves(self) -> Iterator[Curve]:
        """Seconds and memory by size."""
        for unit, points in (("s", self.seconds), ("MiB", self.mib)):
            for name, by_size in points.items():
                yield Curve(name, unit, tuple(sorted(by_size.items())))

    def _of(self, size: int) -> Iterator[Line]:
        registry = self.bench.registry(size)
        say(f"checking {size:,} cards")
        yield from self._cold(size, registry)
        yield from self._kept(size, registry)

    def _cold(self, size: int, registry: Path) -> Iterator[Line]:
        check = self.bench.on_day(registry, "check", *([NO_CACHE] if self.keeps else []))
        most = watched(check)  # its time does not count, as the first reading from the disk would not
        self._note(self.mib, "check, nothing kept", size, most.mib)
        judge = self._judge(registry)
        if judge and size < LARGEST:
            ours, theirs = [], []
            for _ in range(self._theirs(size)):
                ours += [timed(check)]
                theirs += [timed_all(judge, registry)]
                ours += [timed(check)] if size >= LARGE else []
            limit = COLD if size >= LARGE else None
            yield line(
                f"check/{size}/check-jsonschema", _work(size, "nothing kept"), ours, "check-jsonschema", theirs, limit
            )
            self._note(self.seconds, "check-jsonschema", size, median(theirs))
        else:
            ours = [timed(check)]
        self._note(self.seconds, "check, nothing kept", size, median(ours))
        if size >= LARGEST:
            yield _memory(size, "nothing kept", most)

    def _theirs(self, size: int) -> int:
        """How often the other tool is run: it takes 10 ms a card."""
        return 1 if size >= LARGE or self.bench.quick else 2

    def _judge(self, registry: Path) -> list[Command]:
        """The other tool on every file, one process for each kind since it takes one schema at a time."""
        other = self.bench.peers.get("check-jsonschema")
        if other is None:
            return []
        folder = schemas(self.bench, registry)
        return [
            [other, "--schemafile", str(folder / f"{kind}.schema.json"), *files]
            for kind, files in files_by_kind(registry).items()
        ]

    def _kept(self, size: int, registry: Path) -> Iterator[Line]:
        """In turns: the floor, nothing changed, one card edited, and a day that was not asked for before."""
        check, look = self.bench.on_day(registry, "check"), floor(registry)
        most = watched(check)  # with an index: fills it
        timed(look)
        card = sorted(registry.glob("models/*/*.yaml"))[0]
        runs: dict[str, list[Run]] = {"floor": [], "unchanged": [], "one card edited": [], "a new day": []}
        day = date.fromisoformat(TODAY)
        measure = watched if size >= LARGEST else timed
        rounds = 3 if size >= LARGE and self.keeps else self.bench.often(size)
        for n in range(1, rounds + 1):
            with card.open("a", encoding="utf-8") as file:
                file.write(f"# edited {n}\n")
            runs["one card edited"].append(timed(check))
            runs["floor"].append(timed(look))
            runs["unchanged"].append(timed(check))
            runs["a new day"].append(measure([*check[:-1], str(day + timedelta(n))]))
            timed(check)  # back to the day that the next edit is judged by
        limits = {"unchanged": KEPT if size >= LARGE else None}
        for what in list(runs)[1:]:
            yield line(
                f"{what.replace(' ', '-')}/{size}",
                _work(size, what),
                runs[what],
                FLOOR,
                runs["floor"],
                limits.get(what),
            )
        if size >= LARGEST:
            yield _memory(size, "the first time", most)
            yield _memory(size, "a new day", max(runs["a new day"], key=lambda run: run.mib))
        self._note(self.seconds, "check, unchanged", size, median(runs["unchanged"]))
        self._note(self.seconds, FLOOR, size, median(runs["floor"]))
        self._note(self.mib, "check, unchanged", size, watched(check).mib)
        self._note(self.mib, "check, first time", size, most.mib)

    def _growth(self) -> Iterator[Line]:
        """Ten times the cards, ten times the time and memory."""
        times = LARGEST / LARGE * PROPORTION
        for unit, points in (("s", self.seconds), ("MiB", self.mib)):
            for name, by_size in points.items():
                if name.startswith("check,"):
                    large, small = (round(by_size[size], 3) for size in (LARGEST, LARGE))
                    key = f"growth/{unit}/{name.removeprefix('check, ').replace(' ', '-')}"
                    yield Line(key, f"`{name}`: {LARGEST:,} cards", (large,), f"{LARGE:,} cards", (small,), times, unit)

    def _note(self, points: Points, name: str, size: int, value: float) -> None:
        points.setdefault(name, {})[size] = round(value, 4)


def _memory(size: int, what: str, run: Run) -> Line:
    key = f"check/{size}/mib/{what.replace(' ', '-')}"
    return Line(key, _work(size, what), (round(run.mib),), "1 GiB", (MOST_MIB,), 1.0, "MiB")


def _work(size: int, what: str) -> str:
    return f"`check` {size:,} cards, {what}"


def files_by_kind(registry: Path) -> dict[str, Sequence[str]]:
    """The files of a registry by the kind of card they hold, as paths within it."""
    found: dict[str, list[str]] = {}
    for path in sorted(registry.rglob("*.yaml")):
        inner = path.relative_to(registry)
        top = inner.parts[0]
        kind = path.stem.rsplit("-", 2)[1] if top == "records" else _KINDS[top]
        found.setdefault(kind, []).append(inner.as_posix())
    return dict(found)


_KINDS = {
    "steward.yaml": "registry", "models": "model", "datasets": "dataset", "use-cases": "usecase", "vendors": "vendor",
    "checklists": "checklist", "waivers": "waiver", "holds": "hold", "incidents": "incident",
}  # fmt: skip
