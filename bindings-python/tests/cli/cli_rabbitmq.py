"""A RabbitMQ of the tests' own: a plain process with folders, node name and ports of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli_broker import free_port, waiting_for
from iot4emissions import DeviceId, TlsFiles, export_rules

# Not /usr/sbin/rabbitmq-server, which is Debian's wrapper that changes the user.
RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
PORT_MAPPER = Path("/usr/bin/epmd")

needs_rabbitmq = pytest.mark.skipif(
    not (RABBITMQ.exists() and PORT_MAPPER.exists() and shutil.which("openssl")),
    reason="rabbitmq-server or openssl is not installed",
)


def definitions_with_guest(definitions: str) -> str:
    """As on a node whose first user still has its password and its rights."""
    salt = b"salt"
    hashed = base64.b64encode(salt + hashlib.sha256(salt + b"guest").digest()).decode()
    found = json.loads(definitions)
    for part, name in [("users", "name"), ("permissions", "user"), ("topic_permissions", "user")]:
        found[part] = [entry for entry in found[part] if entry[name] != "guest"]
    found["users"].append(
        {
            "name": "guest",
            "password_hash": hashed,
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            "tags": "administrator",
        }
    )
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    found["permissions"].append({"user": "guest", "vhost": "/", **everything})
    return json.dumps(found)


@contextmanager
def rabbitmq(folder: Path, role: str, *, guest: bool) -> Iterator[int]:
    """The port of a node with the exported files."""
    broker = folder / "rabbitmq"
    shutil.rmtree(broker, ignore_errors=True)
    broker.mkdir()
    port, mapper, distribution = free_port(), free_port(), free_port()
    names = ("ca.pem", "broker.pem", "broker.key")
    export = export_rules(
        "rabbitmq",
        role,
        listen=f"127.0.0.1:{port}",
        folder=str(broker),
        tls=TlsFiles(*(str(folder / name) for name in names)),
        devices=[DeviceId("test-1"), DeviceId("test-2")],
    )
    for name, text in export.files.items():
        if guest and name == "definitions.json":
            text = definitions_with_guest(text)
        (broker / name).write_text(text)
    environment = {
        # The script becomes the node then, instead of waiting for it.
        "RUNNING_UNDER_SYSTEMD": "true",
        "HOME": str(broker),
        "ERL_EPMD_PORT": str(mapper),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": f"iot4emissions-{port}@localhost",
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RABBITMQ_MNESIA_BASE": str(broker / "database"),
        "RABBITMQ_LOG_BASE": str(broker / "log"),
        "RABBITMQ_PID_FILE": str(broker / "pid"),
        "RABBITMQ_CONFIG_FILE": str(broker / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(broker / "enabled_plugins"),
    }
    inherited = {name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"}
    quiet = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    mapping = subprocess.Popen(
        [PORT_MAPPER, "-port", str(mapper), "-address", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
        **quiet,
    )
    output = broker / "output"
    try:
        waiting_for(mapper, mapping)
        with output.open("wb") as file:
            node = subprocess.Popen(
                [RABBITMQ], env=inherited | environment, cwd=broker, stdout=file, **quiet
            )
        try:
            waiting_for(port, node)
            # The listener is open before the definitions are loaded.
            until = time.monotonic() + 60
            while "completed" not in output.read_text("utf-8", "replace"):
                assert time.monotonic() < until, "it does not finish its start"
                time.sleep(0.05)
            yield port
        finally:
            node.kill()
            node.wait()
    finally:
        mapping.kill()
        mapping.wait()
