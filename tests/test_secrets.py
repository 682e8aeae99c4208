"""What counts as a secret or an identifier, what does not, and what masking leaves of it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelsteward.domain.secrets import PATTERNS, Leak, Pattern, compiled, leaks, masked

# Published examples and made-up forms, in two parts each where a scanner of repositories would stop at them.
SECRETS = {
    "AKIAIOSFODNN7EXAMPLE": "an AWS access key",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY": "a password or key",
    "-----BEGIN RSA PRIVATE " + "KEY-----": "a private key",
    "-----BEGIN PGP PRIVATE " + "KEY BLOCK-----": "a private key",
    "ghp" + "_" + "a1B2" * 9: "a GitHub token",
    "github" + "_pat_" + "a1B2" * 9: "a GitHub token",
    "glpat" + "-" + "a1B2" * 5: "a GitLab token",
    "hf" + "_" + "aBcD" * 9: "a Hugging Face token",
    "sk" + "-ant-api03-" + "a1B2" * 6: "an OpenAI or Anthropic key",
    "sk" + "-" + "a1B2" * 12: "an OpenAI or Anthropic key",
    "AI" + "za" + "a1B2c" * 7: "a Google API key",
    "xox" + "b-" + "1234567890-abc": "a Slack token",
    "https://hooks." + "slack.com/services/" + "T000/" * 5: "a Slack token",
    "ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiIxMjM0In0.c2lnbmF0dXJl": "a JSON web token",
    "postgres://app:correct-horse@db.example/x": "a password in an address",
    "redis://:correct-horse@cache.example": "a password in an address",
    "https://blob.example/x?sv=1&sig=abcdefghijkl%3D": "a signed address",
    'DB_PASSWORD="example-1"': "a password or key",
    "password: S3cret!": "a password or key",
    "apiKey=abc12345": "a password or key",
}
PEOPLE = {
    "078-05-1120": "a US social security number",
    "SSN: 078051120": "a US social security number",
    "social security number 078 05 1120": "a US social security number",
    "mrn: 00123456": "a medical record number",
    "MRN-00123456": "a medical record number",
    "patient_id: 'A1234567'": "a medical record number",
    "Medical record number 1234567": "a medical record number",
    "NHS number 943 476 5919": "a UK NHS number",
}
HARMLESS = [
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "2026-11-24",
    "LicenseRef-Llama-3.1",
    "1.0.0-123-45-6789",
    "550e8400-e29b-41d4-a716-446655440000",
    "s3://models/no-show/2.1.0/model.onnx",
    'key: "kms:alias/no-show-1"',
    "ada@hospital.example",
    "https://example.org:8443/a@b",
    "git@github.com:org/repo",
    "oci://registry.example/scorer:2.1.0@sha256:0123456789abcdef",
    "docker://scorer:2.1.0@sha256:0123456789abcdef",
    "secret: null",
    "secret: vault:kv/no-show/1",
    "secret: projects/p1/secrets/s2",
    "secret: arn:aws:secretsmanager:eu-north-1:1:x",
    "password: ${DB_PASSWORD1}",
    "postgres://app:${DB_PASSWORD}@db.example/x",
    "postgres://app:<password>@db.example/x",
    "postgres://app:***@db.example/x",
    "api_key: $OPENAI_API_KEY1",
    "api_key: see the vault",
    "the password is kept in the vault",
    "max_tokens: 16384000",
    "tokenizer: model1234567",
    "password_policy: min12chars",
    "sk-learn-pipeline-for-the-no-show-model",
    "risk-adjusted-mortality-score-for-wards",
    "patient_id: {type: integer}",
    "+1 602-555-0100",
    "order 123-45-67890",
    "nhs no. of beds: 500",
    "mrn: 2.1.0",
]


@pytest.mark.parametrize(("text", "what"), [*SECRETS.items(), *PEOPLE.items()])
def test_a_secret_or_identifier_is_told_by_its_form(text: str, what: str) -> None:
    (leak,) = leaks(f"note: see {text}\nnext: line\n")

    assert leak.what == what
    assert leak.personal is (text in PEOPLE)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_resembles_one_is_left_alone(text: str) -> None:
    assert leaks(f"note: {text}\n") == ()


def test_every_form_has_a_sample_here() -> None:
    assert {pattern.what for pattern in PATTERNS} == {*SECRETS.values(), *PEOPLE.values()}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.what)
@settings(max_examples=10, derandomize=True, database=None, deadline=None)
@given(data=st.data())
def test_the_first_look_misses_nothing_that_a_form_matches(pattern: Pattern, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(compiled(pattern.form), fullmatch=True))

    assert any(compiled(hint).search(text.lower()) for hint in pattern.hints)


def test_the_first_look_sees_past_letters_of_other_scripts() -> None:
    assert leaks("Ø password: S3cret! Ø") == (Leak("a password or key", False, 2, 19),)


def test_places_come_in_order_and_never_overlap() -> None:
    text = "mrn: 00123456 then password: AKIAIOSFODNN7EXAMPLE and 078-05-1120"

    found = leaks(text)

    assert [leak.start for leak in found] == [0, 19, 54]
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_what_two_forms_cover_in_part_is_masked_whole() -> None:
    text = "api_key: abc1://user:correct-horse@host"

    assert masked(text) == "api_key: abc1" + "*" * 22 + "host"
    assert masked("secret=x://u:p4ssw0rd@h,x") == "secret=x" + "*" * 14 + "h,x"
    assert masked("secret=X1://u:p4ssw0rd@h,x") == "*" * 24 + ",x"


def test_masking_keeps_lines_and_their_length() -> None:
    key = "-----BEGIN PRIVATE " + "KEY-----\r\nabc+/=\r\n-----END PRIVATE " + "KEY-----"
    text = f"a: |\r\n{key}\r\nb: c"

    hidden = masked(text)

    assert [len(line) for line in hidden.splitlines()] == [len(line) for line in text.splitlines()]
    assert re.fullmatch(r"a: \|\r\n[*\r\n]+\r\nb: c", hidden)


def test_a_clean_text_is_returned_as_it_is() -> None:
    text = "summary: Estimates a chance."

    assert masked(text) is text


@pytest.mark.parametrize(
    "piece",
    ["AKIAIOSFODNN7EXAMPLE ", "eyJ-", "eyJabcdefghijk.", "password:", "secret=a", "://a:", "078-05-1120 ", "sk-",
     "-----BEGIN PRIVATE " + "KEY-----", "-----BEGIN PRIVATE " + "KEY-", "123-45-", "mrn "],
)  # fmt: skip
def test_a_full_file_of_almost_secrets_is_searched_in_little_more_than_its_length(piece: str) -> None:
    # Measured in work, not in seconds: a search that went over the text again and again would not come back at all.
    assert len(masked(piece * (2**20 // len(piece)))) <= 2**20
