"""Two real stores over loopback, and the environment that leads steward to one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.s3.houses import House, client
from tests.servers.sharing import shared
from tests.servers.started import is_installed


@contextmanager
def _way(kind: str, factory: pytest.TempPathFactory) -> Iterator[Way]:
    if not is_installed(kind):
        why = f"the {kind} server is not installed: make servers"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    base = factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # of the run, and not of one of its processes
    with shared(kind, folder / f"store-{kind}") as reach, closing(client(reach)) as asking:
        yield reach, asking


Way = tuple[dict[str, str], Any]
"""How to reach a store, and a client that does."""


@pytest.fixture(scope="session")
def localstack_way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    with _way("localstack", tmp_path_factory) as way:
        yield way


@pytest.fixture(scope="session")
def swift_way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    with _way("swift", tmp_path_factory) as way:
        yield way


@pytest.fixture
def localstack(localstack_way: Way, lead: Any) -> House:
    lead(localstack_way[0])
    return House(localstack_way[1])


@pytest.fixture
def swift(swift_way: Way, lead: Any) -> House:
    lead(swift_way[0])
    return House(swift_way[1])


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
