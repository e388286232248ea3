"""The command line as a whole: help, examples, pipes, and what is never printed."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from cli_common import SCRIPT, VIN, run, shell, write_files
from iot4emissions._cli import COMMANDS, EPILOG

ALL = ["", *COMMANDS]


def examples(command: str) -> list[str]:
    """The commands after ``$`` in a command's help."""
    epilog = import_module(f"iot4emissions._cli.{command}").EPILOG if command else EPILOG
    lines = [line.strip() for line in epilog.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


@pytest.mark.parametrize("command", ALL)
def test_help_has_examples(command: str) -> None:
    shown = run(*command.split(), "--help")
    assert (shown.status, shown.errors) == (0, "")
    assert shown.output.startswith(f"usage: iot4emissions {command}".rstrip())
    found = examples(command)
    assert len(found) >= 2
    for each in found:
        assert f"  $ {each}\n" in shown.output


@pytest.mark.parametrize(
    ("command", "example"), [(command, each) for command in ALL for each in examples(command)]
)
def test_every_example_works(command: str, example: str, tmp_path: Path) -> None:
    write_files(tmp_path)
    ran = shell(example, tmp_path)
    assert ran.status == 0, ran
    said = ran.output or "".join(path.read_text() for path in tmp_path.glob("*.csv"))
    assert said or " > " in example or "--output" in example


def test_as_a_module() -> None:
    command = [sys.executable, "-m", "iot4emissions", "schema"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == (
        run("schema").output
    )


def test_version() -> None:
    shown = run("--version")
    assert shown.status == 0
    assert shown.output == "iot4emissions 0.1.0\n"


def test_no_command_and_an_unknown_one() -> None:
    none = run()
    assert none.status == 2
    assert "expected a command, one of decode, validate, " in none.errors
    unknown = run("decoed")
    assert unknown.status == 2 and "invalid choice: 'decoed'" in unknown.errors


def test_help_imports_no_command() -> None:
    program = """if True:
        import sys
        from iot4emissions._cli import COMMANDS, main
        try:
            main(["--help"])
        except SystemExit:
            pass
        found = {name.rpartition(".")[2] for name in sys.modules if "._cli." in name}
        assert not found & set(COMMANDS), found
        assert not {"json", "csv", "gzip", "pyarrow"} & set(sys.modules)
    """
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


@pytest.mark.parametrize(
    "arguments",
    [
        (VIN,),
        ("topic", VIN),
        ("topic", f"iot4emissions/dataDevice/{VIN}"),
        ("topic", "x", "--filter", f"{VIN}#"),
        ("topic", VIN, "--filter", VIN, "--json"),
        ("may", "publish", VIN, "data", "x"),
        ("may", "publish", "a", VIN, "x"),
        ("may", "publish", "a", "data", VIN, "--data-service", VIN),
        ("schedule", VIN),
        ("schedule", VIN, "--json"),
        ("schedule", "0 0 0 1 * ?", "--after", VIN),
        ("schedule", "0 0 0 1 * ?", "--next", VIN),
        ("certificate", VIN),
        ("certificate", "vin.pem"),
        ("certificate", "vin.pem", "--json"),
        ("rules", VIN, "--role", "data"),
        ("rules", "rmqtt", "--role", "data", "--device", VIN),
        ("rules", "rmqtt", "--role", "data", "--listen", VIN),
        ("rules", "rmqtt", "--role", "data", "--file", VIN),
        ("rules", "rmqtt", "--role", "data", "--devices", "vins.txt"),
        ("schema", VIN),
        ("decode", "--kind", "registerDevice", "request.json"),
        ("decode", "--kind", "registerDevice", "request.json", "--json"),
        ("decode", "--kind", "dataDevice", "request.json"),
        ("decode", "--kind", "dataDevice", "vins.txt"),
        ("decode", "--topic", f"iot4emissions/dataDevice/{VIN}", "request.json"),
        ("decode", f"{VIN}.json", "--kind", "dataDevice"),
        ("validate", "vins.txt", "--kind", "registerDevice"),
        ("validate", "vins.txt", "--kind", "dataDevice"),
        ("validate", "vins.txt", "--kind", "dataDevice", "--json"),
        ("validate", "vins.txt", "--form", "envelope", "--json"),
        ("validate", f"{VIN}.json", "--json", "--kind", "registerServer"),
        ("transfers", "vins.txt", "-o", "-"),
        ("transfers", "vins.txt", "-o", VIN),
        ("transfers", VIN, "-o", "out.csv"),
    ],
)
def test_no_vin_is_ever_printed(arguments: tuple[str, ...], tmp_path: Path) -> None:
    write_files(tmp_path)
    (tmp_path / "vin.pem").write_bytes(
        (Path(__file__).parents[3] / "schemas/generator/certificates/vin.pem").read_bytes()
    )
    lines = [VIN, f'{{"vin":"{VIN}"}}', f'{{"{VIN}":1}}', f'{{"data":"{VIN}"}}']
    lines += [f'{{"device":"{VIN}","payload":{{}}}}', f'{{"device":"a","payload":"{VIN}"}}']
    (tmp_path / "vins.txt").write_text("\n".join(lines))
    (tmp_path / f"{VIN}.json").write_text(lines[1])
    ran = run(*arguments, folder=tmp_path)
    assert VIN not in ran.output + ran.errors
    assert VIN.lower() not in (ran.output + ran.errors).lower()
    assert ran.output or ran.errors


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    ran = shell("iot4emissions schema asyncapi | head -1; echo ${PIPESTATUS[0]}", tmp_path)
    assert (ran.output, ran.errors) == ("{\n141\n", "") or ran.output == "{\n0\n"
    # What is still in Python's own buffer when the reader has gone.
    ran = shell("{ sleep 2; iot4emissions schema; } | true; echo ${PIPESTATUS[0]}", tmp_path)
    assert (ran.output, ran.errors) == ("141\n", "")
    # More than a pipe holds.
    (tmp_path / "many.ndjson").write_text("x\n" * 50_000)
    command = "iot4emissions validate --json --kind registerServer many.ndjson | head -1"
    ran = shell(f"{command}; echo ${{PIPESTATUS[0]}}", tmp_path)
    assert ran.output.endswith("\n141\n") and ran.output.count("\n") == 2
    assert ran.errors == ""
    for kind in ("registerServer", "dataDevice"):
        command = f"iot4emissions validate --kind {kind} many.ndjson 2>&1 | head -1"
        ran = shell(f"{command}; echo ${{PIPESTATUS[0]}}", tmp_path)
        assert ran.output.startswith("many.ndjson:1: ")
        assert ran.output.endswith("\n141\n") and ran.output.count("\n") == 2


def test_a_full_disk_is_an_error_without_a_traceback(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    ran = shell("iot4emissions schema asyncapi > /dev/full", tmp_path)
    assert ran.status == 2
    assert "No space left on device" in ran.errors


def test_an_interrupt_ends_it_quietly(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [SCRIPT, "validate", "--kind", "dataDevice"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b"{}\n")
    process.stdin.flush()
    import signal
    import time

    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert b"Traceback" not in errors
