"""A steward that brings packs of a test's own making."""

from __future__ import annotations

import pytest

from modelsteward.store import packs as store_packs
from tests.packs.texts import TWO, pack


class Package:
    """The packs that come with steward, by name; a test may have them become others, as a newer steward does."""

    def __init__(self) -> None:
        self.texts = {
            "eu": pack("eu"),
            "us": pack("us", TWO.replace("eu-", "us-")),
            "uk": pack("uk", TWO.replace("eu-", "uk-")),
        }


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Package:
    """What steward brings."""
    package = Package()
    monkeypatch.setattr(store_packs, "duty_names", lambda: sorted(package.texts))
    monkeypatch.setattr(store_packs, "duty_text", lambda name: package.texts[name])
    return package
