"""Of what a story is told: one version, every version of a name, a use, a data set, or the whole registry."""

from __future__ import annotations

from modelsteward.domain.holds import matches
from modelsteward.domain.kinds import FOLDERS, ref_at
from modelsteward.domain.story import Event
from modelsteward.errors import BadUsage

_STATES = ("waivers", "holds", "incidents", "cases")
PATTERN = "pattern "
"""What a view begins with that concerns all refs of a pattern."""
_HOMES = {
    "": ("models", "records/models", "checklists"),
    "data": ("datasets", "records/data"),
    "use": ("use-cases", "records/uses"),
}
_BESIDE = {"": ("use-cases",), "data": (), "use": ("records/models",)}
"""Folders whose files may speak of it."""


class About:
    """What was asked for, and under which refs it is known: a version that was renumbered has several."""

    def __init__(self, text: str, folder: str = "") -> None:
        """Raises BadUsage for what is no ref. A file's path may begin with the registry's `folder`."""
        if text.endswith(".yaml"):
            text = ref_at(text.removeprefix("./").removeprefix(folder))
        kind, _, rest = text.rpartition(":")
        if kind not in _HOMES or "/" in rest or ".." in rest or rest.startswith((".", "@")) or text.count("@") > 1:
            raise BadUsage(
                f"`{text}` is no ref", "write no-show, no-show@2.1.0, use:outreach-reminders or data:appointments"
            )
        self.text = text
        self._kind, self._name = kind, rest.partition("@")[0]
        self._exact = "@" in text or kind == "use" or text == "registry"
        self._refs = {text}

    @property
    def everything(self) -> bool:
        """Whether the whole registry is meant."""
        return not self.text

    @property
    def single(self) -> bool:
        """Whether one thing is meant, so that a line need not name it."""
        return self._exact

    def paths(self) -> tuple[str, ...]:
        """Files and folders of the registry in which its story may stand."""
        if self.everything:
            return ("steward.yaml", *FOLDERS)
        if self.text == "registry":
            return ("steward.yaml", *_STATES)
        return (*self._homes(), *_BESIDE[self._kind], *_STATES)

    def _homes(self) -> tuple[str, ...]:
        if self._kind == "use":
            return ("use-cases", f"records/uses/{self._name}")
        return tuple(f"{folder}/{self._name}" for folder in _HOMES[self._kind])

    def needs(self, path: str) -> bool:
        """Whether a file is about nothing else, so that it must be read whatever it says."""
        if self.everything or (self.text == "registry" and path == "steward.yaml"):
            return True
        homes = self._homes()[1:] if self._kind == "use" else self._homes()
        return any(path.startswith(f"{home}/") for home in homes) or path in map(_file_of_use, self._refs)

    def owns(self, path: str) -> bool:
        """Whether a file belongs to just what was asked for."""
        version = self.text.partition("@")[2]
        return self.needs(path) and (not version or f"/{version}" in path)

    def words(self) -> tuple[bytes, ...]:
        """Texts, one of which any other file must hold to concern it."""
        if self.everything:
            return (b"",)
        if self._kind == "data":  # a case may be about a name alone
            return tuple({ref.partition("@")[0].encode() for ref in self._refs})
        return tuple(f"{ref}@".encode() if not self._exact and "@" not in ref else ref.encode() for ref in self._refs)

    def wants(self, ref: str) -> bool:
        """Whether a ref is what was asked for, or a pattern covers that."""
        if ref.startswith(PATTERN) and not self.everything:
            return self._is_covered(ref.removeprefix(PATTERN))
        if self.everything or ref in self._refs or (not self._exact and ref.partition("@")[0] in self._refs):
            return True
        return self._kind == "data" and any(known.startswith(f"{ref}@") for known in self._refs)

    def view(self, event: Event) -> tuple[str, str] | None:
        """The ref that is wanted, and what happened to it; None where the event is of no concern."""
        if self.wants(event.ref):
            return event.ref, event.what
        view = next((view for view in event.views if self.wants(view[0])), None)
        return (self.text, view[1]) if view and view[0].startswith(PATTERN) else view

    def _is_covered(self, pattern: str) -> bool:
        if self._exact:
            return any(matches(pattern, ref) for ref in self._refs)
        return any(matches(pattern.partition("@")[0], f"{name}@0") for name in self._refs)

    def also(self, new: str, old: str) -> None:
        """From here back in time, what is wanted was called `old`."""
        if not self.everything and self.wants(new):
            self._refs.add(old if self._exact else old.partition("@")[0])


def _file_of_use(ref: str) -> str:
    return f"use-cases/{ref.removeprefix('use:')}.yaml" if ref.startswith("use:") else ""
