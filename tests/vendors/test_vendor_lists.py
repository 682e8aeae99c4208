"""The vendors' own lists, asked for at a server on this machine that answers as theirs do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from modelsteward.errors import BadUsage, Refused
from modelsteward.store.vendor_lists import HOSTS, list_call
from modelsteward.store.web import Limits
from tests.vendors import web as webs
from tests.vendors.web import Web, leads, says, serving

KEY = "k3y-0123456789abcdefghijklmnop"
QUICK = Limits(connect=5, read=5, total=20, bytes=100_000)
VARIABLES = (
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_VERSION", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL",
    "MISTRAL_API_KEY", "MISTRAL_BASE_URL", "GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL",
    "CO_API_KEY", "COHERE_API_KEY", "CO_API_URL", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT",
    "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_BEDROCK", "AWS_BEARER_TOKEN_BEDROCK",
)  # fmt: skip

# host, variable of the address, what stands behind it, variable of the key, header, what it holds, path
CALLS = [
    ("openai", "OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY", "authorization", f"Bearer {KEY}", "/v1/models"),
    ("openai", "OPENAI_BASE_URL", "/v1/", "OPENAI_API_KEY", "authorization", f"Bearer {KEY}", "/v1/models"),
    ("anthropic", "ANTHROPIC_BASE_URL", "", "ANTHROPIC_API_KEY", "x-api-key", KEY, "/v1/models?limit=1000"),
    ("anthropic", "ANTHROPIC_BASE_URL", "/v1", "ANTHROPIC_API_KEY", "x-api-key", KEY, "/v1/models?limit=1000"),
    ("mistral", "MISTRAL_BASE_URL", "", "MISTRAL_API_KEY", "authorization", f"Bearer {KEY}", "/v1/models"),
    ("mistral", "MISTRAL_BASE_URL", "/v1", "MISTRAL_API_KEY", "authorization", f"Bearer {KEY}", "/v1/models"),
    ("google-gemini-api", "GOOGLE_GEMINI_BASE_URL", "/", "GEMINI_API_KEY", "x-goog-api-key", KEY, "/v1beta/models?pageSize=1000"),
    ("google-gemini-api", "GOOGLE_GEMINI_BASE_URL", "", "GOOGLE_API_KEY", "x-goog-api-key", KEY, "/v1beta/models?pageSize=1000"),
    ("cohere", "CO_API_URL", "", "CO_API_KEY", "authorization", f"Bearer {KEY}", "/v1/models?page_size=1000"),
    ("cohere", "CO_API_URL", "/gate", "COHERE_API_KEY", "authorization", f"Bearer {KEY}", "/gate/v1/models?page_size=1000"),
    ("azure-openai", "AZURE_OPENAI_ENDPOINT", "/", "AZURE_OPENAI_API_KEY", "api-key", KEY, "/openai/models?api-version=2024-10-21"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_ones_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, *webs.PROXIES, *map(str.lower, webs.PROXIES)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as one:
        yield one


def ask(host: str) -> Any:
    return json.loads(list_call(host, limits=QUICK, sleep=lambda seconds: None))


def told(host: str) -> str:
    """Why there is no list, and what to do. The key stands nowhere in the error, nor in what led to it."""
    with pytest.raises(Refused) as caught:
        ask(host)
    assert "--from FILE" in caught.value.hint or "alone" in caught.value.hint
    error: BaseException | None = caught.value
    while error is not None:
        assert KEY not in f"{error} {error!r} {vars(error)}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{caught.value.message} | {caught.value.hint}"


@pytest.mark.parametrize(("host", "base", "behind", "variable", "header", "value", "path"), CALLS)
def test_a_vendor_is_asked_as_it_documents(
    web: Web, monkeypatch: pytest.MonkeyPatch,
    host: str, base: str, behind: str, variable: str, header: str, value: str, path: str,
) -> None:  # fmt: skip
    monkeypatch.setenv(base, web.url(behind))
    monkeypatch.setenv(variable, f" {KEY}\n")
    lists = "models" if host in ("google-gemini-api", "cohere") else "data"
    answer = b'{"%s": [{"id": "m-1"}],  "object": "list"}' % lists.encode()
    web.says(path.partition("?")[0], says(answer))
    assert list_call(host, limits=QUICK) == answer
    (asked, sent), *more = web.asked
    assert (asked, sent[header], more) == (path, value, [])
    if host == "anthropic":
        assert sent["anthropic-version"] == "2023-06-01"


def test_an_answer_with_the_key_in_it_is_not_taken(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", web.url("/v1"))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    web.says("/v1/models", says(json.dumps({"data": [{"id": f"Bearer {KEY}"}]}).encode()))
    assert "sends the key back that it was given" in told("openai")


def test_an_azure_resource_may_be_asked_in_another_version(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", web.url(""))
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_API_VERSION", "2030-01-01&x=y")
    web.says("/openai/models", says(b'{"data": []}'))
    assert ask("azure-openai") == {"data": []}
    assert web.paths() == ["/openai/models?api-version=2030-01-01%26x%3Dy"]


def paged(pages: dict[str | None, dict[str, Any]], parameter: str) -> webs.Talk:
    """Pages, by the cursor that asks for them."""

    def talk(connection: Any, path: str, headers: dict[str, str]) -> None:
        cursor = parse_qs(urlsplit(path).query).get(parameter, [None])[0]
        says(json.dumps(pages[cursor]).encode())(connection, path, headers)

    return talk


def test_the_pages_of_anthropic_become_one(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", web.url(""))
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    pages: dict[str | None, dict[str, Any]] = {
        None: {"data": [{"id": "a"}, {"id": "b&c"}], "has_more": True, "first_id": "a", "last_id": "b&c"},
        "b&c": {"data": [{"id": "d"}], "has_more": False, "first_id": "d", "last_id": "d"},
    }
    web.says("/v1/models", paged(pages, "after_id"))
    assert ask("anthropic") == {"data": [{"id": "a"}, {"id": "b&c"}, {"id": "d"}], "has_more": False, "first_id": "d"}
    assert web.paths() == ["/v1/models?limit=1000", "/v1/models?limit=1000&after_id=b%26c"]
    assert all(sent["x-api-key"] == KEY for _, sent in web.asked)


@pytest.mark.parametrize(
    ("host", "base", "variable", "path", "next_", "parameter"),
    [
        ("google-gemini-api", "GOOGLE_GEMINI_BASE_URL", "GEMINI_API_KEY", "/v1beta/models", "nextPageToken", "pageToken"),
        ("cohere", "CO_API_URL", "CO_API_KEY", "/v1/models", "next_page_token", "page_token"),
    ],
)  # fmt: skip
def test_pages_with_tokens_become_one(
    web: Web, monkeypatch: pytest.MonkeyPatch,
    host: str, base: str, variable: str, path: str, next_: str, parameter: str,
) -> None:  # fmt: skip
    monkeypatch.setenv(base, web.url(""))
    monkeypatch.setenv(variable, KEY)
    pages: dict[str | None, dict[str, Any]] = {
        None: {"models": [{"name": "a"}], next_: "t1"},
        "t1": {"models": [], next_: "t2"},
        "t2": {"models": [{"name": "b"}], next_: ""},
    }
    web.says(path, paged(pages, parameter))
    assert ask(host) == {"models": [{"name": "a"}, {"name": "b"}]}
    assert len(web.asked) == 3


@pytest.mark.parametrize("cursor", ["t1", 7, ["x"]])
def test_pages_without_end_are_left(web: Web, monkeypatch: pytest.MonkeyPatch, cursor: object) -> None:
    monkeypatch.setenv("CO_API_URL", web.url(""))
    monkeypatch.setenv("CO_API_KEY", KEY)
    web.says("/v1/models", says(json.dumps({"models": [], "next_page_token": cursor}).encode()))
    assert "lists its models in pages without end" in told("cohere")
    assert len(web.asked) <= 2


def test_ever_new_pages_are_left_too(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CO_API_URL", web.url(""))
    monkeypatch.setenv("CO_API_KEY", KEY)

    def talk(connection: Any, path: str, headers: dict[str, str]) -> None:
        body = json.dumps({"models": [], "next_page_token": f"t{len(web.asked)}"}).encode()
        says(body)(connection, path, headers)

    web.says("/v1/models", talk)
    assert "lists its models in pages without end" in told("cohere")
    assert len(web.asked) == 101


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("openai", "OPENAI_API_KEY is not set"),
        ("anthropic", "ANTHROPIC_API_KEY is not set"),
        ("mistral", "MISTRAL_API_KEY is not set"),
        ("google-gemini-api", "GOOGLE_API_KEY or GEMINI_API_KEY is not set"),
        ("cohere", "CO_API_KEY or COHERE_API_KEY is not set"),
    ],
)
def test_without_a_key_nobody_is_asked(host: str, named: str) -> None:
    assert named in told(host)


def test_azure_is_asked_only_where_a_resource_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
    assert "AZURE_OPENAI_ENDPOINT is not set" in told("azure-openai")


@pytest.mark.parametrize("key", [f"{KEY}\n{KEY}", f"{KEY} {KEY}", f"“{KEY}”", f"{KEY}\x1b[31m"])
def test_what_can_be_no_key_is_not_sent(web: Web, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", web.url("/v1"))
    monkeypatch.setenv("OPENAI_API_KEY", key)
    assert told("openai").startswith("OPENAI_API_KEY holds what can be no key | ")
    assert not web.asked


@pytest.fixture
def openai(web: Web, monkeypatch: pytest.MonkeyPatch) -> Web:
    monkeypatch.setenv("OPENAI_BASE_URL", web.url("/v1"))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return web


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
def test_a_key_that_is_not_taken_is_told_by_its_variable(openai: Web, status: str) -> None:
    openai.says("/v1/models", says(f'{{"error": "bad key {KEY}"}}'.encode(), status=status))
    assert told("openai") == (
        f"{openai.url('/v1/models')} does not take the key in OPENAI_API_KEY ({status[:3]}) | "
        "see that OPENAI_API_KEY holds a key of openai that may list models, or save the list by hand and give it: "
        "--from FILE"
    )


def test_an_address_that_is_not_right_is_told_by_its_variable(openai: Web) -> None:
    assert "it answered 404 Not Found | see that OPENAI_BASE_URL is right" in told("openai")


def test_a_key_goes_to_no_other_server(openai: Web) -> None:
    with serving() as other:
        openai.says("/v1/models", leads(other.url("/v1/models")))
        other.says("/v1/models", says(b"", status="401 Unauthorized"))
        assert told("openai").startswith(f"{other.url('/v1/models')} was not fetched: it answered 401 Unauthorized")
        assert KEY not in repr(other.asked)


@pytest.mark.parametrize(
    "body", [b"[]", b'{"data": {}}', b'{"models": []}', b"no json", b"[" * 50_000, b"\xff\xfe{", b'{"data": null}']
)
def test_what_is_no_list_is_not_taken_for_one(openai: Web, body: bytes) -> None:
    openai.says("/v1/models", says(body))
    assert told("openai").startswith(f"{openai.url('/v1/models')} answered with something that is no list of models")


def test_what_goes_wrong_on_the_way_is_told(openai: Web) -> None:
    openai.says("/v1/models", says(b"<html>", "Content-Type: text/html"))
    assert "it answered with a web page" in told("openai")
    openai.says("/v1/models", says(b"{}", length=9))
    assert "it broke off after 2 of 9 bytes (3 attempts)" in told("openai")


def test_any_other_host_is_bad_usage() -> None:
    with pytest.raises(BadUsage) as caught:
        list_call("openia")
    assert caught.value.hint == "did you mean `openai`?"
    with pytest.raises(BadUsage) as caught:
        list_call("x" * 500)
    assert len(caught.value.message) < 200
    assert all(host in caught.value.hint for host in HOSTS)


SUMMARY = b"""{"modelSummaries": [{"modelId": "some.model-v1:0", "modelArn": "arn:aws:bedrock:us-east-1::foundation-model/some.model-v1:0",
  "modelLifecycle": {"status": "LEGACY", "startOfLifeTime": "2029-01-01T00:00:00Z", "endOfLifeTime": "2030-06-01T00:00:00Z"}}]}"""


@pytest.fixture
def bedrock(web: Web, monkeypatch: pytest.MonkeyPatch) -> Web:
    for name, value in {
        "AWS_ENDPOINT_URL_BEDROCK": web.url(""), "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": KEY,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return web


def test_bedrock_is_asked_through_boto3(bedrock: Web) -> None:
    bedrock.says("/foundation-models", says(SUMMARY, "Content-Type: application/json"))
    (model,) = ask("aws-bedrock")["modelSummaries"]
    assert model["modelId"] == "some.model-v1:0"
    assert model["modelLifecycle"] == {
        "status": "LEGACY", "startOfLifeTime": "2029-01-01T00:00:00+00:00", "endOfLifeTime": "2030-06-01T00:00:00+00:00",
    }  # fmt: skip
    assert KEY not in repr(bedrock.asked)


def test_what_bedrock_refuses_is_told(bedrock: Web) -> None:
    refusal = says(
        f'{{"message": "no, {KEY}"}}'.encode(), "x-amzn-ErrorType: AccessDenied\x1b[31mException", status="403 No"
    )
    bedrock.says("/foundation-models", refusal)
    assert told("aws-bedrock").startswith(
        "the list of Bedrock's models did not come: it refuses (AccessDenied31mException) | "
    )
    bedrock.says("/foundation-models", says(b'{"modelSummaries": []}'))
    assert told("aws-bedrock").startswith("Bedrock lists no model in this region | see that AWS_REGION is right")
    bedrock.says("/foundation-models", says(b"<html>"))
    assert told("aws-bedrock").startswith("Bedrock lists no model in this region")


@pytest.mark.parametrize(
    ("without", "value", "why"),
    [
        ("AWS_REGION AWS_DEFAULT_REGION", "", "no region is set | set AWS_REGION"),
        ("AWS_REGION AWS_DEFAULT_REGION", "no region!", "no region is set"),
        ("AWS_ACCESS_KEY_ID", "", "no credentials are set that can be used"),
        ("AWS_PROFILE", "nobody", "the profile that is named is not known"),
        ("AWS_ENDPOINT_URL_BEDROCK", "http://127.0.0.1:1", "the connection failed"),
        ("AWS_ENDPOINT_URL_BEDROCK", "nowhere", "it could not be asked (ValueError)"),
    ],
)
def test_what_boto3_lacks_is_told(
    bedrock: Web, monkeypatch: pytest.MonkeyPatch, without: str, value: str, why: str
) -> None:
    for name in without.split():
        monkeypatch.delenv(name, raising=False)
        if value:
            monkeypatch.setenv(name, value)
    assert f"did not come: {why}" in told("aws-bedrock")


def test_without_boto3_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3.session", None)
    assert "pip install 'modelsteward[s3]'" in told("aws-bedrock")
