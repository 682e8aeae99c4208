"""`steward vendors`: what vendors say of their models' ends, put on file and joined to what rests on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from modelsteward.cli.changing import Manner, carry_out, changes
from modelsteward.cli.vendors_check import check_
from modelsteward.cli.vendors_list import list_
from modelsteward.cli.vendors_scan import scan
from modelsteward.cli.vendors_show import show
from modelsteward.cli.vendors_successors import successors

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

app = typer.Typer(help="What vendors say of their models' ends, joined to what rests on them.", no_args_is_help=True)

From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="SOURCE",
        help="shipped (what comes with steward), litellm, modeldeprecations, deprecations-info, endoflife, models-dev, "
        "genai-prices, a host whose own list is asked, a URL, a saved file, or - for what is piped in.",
    ),
]
As = Annotated[
    str | None, typer.Option("--as", metavar="SOURCE", help="Whose format a file is in, where it does not tell.")
]
Hosts = Annotated[
    list[str] | None,
    typer.Option("--host", metavar="HOST", help="Keep all models of this host on file; may be repeated."),
]
Everything = Annotated[bool, typer.Option("--all", help="Keep all models of all hosts on file.")]
ReadOn = Annotated[
    str | None,
    typer.Option("--read-on", metavar="DATE", help="The day a saved file was read, if not today."),
]
Most = Annotated[
    int,
    typer.Option(
        "--most-vanished", min=0, max=100, metavar="PERCENT",
        help="Refuse where more of a host's models on file have vanished: the source may be broken.",
    ),
]  # fmt: skip
Allow = Annotated[
    list[str] | None,
    typer.Option("--allow-vanished", metavar="HOST", help="Believe that so many have; `all` for every host."),
]


@app.callback()
def _group() -> None:
    """A group of its own."""


@app.command("sync")
@changes
def sync(
    manner: Manner, source: From = "shipped", format_: As = None, host: Hosts = None, everything: Everything = False,
    read_on: ReadOn = None, most_vanished: Most = 50, allow_vanished: Allow = None,
) -> None:  # fmt: skip
    """Put on file what a source says of vendors' models: what is new, moved, vanished, contradicted.

    Kept are the models that are on file or that our cards name, and what vendors recommend instead of those.
    Nothing that was said before is changed: a new word is added to the old ones.
    """
    from modelsteward.api.feeds import Wanted, open_feed
    from modelsteward.cli.common import find_root
    from modelsteward.cli.progress import progress
    from modelsteward.domain.progress import Step
    from modelsteward.errors import BadUsage
    from modelsteward.usecases.vendors.likely import Limits
    from modelsteward.usecases.vendors.scope import Scope
    from modelsteward.usecases.vendors.syncing import plan_sync

    with progress() as tell:
        tell(Step(f"reading {source}"))
        feed = open_feed(Wanted(source, format_, _day(read_on)), find_root(manner.registry))

    def propose(desk: Desk) -> Proposal:
        registry = desk.of("vendors", "models", "use-cases")
        if read_on and feed.read_on and feed.read_on > desk.today:
            what = f"{feed.read_on} is yet to come, and what is said to be read then would hide all that is read sooner"
            raise BadUsage(what, "--read-on names the day on which the file was saved")
        limits = Limits(most_vanished, tuple(allow_vanished or ()))
        return plan_sync(registry, feed, desk.today, Scope(tuple(host or ()), everything), limits)

    carry_out(manner, propose)


app.command("check")(check_)
app.command("list")(list_)
app.command("show")(show)
app.command("successors")(successors)
app.command("scan")(scan)


def _day(text: str | None) -> date | None:
    from modelsteward.cli.common import day_of

    return day_of(text) if text else None
