"""What is known of a version, for conditions: from its card, the uses it serves or served, all it was built on, and
what holds, incidents and cases say of it. What no card says is unknown, and stays so.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.conditions import Facts
from modelsteward.domain.registry import Registry
from modelsteward.usecases.facts import of_bytes, of_data, of_model, of_orders, of_uses  # noqa: F401 - each declares its fields
from modelsteward.usecases.facts.subject import FIELDS, subject_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard


def facts_of(registry: Registry, model: ModelCard, today: date) -> Facts:
    """Every fact of a version, as it is on a day."""
    subject = subject_of(registry, model, today)
    return {name: field.tell(subject) for name, field in FIELDS.items()}


def question(name: str) -> str:
    """What is not known where a field is unknown, as `whether it runs at customers' sites`."""
    return FIELDS[name].question if name in FIELDS else f"what `{name}` is"
