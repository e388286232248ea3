"""``transfers``: lines become a table, whole or not at all, and nothing is lost."""

from __future__ import annotations

import csv
import os
import pty
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cli_common import DEVIATING, GOOD, SCRIPT, WRONG, run, write_files

HEADER = "device,acquired,tfc,tdt,tfccdo,tfcdscio,tdtcdoeo,tdtcdoer,tdtdscio,tgeib,received,source_row,source_file"
REFUSED = "not a Data Transfer message: column 39 of the payload: expected a value, found null"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_files(tmp_path)
    return tmp_path


def test_csv_on_standard_output(folder: Path) -> None:
    lines = f'{{"device":"vehicle-7","payload":{GOOD}}}\n\n{{"device":"b","payload":{GOOD}}}\n'
    ran = run("transfers", "--output", "-", stdin=lines.encode())
    assert (ran.status, ran.errors) == (0, "2 snapshots of 2 messages, 0 rows refused\n")
    assert ran.output == (
        f"{HEADER}\n"
        "vehicle-7,2021-06-01T09:00:00Z,32.5,295.9,,,,,,,,0,<stdin>\n"
        "b,2021-06-01T09:00:00Z,32.5,295.9,,,,,,,,2,<stdin>\n"
    )


@pytest.mark.parametrize("values", ["decimal", "float64"])
def test_csv_and_parquet_hold_the_same(values: str, folder: Path) -> None:
    name = 'a "b",c.ndjson'
    payload = (
        '{"data":[{"acquired":9999999999,"tfc":429496729.4,"tdt":0,"tfccdo":0.1,"tfcdscio":1,'
        '"tdtcdoeo":2.0,"tdtcdoer":3.5,"tdtdscio":4.25,"tgeib":5},{"acquired":9999999998}]}'
    )
    line = payload.replace(',{"acquired":9999999998}', "").replace("4.25", "4.2")
    (folder / name).write_text(f"{line}\n{GOOD}\n")
    arguments = (name, "transfers.ndjson.gz", "--values", values)
    for output in ("out.csv", "out.parquet"):
        ran = run("transfers", *arguments, "--output", output, folder=folder)
        assert (ran.status, ran.output) == (0, "")
        assert ran.errors == "5 snapshots of 5 messages, 0 rows refused\n"
    table = pq.read_table(folder / "out.parquet")
    assert ",".join(table.column_names) == HEADER
    with (folder / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["source_file"] for row in rows] == [name, name, *["transfers.ndjson.gz"] * 3]
    number = Decimal if values == "decimal" else float
    for row, other in zip(rows, table.to_pylist(), strict=True):
        acquired = other.pop("acquired").strftime("%Y-%m-%dT%H:%M:%SZ")
        assert row.pop("acquired") == acquired
        texts = ("device", "source_file")
        read = {
            key: None if text == "" else text if key in texts else number(text)
            for key, text in row.items()
        }
        assert read == other
    assert rows[0]["tfc"] == "429496729.4"
    assert [row["source_row"] for row in rows] == ["0", "1", "0", "2", "3"]
    kind = "decimal128(10, 1)" if values == "decimal" else "double"
    assert str(table.schema.field("tgeib").type) == kind
    assert table.schema.field("tgeib").metadata[b"unit"] == b"kWh"


def test_a_vin_in_a_files_name_is_in_no_table(folder: Path) -> None:
    vin = "WVWZZZ1JZXW000001"
    name = f"{vin.lower()}.ndjson"
    (folder / name).write_text(f"{GOOD}\nx\n")
    for output in ("out.csv", "out.parquet"):
        arguments = ("--output", output, "--rejected", "rejected.csv")
        ran = run("transfers", name, *arguments, folder=folder)
        assert ran.status == 1
        assert vin.lower() not in ran.output + ran.errors
        assert vin.lower() not in (folder / "rejected.csv").read_text()
    assert "<VIN hidden>.ndjson" in (folder / "rejected.csv").read_text()
    assert "<VIN hidden>.ndjson" in (folder / "out.csv").read_text()
    assert vin.lower() not in (folder / "out.csv").read_text()
    names = pq.read_table(folder / "out.parquet")["source_file"].to_pylist()
    assert set(names) == {"<VIN hidden>.ndjson"}


