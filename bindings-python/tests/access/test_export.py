"""Access rules as brokers' configurations, through the Python surface."""

from __future__ import annotations

import copy
import doctest
import pickle
from datetime import UTC, datetime, timezone
from decimal import Decimal

import iot4emissions
import pytest
from iot4emissions import (
    AwsPlace,
    BrokerNotes,
    BrokerRole,
    DeviceId,
    ExportError,
    ExportFile,
    Format,
    ServiceNames,
    TlsFiles,
    export_rules,
)

DEVICES = [DeviceId("vehicle-1"), DeviceId("vehicle-2")]
TLS = TlsFiles("/pki/clients.pem", "/pki/broker.pem", "/pki/broker.key")


@pytest.mark.parametrize("broker", list(BrokerRole))
@pytest.mark.parametrize("format", list(Format))
def test_every_format_for_both_brokers(format: Format, broker: BrokerRole) -> None:
    export = export_rules(format, broker, devices=DEVICES)
    assert export == export_rules(str(format), str(broker), devices=DEVICES)
    assert export.files == {file.name: file.text for file in export.entries}
    assert list(export.files) == [file.name for file in export.entries]
    for file in export.entries:
        assert file.text.endswith("\n") and file.purpose
    listed = "vehicle-2" in "".join(export.files.values())
    assert listed == BrokerNotes(format).lists_devices


def test_every_setting_arrives() -> None:
    def text(format: str, **settings: object) -> str:
        return "".join(export_rules(format, "data", **settings).files.values())  # type: ignore[arg-type]

    assert "obfcm-data-service" in text("mosquitto")
    assert "user my-service\n" in text("mosquitto", services=ServiceNames("other", "my-service"))
    assert "listener 1883 127.0.0.1\n" in text("mosquitto", listen="127.0.0.1:1883")
    assert "listener 8883 0.0.0.0\n" in text("mosquitto")
    assert "/srv/mqtt/acl" in text("mosquitto", folder="/srv/mqtt")
    assert "keyfile /pki/broker.key\n" in text("mosquitto", tls=TLS)
    assert "crlfile" not in text("mosquitto", tls=TLS)
    revocation = TlsFiles(TLS.client_authority, TLS.certificate, TLS.key, "/pki/crl.pem")
    assert "crlfile /pki/crl.pem\n" in text("mosquitto", tls=revocation)
    plugin = text("mosquitto-dynsec", plugin="/opt/plugin.so")
    assert "plugin /opt/plugin.so\n" in plugin
    assert "\nacl_file /etc" in text("mosquitto", version="2.0.11")
    assert "\nplugin_opt_acl_file /etc" in text("mosquitto", version="2.1")
    assert "persistence_location /srv/state/\n" in text("mosquitto", state_folder="/srv/state")
    aws = text("aws-iot", aws=AwsPlace("cn-north-1", "000000000001"))
    assert "arn:aws-cn:iot:cn-north-1:000000000001:" in aws


@pytest.mark.parametrize(
    ("settings", "code", "text"),
    [
        (
            {"devices": [DEVICES[0], DEVICES[0]]},
            "device-twice",
            "expected each device once, found device 1 again as device 2",
        ),
        (
            {"folder": "/a b"},
            "path",
            (
                'expected a path of ASCII letters, digits and "/._:@+-" for the folder, '
                "found ' ' at character 3"
            ),
        ),
        (
            {"listen": "localhost"},
            "listen",
            'expected an address and port such as "0.0.0.0:8883", found "localhost"',
        ),
        (
            {"listen": "1M8GDM9AXKP042788"},
            "listen",
            'expected an address and port such as "0.0.0.0:8883", found "<VIN hidden>"',
        ),
        (
            {"version": "0.22"},
            "version",
            "expected a version of rmqtt among 0.23, 0.24, found 0.22",
        ),
        (
            {"version": "two"},
            "broker-version",
            (
                "expected a broker's version of two or three numbers such as "
                '"2.1" or "2.0.11", found "two"'
            ),
        ),
        (
            {"aws": AwsPlace(account="1")},
            "aws-account",
            'expected an AWS account of 12 digits, found "1"',
        ),
        (
            {"services": ServiceNames("other", "vehicle-1"), "devices": DEVICES},
            "reserved",
            "expected a device ID as device 1, found the principal name of the OBFCM Data Service",
        ),
    ],
)
def test_errors(settings: dict[str, object], code: str, text: str) -> None:
    with pytest.raises(ExportError) as raised:
        export_rules("rmqtt", "data", **settings)  # type: ignore[arg-type]
    assert (raised.value.code, str(raised.value)) == (code, text)


def test_values() -> None:
    export = export_rules("emqx", "registration")
    notes = BrokerNotes("emqx")
    for value in (export, export.entries[0], notes, notes.enforces, *notes.differences, TLS):
        again = eval(repr(value), vars(iot4emissions))
        for other in (again, pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
            assert other == value and hash(other) == hash(value)
        with pytest.raises(AttributeError):
            value.name = "another"  # type: ignore[misc, union-attr]
    with pytest.raises(TypeError):
        export.files["acl.conf"] = ""  # type: ignore[index]
    match export.entries[0]:
        case ExportFile(name, _, text):
            assert export.files[name] == text
        case _:
            raise AssertionError
    assert export != export_rules("emqx", "data")


def test_notes_are_the_core_s() -> None:
    assert BrokerNotes("aws-iot").enforces == iot4emissions.Enforcement(True, True, True, True)
    assert BrokerNotes("mosquitto").reads_revocation_lists
    assert not BrokerNotes("emqx").reads_revocation_lists
    assert BrokerNotes("mosquitto").versions == ("2.0", "2.1")
    assert BrokerNotes("emqx").default_version == BrokerNotes("emqx").versions[-1]
    assert BrokerNotes("aws-iot").default_version is None and not BrokerNotes("aws-iot").versions
    for format in Format:
        notes = BrokerNotes(format)
        assert notes.format is format and notes.broker and notes.denied and notes.pitfalls


def test_the_docstrings_examples() -> None:
    names = "AwsPlace BrokerNotes Difference Enforcement Export ExportFile TlsFiles export_rules"
    globals = vars(iot4emissions) | {
        "datetime": datetime,
        "timezone": timezone,
        "Decimal": Decimal,
        "UTC": UTC,
    }
    for name in f"{names} asyncapi hide_vins schema schema_names".split():
        doc = getattr(iot4emissions, name).__doc__
        examples = doctest.DocTestParser().get_doctest(doc, dict(globals), name, None, 0)
        assert examples.examples, name
        result = doctest.DocTestRunner().run(examples)
        assert result.failed == 0, name
