"""Runs decode.py as a user does, and compares what it wrote with what was generated.

    pytest examples/spark

``IOT4EMISSIONS_SPARK_MESSAGES`` is how many messages, a million if it is not set.
"""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
import threading
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlparse

import pyarrow
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from generate import FILES, Written, generate

HERE = Path(__file__).parent
MESSAGES = int(os.environ.get("IOT4EMISSIONS_SPARK_MESSAGES", "1000000"))


@dataclass
class Run:
    """What a run of the job said, and what it took."""

    status: int
    output: str
    errors: str
    seconds: float
    # Of all cores together.
    processor: float
    # Of all its processes together, in bytes.
    memory: int


def decode(*arguments: object, settings: Sequence[str] = ()) -> Run:
    """``python decode.py`` with two cores of this machine."""
    settings = ["spark.ui.enabled=false", "spark.sql.shuffle.partitions=8", *settings]
    given = [
        "--master local[2]",
        *(f"--conf {each}" for each in settings),
        "pyspark-shell",
    ]
    environment = os.environ | {
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": " ".join(given),
        # Not on the network.
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    command = [sys.executable, HERE / "decode.py", *map(str, arguments)]
    start, before = time.monotonic(), _processor()
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    output, errors = process.communicate(timeout=1800)
    seconds = time.monotonic() - start
    watcher.join()
    return Run(
        process.returncode, output, errors, seconds, _processor() - before, peak[0]
    )


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen[str], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], _memory(process.pid))
        time.sleep(0.5)


def _memory(root: int) -> int:
    """The memory of a process and all below it; what they share counts once."""
    parents, sizes = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
            rollup = (folder / "smaps_rollup").read_text()
            sizes[int(folder.name)] = 1024 * int(
                rollup.partition("\nPss:")[2].split()[0]
            )
        except (OSError, IndexError, ValueError):
            continue
    family = {root}
    while (
        more := {child for child, parent in parents.items() if parent in family}
        - family
    ):
        family |= more
    return sum(sizes.get(each, 0) for each in family)


@dataclass
class Million:
    """The large run."""

    source: Path
    output: Path
    written: Written
    run: Run


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Million:
    folder = tmp_path_factory.mktemp("spark")
    source, output = folder / "in", folder / "out"
    written = generate(source, MESSAGES)
    # Small splits, so that a file is read by several tasks.
    run = decode(source, output, settings=["spark.sql.files.maxPartitionBytes=4m"])
    took = f"{run.seconds:.0f} s, {run.processor:.0f} s of a core, {run.memory / 1e6:.0f} MB"
    print(f"\n{MESSAGES} messages: {took}", end=" ")
    assert run.status == 0, run.errors
    return Million(source, output, written, run)


def test_the_job_says_what_became_of_the_lines(million: Million) -> None:
    written = million.written
    assert written.messages == MESSAGES
    assert written.blank and all(count > 0 for count in written.rejected.values())
    expected = {
        "lines": written.lines,
        "messages": written.messages,
        "blank": written.blank,
        "snapshots": written.snapshots.total(),
        "rejected": written.rejected.total(),
    }
    said = dict(
        line.split(": ") for line in million.run.output.splitlines() if ": " in line
    )
    assert {name: int(said[name]) for name in expected} == expected


def test_sums_of_every_month_are_those_that_were_written(million: Million) -> None:
    written = million.written
    folders = sorted((million.output / "snapshots").glob("month=*"))
    assert [folder.name.removeprefix("month=") for folder in folders] == sorted(
        written.snapshots
    )
    for folder in folders:
        month = folder.name.removeprefix("month=")
        files = list(folder.glob("*.parquet"))
        assert len(files) == 1
        table = pq.read_table(files[0], partitioning=None)
        assert len(table) == written.snapshots[month]
        assert pc.unique(pc.strftime(table["acquired"], "%Y-%m")).to_pylist() == [month]
        assert table.schema.field("tfc").type == pyarrow.decimal128(10, 1)
        for name, tenths in [
            ("tfc", written.fuel[month]),
            ("tdt", written.distance[month]),
        ]:
            assert pc.sum(table[name]).as_py() == Decimal(tenths) / 10
        assert table["tgeib"].null_count == len(table)
        assert pc.all(pc.starts_with(table["device"], "vehicle-")).as_py()


