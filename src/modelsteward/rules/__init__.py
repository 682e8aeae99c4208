"""The rules, by family. To add a family: a module beside these, and its name in FAMILIES."""

from modelsteward.rules.engine import Family, Rule
from modelsteward.rules.policy import POLICY
from modelsteward.rules.reading import READING

FAMILIES: tuple[Family, ...] = (READING, POLICY)
CATALOGUE: dict[str, Rule] = {rule.code: rule for family in FAMILIES for rule in family.rules}
