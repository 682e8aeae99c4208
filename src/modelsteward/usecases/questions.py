"""What a new card lacks: what it cannot be without, and what it would be good to know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.edits import Edit, Remove
from modelsteward.domain.findings import Path
from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import RegistryCard

Values = Mapping[Path, Any]

LICENCES = (
    "Apache-2.0", "MIT", "BSD-3-Clause", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "LicenseRef-Proprietary",
)  # fmt: skip
"""Licences that are offered to choose from; any other may be typed."""

NONE = "none"
"""Says of a list that there is nothing in it, which is more than not to know."""

_MOST_OFFERED = 20
HOSTS = ("anthropic", "aws-bedrock", "azure-openai", "google-vertex", "openai")
"""Who answers the calls of vendors' models, offered to choose from; any other may be typed."""
_YES_NO = ("yes", "no")
_TIERS = {
    "high": "in a product of Annex I, or for a purpose of Annex III",
    "transparency": "people are told: it talks to them, or makes or judges what they see (Art. 50)",
    "minimal": "the Act does not single it out",
}
"""Tiers of Regulation (EU) 2024/1689. What is prohibited (Art. 5) cannot be registered to be served."""
_HOSTING = {"vendor": "vendor_api", "open": "self", "in-house": "self"}


class Question(NamedTuple):
    """Something a card does not say yet."""

    path: Path
    flag: str
    """How to answer on the command line, as `--owner TEAM`."""
    text: str
    needed: bool = False
    """Whether there can be no card without it."""
    choices: tuple[str, ...] = ()
    closed: bool = False
    """Whether only the choices will do."""
    default: str = ""
    is_list: bool = False
    notes: tuple[str, ...] = ()
    """What stands beside each choice."""

    def value(self, answer: str) -> Any:
        """The answer as it stands in a card."""
        if self.choices == _YES_NO:
            return answer == "yes"
        return (
            [part.strip() for part in answer.split(",") if part.strip() not in ("", NONE)] if self.is_list else answer
        )


def questions(
    kind: str, values: Values, policy: RegistryCard, me: str = "", known: Collection[str] = ()
) -> list[Question]:
    """What the card of a kind does not say yet, in the order of asking.

    `me` is the e-mail address git knows, `known` are the refs there are. Raises Refused where nobody could own it.
    """
    if kind == "usecase":
        found = [*_of_use(policy, me)]
    elif kind == "dataset":
        found = [*_of_data(values, policy, me)]
    else:
        found = [*_of_model(values, policy, me), *_built_on(values, known)]
    if not policy.teams and ("owner",) not in values:
        raise Refused("there is no team that could answer for it", "name it under `teams` in steward.yaml first")
    return [question for question in found if question.path not in values]


def needed(kind: str, values: Values, policy: RegistryCard) -> list[Question]:
    """What there can be no card without, of what it does not say yet."""
    return [question for question in questions(kind, values, policy) if question.needed]


def spoken(values: Values, edits: Iterable[Edit]) -> Values:
    """The values with what `--set` says, so that it is not asked again."""
    found = dict(values)
    for edit in edits:
        value = None if isinstance(edit, Remove) else edit.value
        found[edit.path] = value
        if isinstance(value, dict):
            found |= {(*edit.path, key): inner for key, inner in value.items()}
    return found


def _built_on(values: Values, known: Collection[str]) -> Iterator[Question]:
    """The data sets a model of our own was trained on, where there are any to choose from."""
    data = sorted(ref for ref in known if ref.startswith("data:"))
    if data and values.get(("origin",)) == "in-house":
        text = "Which data sets was it trained on (none, or refs with commas between)?"
        choices = (*data, NONE) if len(data) < _MOST_OFFERED else ()
        yield Question(("lineage", "datasets"), "--dataset REF", text, choices=choices, is_list=True)


def _owner(policy: RegistryCard, me: str) -> Question:
    teams = tuple(policy.teams)
    mine = [name for name, team in policy.teams.items() if any(me in member.git for member in team.members)]
    default = mine[0] if len(mine) == 1 else teams[0] if len(teams) == 1 else ""
    notes = tuple(team.contact for team in policy.teams.values())
    return Question(("owner",), "--owner TEAM", "Which team answers for it?", True, teams, True, default, notes=notes)


