"""Bytes are told by their digest: worked out here, or by the store over all of them."""

from __future__ import annotations

import hashlib

import pytest

from modelsteward.domain.progress import Step
from modelsteward.store.places.s3 import S3
from tests.s3.houses import WEIGHTS, House, digest, erase, look

pytestmark = pytest.mark.slow
KEY = "no-show/1.4.0/model.onnx"


def test_reading_tells_how_far_it_is_and_what_the_store_summed_up_is_not_read(localstack: House) -> None:
    localstack.make()
    localstack.put(KEY)
    steps: list[Step] = []
    S3().look(localstack.target(KEY), steps.append)
    assert [step.done for step in steps if step.in_bytes] == [len(WEIGHTS)]
    localstack.make()
    localstack.put(KEY, ChecksumAlgorithm="SHA256")
    steps.clear()
    [sight] = S3().look(localstack.target(KEY), steps.append)
    assert (sight.result, sight.digest) == ("still there", digest(WEIGHTS))
    assert not any(step.in_bytes for step in steps)


def test_a_sum_over_the_sums_of_parts_is_none_of_the_bytes(localstack: House) -> None:
    localstack.make()
    asked = {"Bucket": localstack.bucket, "Key": KEY}
    upload = localstack.client.create_multipart_upload(**asked, ChecksumAlgorithm="SHA256")["UploadId"]
    part = localstack.client.upload_part(
        **asked, UploadId=upload, PartNumber=1, Body=WEIGHTS, ChecksumAlgorithm="SHA256"
    )
    made = [{"PartNumber": 1, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]}]
    localstack.client.complete_multipart_upload(**asked, UploadId=upload, MultipartUpload={"Parts": made})
    [sight] = look(localstack.target(KEY))
    assert (sight.result, sight.digest) == ("still there", digest(WEIGHTS))


@pytest.mark.parametrize("algorithm", ["sha384", "sha512"])
def test_longer_digests_are_compared_too(localstack: House, algorithm: str) -> None:
    localstack.make()
    localstack.put(KEY)
    longer = f"{algorithm}:{hashlib.new(algorithm, WEIGHTS).hexdigest()}"
    target = localstack.target(KEY)._replace(digest=longer)
    assert [(sight.result, sight.digest) for sight in look(target)] == [("still there", longer)]
    _, [deed] = erase(target)
    assert deed.outcome == "erased"


def test_a_digest_that_can_be_forged_erases_nothing(localstack: House) -> None:
    localstack.make()
    localstack.put(KEY)
    md5 = hashlib.md5(WEIGHTS, usedforsecurity=False).hexdigest()
    _, [deed] = erase(localstack.target(KEY)._replace(digest=f"md5:{md5}"))
    assert (deed.outcome, deed.why) == ("left", "the card has no SHA-2 digest to tell it by")
