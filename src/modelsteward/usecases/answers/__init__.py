"""The answers that the registry gives to checklist items itself, one file a theme. Each declares its own."""

from modelsteward.usecases.answering import ANSWERS
from modelsteward.usecases.answers import destruction, duties, matters, plan, uses  # noqa: F401 - each declares its answers

__all__ = ["ANSWERS"]