def _licence(values: Values) -> Iterator[Question]:
    yield Question(("license",), "--license ID", "Under which licence (SPDX)?", choices=LICENCES)
    if str(values.get(("license",), "")).startswith("LicenseRef-"):
        yield Question(("license_text",), "--set license_text=…", "Where does the licence's text stand (an address)?")


def _of_model(values: Values, policy: RegistryCard, me: str) -> Iterator[Question]:
    origins = ("in-house", "open", "vendor")
    yield Question(("summary",), "--summary TEXT", "What does it do, in a sentence?", True)
    yield _owner(policy, me)
    yield Question(
        ("origin",), "--origin " + "|".join(origins), "Where does it come from?", True, origins, True, "in-house"
    )
    origin = values.get(("origin",))
    if origin == "vendor":
        yield from _of_vendor()
    elif origin == "open":
        yield from _of_hub()
    places = ("self", "vendor_api", "vendor_finetune", "edge", "customer_site")
    default = _HOSTING.get(str(origin), "")
    yield Question(
        ("hosting",),
        "--hosting PLACE",
        "Where does it run?",
        choices=places,
        closed=True,
        default=default,
        is_list=True,
    )
    classes = ("statistical", "ml", "generative", "agentic")
    yield Question(("model_class",), "--model-class CLASS", "What kind of model is it?", choices=classes, closed=True)
    yield from _licence(values)
    yield Question(("task",), "--task TASK", "Which task is it for, as hubs name tasks (tabular-classification)?")


def _of_vendor() -> Iterator[Question]:
    at = "source"
    yield Question((at, "host"), "--host HOST", "Who answers the calls?", True, HOSTS)
    yield Question((at, "model"), "--model NAME", "What does the vendor call it?", True)
    yield Question((at, "snapshot"), "--snapshot ID", "Which snapshot is pinned?")
    yield Question((at, "region"), "--region REGION", "In which region is it called?")


def _of_hub() -> Iterator[Question]:
    at = "source"
    yield Question(
        (at, "hub"),
        "--hub HOST",
        "On which hub is it?",
        True,
        ("huggingface.co", "github.com"),
        default="huggingface.co",
    )
    yield Question((at, "repository"), "--repository OWNER/NAME", "In which repository there?", True)
    yield Question((at, "revision"), "--revision COMMIT", "At which commit or tag?")


def _of_data(values: Values, policy: RegistryCard, me: str) -> Iterator[Question]:
    origins = ("in-house", "open", "vendor", "synthetic")
    yield Question(("summary",), "--summary TEXT", "What is it, in a sentence?", True)
    yield _owner(policy, me)
    yield Question(
        ("origin",), "--origin " + "|".join(origins), "Where does it come from?", True, origins, True, "in-house"
    )
    yield Question(("contains", "personal"), "--personal or --no-personal", "Is it about identifiable people?",
                   choices=_YES_NO, closed=True)  # fmt: skip
    if values.get(("contains", "personal")) is True:
        yield Question(
            ("lawful_basis",), "--lawful-basis TEXT", "On which basis may it be used (GDPR Art. 6(1)(e), …)?", True
        )
        yield Question(("retention", "basis"), "--set retention.basis=…", "Which rule says how long it may be kept?")
    yield Question(("purpose",), "--purpose TEXT", "What was it gathered for?")
    yield from list(_licence(values))[:1]
    yield Question(("location",), "--uri PLACE", "Where does it lie (s3://…)?")


def _of_use(policy: RegistryCard, me: str) -> Iterator[Question]:
    yield Question(("summary",), "--summary TEXT", "What does it do for whom, in a sentence?", True)
    yield _owner(policy, me)
    yield Question(("purpose",), "--purpose TEXT", "What is it for, so that a data-protection officer can judge it?")
    risks = ("low", "medium", "high")
    yield Question(("risk", "own"), "--risk low|medium|high", "How much harm could it do?", choices=risks, closed=True)
    yield Question(
        ("risk", "eu_tier"),
        "--eu-tier " + "|".join(_TIERS),
        "Which tier does it have under the EU AI Act?",
        choices=tuple(_TIERS),
        closed=True,
        notes=tuple(_TIERS.values()),
    )
    yield Question(
        ("jurisdictions",), "--jurisdiction CODE", "Where is it used (EU, US-AZ, …; commas between)?", is_list=True
    )
    yield Question(
        ("affects",), "--affects WHOM", "Whom does it touch (patients, staff, …; commas between)?", is_list=True
    )
