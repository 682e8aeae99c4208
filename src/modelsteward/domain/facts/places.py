"""What kind of place an address names: that decides how bytes are erased there, and how one sees that they are gone."""

from __future__ import annotations

import re

_SCHEMES = {
    "object_store": ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "wasb", "wasbs", "adl", "oss", "r2", "minio"),
    "container_registry": ("oci", "docker", "ecr", "gcr"),
    "hub": ("hf",),
    "git": ("git", "git+https", "git+ssh", "git-lfs", "lfs"),
    "model_registry": ("mlflow", "mlflow-artifacts", "models", "runs", "dvc", "wandb", "wandb-artifact"),
    "file_system": ("file", "nfs", "smb", "dbfs", "hdfs", "scratch"),
    "vendor": ("azure-openai", "openai", "bedrock", "vertex", "anthropic"),
}
_KIND = {scheme: kind for kind, schemes in _SCHEMES.items() for scheme in schemes}
_WEB = (
    (re.compile(r"(^|\.)(huggingface\.co|hf\.co|modelscope\.cn)$"), "hub"),
    (re.compile(r"(^|\.)(blob\.core\.windows\.net|amazonaws\.com|storage\.googleapis\.com)$"), "object_store"),
    (re.compile(r"(^|\.)(github\.com|gitlab\.com)$"), "git"),
)
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/:?#]*))?")


def kind_of_place(uri: str) -> str | None:
    """`object_store`, `hub`, `container_registry`, `git`, `model_registry`, `file_system`, `vendor` or `web`.

    None where the address does not tell.
    """
    match = _ADDRESS.match(uri)
    if match is None or len(match[1]) == 1:  # a path; one letter is a drive of Windows
        return "file_system"
    scheme, host = match[1].lower(), (match[2] or "").lower()
    if scheme in ("http", "https"):
        return next((kind for pattern, kind in _WEB if pattern.search(host)), "web")
    return _KIND.get(scheme)
