"""The list of models of Amazon Bedrock, as boto3 asks for it: by region, since each has its own.

Who asks, and where, boto3 reads from the environment and its own files. Its errors hold addresses, and may hold more:
only their kind is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from modelsteward.errors import Refused

_BY_HAND = "save the list by hand (aws bedrock list-foundation-models) and give it: --from FILE"
_CONNECT_SECONDS, _READ_SECONDS, _ATTEMPTS = 10, 30, 3


def list_models() -> bytes:
    """What `list_foundation_models` answers, as JSON. Raises Refused."""
    try:
        from boto3.session import Session
        from botocore.config import Config
    except ImportError:
        raise Refused("Bedrock is asked through boto3, which is not installed",
                      f"pip install 'modelsteward[s3]', or {_BY_HAND}") from None  # fmt: skip
    config = Config(
        connect_timeout=_CONNECT_SECONDS, read_timeout=_READ_SECONDS,
        retries={"total_max_attempts": _ATTEMPTS, "mode": "standard"},
    )  # fmt: skip
    found = _heard(lambda: Session().client("bedrock", config=config).list_foundation_models())
    models = found.get("modelSummaries") or []
    if not models:
        raise Refused("Bedrock lists no model in this region", f"see that AWS_REGION is right, or {_BY_HAND}")
    return json.dumps({"modelSummaries": models}, default=_plain).encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _heard(ask: Callable[[], Any]) -> Any:
    from botocore import exceptions as of
    from botocore.parsers import ResponseParserError

    words: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
        ((of.NoRegionError, of.InvalidRegionError), "no region is set", "set AWS_REGION, as in AWS_REGION=us-east-1"),
        ((of.NoCredentialsError, of.PartialCredentialsError, of.CredentialRetrievalError, of.TokenRetrievalError),
         "no credentials are set that can be used", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"),
        ((of.ProfileNotFound,), "the profile that is named is not known", "see that AWS_PROFILE is right"),
        ((of.ReadTimeoutError, of.ConnectTimeoutError), "it did not answer in time", "try again later"),
        ((of.SSLError,), "its certificate is not one that is trusted here", "where it is your own, set AWS_CA_BUNDLE"),
        ((of.ConnectionError, of.HTTPClientError), "the connection failed", "try again later"),
    )  # fmt: skip
    try:
        return ask()
    except of.ClientError as error:
        code = "".join(
            letter for letter in str(error.response["Error"].get("Code")) if letter.isascii() and letter.isalnum()
        )[:60]
        why, hint = f"it refuses ({code})", "see that the credentials may call bedrock:ListFoundationModels"
    except (of.BotoCoreError, ResponseParserError, OSError, ValueError) as error:
        told = next(((why, hint) for kinds, why, hint in words if isinstance(error, kinds)), None)
        why, hint = told or (f"it could not be asked ({type(error).__name__})", "see how boto3 is set up here")
    raise Refused(f"the list of Bedrock's models did not come: {why}", f"{hint}, or {_BY_HAND}")
