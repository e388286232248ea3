"""``topic``, ``may``, ``schedule``, ``certificate``, ``rules`` and ``schema``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_common import CERTIFICATES, run
from iot4emissions import BrokerRole, DeviceId, Format, export_rules, schema_names

SCHEMAS = Path(__file__).parents[3] / "schemas"
DEVICE = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28"


def test_topic() -> None:
    shown = run("topic", "iot4emissions/configServer/vehicle-7")
    assert (shown.status, shown.errors) == (0, "")
    assert shown.output == (
        "topic:      iot4emissions/configServer/vehicle-7\n"
        "kind:       configServer\n"
        "device:     vehicle-7\n"
        "publisher:  dataService\n"
        "subscriber: device\n"
        "broker:     data\n"
        "qos:        1\n"
        "retained:   yes\n"
    )
    found = json.loads(run("topic", "iot4emissions/configServer/vehicle-7", "--json").output)
    assert (found["publisher"], found["qos"], found["retained"]) == ("dataService", 1, True)


def test_no_topic() -> None:
    shown = run("topic", "iot4emissions/dataDevice/+")
    assert (shown.status, shown.output) == (1, "")
    assert shown.errors.startswith("no topic of the protocol: expected a device ID ")
    found = json.loads(run("topic", "x", "--json").output)
    assert (found["topic"], found["code"]) == (None, "family")


def test_topic_filters() -> None:
    topic = "iot4emissions/dataDevice/vehicle-7"
    filters = ("--filter", "iot4emissions/dataDevice/+", "--filter", "#")
    shown = run("topic", topic, *filters)
    assert (shown.status, shown.output) == (0, "matches: iot4emissions/dataDevice/+\nmatches: #\n")
    other = run("topic", topic, *filters, "--filter", "x/#", "--json")
    assert other.status == 1
    assert json.loads(other.output.splitlines()[2]) == {"filter": "x/#", "matches": False}
    wrong = run("topic", topic, "--filter", "a#")
    assert wrong.status == 2 and "--filter: expected " in wrong.errors


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        ("publish vehicle-7 data iot4emissions/dataDevice/vehicle-7", 0, "allowed"),
        (
            "publish vehicle-7 data iot4emissions/dataDevice/vehicle-7 --retain",
            1,
            (
                "denied by P-4.2: expected a message without RETAIN from an OTA Device, "
                "found one with it"
            ),
        ),
        (
            "publish vehicle-7 registration iot4emissions/dataDevice/vehicle-7",
            1,
            (
                "denied by P-4.3: expected a topic of the registration broker, "
                "found one of the data broker"
            ),
        ),
        ("subscribe obfcm-data-service data iot4emissions/dataDevice/+", 0, "allowed"),
        (
            "subscribe vehicle-7 data iot4emissions/configServer/+",
            1,
            (
                "denied by P-4.1: expected the device's own ID in the topic, "
                "found another one or a wildcard"
            ),
        ),
        ("subscribe mine data iot4emissions/dataDevice/+ --data-service mine", 0, "allowed"),
        ("receive vehicle-7 data iot4emissions/configServer/vehicle-7", 0, "allowed"),
        (
            "receive vehicle-7 data iot4emissions/dataDevice/vehicle-7",
            1,
            (
                "denied by P-4.1: expected a topic that an OTA Device may subscribe or receive "
                "on the data broker, found another one"
            ),
        ),
    ],
)
def test_may(arguments: str, status: int, text: str) -> None:
    said = run("may", *arguments.split())
    assert (said.status, said.output, said.errors) == (status, f"{text}\n", "")
    found = json.loads(run("may", *arguments.split(), "--json").output)
    assert found["allowed"] == (status == 0)
    if status:
        assert text == f"denied by {found['rule']}: {found['reason']}"
        assert found["code"]


@pytest.mark.parametrize(
    "arguments",
    ["publish + data x", "publish a datas x", "receive a data x --retain", "post a data x"],
)
def test_may_wrong_arguments(arguments: str) -> None:
    said = run("may", *arguments.split())
    assert (said.status, said.output) == (2, "") and said.errors


def test_schedule() -> None:
    after = ("--after", "2026-01-01T01:00:00+01:00")
    shown = run("schedule", "0 0 0 1 1/3 ? *", "--next", "2", *after, "--year", "2027", "--lint")
    assert (shown.status, shown.errors) == (0, "")
    assert shown.output == (
        "on day 1 of January, April, July and October at 00:00:00 UTC; 4 times a year\n"
        "in 2027: 4\n"
        "next: 2026-04-01T00:00:00Z\n"
        "next: 2026-07-01T00:00:00Z\n"
    )
    daily = run("schedule", "0 0 0 ? * * *", "--json", "--next", "1", "--year", "2028", *after)
    assert daily.status == 0
    assert daily.errors.startswith("probably not meant (daily-or-more-often): fires daily ")
    found = json.loads(daily.output)
    assert found["per_year"] == {"fewest": 365, "most": 366}
    assert (found["next"], found["in_year"]) == (["2026-01-02T00:00:00Z"], {"2028": 366})
    assert found["lint"][0]["code"] == "daily-or-more-often"
    assert run("schedule", "0 0 0 ? * * *", "--lint").status == 1
    past = run("schedule", "0 0 0 1 1 ? 2021", "--next", "1")
    assert past.output.endswith("\nno next time\n")


def test_no_schedule() -> None:
    shown = run("schedule", "0 60 0 1 * ?", "--json")
    assert shown.status == 1
    assert 'in field minute, found "60"' in shown.errors
    assert json.loads(shown.output)["schedule"] is None
    for wrong in (("--next", "-1"), ("--after", "yesterday"), ("--after", "2026-01-01")):
        assert run("schedule", "0 0 0 1 * ?", *wrong).status == 2


def test_certificate(tmp_path: Path) -> None:
    device, vin = CERTIFICATES / "device.pem", CERTIFICATES / "vin.pem"
    assert run("certificate", str(device)).output == f"{DEVICE}\n"
    assert run("certificate", stdin=(CERTIFICATES / "device.der").read_bytes()).output == (
        f"{DEVICE}\n"
    )
    both = run("certificate", str(device), str(vin), "--json")
    assert both.status == 1
    first, second = map(json.loads, both.output.splitlines())
    assert first == {"file": str(device), "device": DEVICE}
    assert (second["device"], bool(second["code"])) == (None, True)
    assert both.errors == (
        f"{vin}: expected a device ID as common name, found 17 characters in the shape of a VIN\n"
    )
    late = run("certificate", str(device), "--now", "9999-01-01T00:00:00Z")
    assert late.status == 1 and "9999" not in late.output
    assert run("certificate", str(tmp_path)).status == 2


def test_rules_are_what_export_rules_gives(tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("# two\nvehicle-1\n\nvehicle-2\n")
    for format in Format:
        for role in BrokerRole:
            ids = ("--device", "vehicle-3", "--devices", "ids")
            output = ("--output", f"{format}/{role}")
            ran = run("rules", format, "--role", role, *ids, *output, folder=tmp_path)
            assert (ran.status, ran.output) == (0, "")
            devices = [DeviceId(f"vehicle-{number}") for number in (3, 1, 2)]
            expected = export_rules(format, role, devices=devices)
            written = {
                path.name: path.read_text("utf-8") for path in (tmp_path / format / role).iterdir()
            }
            assert written == expected.files
            assert ran.errors.count("\n") == len(expected.files)


def test_every_setting_of_rules_arrives(tmp_path: Path) -> None:
    def text(format: str, arguments: str) -> str:
        ran = run("rules", format, "--role", "data", *arguments.split())
        assert ran.status == 0, ran.errors
        return ran.output

    assert "listener 1883 127.0.0.1\n" in text("mosquitto", "--listen 127.0.0.1:1883")
    assert "user mine\n" in text("mosquitto", "--data-service mine --registration-service other")
    assert "/srv/mqtt/acl" in text("mosquitto", "--folder /srv/mqtt")
    tls = "--client-authority /ca --certificate /cert --key /key --revocation-list /crl"
    shown = text("mosquitto", tls)
    for line in ("cafile /ca", "certfile /cert", "keyfile /key", "crlfile /crl"):
        assert f"{line}\n" in shown
    assert "plugin /p.so\n" in text("mosquitto-dynsec", "--plugin /p.so --device a")
    assert "plugin_opt_acl_file /etc" in text("mosquitto", "--broker-version 2.1.0")
    assert "location /srv/state/\n" in text("mosquitto", "--state-folder /srv/state")
    aws = text("aws-iot", "--region cn-north-1 --account 000000000001")
    assert "arn:aws-cn:iot:cn-north-1:000000000001:" in aws
    only = run("rules", "mosquitto", "--role", "data", "--file", "acl")
    assert only.output == export_rules("mosquitto", "data").files["acl"]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("mosquitto --role data --key /k", "expected --client-authority, --certificate and --key"),
        ("mosquitto --role data --file x", "expected one of acl, mosquitto.conf as --file"),
        ("rmqtt --role data --device a --device +", "--device, number 2: expected a device ID"),
        ("rmqtt --role data --devices ids", "ids:2: expected a device ID"),
        ("rmqtt --role data --devices none", "none: No such file or directory"),
        ("emqx --role data --listen here", "expected an address and port"),
        ("emqx --role data --broker-version 4.4", "expected a version of emqx among 5.8, 5.9,"),
        ("emqx --role data --broker-version 5", "expected a broker's version of two or three"),
        ("emqx --role data --output ids", "ids: File exists"),
    ],
)
def test_rules_wrong_arguments(arguments: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("a\n#\n+\n".replace("#\n", ""))
    ran = run("rules", *arguments.split(), folder=tmp_path)
    assert (ran.status, ran.output) == (2, "")
    assert ran.errors.splitlines()[-1].startswith(f"iot4emissions rules: {text}")


def test_rules_without_devices_say_so() -> None:
    for format, listed in [("rmqtt", True), ("emqx", False)]:
        ran = run("rules", format, "--role", "data")
        assert ("lists devices, and none is given" in ran.errors) == listed


def test_schema() -> None:
    listed = run("schema").output.split()
    assert listed == [*schema_names(), "asyncapi"]
    for name in listed:
        assert run("schema", name).output == (SCHEMAS / f"{name}.json").read_text("utf-8")
    unknown = run("schema", "x")
    assert unknown.status == 2 and ", data-transfer.accepted, asyncapi" in unknown.errors
