"""A Mosquitto of the tests' own, and certificates of an authority of their own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli_common import Result, run
from iot4emissions import DeviceId, ServiceNames, TlsFiles, export_rules
from iot4emissions._cli._probe.dial import Dialler
from iot4emissions._cli._probe.line import Line
from iot4emissions._native import _Probe

# Where Debian puts it; root's PATH has it too.
MOSQUITTO = Path("/usr/sbin/mosquitto")
# How long a broker may take to start on a machine that builds something besides, s.
START = 60

CLIENTS = {
    "device": "/CN=test-1",
    "other": "/CN=test-2",
    "data-service": "/CN=obfcm-data-service",
    "registration-service": "/CN=ota-registration-service",
    "nameless": "/O=nobody",
    "third": "/CN=test-3",
}

needs_mosquitto = pytest.mark.skipif(
    not (MOSQUITTO.exists() and shutil.which("openssl")),
    reason="mosquitto or openssl is not installed",
)


def make_certificates(folder: Path) -> None:
    """An authority, the broker's certificate for this machine, and one for each client."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    _openssl(folder, "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem",
             "-subj", "/CN=Test CA", "-days", "2")  # fmt: skip
    extensions = {name: "extendedKeyUsage=clientAuth\n" for name in CLIENTS}
    extensions["broker"] = (
        "extendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n"
    )
    for number, (name, extension) in enumerate(extensions.items(), 1):
        subject = CLIENTS.get(name, "/CN=broker")
        (folder / "extensions").write_text(f"basicConstraints=CA:FALSE\n{extension}")
        _openssl(folder, "req", "-new", *key, "-keyout", f"{name}.key", "-out", "request",
                 "-subj", subject)  # fmt: skip
        _openssl(folder, "x509", "-req", "-in", "request", "-CA", "ca.pem", "-CAkey", "ca.key",
                 "-set_serial", str(number), "-days", "1", "-extfile", "extensions",
                 "-out", f"{name}.pem")  # fmt: skip


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def exported(folder: Path, role: str, port: int, *, dynsec: bool = False) -> dict[str, str]:
    """The files that an operator gets."""
    files = TlsFiles(*(str(folder / name) for name in ("ca.pem", "broker.pem", "broker.key")))
    export = export_rules(
        "mosquitto-dynsec" if dynsec else "mosquitto",
        role,
        listen=f"127.0.0.1:{port}",
        folder=str(folder / "broker"),
        state_folder=str(folder / "broker"),
        tls=files,
        devices=[DeviceId("test-1"), DeviceId("test-2")],
    )
    return dict(export.files)


@contextmanager
def mosquitto(folder: Path, files: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Started with these files, of which `mosquitto.conf` is the configuration.

    It knows nothing of one before, whose messages it would keep (`persistence true`).
    """
    broker = folder / "broker"
    shutil.rmtree(broker, ignore_errors=True)
    broker.mkdir()
    for name, text in files.items():
        # Whoever runs the tests owns the files.
        extra = "user root\nset_tcp_nodelay true\n" if name == "mosquitto.conf" else ""
        (broker / name).write_text(text + extra)
    command = [MOSQUITTO, "-c", broker / "mosquitto.conf"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        port = int(files["mosquitto.conf"].partition("\nlistener ")[2].split()[0])
        waiting_for(port, process)
        yield process
    finally:
        process.kill()
        process.wait()


def waiting_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it listens."""
    until = time.monotonic() + START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert process.poll() is None and time.monotonic() < until, "it does not start"
            time.sleep(0.02)


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def words_of(role: str, port: int, *, nameless: bool = True) -> list[str]:
    """The command, with all certificates."""
    given = ["rules", "--role", role, "--check", f"localhost:{port}", "--authority", "ca.pem"]
    for option, name in {
        "--as-device": "device",
        "--as-other": "other",
        "--as-service": f"{role}-service",
    }.items():
        given += [option, f"{name}.pem", f"{name}.key"]
    if nameless:
        given += ["--without-common-name", "nameless.pem", "nameless.key"]
    return given


def probe(folder: Path, role: str, port: int, *words: str, nameless: bool = True) -> Result:
    """What the command gives, at a broker that does not take long."""
    given = [*words_of(role, port, nameless=nameless), "--settle", "0.02", *words]
    return run(*given, folder=folder)


CREDENTIALS = {
    "device": "device",
    "other": "other",
    "data-service": "service",
    "absent": "absent",
}


@contextmanager
def connected(folder: Path, port: int, name: str, *, clean: bool = True) -> Iterator[Line]:
    """Somebody of the data broker, as a program of its own would be."""
    names = ServiceNames()
    plan = _Probe("data", DeviceId("test-1"), DeviceId("test-2"), names, "test", False)
    credential = CREDENTIALS[name]
    pair = (str(folder / f"{name}.pem"), str(folder / f"{name}.key"))
    dialler = Dialler(
        address=("127.0.0.1", port),
        server_name="localhost",
        authority=str(folder / "ca.pem"),
        pairs={} if credential == "absent" else {credential: pair},
        patience=20.0,
    )
    line = dialler.dial(plan, (credential, "plain", "3.1.1"), clean=clean)
    try:
        yield line
    finally:
        line.close()


def retained_topics(folder: Path, port: int, name: str = "device", filter: str = "#") -> list[str]:
    """The topics that have a message."""
    with connected(folder, port, name) as line:
        line.subscribe(filter)
        line.ping()
        return sorted(each.topic for each in line.kept)
