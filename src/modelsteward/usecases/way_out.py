"""What is typed to have a version or a data set destroyed, from where it stands now."""

from __future__ import annotations

_MODEL = {
    "production": "steward deprecate {ref} --because data --sunset DATE, then retire and destroy it"
    " (steward suspend {ref} stops it at once)",
    "retired": "steward destroy {ref}",
}
_RETIRE = "steward retire {ref} --reason TEXT, then destroy it"
_WITHDRAW = "steward withdraw {ref} --reason TEXT, then destroy it"
_DESTROY = "steward destroy {ref}"
_NOBODY_KNOWS = {"unreadable": "its card cannot be read", "unknown": "it has no card"}


def way_out(ref: str, state: str) -> str:
    """The first command, and what comes after it; `state` is its stage or status, `unreadable`, or `unknown`."""
    if state in _NOBODY_KNOWS:
        return _NOBODY_KNOWS[state]
    if ref.startswith("data:"):
        return (_WITHDRAW if state == "active" else _DESTROY).format(ref=ref)
    return _MODEL.get(state, _RETIRE).format(ref=ref)
