"""A bucket of one's own in a store, and what a card would say of what lies there."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from modelsteward.domain.erasing import Deed, Part, Sight, Stock, Target
from modelsteward.domain.progress import nobody
from modelsteward.store.places.s3 import reach
from modelsteward.store.places.sparing import spare_here

WEIGHTS = b"the weights of a model " * 500
OTHER = b"another model's weights " * 500
_NUMBERS = itertools.count()


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def listing(files: dict[str, bytes]) -> str:
    """The digest of a folder, as `sha256sum` would list it."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return digest("".join(lines).encode())


def parts(files: dict[str, bytes]) -> tuple[Part, ...]:
    return tuple(Part(name, digest(data), len(data)) for name, data in files.items())


def look(target: Target) -> list[Sight]:
    return reach(Path()).look(target, nobody)


def erase(
    target: Target, spare: Collection[str] = (), told: Any = None, places: Mapping[str, str] | None = None
) -> tuple[Stock, list[Deed]]:
    """What was told, in the order in which it was."""
    heard: list[Stock | Deed] = []

    def tell(said: Stock | Deed) -> None:
        heard.append(said)
        if told:
            told(said)

    reach(Path()).erase(target, spare_here(frozenset(spare), places or {}, Path()), tell, nobody)
    stock, *deeds = heard
    assert isinstance(stock, Stock)
    return stock, [deed for deed in deeds if isinstance(deed, Deed)]


def client(reached: dict[str, str]) -> Any:
    """A client of the tests' own, which finds its way without the environment."""
    return boto3.client(
        "s3", endpoint_url=reached["endpoint"], aws_access_key_id=reached["key"],
        aws_secret_access_key=reached["secret"], region_name="us-east-1",
        config=Config(retries={"total_max_attempts": 1}),
    )  # fmt: skip


class House:
    """A client with a bucket of its own."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.bucket, self.endpoint = "", client.meta.endpoint_url

    def make(self, versioning: bool = True, **asked: Any) -> str:
        """A bucket, and its name."""
        self.bucket = f"models-{os.getpid()}-{next(_NUMBERS)}"
        self.client.create_bucket(Bucket=self.bucket, **asked)
        if versioning:
            self.version("Enabled")
        return self.bucket

    def version(self, status: str) -> None:
        self.client.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": status})

    def put(self, key: str, data: bytes = WEIGHTS, **asked: Any) -> str:
        """Its version's id, `null` where the store names none."""
        answer = self.client.put_object(Bucket=self.bucket, Key=key, Body=data, **asked)
        return str(answer.get("VersionId", "null"))

    def hide(self, key: str) -> str:
        """A delete marker's id."""
        return str(self.client.delete_object(Bucket=self.bucket, Key=key).get("VersionId"))

    def begin(self, key: str) -> str:
        """An upload that nobody ends, with a part in it."""
        upload = self.client.create_multipart_upload(Bucket=self.bucket, Key=key)["UploadId"]
        self.client.upload_part(Bucket=self.bucket, Key=key, UploadId=upload, PartNumber=1, Body=b"part" * 1000)
        return str(upload)

    def ids(self, key: str = "") -> set[str]:
        """All that is left under what begins so: versions, markers, uploads."""
        found = self.client.list_object_versions(Bucket=self.bucket, Prefix=key)
        uploads = self.client.list_multipart_uploads(Bucket=self.bucket, Prefix=key)
        left = [*found.get("Versions", ()), *found.get("DeleteMarkers", ())]
        return {each["VersionId"] for each in left} | {each["UploadId"] for each in uploads.get("Uploads", ())}

    def target(self, key: str, data: bytes | None = WEIGHTS, **more: Any) -> Target:
        size = None if data is None else len(data)
        return Target(f"s3://{self.bucket}/{key}", None if data is None else digest(data), size, **more)
