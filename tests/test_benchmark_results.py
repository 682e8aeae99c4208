"""What the benchmarks find: kept as JSON, told as a page and a drawing, compared by ratios; and how they look at memory."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import compare
import floor
from checking import files_by_kind
from generate import write
from growth import drawing
from outcome import Curve, Line, Outcome, from_json, to_json
from pages import page, with_again
from repository import git
from timing import timed, watched

MADE = {
    "day": "2030-01-01", "minutes": 3.2, "system": "Linux", "cores": 2, "python": "3.11", "tools": {"steward": "1.0"},
    "registries": [[100, 181, 0.4]],
}  # fmt: skip


def run_of(*lines: Line) -> Outcome:
    curves = (
        Curve("check & list", "s", ((100, 0.3), (1000, 0.9), (10_000, 4.0))),
        Curve("floor", "s", ((100, 0.02), (10_000, 0.3))),
        Curve("check", "MiB", ((100, 40.0), (10_000, 200.0))),
    )
    return Outcome(MADE, lines, curves)


def check(ours: float, other: float, limit: float | None = 0.5, key: str = "check/100") -> Line:
    return Line(key, "`check`", (ours, ours * 3, ours), "other", (other, other, other / 9), limit)


def test_the_medians_of_both_sides_give_the_ratio_and_whether_it_holds() -> None:
    assert check(1, 4).ratio == pytest.approx(0.25)
    assert check(1, 4).holds is True
    assert check(3, 4).holds is False
    assert check(3, 4, limit=None).holds is None


def test_a_run_comes_back_from_json_as_it_was() -> None:
    outcome = run_of(check(1, 4), Line("check/1/mib", "`check`", (900.0,), "1 GiB", (1024,), 1.0, "MiB"))
    assert from_json(to_json(outcome)) == outcome


def test_the_page_has_each_line_with_ratio_target_and_verdict() -> None:
    told = page(run_of(check(1, 20), check(3, 4, key="check/200"), check(3, 4, None, key="show/9")))
    assert "| `check` | 1.000 s (3) | other | 20.000 s (3) | 0.05 (20 × faster) | ≤ 0.5 | yes |" in told
    assert "| `check` | 3.000 s (3) | other | 4.000 s (3) | 0.75 | ≤ 0.5 | **no** |" in told
    assert "2 targets, 1 of them missed" in told
    assert "| 100 | 181 | 0.4 |" in told
    assert told.index("## Whole registries") < told.index("## Looking things up") < told.index("(growth.svg)")


def test_a_part_that_is_measured_again_takes_its_own_place_alone() -> None:
    before = run_of(check(1, 4), check(3, 4, key="promote/9"), check(3, 4, key="promote/10"))
    again = Outcome(
        {}, (check(1, 8, key="promote/9"),), (Curve("check", "MiB", ((100, 1.0),)), Curve("floor", "s", ()))
    )
    both = with_again(before, again, ["moves"], "2030-01-02")
    assert both.lines == (check(1, 4), check(1, 8, key="promote/9"))
    assert both.curves == (*before.curves[:2], again.curves[0])
    assert not both.missed
    assert "Measured again since, by themselves: Register and promote (2030-01-02)." in page(both)
    assert "Measured again" not in page(before)
    assert from_json(to_json(both)) == both


def test_ten_times_as_much_rises_as_far_wherever_it_begins() -> None:
    tree = ElementTree.fromstring(drawing(run_of().curves))
    space = "{http://www.w3.org/2000/svg}"
    first = next(tree.iter(f"{space}polyline")).attrib["points"]
    places = [tuple(float(part) for part in pair.split(",")) for pair in first.split()]
    assert places[1][0] - places[0][0] == pytest.approx(places[2][0] - places[1][0], abs=0.2)
    assert places[0][1] > places[1][1] > places[2][1]
    texts = [node.text for node in tree.iter(f"{space}text")]
    assert {"check & list", "floor", "seconds", "memory, MiB", "10,000", "model cards"} <= set(texts)


def test_a_curve_has_one_colour_in_every_panel() -> None:
    two = [Curve("a", "s", ((100, 1.0), (1000, 2.0))), Curve("b", "s", ((100, 1.0), (1000, 3.0)))]
    told = drawing([*two, Curve("b", "MiB", ((100, 1.0), (1000, 3.0)))])
    assert told.count('class="line c1"') == 2
    assert told.count('class="line c0"') == 1


def test_names_of_curves_that_end_at_one_place_do_not_cover_each_other() -> None:
    same = [Curve(name, "s", ((100, 1.0), (1000, 2.0))) for name in ("a", "b", "c")]
    tree = ElementTree.fromstring(drawing(same))
    heights = [float(node.attrib["y"]) for node in tree.iter() if node.text in ("a", "b", "c")]
    assert sorted(heights)[1] - sorted(heights)[0] >= 15
    assert sorted(heights)[2] - sorted(heights)[1] >= 15


@pytest.fixture
def two_runs(tmp_path: Path) -> tuple[str, str]:
    """A run, and one on a machine that is three times slower, with one line more and one less."""
    old = run_of(check(1, 4), check(2, 4, key="check/200"), check(1, 4, key="gone/1"))
    new = run_of(check(3.3, 12), check(6, 12, key="check/200"), check(1, 4, key="list/1"))
    paths = tmp_path / "old.json", tmp_path / "new.json"
    for path, outcome in zip(paths, (old, new), strict=True):
        path.write_text(to_json(outcome), encoding="utf-8")
    return str(paths[0]), str(paths[1])


def test_a_slower_machine_is_no_slower_steward(two_runs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert compare.main([*two_runs]) == 0
    told = capsys.readouterr().out
    assert "| `check` | other | 0.250 | 0.275 | +10% |" in told
    assert told.count("not compared") == 2
    assert "2 lines compared, 0 worse by more than 15%" in told


def test_a_ratio_that_grew_by_more_than_the_share_fails(
    two_runs: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare.main([*two_runs, "--share", "0.05"]) == 1
    assert "+10% **worse**" in capsys.readouterr().out


def test_a_ratio_that_fell_is_not_worse(two_runs: tuple[str, str]) -> None:
    assert compare.main([*reversed(two_runs), "--share", "0.05"]) == 0


def test_runs_without_a_line_in_common_are_no_comparison(tmp_path: Path) -> None:
    for name, key in (("a", "check/1"), ("b", "check/2")):
        (tmp_path / name).write_text(to_json(run_of(check(1, 2, key=key))), encoding="utf-8")
    with pytest.raises(SystemExit, match="no line in common"):
        compare.main([str(tmp_path / "a"), str(tmp_path / "b")])


HOLDS = "held = bytearray(b'x' * 80 * 2**20); "
"""80 MiB for the life of a process."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory of helpers is read from /proc")
def test_the_memory_of_helpers_counts() -> None:
    helper = f"import time; {HOLDS} time.sleep(0.5)"
    alone = watched([sys.executable, "-c", helper])
    both = watched(
        [sys.executable, "-c", f"import subprocess, sys; {HOLDS} subprocess.run([sys.executable, '-c', {helper!r}])"]
    )
    assert alone.mib > 80
    assert both.mib > 160


def test_a_command_that_fails_ends_the_benchmark_with_what_it_said() -> None:
    for run in (timed, watched):
        with pytest.raises(SystemExit, match="ended with 3:\noh no"):
            run([sys.executable, "-c", "import sys; print('oh no'); sys.exit(3)"])


def test_the_floor_reads_every_file_of_a_registry_and_nothing_of_git(tmp_path: Path) -> None:
    registry = write(tmp_path / "registry", 20)
    git(registry, "init", "--quiet")
    files = [path for path in registry.rglob("*.yaml") if path.is_file()]
    assert floor.look(str(registry)) == len(files) > 30


def test_every_file_goes_to_the_schema_of_its_kind(tmp_path: Path) -> None:
    registry = write(tmp_path, 400)
    by_kind = files_by_kind(registry)
    assert sum(map(len, by_kind.values())) == len(list(registry.rglob("*.yaml")))
    for kind, files in by_kind.items():
        text = (registry / files[0]).read_text(encoding="utf-8")
        assert f"card: {kind}/1" in text.replace('"', "").replace("'", "")