def test_refused_rows_on_standard_error(folder: Path) -> None:
    ran = run("transfers", "wrong.ndjson", "--output", "out.csv", folder=folder)
    assert ran.status == 1
    first, second, last = ran.errors.splitlines()
    assert first == f"wrong.ndjson:2: /data/0/tfc: {REFUSED}"
    assert second.startswith("wrong.ndjson:4: not a Data Transfer message: ")
    assert last == "2 snapshots of 2 messages, 2 rows refused"
    assert (folder / "out.csv").read_text().count("\n") == 3


def test_refused_rows_in_a_file(folder: Path) -> None:
    arguments = ("--output", "out.parquet", "--rejected", "rejected.csv")
    ran = run("transfers", "wrong.ndjson", "log.ndjson", *arguments, folder=folder)
    assert ran.status == 1
    assert ran.errors == "3 snapshots of 3 messages, 5 rows refused\n"
    with (folder / "rejected.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {
        "source_file": "wrong.ndjson",
        "source_row": "1",
        "device": "",
        "code": "null",
        "pointer": "/data/0/tfc",
        "error": REFUSED,
    }
    places = [(row["source_file"], row["source_row"], row["code"]) for row in rows]
    assert places[1:] == [
        ("wrong.ndjson", "3", "syntax"),
        *[("log.ndjson", str(row), "topic") for row in range(3)],
    ]
    assert pq.read_table(folder / "out.parquet")["device"].to_pylist() == [None, None, "vehicle-7"]


def test_strict_and_form(folder: Path) -> None:
    (folder / "one.ndjson").write_text(f"{DEVIATING}\n{GOOD}")
    ran = run("transfers", "--strict", "one.ndjson", "--output", "-", folder=folder)
    assert ran.status == 1 and ran.output.count("\n") == 2
    ran = run("transfers", "--form", "envelope", "one.ndjson", "--output", "-", folder=folder)
    assert ran.status == 1 and ran.output == f"{HEADER}\n"


@pytest.mark.parametrize("output", ["out.csv", "out.parquet"])
def test_an_empty_input_is_an_empty_table(output: str, folder: Path) -> None:
    ran = run("transfers", "--output", output, "--rejected", "r.csv", folder=folder)
    assert (ran.status, ran.errors) == (0, "0 snapshots of 0 messages, 0 rows refused\n")
    assert (folder / "r.csv").read_text() == "source_file,source_row,device,code,pointer,error\n"
    if output == "out.csv":
        assert (folder / output).read_text() == f"{HEADER}\n"
    else:
        assert ",".join(pq.read_table(folder / output).column_names) == HEADER


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("none.ndjson -o out.csv", "none.ndjson: No such file or directory"),
        ("transfers.ndjson cut.gz -o out.csv", "cut.gz: expected a whole gzip file, found one"),
        ("transfers.ndjson cut.gz -o out.parquet", "cut.gz: expected a whole gzip file, found"),
        ("transfers.ndjson -o out.xlsx", "expected a name that ends with .parquet or .csv"),
        ("transfers.ndjson -o none/out.csv", "none/out.csv.part: No such file or directory"),
        ("transfers.ndjson -o out.csv --rejected out.csv", "expected another file as --rejected"),
    ],
)
def test_what_fails_leaves_no_file(arguments: str, text: str, folder: Path) -> None:
    packed = (folder / "transfers.ndjson.gz").read_bytes()
    (folder / "cut.gz").write_bytes(packed[:-9])
    before = sorted(folder.iterdir())
    ran = run("transfers", *arguments.split(), folder=folder)
    assert (ran.status, ran.output) == (2, "")
    assert ran.errors.splitlines()[-1].startswith(f"iot4emissions transfers: {text}")
    assert sorted(folder.iterdir()) == before


