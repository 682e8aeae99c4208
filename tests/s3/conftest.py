"""Two real stores over loopback, and the environment that leads steward to one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.s3.houses import House
from tests.servers.sharing import shared
from tests.servers.started import is_installed


def _reach(kind: str, factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    if not is_installed(kind):
        why = f"the {kind} server is not installed: make servers"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    base = factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # of the run, and not of one of its processes
    with shared(kind, folder / f"store-{kind}") as reach:
        yield reach


@pytest.fixture(scope="session")
def localstack_reach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    yield from _reach("localstack", tmp_path_factory)


@pytest.fixture(scope="session")
def swift_reach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    yield from _reach("swift", tmp_path_factory)


@pytest.fixture
def localstack(localstack_reach: dict[str, str], lead: Any) -> Iterator[House]:
    lead(localstack_reach)
    with House(localstack_reach) as house:
        yield house


@pytest.fixture
def swift(swift_reach: dict[str, str], lead: Any) -> Iterator[House]:
    lead(swift_reach)
    with House(swift_reach) as house:
        yield house


@pytest.fixture(params=["localstack", "swift"])
def either(request: pytest.FixtureRequest) -> House:
    """Each of the two."""
    house: House = request.getfixturevalue(request.param)
    return house


@pytest.fixture
def lead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Leads steward to a store, by the environment alone."""

    def to(reach: dict[str, str]) -> None:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        nothing = str(tmp_path / "no-such-file")
        for name, value in {
            "AWS_ENDPOINT_URL_S3": reach["endpoint"],
            "AWS_ACCESS_KEY_ID": reach.get("key", "test"),
            "AWS_SECRET_ACCESS_KEY": reach.get("secret", "test"),
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": nothing,
            "AWS_SHARED_CREDENTIALS_FILE": nothing,
            "AWS_EC2_METADATA_DISABLED": "true",
        }.items():
            monkeypatch.setenv(name, value)

    return to
