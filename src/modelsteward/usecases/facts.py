"""What is known of a version, for conditions; see `domain.facts`."""

from modelsteward.domain.facts import FIELDS, facts_of, question

__all__ = ["FIELDS", "facts_of", "question"]
