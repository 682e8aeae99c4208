"""A store that denies, cannot, lies, stalls or is not there: nothing of it is ever taken for gone."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from modelsteward.domain.erasing import Part, Target
from modelsteward.store import places
from modelsteward.store.places.s3 import S3
from tests.s3.doors import Answer, Doorman, denying, door, error
from tests.s3.houses import WEIGHTS, House, erase, listing, look

pytestmark = pytest.mark.slow
KEY = "no-show/1.4.0/model.onnx"
REFUSALS = [error(403, "AccessDenied"), error(501, "NotImplemented"), error(405, "MethodNotAllowed")]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store is not waited for."""
    monkeypatch.setattr("modelsteward.store.places.s3_asking.READ_SECONDS", 0.3)
    monkeypatch.setattr("modelsteward.store.places.s3_asking.ATTEMPTS", 1)


@pytest.mark.parametrize("answer", REFUSALS, ids=["denied", "not implemented", "not allowed"])
@pytest.mark.parametrize("asked", ["versions", "uploads"])
def test_a_listing_that_is_refused_proves_nothing(localstack: House, lead: Any, asked: str, answer: Any) -> None:
    localstack.make()
    localstack.put(KEY)
    localstack.hide(KEY)
    if asked == "uploads":
        erase(localstack.target(KEY))
    with door(denying(asked, answer=answer), {"endpoint": localstack.endpoint}) as reach:
        lead(reach)
        [sight] = look(localstack.target(KEY))
    assert sight.result == "not proven"
    assert {"versions": "listing versions", "uploads": "listing unfinished uploads"}[asked] in sight.why
    assert "may" not in sight.why.replace("nobody", "")  # the store's own text is not passed on


def test_where_versions_cannot_be_listed_what_is_there_now_is_seen_and_erased_by_its_id(
    localstack: House, lead: Any
) -> None:
    localstack.make()
    older, now = localstack.put(KEY), localstack.put(KEY)
    with door(denying("versions"), {"endpoint": localstack.endpoint}) as reach:
        lead(reach)
        first, second = look(localstack.target(KEY))
        _, deeds = erase(localstack.target(KEY))
    assert (first.result, first.version, second.result) == ("still there", now, "not proven")
    assert [(deed.outcome, deed.version) for deed in deeds] == [("erased", now), ("left", None)]
    assert localstack.ids() == {older}  # and no delete marker


def test_a_folder_is_erased_by_ids_too_where_versions_cannot_be_listed(localstack: House, lead: Any) -> None:
    localstack.make()
    older, now = localstack.put(KEY), localstack.put(KEY)
    name = KEY.rpartition("/")[2]
    target = localstack.target("no-show/1.4.0/")._replace(digest=listing({name: WEIGHTS}))
    with door(denying("versions"), {"endpoint": localstack.endpoint}) as reach:
        lead(reach)
        _, deeds = erase(target)
    assert [(deed.outcome, deed.version) for deed in deeds] == [("erased", now), ("left", None)]
    assert localstack.ids() == {older}


def test_what_a_store_only_hides_was_not_erased(localstack: House, lead: Any) -> None:
    localstack.make()
    version = localstack.put(KEY)
    with door(denying("versions"), {"endpoint": localstack.endpoint}, without="x-amz-version-id") as reach:
        lead(reach)
        _, deeds = erase(localstack.target(KEY))
    assert [deed.outcome for deed in deeds] == ["left", "left"]
    assert "only hid it under a delete marker" in deeds[0].why
    assert version in localstack.ids()


def test_a_store_that_answers_a_listing_of_versions_with_another_is_not_believed(localstack: House, lead: Any) -> None:
    localstack.make()
    localstack.put(KEY)
    localstack.hide(KEY)
    plain = b"<ListBucketResult><Name>b</Name><Prefix/><Marker/><IsTruncated>false</IsTruncated></ListBucketResult>"
    with door(denying("versions", answer=(200, plain)), {"endpoint": localstack.endpoint}) as reach:
        lead(reach)
        [sight] = look(localstack.target(KEY))
    assert sight.result == "not proven"
    assert "it answers something else" in sight.why


def test_pages_that_do_not_go_on_prove_nothing(localstack: House, lead: Any) -> None:
    localstack.make()
    page = b"<ListVersionsResult><KeyMarker/><IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker></ListVersionsResult>"
    with door(denying("versions", answer=(200, page)), {"endpoint": localstack.endpoint}) as reach:
        lead(reach)
        [sight] = look(localstack.target(KEY))
    assert sight.result == "not proven"
    assert "breaks off" in sight.why


