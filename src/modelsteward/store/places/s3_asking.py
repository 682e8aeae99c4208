"""Asking an S3 store: each answer is a value, each failure a few words.

Where the store is and who asks is read by boto3 from the environment and its own files, and is never printed. What a
store says of a failure is a stranger's text: only its code is kept.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from modelsteward.errors import Refused
from modelsteward.store.places.reading import hasher

Kind = Literal["denied", "lacking", "absent", "failed"]
"""The store will not, the store cannot, there is no such thing, or it was not heard at all."""

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 20, 3
"""For the connection, for the next bytes, and how often a request is made."""
CHUNK = 1024 * 1024

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("AccessDenied", "AllAccessDisabled", "Forbidden", "UnauthorizedAccess", "403"), "denied"),
    **dict.fromkeys(("NotImplemented", "MethodNotAllowed", "UnsupportedOperation", "405", "501"), "lacking"),
    **dict.fromkeys(("NoSuchBucket", "NoSuchKey", "NoSuchVersion", "NoSuchUpload", "NotFound", "404"), "absent"),
}
_STRANGERS = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired")
_SAFE = re.compile(r"[^A-Za-z0-9.]")


class Trouble(Exception):
    """A question that was not answered."""

    def __init__(self, kind: Kind, why: str, code: str = "") -> None:
        super().__init__(why)
        self.kind, self.why, self.code = kind, why, code


class Version(NamedTuple):
    """One version of an object, with bytes of its own."""

    key: str
    id: str
    """`null` where it was written while the bucket kept no versions; empty where the store does not say: the one that
    is there now."""
    bytes: int
    etag: str

    @property
    def asked(self) -> dict[str, str]:
        """How to name it to the store."""
        return {"Key": self.key} | ({"VersionId": self.id} if self.id else {})


class Kept(NamedTuple):
    """What the store says of one version."""

    id: str
    etag: str
    bytes: int
    sha256: str | None = None
    """Of all its bytes, worked out by the store when they came, where it has one."""
    mode: str = ""
    until: date | None = None
    """Day until which the store refuses to delete it."""
    hold: bool = False
    """Whether a legal hold is on it, which has no end of its own."""


class Store:
    """An S3 store, as boto3 reaches it."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def ask(self, doing: str, operation: str, **asked: Any) -> dict[str, Any]:
        """One answer. `doing` says in words what for. Raises Trouble."""
        answer: dict[str, Any] = _heard(doing, lambda: getattr(self._client, operation)(**asked))
        return answer

    def takes(self, operation: str, parameter: str) -> bool:
        """Whether the installed boto3 knows a parameter of an operation."""
        return parameter in self._client.meta.service_model.operation_model(operation).input_shape.members

    def kept(self, bucket: str, version: Version) -> Kept:
        """What the store says of a version. Raises Trouble; `absent` if it is not there."""
        found = self.ask("asking for a version", "head_object", Bucket=bucket, ChecksumMode="ENABLED", **version.asked)
        until = found.get("ObjectLockRetainUntilDate")
        return Kept(
            id=found.get("VersionId", ""),
            etag=found.get("ETag", ""),
            bytes=found.get("ContentLength", 0),
            sha256=_whole(found),
            mode=_SAFE.sub("", found.get("ObjectLockMode", ""))[:20],
            until=until.date() if until else None,
            hold=found.get("ObjectLockLegalHoldStatus") == "ON",
        )

    def digests(
        self, bucket: str, version: Version, algorithms: Iterable[str], told: Callable[[int], None]
    ) -> dict[str, str]:
        """The digests of a version's bytes by algorithm, read here; a megabyte is held at a time. Raises Trouble, also
        where it is not what was listed."""
        doing = "reading a version"
        working, size = _hashers(algorithms), 0
        found = self.ask(doing, "get_object", Bucket=bucket, **version.asked)
        with found["Body"] as body:
            while chunk := _heard(doing, lambda: body.read(CHUNK)):
                for one in working.values():
                    one.update(chunk)
                size += len(chunk)
                told(len(chunk))
        if size != version.bytes or found.get("ETag", version.etag) != version.etag:
            raise Trouble("failed", "it changed while it was read")
        return {algorithm: f"{algorithm}:{one.hexdigest()}" for algorithm, one in working.items()}


def _hashers(algorithms: Iterable[str]) -> dict[str, Any]:
    try:
        return {algorithm: hasher(algorithm) for algorithm in algorithms}
    except Refused as error:
        raise Trouble("failed", error.message) from None


def connect() -> Store:
    """The store that the environment names. Raises Trouble where boto3 is not installed or finds no way."""
    try:
        from boto3.session import Session
        from botocore.config import Config
    except ImportError:
        why = "boto3, which speaks to S3 stores, is not installed: pip install 'modelsteward[s3]'"
        raise Trouble("failed", why) from None
    config = Config(
        connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
    )  # fmt: skip
    doing = "reaching the store"
    return Store(_heard(doing, lambda: Session(botocore_session=_settings()).client("s3", config=config)))


def _settings() -> Any:
    """What boto3 reads anew each time from the environment; its tables of S3, which take a while, only once."""
    from botocore.session import Session

    session = Session()
    session.register_component("data_loader", _tables())
    return session


@cache
def _tables() -> Any:
    from botocore.loaders import create_loader

    return create_loader()


def _whole(found: dict[str, Any]) -> str | None:
    """The SHA-256 of all bytes, in hex. A checksum over the checksums of parts is none, and ends in their number."""
    sum_ = found.get("ChecksumSHA256", "")
    if not sum_ or "-" in sum_ or found.get("ChecksumType", "FULL_OBJECT") != "FULL_OBJECT":
        return None
    try:
        value = b64decode(sum_, validate=True)
    except ValueError:
        return None
    return f"sha256:{value.hex()}" if len(value) == 32 else None


def _heard(doing: str, ask: Callable[[], Any]) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    try:
        return ask()
    except ClientError as error:
        raise _refused(doing, error.response) from None
    except (BotoCoreError, ResponseParserError, OSError, ValueError) as error:
        raise Trouble("failed", _unheard(error)) from None


def _refused(doing: str, response: Any) -> Trouble:
    code = _SAFE.sub("", str(response.get("Error", {}).get("Code", "")))[:60] or "no code"
    if code in _STRANGERS:
        return Trouble("failed", f"the store does not take the credentials that are set here ({code})", code)
    if code == "RequestTimeTooSkewed":
        return Trouble("failed", f"the clocks here and at the store disagree ({code})", code)
    kind = _KINDS.get(code, "failed")
    said = {
        "denied": f"{doing} is denied",
        "lacking": f"{doing} is not what this store can do",
        "absent": "there is no such thing",
        "failed": f"{doing} failed",
    }[kind]
    return Trouble(kind, f"{said} ({code})", code)


def _unheard(error: Exception) -> str:
    """In words of our own: boto3's hold addresses, and may hold more."""
    from botocore import exceptions as of

    words: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
        ((of.NoCredentialsError, of.PartialCredentialsError), "no credentials for the store are set here"),
        ((of.CredentialRetrievalError, of.TokenRetrievalError), "the credentials for the store could not be had"),
        ((of.ReadTimeoutError, of.ConnectTimeoutError), "the store did not answer in time"),
        ((of.SSLError,), "the store's certificate is not one that is trusted here"),
        ((of.ParamValidationError,), "the address is not one that a store can have"),
        ((of.ConnectionError, of.HTTPClientError, of.IncompleteReadError), "the connection to the store failed"),
    )
    for kinds, why in words:
        if isinstance(error, kinds):
            return why
    return f"the store could not be asked ({type(error).__name__})"
