"""`steward record evaluation`: what a version scored, typed by hand or as tools report it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from modelsteward.cli.changing import Manner, carry_out, changes
from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.api.reports import How
    from modelsteward.domain.imported import Report
    from modelsteward.domain.plan import Proposal
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.evaluating import Left, Terms

Format = Literal["lm-eval", "inspect", "model-index", "eval-results", "mlflow", "evidently", "json", "csv"]

Ref = Annotated[
    str | None,
    typer.Argument(metavar="REF", help="The version, like no-show@2.1.0; else as the reports name their models."),
]
Use = Annotated[
    str | None, typer.Option("--for", "--use", metavar="USE", help="The use it was evaluated for, like reminders.")
]
Metrics = Annotated[
    list[str] | None,
    typer.Option(
        "--metric",
        metavar="FIGURE",
        help='By hand: "auroc=0.81 [0.78,0.84] n=400 slice=age:65+", of which NAME=VALUE is needed; may be repeated.',
    ),
]
From = Annotated[list[Path] | None, typer.Option("--from", metavar="FILE", help="A tool's report; may be repeated.")]
Folder = Annotated[Path | None, typer.Option("--dir", metavar="DIR", help="Every report below this folder.")]
As = Annotated[Format | None, typer.Option("--as", help="What the reports are; else told from what they hold.")]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE", help="What JSON or CSV of your own holds, as YAML.")
]
Models = Annotated[
    Path | None, typer.Option("--models", metavar="FILE", help="YAML: refs, by what the tools call the models.")
]
Suites = Annotated[
    list[str] | None,
    typer.Option("--suite", metavar="NAME", help="The suite; OLD=NEW for another name than the report's."),
]
Renamed = Annotated[
    list[str] | None,
    typer.Option("--rename", metavar="OLD=NEW", help="Another name for a metric of the reports; may be repeated."),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="SUITE", help="Of a report, this suite alone, by its own name; may be repeated."),
]
On = Annotated[str | None, typer.Option(metavar="DATE", help="Day it was measured, where no report says.")]
By = Annotated[str | None, typer.Option(metavar="WHO", help="Who measured it; else as the report says, else you.")]
ReportAt = Annotated[
    str | None,
    typer.Option("--report", metavar="URI", help="Where the full report lies; with / at the end, the folder of all."),
]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Anything a reader should know.")]
Dataset = Annotated[str | None, typer.Option(metavar="REF", help="What it was measured on; else as the report says.")]
Tool = Annotated[str | None, typer.Option(metavar="TEXT", help="What measured it, with its version.")]
Run = Annotated[str | None, typer.Option(metavar="ID", help="The tool's own id of the run, where no report says.")]
RunIds = Annotated[list[str] | None, typer.Option("--run-id", metavar="ID", help="MLflow: this run; may be repeated.")]
Experiment = Annotated[str | None, typer.Option(metavar="NAME", help="MLflow: the runs of this experiment.")]
Skip = Annotated[
    bool, typer.Option("--skip-broken", help="Leave out figures that are no numbers; the record says which.")
]


class Sources(NamedTuple):
    """Where the figures come from."""

    metrics: list[str]
    files: list[Path]
    folder: Path | None
    how: How


class Came(NamedTuple):
    """What the last proposal left out."""

    left: list[Left]
    reports: list[Report]


@changes
def evaluation(
    manner: Manner, ref: Ref = None, use: Use = None, metric: Metrics = None, from_: From = None, folder: Folder = None,
    as_: As = None, mapping: MappingFile = None, models: Models = None, suite: Suites = None,
    rename: Renamed = None, only: Only = None, on: On = None, by: By = None, report: ReportAt = None,
    note: Note = None, dataset: Dataset = None, tool: Tool = None, run: Run = None,
    run_id: RunIds = None, experiment: Experiment = None, skip: Skip = False,
) -> None:  # fmt: skip
    """Put on record what a version scored.

    By hand (--metric), or as tools report it (--from, --dir). Any number of reports is one commit. What is on record
    already adds nothing, and what cannot go on record is named.
    """
    from modelsteward.api.reports import How
    from modelsteward.cli.common import day_of
    from modelsteward.interop.mlflow import Wanted
    from modelsteward.usecases.evaluating import Terms, refused

    how = How(as_, _mapping(mapping), skip, Wanted(tuple(run_id or ()), experiment), report)
    sources = Sources(metric or [], from_ or [], folder, how)
    one, several = _suites(suite or [])
    terms = Terms(
        ref, None, one, several, _pairs("--rename", rename or []), tuple(only or ()), day_of(on) if on else None, by,
        dataset, tool, run, note, _models(models),
    )  # fmt: skip
    _require_sense(sources, terms)
    came = Came([], [] if sources.metrics else _read(sources))

    def propose(desk: Desk) -> Proposal:
        return _proposed(desk, sources, terms, use, came)

    carry_out(manner, propose)
    if came.left:
        raise Refused(*refused(tuple(came.left)))


def _require_sense(sources: Sources, terms: Terms) -> None:
    """Raise BadUsage where nothing is to be recorded, or by hand what only reports can tell."""
    ways = [bool(sources.metrics), bool(sources.files), sources.folder is not None]
    if sum(ways) != 1:
        said = "nothing is to be recorded" if not any(ways) else "--metric, --from and --dir do not go together"
        raise BadUsage(said, 'say one of --metric "auroc=0.81", --from FILE and --dir DIR')
    if not sources.metrics:
        return
    if terms.ref is None:
        raise BadUsage("a figure is of a version, and none is named", "steward record evaluation no-show@2.1.0 …")
    if terms.suite is None or terms.suites:
        raise BadUsage("a figure is of a suite, and none is named", "add --suite NAME")
    of_reports = terms.metrics or terms.only or terms.models
    if of_reports or sources.how._replace(uri=None, skip=False) != type(sources.how)():
        options = "--as, --mapping, --models, --rename, --only, --run-id and --experiment"
        raise BadUsage(f"{options} are for reports", "leave them out")


def _read(sources: Sources) -> list[Report]:
    from modelsteward.api.reports import found_in, read_reports
    from modelsteward.cli.progress import progress

    paths = sources.files if sources.folder is None else found_in(sources.folder)
    if not paths:
        raise BadUsage(f"no report lies in {sources.folder}", "name the folder that holds the tools' reports")
    if len(paths) > 1 and sources.how.uri and not sources.how.uri.endswith("/"):
        raise BadUsage("--report names one place for several reports", "end it with / : the reports' names follow it")
    with progress() as tell:
        return list(read_reports(paths, sources.folder, sources.how, tell))


def _proposed(desk: Desk, sources: Sources, terms: Terms, use: str | None, came: Came) -> Proposal:
    """What would go on record, by the registry as it is now; `came` is told what is left out."""
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.evaluating import plan_evaluations
    from modelsteward.usecases.naming import the_use

    registry = _around(desk, terms.ref, use)
    if use is not None:
        terms = terms._replace(use=the_use(registry, use).ref)
    if sources.metrics:
        terms = terms._replace(on=terms.on or desk.today)
    reports = [_typed(sources, terms)] if sources.metrics else came.reports
    found = plan_evaluations(registry, reports, terms, read_packs(), desk.today, desk.by)
    came.left[:] = found.left
    if found.left and not found.proposal.records and len(found.left) == len(reports) == 1:
        from modelsteward.usecases.evaluating import refused

        raise Refused(*refused(found.left))
    return found.proposal


def _around(desk: Desk, ref: str | None, use: str | None) -> Registry:
    """What is to be read: all, where the reports say which versions they are about."""
    if ref is None:
        return desk.whole()
    named = [] if use is None else [use if use.startswith("use:") else f"use:{use}"]
    return desk.require_own(desk.around(ref, *named), ref, "record evaluation")


def _typed(sources: Sources, terms: Terms) -> Report:
    """What was typed, as if it were a report."""
    from modelsteward.api.reports import digest_of
    from modelsteward.domain.imported import Imported, Report
    from modelsteward.domain.quantity import parse_metric

    figures = tuple(map(parse_metric, sources.metrics))
    at = sources.how.uri
    return Report("--metric", digest_of(at) if at else "", (Imported(str(terms.suite), figures),), uri=at)


def _pairs(option: str, given: list[str]) -> dict[str, str]:
    """What is to be called otherwise."""
    pairs = {old.strip(): new.strip() for old, _, new in (text.partition("=") for text in given)}
    if not all((*pairs, *pairs.values())):
        raise BadUsage(f"{option} gives one name for another", f"{option} OLD=NEW")
    return pairs


def _suites(given: list[str]) -> tuple[str | None, dict[str, str]]:
    """The one name for what is recorded, or other names by those of the reports."""
    several = {old: new for old, equals, new in (text.partition("=") for text in given) if equals}
    names = [text for text in given if "=" not in text]
    if len(names) > 1 or (names and several):
        raise BadUsage(f"--suite is said {len(given)} times", "one NAME, or OLD=NEW for each suite of the reports")
    if any(not text.strip() for text in (*names, *several, *several.values())):
        raise BadUsage("a suite has no empty name", "--suite NAME")
    return (names[0] if names else None), several


def _mapping(path: Path | None) -> Any:
    from modelsteward.api.mappings import read_mapping

    return read_mapping(path) if path else None


def _models(path: Path | None) -> dict[str, str]:
    from modelsteward.api.mappings import read_models

    return read_models(path) if path else {}