def test_a_version_that_may_not_be_read_is_not_proven_and_left(localstack: House, lead: Any) -> None:
    localstack.make()
    version = localstack.put(KEY)
    listed = denying("versions", "uploads", "versioning", "replication", answer=(0, b""))

    def reading(method: str, path: str, query: str) -> Any:
        return error(403, "AccessDenied") if method == "GET" and not listed(method, path, query) else None

    with door(reading, {"endpoint": localstack.endpoint}) as reach:
        lead(reach)
        [sight] = look(localstack.target(KEY))
        _, [deed] = erase(localstack.target(KEY))
    assert (sight.result, sight.version) == ("not proven", version)
    assert sight.why == "it could not be read: reading a version is denied (AccessDenied)"
    assert deed.outcome == "left"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (error(403, "AccessDenied"), "deleting is denied (AccessDenied)"),
        (error(500, "InternalError"), "deleting failed (InternalError)"),
        ((204, b""), "the store said that it is erased, and still has it"),
    ],
)
def test_what_the_store_does_not_erase_is_left(
    localstack: House, lead: Any, quick: None, answer: Any, why: str
) -> None:
    localstack.make()
    version = localstack.put(KEY)
    with door(denying("DELETE", answer=answer), {"endpoint": localstack.endpoint}) as reach:
        lead(reach)
        _, [deed] = erase(localstack.target(KEY))
    assert (deed.outcome, deed.why) == ("left", why)
    assert localstack.ids() == {version}


def test_a_bucket_that_asks_for_a_second_factor_says_so(localstack: House, lead: Any) -> None:
    localstack.make()
    localstack.put(KEY)
    state = b"<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>"
    deletes, states = denying("DELETE"), denying("versioning", answer=(200, state))
    doorman: Doorman = lambda *asked: deletes(*asked) or states(*asked)  # noqa: E731
    with door(doorman, {"endpoint": localstack.endpoint}) as reach:
        lead(reach)
        _, [deed] = erase(localstack.target(KEY))
    assert deed.why == "deleting is denied (AccessDenied): the bucket asks for a second factor (MFA delete)"


def test_copies_are_looked_at_where_the_bucket_sends_them(localstack: House) -> None:
    there = localstack.make()
    copy = localstack.put(KEY)
    here = localstack.make()
    rule = {
        "ID": "r", "Priority": 1, "Status": "Enabled", "Filter": {"Prefix": "no-show/"},
        "Destination": {"Bucket": f"arn:aws:s3:::{there}"}, "DeleteMarkerReplication": {"Status": "Disabled"},
    }  # fmt: skip
    role = "arn:aws:iam::000000000000:role/r"
    localstack.client.put_bucket_replication(
        Bucket=here, ReplicationConfiguration={"Role": role, "Rules": [rule]}
    )  # fmt: skip
    main, other = look(localstack.target(KEY))
    assert (main.result, main.found) == ("not proven", False)
    assert f"the bucket sends copies to s3://{there}, where that was not seen" in main.why
    assert (other.place, other.result, other.version, other.found) == (f"s3://{there}/{KEY}", "still there", copy, True)
    assert look(localstack.target("elsewhere/model.onnx"))[0].result == "gone"  # no rule concerns it
    localstack.client.delete_object(Bucket=there, Key=KEY, VersionId=copy)
    main, other = look(localstack.target(KEY))
    assert (main.result, other.result) == ("gone", "gone")
    assert f"nor in s3://{there}" in main.why


def test_nobody_knows_of_copies_where_that_may_not_be_asked(localstack: House, lead: Any) -> None:
    localstack.make()
    with door(denying("replication"), {"endpoint": localstack.endpoint}) as reach:
        lead(reach)
        [sight] = look(localstack.target(KEY))
    assert sight.result == "not proven"
    assert "asking where copies are sent is denied" in sight.why


@pytest.mark.parametrize(
    ("key", "secret"), [("house:steward", "wrong"), ("house:nobody", "not-a-secret")], ids=["signature", "name"]
)
def test_wrong_credentials_are_not_checked_and_are_not_shown(swift: House, lead: Any, key: str, secret: str) -> None:
    swift.make()
    lead({"endpoint": swift.endpoint, "key": key, "secret": secret})
    [sight] = look(swift.target(KEY))
    assert sight.result == "not checked"
    assert not any(word in sight.why for word in (key, secret, "127.0.0.1"))
    _, [deed] = erase(swift.target(KEY))
    assert deed.outcome == "left"


