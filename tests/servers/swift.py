"""OpenStack Swift on one node, with its S3 interface: it checks signatures, and drops what asks for a lock."""

from __future__ import annotations

import getpass
import subprocess
from pathlib import Path

from tests.servers.started import Store, free_ports, home, plain_env

ACCOUNT, USER, SECRET = "house", "steward", "not-a-secret"

SWIFT_CONF = """\
[swift-hash]
swift_hash_path_prefix = test
swift_hash_path_suffix = test

[storage-policy:0]
name = only
default = yes
"""

COMMON = """\
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
disable_fallocate = true
log_level = WARNING
fallocate_reserve = 0

"""

PLAIN = ("catch_errors", "gatekeeper", "listing_formats", "bulk", "slo", "dlo", "symlink")
"""Filters that need no settings."""

PROXY = """\
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats bulk s3api tempauth slo dlo versioned_writes symlink proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true

[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{name} = {secret} .admin

[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
dns_compliant_bucket_names = true

[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true

[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{nobody}
"""

STORAGE = """\
[pipeline:main]
pipeline = {kind}-server

[app:{kind}-server]
use = egg:swift#{kind}
"""

RINGS = """\
import sys
from swift.common.ring import RingBuilder
folder, ports = sys.argv[1], dict(each.split("=") for each in sys.argv[2:])
for kind, port in ports.items():
    builder = RingBuilder(2, 1, 0)
    builder.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": int(port), "device": "d", "weight": 1})
    builder.rebalance()
    builder.get_ring().save(f"{folder}/{kind}.ring.gz")
"""


def store(folder: Path) -> Store:
    """A proxy and a server each for accounts, containers and objects, all on free ports."""
    (folder / "devices" / "d").mkdir(parents=True, exist_ok=True)
    proxy, nobody, *others = free_ports(5)
    ports = dict(zip(("account", "container", "object"), others, strict=True))
    (folder / "swift.conf").write_text(SWIFT_CONF)
    common = {"user": getpass.getuser(), "folder": folder}
    for kind, port in ports.items():
        text = COMMON.format(port=port, **common) + STORAGE.format(kind=kind)
        (folder / f"{kind}.conf").write_text(text)
    pipeline = PROXY.format(account=ACCOUNT, name=USER, secret=SECRET, nobody=nobody)
    plain = "".join(f"\n[filter:{each}]\nuse = egg:swift#{each}\n" for each in PLAIN)
    (folder / "proxy.conf").write_text(COMMON.format(port=proxy, **common) + pipeline + plain)
    commands = home("swift") / "bin"
    env = plain_env(folder)
    given = [f"{kind}={port}" for kind, port in ports.items()]
    subprocess.run([commands / "python", "-c", RINGS, folder, *given], env=env, check=True, timeout=60)
    servers = {
        kind: [str(commands / f"swift-{kind}-server"), str(folder / f"{kind}.conf"), "--verbose"]
        for kind in ("proxy", *ports)
    }
    reach = {"endpoint": f"http://127.0.0.1:{proxy}", "key": f"{ACCOUNT}:{USER}", "secret": SECRET}
    return Store(servers, env, [proxy, *others], lambda: True, {**reach, "region": "us-east-1"})
