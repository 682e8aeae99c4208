"""LocalStack's S3: versions, delete markers, uploads in parts and object lock. It asks for no credentials."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

from tests.servers.started import Store, free_ports, home, plain_env


def store(folder: Path) -> Store:
    """It writes to `folder` alone, asks nobody outside, and starts nothing but S3."""
    folder.mkdir(parents=True, exist_ok=True)
    (port,) = free_ports(1)
    env = plain_env(folder) | {
        "OVERRIDE_IN_DOCKER": "0",
        "FILESYSTEM_ROOT": str(folder / "files"),
        "GATEWAY_LISTEN": f"127.0.0.1:{port}",
        "SERVICES": "s3",
        "STRICT_SERVICE_LOADING": "1",
        "EAGER_SERVICE_LOADING": "1",
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DNS_ADDRESS": "0",
    }
    command = [str(home("localstack") / "bin" / "python"), "-m", "localstack.runtime.main"]
    endpoint = f"http://127.0.0.1:{port}"
    reach = {"endpoint": endpoint, "key": "test", "secret": "test", "region": "us-east-1"}
    return Store({"localstack": command}, env, [port], lambda: _is_healthy(endpoint), reach)


def _is_healthy(endpoint: str) -> bool:
    try:
        with urllib.request.urlopen(f"{endpoint}/_localstack/health", timeout=2) as answer:
            return b'"s3": "running"' in answer.read()
    except (urllib.error.URLError, OSError):
        return False
