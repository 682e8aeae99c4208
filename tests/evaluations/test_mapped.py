"""Tables of one's own, by a mapping file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelsteward.api.mappings import read_mapping, read_models
from modelsteward.domain.imported import Imported, Measured
from modelsteward.errors import BadUsage
from tests.evaluations.reports import read, why_not

LONG = """\
from: {metric: name, value: score, slice: group, samples: n, low: ci.0, high: ci.1, date: /run.day, model: /run.model}
rows: figures
fixed: {suite: holdout, unit: share, better: higher}
"""
FIGURES = """{"run": {"day": "2026-11-20", "model": "no-show"}, "figures": [
  {"name": "auroc", "score": 0.81, "n": 400, "ci": [0.78, 0.84]},
  {"name": "auroc", "score": 0.78, "group": "age:65+"}]}"""
WIDE = """\
from: {slice: group, samples: cases, suite: suite, date: day, run: run}
metrics:
  AUROC: {metric: auroc, better: higher, low: from, high: to}
  wait: {unit: ms, better: lower}
fixed: {tool: our script 1.4}
"""
TABLE = """\
suite;day;run;group;cases;AUROC;from;to;wait
holdout;2026-11-20;7;;400;0.81;0.78;0.84;12.5
holdout;2026-11-20;7;age:65+;120;78%;;;14 ms
drift;2026-11-21;8;;400;0.5;;;20
"""


def taken(tmp_path: Path, name: str, said: str, mapping: str, skip: bool = False) -> tuple[Imported, ...]:
    report = read(written(tmp_path, name, said), mapping=made(tmp_path, mapping), skip=skip)
    assert report.unfit == ()
    return report.imported


def written(tmp_path: Path, name: str, said: str) -> Path:
    (tmp_path / name).write_text(said, encoding="utf-8")
    return tmp_path / name


def made(tmp_path: Path, mapping: str) -> object:
    return read_mapping(written(tmp_path, "mapping.yaml", mapping))


def test_json_with_a_row_a_figure(tmp_path: Path) -> None:
    (imported,) = taken(tmp_path, "scores.json", FIGURES, LONG)
    assert (imported.suite, imported.made, imported.model) == ("holdout", date(2026, 11, 20), "no-show")
    assert imported.results == (
        Measured("auroc", 0.81, "share", "higher", None, 0.78, 0.84, 400),
        Measured("auroc", 0.78, "share", "higher", "age:65+"),
    )


def test_a_table_with_a_column_a_metric_is_a_record_for_each_suite_and_run(tmp_path: Path) -> None:
    first, second = taken(tmp_path, "scores.csv", TABLE, WIDE)
    assert (first.suite, first.made, first.run, first.tool) == ("holdout", date(2026, 11, 20), "7", "our script 1.4")
    assert first.results == (
        Measured("auroc", 0.81, None, "higher", None, 0.78, 0.84, 400),
        Measured("wait", 12.5, "ms", "lower", None, samples=400),
        Measured("auroc", 78, "%", "higher", "age:65+", samples=120),
        Measured("wait", 14, "ms", "lower", "age:65+", samples=120),
    )
    assert (second.suite, second.run) == ("drift", "8")


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_table_has_commas_semicolons_or_tabs(tmp_path: Path, between: str) -> None:
    (imported,) = taken(
        tmp_path,
        "a.csv",
        f"\ufeffsuite{between}acc\r\ns{between}0.5\r\n\r\n",
        "from: {suite: suite}\nmetrics: {acc: {}}",
    )
    assert (imported.suite, imported.results) == ("s", (Measured("acc", 0.5),))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (TABLE.replace("0.81", "NaN"), "line 2, column AUROC: auroc is `NaN`, which is no number"),
        (TABLE.replace("0.81", ""), "line 2, column AUROC: auroc has no value"),
        (TABLE.replace("0.81", "0,81"), "line 2, column AUROC: auroc is `0,81`, which is no number"),
        (TABLE.replace(";400;0.5", ";4.5;0.5"), "line 4: samples of auroc is `4.5`, and ought to be a number of cases"),
        (TABLE.replace("0.84;", ""), "line 2: 8 cells stand under 9 columns"),
        (TABLE.replace("AUROC", "auroc"), "line 1: there is no column 'AUROC'"),
        (TABLE.replace(";from;", ";to;"), "line 1: two columns have the same name"),
        (TABLE.replace("2026-11-21", "21/11/2026"), "'21/11/2026' is no day"),
        (TABLE.replace("0.81", '"0.81'), "line 4: it is not CSV: unexpected end of data"),
        ("", "it has no rows"),
    ],
)
def test_what_is_wrong_in_a_table_is_told_with_its_line(tmp_path: Path, said: str, why: str) -> None:
    assert why_not(written(tmp_path, "scores.csv", said), mapping=made(tmp_path, WIDE)) == why


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (FIGURES.replace("0.81", "NaN"), "figures[0].score: auroc is not a number (NaN)"),
        (FIGURES.replace("0.81", "-Infinity"), "figures[0].score: auroc is infinite"),
        (FIGURES.replace("0.81", "null"), "figures[0].score: auroc has no value"),
        (FIGURES.replace("0.81", '"high"'), "figures[0].score: auroc is `high`, which is no number"),
        (FIGURES.replace("figures", "scores"), "figures: there is nothing at the place that `rows` names"),
        (FIGURES.replace('"name": "auroc", "score": 0.78', '"score": 1'), "figures[1]: the mapping file does not say where the metric's name stands"),
        ('{"figures": [1]}', "figures[0]: a row is `1`, and ought to be a mapping"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_json_is_told_with_its_keys(tmp_path: Path, said: str, why: str) -> None:
    assert why_not(written(tmp_path, "scores.json", said), mapping=made(tmp_path, LONG)) == why


def test_what_is_no_number_is_left_out_where_that_was_allowed(tmp_path: Path) -> None:
    (imported,) = taken(tmp_path, "scores.json", FIGURES.replace("0.81", "NaN"), LONG, skip=True)
    assert [figure.slice for figure in imported.results] == ["age:65+"]
    assert imported.left_out == ("auroc: is not a number (NaN)",)


def test_what_holds_nothing_else_is_refused_all_the_same(tmp_path: Path) -> None:
    said = FIGURES.replace("0.81", "NaN").replace('"score": 0.78', '"score": NaN')
    why = why_not(written(tmp_path, "scores.json", said), mapping=made(tmp_path, LONG), skip=True)
    assert why.startswith("it holds no figure; left out: auroc: is not a number (NaN)")


@pytest.mark.parametrize(
    ("mapping", "said", "hint"),
    [
        ("form: {metric: m}", "mapping.yaml:1:1: unknown key `form`", "did you mean `from`?"),
        ("from: {metrik: m}", "mapping.yaml:1:8: unknown key `metrik`", "did you mean `metric`?"),
        ("fixed: {better: up}", "mapping.yaml:1:17: ", "higher"),
        ("metrics: {a: 1}", "mapping.yaml:1:14: ", ""),
        ("from: {metric: m", "mapping.yaml:1:", ""),
        ("- a", "mapping.yaml", ""),
    ],
)
def test_a_slip_in_a_mapping_file_is_told_with_its_place(tmp_path: Path, mapping: str, said: str, hint: str) -> None:
    with pytest.raises(BadUsage) as caught:
        made(tmp_path, mapping)
    assert said in caught.value.message
    assert hint in caught.value.hint


def test_a_mapping_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="cannot be read: no such file"):
        read_mapping(tmp_path / "nothing.yaml")


def test_models_are_named_a_line_each(tmp_path: Path) -> None:
    assert read_models(written(tmp_path, "m.yaml", "openai/gpt-4o: gpt-4o@1.0.0\n")) == {
        "openai/gpt-4o": "gpt-4o@1.0.0"
    }
    for wrong in ("- a", "a: 1", "a:", "a: {b: c}"):
        with pytest.raises(BadUsage, match="which model is which version"):
            read_models(written(tmp_path, "m.yaml", wrong))
