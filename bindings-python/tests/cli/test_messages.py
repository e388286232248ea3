"""``decode`` and ``validate``."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from cli_common import DEVIATING, GOOD, VIN, WRONG, envelope, example, run, write_files
from iot4emissions import TopicKind, decode, encode


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_files(tmp_path)
    return tmp_path


REFUSED = "not a Data Transfer message: column 39 of the payload: expected a value, found null"


def test_decode_shows_a_message_and_its_deviations(folder: Path) -> None:
    topic = "iot4emissions/dataDevice/vehicle-7"
    shown = run("decode", "--topic", topic, stdin=DEVIATING.encode())
    assert (shown.status, shown.errors) == (0, "")
    assert shown.output == (
        "<stdin>: DataTransfer of vehicle-7\n"
        "  snapshots:\n"
        "    1:\n"
        "      acquired: 2021-06-01T09:00:00Z\n"
        "      total fuel consumed: 32.5 l\n"
        "      total distance travelled: 295.9 km\n"
        '  deviates: number-as-string at "/data/0/tdt" (JRC127600 Table 7)\n'
    )


def test_decode_reads_null_as_absent_where_it_is_asked_to() -> None:
    payload = DEVIATING.replace('"295.9"', "null").encode()
    command = ("decode", "--kind", "dataDevice")
    refused = run(*command, stdin=payload)
    assert (refused.status, refused.output) == (1, "")
    shown = run(*command, "--null-is-absent", stdin=payload)
    assert (shown.status, shown.errors) == (0, "")
    assert "total distance travelled" not in shown.output
    assert '  deviates: null-member at "/data/0/tdt"' in shown.output
    # A deviation is one, and canonical messages have none.
    strict = run(*command, "--strict", "--null-is-absent", stdin=payload)
    assert (strict.status, strict.output) == (1, "")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("registerDevice", "registration-request"),
        ("registerServer", "registration-status"),
        ("configServer", "configuration-status"),
        ("dataDevice", "data-transfer"),
    ],
)
def test_decode_as_json_holds_the_canonical_bytes(kind: str, name: str, tmp_path: Path) -> None:
    payload = json.dumps(example(name, "accepted"), indent=3).encode()
    decoded = decode(TopicKind(kind), payload)
    shown = run("decode", "--kind", kind, "--json", "--show-vin", stdin=payload)
    assert shown.status == 0
    assert f'"message":{encode(decoded.message).decode()},"deviations":[' in shown.output
    found = json.loads(shown.output)
    assert list(found) == ["file", "kind", "device", "message", "deviations"]
    assert (found["file"], found["kind"], found["device"]) == ("<stdin>", kind, None)
    assert [each["pointer"] for each in found["deviations"]] == [
        each.pointer for each in decoded.deviations
    ]
    assert found["deviations"]


def test_decode_hides_the_vin_unless_it_is_asked_for(folder: Path) -> None:
    arguments = ("decode", "--kind", "registerDevice", "request.json")
    hidden = run(*arguments, folder=folder)
    assert "  vin: <VIN hidden>\n" in hidden.output and "    make: JEEP\n" in hidden.output
    shown = run(*arguments, "--show-vin", folder=folder)
    assert f"  vin: {VIN}\n" in shown.output
    assert json.loads(run(*arguments, "--json", folder=folder).output)["message"]["vin"] == (
        "<VIN hidden>"
    )
    as_json = run(*arguments, "--json", "--show-vin", folder=folder)
    assert json.loads(as_json.output)["message"]["vin"] == VIN


def test_decode_opens_envelopes(folder: Path) -> None:
    (folder / "one.json").write_text(envelope("registerServer/a", '{"deviceState":"registered"}'))
    shown = run("decode", "one.json", folder=folder)
    assert shown.output == "one.json: RegistrationStatus of a\n  registered: yes\n"
    other = run("decode", "one.json", "--kind", "dataDevice", folder=folder)
    assert other.status == 2 and "/dataDevice/<device-ID>" in other.errors
    none = run("decode", "payload.json", folder=folder)
    assert none.status == 2
    assert none.errors.startswith("iot4emissions decode: payload.json: expected a topic")
    without = run("decode", stdin=b'{"device":"a","payload":{}}')
    assert "expected a topic in an envelope, --topic or --kind" in without.errors
    device = run("decode", "one.json", "--topic", "iot4emissions/registerServer/b", folder=folder)
    assert device.status == 2 and "expected the device of --topic" in device.errors


def test_decode_goes_on_after_a_refused_file(folder: Path) -> None:
    shown = run(
        "decode", "--kind", "dataDevice", "--strict", "-", "payload.json", "request.json",
        folder=folder, stdin=DEVIATING.encode(),
    )  # fmt: skip
    assert shown.status == 1
    assert "payload.json: DataTransfer\n" in shown.output
    assert shown.errors == (
        "<stdin>: line 1, column 50 (/data/0/tdt): expected kilometres with one decimal from "
        '0.0 to 429496729.4, found "295.9"\n'
        'request.json: line 1, column 1: expected the member "data", found none\n'
        'request.json: line 1, column 9 (/vin): expected no such member, found "<VIN hidden>"\n'
        "request.json: line 1, column 45 (/vehicleInfo): "
        "expected no such member, found an object\n"
    )


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("none.json", "--kind", "dataDevice"), "none.json: No such file or directory"),
        ((".", "--kind", "dataDevice"), ".: Is a directory"),
        (("cut.gz", "--kind", "dataDevice"), "cut.gz: the gzip file ends too early"),
        (("damaged.gz", "--kind", "dataDevice"), "damaged.gz: "),
        (("payload.json", "--topic", "x"), "--topic: expected a topic that begins with "),
    ],
)
@pytest.mark.parametrize("command", ["decode", "validate"])
def test_files_that_cannot_be_read(
    command: str, arguments: tuple[str, ...], text: str, folder: Path
) -> None:
    packed = gzip.compress(GOOD.encode() * 20)
    (folder / "cut.gz").write_bytes(packed[:-9])
    (folder / "damaged.gz").write_bytes(packed[:12] + b"\xff\xff\xff\xff" + packed[16:])
    ran = run(command, *arguments, folder=folder)
    assert ran.status == 2
    if command == "validate" and "gz" in text:
        text = text.partition(" ")[0]
    assert ran.errors.startswith(f"iot4emissions {command}: {text}"), ran.errors
    assert ran.errors.count("\n") == 1


def test_an_empty_file_is_no_payload_and_has_no_lines(folder: Path) -> None:
    (folder / "empty").touch()
    ran = run("decode", "empty", "--kind", "dataDevice", folder=folder)
    error = "iot4emissions decode: empty: expected a payload, found an empty file\n"
    assert (ran.status, ran.errors) == (2, error)
    ran = run("validate", "empty", "--kind", "dataDevice", folder=folder)
    assert (ran.status, ran.errors, ran.output) == (0, "", "empty: 0 accepted, 0 refused\n")


def test_validate_says_file_line_and_pointer(folder: Path) -> None:
    ran = run("validate", "--kind", "dataDevice", "wrong.ndjson", "transfers.ndjson", folder=folder)
    assert ran.status == 1
    first, second = ran.errors.splitlines()
    assert first == f"wrong.ndjson:2: /data/0/tfc: {REFUSED}"
    assert second.startswith(
        "wrong.ndjson:4: not a Data Transfer message: column 1 of the payload: "
    )
    assert ran.output == (
        "wrong.ndjson: 2 accepted, 2 refused\n"
        "transfers.ndjson: 3 accepted, 0 refused; deviations: number-as-string 1\n"
    )


def test_validate_as_json(folder: Path) -> None:
    ran = run("validate", "--json", "--kind", "dataDevice", "wrong.ndjson", folder=folder)
    assert (ran.status, ran.errors) == (1, "")
    first, second, last = map(json.loads, ran.output.splitlines())
    assert first == {
        "file": "wrong.ndjson",
        "line": 2,
        "device": None,
        "code": "null",
        "pointer": "/data/0/tfc",
        "text": REFUSED,
    }
    assert (second["line"], second["code"], second["pointer"]) == (4, "syntax", "")
    assert last == {
        "file": "wrong.ndjson",
        "rows": 4,
        "accepted": 2,
        "refused": 2,
        "deviations": {},
    }


def test_validate_both_ways_of_reading_say_the_same(folder: Path) -> None:
    """With --topic it reads line by line, without it as columns."""
    lines = [GOOD, "", "  ", WRONG, DEVIATING, "x", '{"data":[]}', "\ufeff{}", "9" * 1_100_000]
    (folder / "all.ndjson").write_bytes("\r\n".join(lines).encode() + b'\n{"data":"\xff"}')
    topic = ("--topic", "iot4emissions/dataDevice/a")
    for profile in ("--strict", "--tolerant"):
        fast, slow = (
            run("validate", profile, "--json", *kind, "all.ndjson", folder=folder)
            for kind in (("--kind", "dataDevice"), topic)
        )
        assert fast.status == slow.status == 1
        assert fast.output == slow.output.replace('"device":"a"', '"device":null')
        summary = json.loads(fast.output.splitlines()[-1])
        strict = profile == "--strict"
        assert (summary["rows"], summary["accepted"]) == (10, 1 if strict else 2)
        assert summary["refused"] == 7 if strict else 6
    assert '"code":"line-too-long"' in fast.output and '"code":"not-utf-8"' in fast.output


SEVERAL = [
    f"{GOOD}{GOOD} {WRONG}{DEVIATING}",
    f"{GOOD} x",
    f"x {GOOD}",
    f'{{"data":[]}}{GOOD}  ',
    "{}" * 70,
    f"{{}}{GOOD}" * 64,
    f" {GOOD}\t{GOOD} ",
    GOOD.replace('"tdt":295.9', '"tdt":null') + GOOD,
    # Too long: what another record follows within the limit is read, in every form.
    GOOD * 20_000,
    f"{GOOD} " * 20_000,
    GOOD.replace(":", ": ") * 18_000,
    DEVIATING * 20_000,
    f"{GOOD}{WRONG}{GOOD}" + '{"data":"' + "x" * 1_100_000,
    f"{GOOD}{WRONG}" + " " * 1_100_000,
    " " * 1_100_000,
]


@pytest.mark.parametrize("options", [(), ("--null-is-absent",), ("--strict", "--null-is-absent")])
def test_validate_both_ways_read_the_records_of_a_line(
    options: tuple[str, ...], folder: Path
) -> None:
    """Each record is one of its own, whatever is wrong with the one before it, and `null`."""
    (folder / "several.ndjson").write_text("\n".join(SEVERAL))
    fast, slow = (
        run("validate", "--json", *options, *kind, "several.ndjson", folder=folder)
        for kind in (
            ("--kind", "dataDevice"),
            ("--topic", "iot4emissions/dataDevice/a"),
        )
    )
    assert fast.output == slow.output.replace('"device":"a"', '"device":null')
    *refused, summary = map(json.loads, fast.output.splitlines())
    assert summary["rows"] == len(SEVERAL)
    assert summary["deviations"].get("null-member", 0) == (
        1 if options == ("--null-is-absent",) else 0
    )
    codes = [each["code"] for each in refused]
    # Strictly, those that deviate too.
    assert codes.count("too-many-rejected") == (3 if "--strict" in options else 2)
    assert {each["line"] for each in refused} >= {1, 2, 3, 4, 5, 6}


def test_validate_a_log_of_several_records_on_a_line(folder: Path) -> None:
    """Of all kinds, where `null` is absent or not."""
    status = envelope("registerServer/a", {"deviceState": "registered", "text": None})
    line = envelope("dataDevice/a", json.loads(GOOD)) + status
    (folder / "log.ndjson").write_text(f"{line}\n{line} ")
    ran = run("validate", "--null-is-absent", "log.ndjson", folder=folder)
    assert ran.output.startswith("log.ndjson: 4 accepted, 0 refused"), ran
    ran = run("validate", "log.ndjson", folder=folder)
    assert ran.output.startswith("log.ndjson: 2 accepted, 2 refused"), ran
    assert [line.split(": ")[0] for line in ran.errors.splitlines()] == [
        "log.ndjson:1",
        "log.ndjson:2",
    ]


def test_validate_a_log_of_all_kinds(folder: Path) -> None:
    ran = run("validate", "log.ndjson", folder=folder)
    assert (ran.status, ran.errors) == (0, "")
    assert ran.output == (
        "log.ndjson: 4 accepted, 0 refused; deviations: free-text-state 1, number-as-string 1\n"
    )
    strict = run("validate", "--strict", "log.ndjson", folder=folder)
    assert strict.status == 1
    lines = [line.split(": ")[:2] for line in strict.errors.splitlines()]
    assert lines == [["log.ndjson:2", "/deviceState"], ["log.ndjson:4", "/data/0/tdt"]]
    one_kind = run("validate", "--kind", "configServer", "log.ndjson", "--json", folder=folder)
    codes = [json.loads(line).get("code") for line in one_kind.output.splitlines()]
    assert codes == ["topic", "topic", "topic", None]


def test_validate_the_form_is_each_file_s_own(folder: Path) -> None:
    arguments = ("--kind", "registerServer", "log.ndjson", "-")
    status = b'\n{"deviceState":"registered"}\n'
    ran = run("validate", *arguments, folder=folder, stdin=status)
    assert ran.output.endswith("<stdin>: 1 accepted, 0 refused\n")
    forced = run("validate", "--form", "envelope", *arguments, folder=folder, stdin=status)
    assert forced.output.endswith("<stdin>: 0 accepted, 1 refused\n")


def test_validate_single_files(folder: Path) -> None:
    names = ("payload.json", "request.json")
    ran = run("validate", "--single", "--kind", "dataDevice", *names, folder=folder)
    assert ran.status == 1
    assert (
        ran.output == "payload.json: 1 accepted, 0 refused\nrequest.json: 0 accepted, 1 refused\n"
    )
    lines = run("validate", "--kind", "dataDevice", "payload.json", folder=folder)
    assert lines.output.startswith("payload.json: 0 accepted, ")


def test_validate_an_empty_file_and_one_without_envelopes(folder: Path) -> None:
    for kind in ((), ("--kind", "dataDevice"), ("--kind", "configServer")):
        ran = run("validate", *kind)
        assert (ran.status, ran.output) == (0, "<stdin>: 0 accepted, 0 refused\n")
    ran = run("validate", "transfers.ndjson", folder=folder)
    assert ran.status == 2
    assert ran.errors == (
        "iot4emissions validate: transfers.ndjson:1: no envelope: "
        "its messages need --topic or --kind\n"
    )