def _line_starts(path: Path) -> list[int]:
    content = (
        gzip.decompress(path.read_bytes())
        if path.suffix == ".gz"
        else path.read_bytes()
    )
    starts = [0]
    while (end := content.find(b"\n", starts[-1])) >= 0:
        starts.append(end + 1)
    return starts


def _line(starts: list[int], block: int, row: int) -> int:
    """As README.md says: the lines of a split begin after the byte ``block``."""
    return row + (bisect_right(starts, block) if block else 0)


def test_a_row_leads_back_to_its_line(million: Million) -> None:
    rejected = pq.read_table(million.output / "rejected")
    starts = {path.name: _line_starts(path) for path in million.source.iterdir()}
    assert len(starts) == FILES

    def places(table: pyarrow.Table) -> list[tuple[str, int]]:
        columns = [
            table[name].to_pylist()
            for name in ("source_file", "source_block", "source_row")
        ]
        names = {
            file: Path(unquote(urlparse(file).path)).name for file in set(columns[0])
        }
        return [
            (names[file], _line(starts[names[file]], block, row))
            for file, block, row in zip(*columns, strict=True)
        ]

    found = {
        (*place, code)
        for place, code in zip(
            places(rejected), rejected["code"].to_pylist(), strict=True
        )
    }
    assert found == million.written.places
    assert max(rejected["source_block"].to_pylist()) > 0 or MESSAGES < 500_000
    # Every line with a message is there once, whatever split it was in.
    snapshots = pq.read_table(
        million.output / "snapshots",
        columns=["source_file", "source_block", "source_row"],
    )
    messages = snapshots.group_by(snapshots.column_names).aggregate([])
    assert len(set(places(messages))) == len(messages) == million.written.messages


def test_no_vin_in_what_is_rejected(million: Million) -> None:
    rejected = pq.read_table(million.output / "rejected")
    assert Counter(rejected["code"].to_pylist()) == million.written.rejected
    assert "1M8GDM9AXKP042788" not in str(rejected.to_pylist())
    assert "1M8GDM9AXKP042788" not in million.run.output + million.run.errors


def test_payloads_strictly(tmp_path: Path) -> None:
    source = tmp_path / "in.ndjson"
    good = (
        '{"data":[{"acquired":1767225599,"tfc":0.1},{"acquired":1767225600,"tfc":0.2}]}'
    )
    source.write_text("\n".join([good, "", good.replace("0.1", '"0.1"'), good]))
    output = tmp_path / "out"
    run = decode(source, output, "--form", "payload", "--profile", "strict")
    assert run.status == 0, run.errors
    assert "messages: 2\nblank: 1\nsnapshots: 4\nrejected: 1\n" in run.output
    # The second on either side of midnight in UTC is in another month.
    folders = sorted(folder.name for folder in (output / "snapshots").glob("month=*"))
    assert folders == ["month=2025-12", "month=2026-01"]
    rejected = pq.read_table(output / "rejected").to_pylist()
    assert [(row["source_row"], row["code"], row["pointer"]) for row in rejected] == [
        (2, "number-as-string", "/data/0/tfc")
    ]
    again = decode(source, output, "--form", "payload")
    assert again.status != 0 and "PATH_ALREADY_EXISTS" in again.errors


def test_a_gzip_file_that_ends_too_early_fails_the_job(tmp_path: Path) -> None:
    source = tmp_path / "in"
    generate(source, 800)
    packed = source / "transfers-1.ndjson.gz"
    packed.write_bytes(packed.read_bytes()[:-100])
    run = decode(source, tmp_path / "out")
    assert run.status != 0
    assert "EOFException" in run.errors
    assert not (tmp_path / "out" / "snapshots" / "_SUCCESS").exists()
