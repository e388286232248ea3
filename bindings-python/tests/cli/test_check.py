"""``iot4emissions rules --check``, at brokers as operators set them up."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest
from cli_broker import (
    connected,
    exported,
    free_port,
    make_certificates,
    mosquitto,
    needs_mosquitto,
    probe,
    retained_topics,
    words_of,
)
from cli_common import SCRIPT, VIN, Result, run
from cli_rabbitmq import needs_rabbitmq, rabbitmq

pytestmark = needs_mosquitto


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("probe")
    make_certificates(found)
    return found


def codes(ran: Result) -> set[str]:
    """The findings that count."""
    starts = {line.partition(": ")[0] for line in ran.output.splitlines()[1:]}
    return {each for each in starts if " " not in each}


def changed(files: dict[str, str], changes: dict[str, str]) -> dict[str, str]:
    """The files with lines in place of others; each has to be there."""
    for old, new in changes.items():
        assert any(old in text for text in files.values()), old
        files = {name: text.replace(old, new) for name, text in files.items()}
    return files


@pytest.mark.parametrize("role", ["data", "registration"])
@pytest.mark.parametrize("dynsec", [False, True])
def test_nothing_is_found_at_a_broker_with_the_exported_files(
    role: str, dynsec: bool, folder: Path
) -> None:
    port = free_port()
    format = "mosquitto-dynsec" if dynsec else "mosquitto"
    with mosquitto(folder, exported(folder, role, port, dynsec=dynsec)):
        ran = probe(folder, role, port, format)
        assert (ran.status, codes(ran)) == (0, set()), ran
        assert "342 of 342 questions answered\n" in ran.output
        assert ran.output.endswith("nothing beyond the rules\n")
        if role == "data" and not dynsec:
            # Nothing of the first probe is in the way of a second one.
            assert probe(folder, role, port, format).status == 0


ACL = "acl_file "
IDENTITY = "use_identity_as_username true\n"
CLIENT_ID = "use_username_as_clientid true\n"
ANONYMOUS = "allow_anonymous false\n"
CERTIFICATE = "require_certificate true\n"
OWN_CONFIGURATION = "pattern read iot4emissions/configServer/%u"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {ACL: "# "},
            {"publish", "retained", "will", "receive", "system"},
        ),
        # Who names no user is nobody then, and whoever names one is that one.
        (
            {IDENTITY: "", ANONYMOUS: "allow_anonymous true\n"},
            {"user-name", "password", "no-common-name", "refused"},
        ),
        ({CLIENT_ID: ""}, {"client-id"}),
        # As brokers are that are not told to ask for certificates.
        (
            {CERTIFICATE: "", IDENTITY: "", CLIENT_ID: "", ANONYMOUS: "allow_anonymous true\n"},
            {"no-certificate", "no-common-name", "user-name", "password", "client-id", "refused"},
        ),
        ({OWN_CONFIGURATION: f"{OWN_CONFIGURATION}\npattern read #"}, {"receive"}),
        ({OWN_CONFIGURATION: f"{OWN_CONFIGURATION}\npattern read $SYS/#"}, {"system"}),
        (
            {OWN_CONFIGURATION: OWN_CONFIGURATION.replace("read", "readwrite")},
            {"publish", "retained"},
        ),
        # As they were written before services had deny lines.
        ({"topic deny iot4emissions/dataDevice/obfcm-data-service\n": ""}, {"publish", "retained"}),
        ({"tls_version tlsv1.3\n": ""}, {"old-tls"}),
        ({"topic read iot4emissions/dataDevice/+\n": ""}, {"refused"}),
    ],
    ids=[
        "no-acl",
        "no-identity",
        "no-client-id",
        "anonymous",
        "all-readable",
        "system-readable",
        "own-configuration",
        "patterns-for-services",
        "old-tls",
        "service-reads-nothing",
    ],
)
def test_each_slip_is_found(changes: dict[str, str], expected: set[str], folder: Path) -> None:
    port = free_port()
    files = changed(exported(folder, "data", port), changes)
    with mosquitto(folder, files):
        ran = probe(folder, "data", port, "mosquitto")
        assert (ran.status, codes(ran)) == (1, expected), ran.output
        assert "not asked" not in ran.output or expected & {"refused"}, ran.output


def test_what_a_configuration_cannot_avoid_is_found_where_nobody_names_it(folder: Path) -> None:
    port = free_port()
    with mosquitto(folder, exported(folder, "data", port)):
        ran = probe(folder, "data", port)
        assert (ran.status, codes(ran)) == (1, {"retained", "subscribe", "shared", "system"})
        found = "retained: a device publishes to iot4emissions/dataDevice/test-1 with RETAIN in "
        assert f"{found}MQTT 3.1.1 and 5 (the message was kept, against P-4.2)\n" in ran.output


def test_tls_1_2_is_found_unless_it_was_asked_for(folder: Path) -> None:
    port = free_port()
    files = changed(exported(folder, "data", port), {"tls_version tlsv1.3\n": ""})
    with mosquitto(folder, files):
        assert probe(folder, "data", port, "mosquitto", "--oldest-tls", "1.2").status == 0


OPEN = {
    ACL: "# ",
    CERTIFICATE: "",
    IDENTITY: "",
    CLIENT_ID: "",
    ANONYMOUS: "allow_anonymous true\n",
}


def test_nothing_is_left_at_a_broker_that_keeps_everything(folder: Path) -> None:
    port = free_port()
    with mosquitto(folder, changed(exported(folder, "data", port), OPEN)):
        ran = probe(folder, "data", port)
        assert (ran.status, "left-behind" in ran.output) == (1, False)
        assert ran.output.count("the message was kept") > 15
        assert retained_topics(folder, port) == []


def test_who_stops_it_leaves_nothing_either(folder: Path) -> None:
    port = free_port()
    with mosquitto(folder, changed(exported(folder, "data", port), OPEN)):
        # So slow that it is not over before it is stopped, whatever else runs here.
        command = [SCRIPT, *words_of("data", port), "--settle", "3"]
        process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE)
        with connected(folder, port, "absent") as watching:
            while not watching.kept:
                watching.subscribe("#")
                watching.ping()
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (130, b"")
        assert retained_topics(folder, port) == []


def test_what_cannot_be_asked_is_listed_and_not_passed(folder: Path) -> None:
    port = free_port()
    with mosquitto(folder, exported(folder, "data", port)):
        ran = probe(folder, "data", port, "mosquitto", nameless=False)
        assert (ran.status, codes(ran)) == (2, set())
        text = "not asked: a certificate without a common name connects in MQTT 3.1.1 "
        assert f"{text}(no such certificate was given)\n" in ran.output
        assert "nothing beyond" not in ran.output
        ran = probe(folder, "data", port, "mosquitto", "--within", "0.01")
        assert ran.status == 2
        assert "(the time was over)\n" in ran.output
    ran = probe(folder, "data", port, "mosquitto")
    assert (ran.status, codes(ran)) == (2, set())
    assert "0 of 342 questions answered\n" in ran.output
    assert ran.output.count("(the broker could not be reached)\n") == 342


def test_names_that_are_in_use_are_left_alone(folder: Path) -> None:
    port = free_port()
    with mosquitto(folder, exported(folder, "data", port)):
        topic = "iot4emissions/configServer/test-2"
        with connected(folder, port, "data-service") as service:
            service.publish(topic, b'{"version":1}', True)
        ran = probe(folder, "data", port, "mosquitto")
        assert (ran.status, ran.output) == (2, "")
        assert f"found a message that somebody else keeps on {topic}: " in ran.errors
        assert retained_topics(folder, port, "other", topic) == [topic]


def test_what_a_killed_probe_left_is_cleared_by_the_next_one(folder: Path) -> None:
    port = free_port()
    with mosquitto(folder, exported(folder, "data", port)):
        topic = "iot4emissions/configServer/test-2"
        with connected(folder, port, "data-service") as service:
            service.publish(topic, b"iot4emissions-probe earlier 7", True)
        assert retained_topics(folder, port, "other", topic) == [topic]
        ran = probe(folder, "data", port, "mosquitto")
        assert (ran.status, codes(ran)) == (0, set()), ran
        assert retained_topics(folder, port, "other", topic) == []


def test_a_waiting_session_is_left_alone(folder: Path) -> None:
    port = free_port()
    with mosquitto(folder, exported(folder, "data", port)):
        with connected(folder, port, "data-service", clean=False) as service:
            service.subscribe("iot4emissions/dataDevice/+")
        with connected(folder, port, "device") as device:
            device.publish("iot4emissions/dataDevice/test-1", b"{}")
        ran = probe(folder, "data", port, "mosquitto")
        assert (ran.status, ran.output) == (2, "")
        assert "found a session of the service kept on the broker: " in ran.errors
        # What waits for it still does.
        with connected(folder, port, "data-service", clean=False) as service:
            assert service.session_present


@needs_rabbitmq
def test_a_used_rabbitmq_is_found_by_its_guest(folder: Path) -> None:
    found: list[tuple[bool, set[str]]] = [(False, set()), (True, {"password", "no-common-name"})]
    for guest, expected in found:
        with rabbitmq(folder, "data", guest=guest) as port:
            ran = probe(folder, "data", port, "rabbitmq")
        assert (ran.status, codes(ran)) == (int(guest), expected), ran.output
        # It has no setting that binds the client id to the certificate.
        assert "known (client-id): " in ran.output
        assert "342 of 342 questions answered\n" in ran.output
        assert "the broker does not speak MQTT 5\n" in ran.output
        assert "known (retain): a device publishes to " in ran.output
        text = "password: a device as guest with the password guest publishes to "
        forged = f"{text}iot4emissions/configServer/test-2 with RETAIN in MQTT 3.1.1 ("
        assert (forged in ran.output) == guest
        assert "left-behind" not in ran.output


GIVEN = {
    "--as-device": "device",
    "--as-other": "other",
    "--as-service": "data-service",
    "--without-common-name": "nameless",
}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"--check": VIN}, "expected a host and a port such as localhost:8883, found "),
        ({"--check": "localhost"}, "expected a host and a port such as localhost:8883, found "),
        ({"--check": "localhost:65536"}, "expected a host and a port such as "),
        (
            {"--check": "192.0.2.1:8883"},
            "expected --yes-this-host for a broker on another machine, found 192.0.2.1 without it",
        ),
        ({"--as-other": "device"}, "expected certificates of two devices, found the same device "),
        ({"--as-other": None}, "expected --as-other with --check"),
        (
            {"--as-other": None, "--as-service": None},
            "expected --as-other and --as-service with --check",
        ),
        (
            {"--as-service": "registration-service"},
            'registration-service.pem: expected the common name "obfcm-data-service", found ',
        ),
        ({"--as-device": "data-service"}, "data-service.pem: "),
        ({"--as-device": "nameless"}, "nameless.pem: "),
        (
            {"--without-common-name": "third"},
            "third.pem: expected a certificate without a common name, found one with it",
        ),
        ({"--authority": "none.pem"}, "none.pem: No such file or directory"),
        ({"--authority": "device.key"}, "device.key: expected a certificate and its key in PEM, "),
    ],
)
def test_bad_words_are_refused_before_anything_is_sent(
    changes: dict[str, str | None], error: str, folder: Path
) -> None:
    words = {"--check": "localhost:1", "--authority": "ca.pem"} | GIVEN | changes
    given = ["rules", "--role", "data"]
    for option, value in words.items():
        if value is not None:
            given += (
                [option, value] if option not in GIVEN else [option, f"{value}.pem", f"{value}.key"]
            )
    ran = run(*given, folder=folder)
    assert (ran.status, ran.output) == (2, "")
    assert ran.errors.splitlines()[-1].startswith(f"iot4emissions rules: {error}"), ran.errors
    assert VIN not in ran.errors


def test_another_key_and_another_authority_are_named(folder: Path) -> None:
    port = free_port()
    words = ["--as-device", "device.pem", "other.key"]
    ran = probe(folder, "data", port, *words)
    assert ran.status == 2
    with mosquitto(folder, exported(folder, "data", port)):
        ran = probe(folder, "data", port, "--server-name", "broker.example")
    assert (ran.status, ran.output) == (2, "")
    assert (
        "expected a broker with a certificate of the authority for broker.example (" in ran.errors
    )


def test_a_server_that_never_answers_costs_no_more_than_its_time(folder: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "broker.pem", folder / "broker.key")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            held = []
            while True:
                try:
                    held.append(context.wrap_socket(listener.accept()[0], server_side=True))
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        port = listener.getsockname()[1]
        since = time.monotonic()
        ran = probe(folder, "data", port, "--within", "1")
    assert time.monotonic() - since < 10
    assert (ran.status, codes(ran)) == (2, set())
    assert "0 of 342 questions answered\n" in ran.output
