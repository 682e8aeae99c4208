"""The rules, by family. To add a family: a module beside these, and its name in FAMILIES."""

from modelsteward.rules import (  # noqa: F401 - each adds rules to a family of another module
    answered,
    approvals,
    certificates,
    duty_packs,
    duty_words,
    endings,
    evaluations,
    freshness,
    guardrails,
    history,
    holds,
    lineage,
    numbers,
    refs,
    returned,
    series,
    serving,
    shared,
    vendor_guests,
    vendor_moves,
    vendor_names,
    vendors,
)
from modelsteward.rules.artifacts import ARTIFACTS
from modelsteward.rules.cases import CASES
from modelsteward.rules.checklists import CHECKLISTS
from modelsteward.rules.cost import COST
from modelsteward.rules.data import DATA
from modelsteward.rules.duties import DUTIES
from modelsteward.rules.engine import Family, Rule
from modelsteward.rules.evidence import EVIDENCE
from modelsteward.rules.hygiene import HYGIENE
from modelsteward.rules.identity import IDENTITY
from modelsteward.rules.licence import LICENCE
from modelsteward.rules.policy import POLICY
from modelsteward.rules.reading import READING
from modelsteward.rules.timing import TIMING
from modelsteward.rules.use import USE
from modelsteward.rules.vendor_ends import VENDORS
from modelsteward.rules.waivers import WAIVERS

FAMILIES: tuple[Family, ...] = (
    READING, IDENTITY, TIMING, VENDORS, DATA, USE, EVIDENCE, ARTIFACTS, LICENCE, HYGIENE, CHECKLISTS, CASES, DUTIES,
    COST, WAIVERS, POLICY,
)  # fmt: skip
CATALOGUE: dict[str, Rule] = {rule.code: rule for family in FAMILIES for rule in family.rules}
"""Every rule by its code."""
