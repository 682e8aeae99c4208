"""Small packs of duties, as texts."""

from __future__ import annotations

DUTY = """\
  # Why it stands here.
  - id: {id}
    jurisdiction: EU
    source: The Act
    article: Art. 1
    kind: keep
    objects: [records]
    what: {what}
    applies_when: {{jurisdictions: EU}}
    bound: at_least
    period: P10Y  # ten, not five
    clock: created
    binding: true
    read: {read}
    read_in: the text of the Act
    checked_on: 2029-11-24
"""


def duty(ident: str, what: str = "Keep the records.", read: str = "primary") -> str:
    """One entry."""
    return DUTY.format(id=ident, what=what, read=read)


def gap(*duties: str) -> str:
    """Entries with an empty line between them."""
    return "\n".join(duties)


TWO = gap(duty("eu-1"), duty("eu-2", read="secondary"))
THREE = gap(duty("eu-1"), duty("eu-2", read="secondary"), duty("eu-3"))


def pack(name: str, duties: str = TWO, review_by: str = "2030-06-01", title: str = "Europe", more: str = "") -> str:
    """A whole pack."""
    head = f"# What is asked.\ncard: duties/1\nname: {name}\ntitle: {title}\nabout: Our own words.\n"
    return f"{head}review_by: {review_by}\n{more}\n# The fields are told elsewhere.\nduties:\n{duties}"