def test_without_credentials_nothing_was_checked(lead: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lead({"endpoint": "http://127.0.0.1:9"})
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    [sight] = look(_bare())
    assert (sight.result, sight.why) == ("not checked", "no credentials for the store are set here")


def _bare(place: str = "s3://models/model.onnx") -> Target:
    return Target(place, "sha256:" + "0" * 64, 5)


def test_a_store_that_nobody_answers_for_was_not_checked(lead: Any, quick: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    lead({"endpoint": f"http://127.0.0.1:{port}"})
    [sight] = look(_bare())
    assert (sight.result, sight.why) == ("not checked", "the connection to the store failed")


def test_a_store_that_stalls_is_given_up_soon(lead: Any, quick: None) -> None:
    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        lead({"endpoint": f"http://127.0.0.1:{silent.getsockname()[1]}"})
        [sight] = look(_bare())
        stock, [deed] = erase(_bare())
    assert (sight.result, sight.why) == ("not checked", "the store did not answer in time")
    assert (stock.parts, deed.outcome, deed.why) == ((), "left", "the store did not answer in time")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("body", [b"", b"<html>sign in</html>", b"\x00\xff not XML"], ids=["empty", "page", "noise"])
def test_an_answer_that_is_none_proves_nothing(lead: Any, quick: None, body: bytes) -> None:
    with door(lambda *asked: (200, body)) as reach:
        lead(reach)
        assert {sight.result for sight in look(_bare())} <= {"not proven", "not checked", "still there"}


def test_the_clocks_of_both_sides_may_disagree(lead: Any, quick: None) -> None:
    with door(lambda *asked: error(403, "RequestTimeTooSkewed")) as reach:
        lead(reach)
        [sight] = look(_bare())
    assert sight.result == "not checked"
    assert "the clocks here and at the store disagree" in sight.why


@pytest.mark.parametrize("place", ["s3://", "s3:model.onnx", "s3:///model.onnx"])
def test_an_address_without_a_bucket_was_not_checked(place: str) -> None:
    [sight] = look(_bare(place))
    assert (sight.result, sight.place) == ("not checked", place)
    _, [deed] = erase(_bare(place))
    assert deed.outcome == "left"


def test_without_boto3_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3.session", None)
    [sight] = look(_bare())
    assert sight.result == "not checked"
    assert "pip install 'modelsteward[s3]'" in sight.why


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL_S3", "AWS_PROFILE"])
def test_settings_that_cannot_be_meant_were_not_checked(
    lead: Any, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    lead({"endpoint": "http://127.0.0.1:9"})
    monkeypatch.setenv(variable, "not one")
    [sight] = look(_bare())
    assert sight.result == "not checked"
    assert "not one" not in sight.why


def test_both_ways_of_writing_an_address_lead_here() -> None:
    assert isinstance(places.reach("s3://models/model.onnx", Path()), S3)
    assert isinstance(places.reach("s3a://models/model.onnx", Path()), S3)
    assert places.reachable(["s3a://models/x", "gs://models/x"]) == ["s3a://models/x"]


def _empty(method: str, path: str, query: str) -> Answer:
    """A bucket with nothing in it."""
    if "replication" in query:
        return error(404, "ReplicationConfigurationNotFoundError")
    kind = "ListVersionsResult" if "versions" in query else "ListMultipartUploadsResult"
    text = "<KeyMarker/><VersionIdMarker/><MaxUploads>9</MaxUploads><IsTruncated>false</IsTruncated>"
    return 200, b"<VersioningConfiguration/>" if "versioning" in query else f"<{kind}>{text}</{kind}>".encode()


@pytest.mark.parametrize(
    ("key", "result"),
    [
        ("m/model.onnx", "gone"),
        ("m/model one.onnx", "gone"),
        ("m/model.onnx?versionId=3sL4kqtJlcpXroDTDmJ", "gone"),  # without it, too, nothing lies there
        ("m/model%20one.onnx", "gone"),
        ("m/*.onnx", "not proven"),
        ("m/$VERSION/model.onnx", "not proven"),
        ("m/{version}/", "not proven"),
        ("m/100%.onnx", "gone"),
    ],
)
def test_nothing_under_what_may_be_no_key_proves_nothing(key: str, result: str, lead: Any) -> None:
    target = Target(f"s3://models/{key}", f"sha256:{'0' * 64}", 9)
    with door(_empty) as reach:
        lead(reach)
        (sight,) = look(target)
        known = target._replace(parts=(Part("x", f"sha256:{'0' * 64}", 9),))
        assert [one.result for one in look(known)] == ["gone"], "it is known to have lain there"
    assert sight.result == result, sight.why