def test_an_output_that_is_there_stays_when_something_fails(folder: Path) -> None:
    (folder / "out.csv").write_text("before")
    assert run("transfers", "none", "-o", "out.csv", folder=folder).status == 2
    assert (folder / "out.csv").read_text() == "before"
    assert run("transfers", "transfers.ndjson", "-o", "out.csv", folder=folder).status == 0
    assert (folder / "out.csv").read_text().startswith(HEADER)


def test_without_pyarrow(folder: Path) -> None:
    program = """if True:
        import sys
        sys.modules["pyarrow"] = None
        import importlib.util as util
        find_spec = util.find_spec
        util.find_spec = lambda name, *rest: None if name == "pyarrow" else find_spec(name, *rest)
        from iot4emissions._cli import main
        sys.exit(main())
    """
    for output, status, text in [
        ("out.csv", 0, "3 snapshots of 3 messages, 0 rows refused\n"),
        (
            "out.parquet",
            2,
            (
                "iot4emissions transfers: Parquet needs pyarrow: "
                'pip install "iot4emissions[parquet]"; CSV does not\n'
            ),
        ),
    ]:
        command = [sys.executable, "-c", program, "transfers", "transfers.ndjson", "-o", output]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (status, text)


def test_a_progress_bar_on_a_terminal_only(folder: Path) -> None:
    (folder / "many.ndjson").write_text(f"{GOOD}\n{WRONG}\n" * 20_000)
    arguments = ["transfers", "many.ndjson", "-o", "out.csv", "--rejected", "r.csv"]
    assert "\r" not in run(*arguments, folder=folder).errors
    assert "\r" in run(*arguments, "--progress", folder=folder).errors
    ours, theirs = pty.openpty()
    for extra, shown in [([], True), (["--no-progress"], False)]:
        process = subprocess.Popen([SCRIPT, *arguments, *extra], cwd=folder, stderr=theirs)
        assert process.wait(timeout=60) == 1
        said = os.read(ours, 1 << 20).decode()
        assert ("\x1b" in said) == shown
        assert said.endswith("20000 snapshots of 20000 messages, 20000 rows refused\r\n")
        if shown:
            bar = r"\r\[#+\.*\] +\d+% \d+ [kM]B, \d+ rows, \d+ [kM]?B/s\x1b\[K"
            assert re.search(bar, said), said
            assert "\r\x1b[K20000 snapshots" in said


def test_memory_is_bounded(folder: Path) -> None:
    """The same memory for three times the input, within what two runs differ by anyway: four
    million rows more would be over 100 MB as columns."""

    def memory(copies: int, output: str) -> int:
        with (folder / "large.ndjson").open("w") as file:
            for _ in range(copies):
                file.write(f"{GOOD}\n" * 99_000 + f"{WRONG}\n" * 1_000)
        program = (
            "import resource, subprocess, sys\n"
            "ran = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL)\n"
            "assert ran.returncode == 1, ran\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        command = [SCRIPT, "transfers", "large.ndjson", "-o", output, "--rejected", "r.csv"]
        ran = subprocess.run(
            [sys.executable, "-c", program, *map(str, command)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        # Each once, in however many parts the file was read.
        with (folder / "r.csv").open() as file:
            assert sum(1 for _ in file) == copies * 1_000 + 1
        return int(ran.stdout) * (1 if sys.platform == "darwin" else 1024)

    for output in ("out.csv", "out.parquet"):
        small, large = memory(20, output), memory(60, output)
        print(f"\n{output}: {small / 1e6:.0f} MB, {large / 1e6:.0f} MB")
        assert large < small + 60e6
