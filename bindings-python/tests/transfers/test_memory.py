"""Peak memory, of fresh processes, as Linux counts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from transfers_corpus import make

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/status")

MIB = 1 << 20

PEAK = """
import sys
from pathlib import Path
from iot4emissions import read_transfers, scan_transfers

def peak():
    line = next(line for line in Path("/proc/self/status").open() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024
"""


def run(program: str, *arguments: object) -> list[int]:
    command = [sys.executable, "-c", PEAK + program, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [int(number) for number in done.stdout.split()]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """100 MB of messages."""
    lines = b"".join(make(1, 4_000, envelope=True, blank=False).lines).rstrip() + b"\n"
    path = tmp_path_factory.mktemp("large") / "large.ndjson"
    with path.open("wb") as file:
        for _ in range(100 * MIB // len(lines)):
            file.write(lines)
    return path


@pytest.mark.parametrize("values", ["float64", "decimal"])
def test_a_table_takes_little_more_than_itself(large: Path, values: str) -> None:
    program = """
transfers = read_transfers(sys.argv[1], values=sys.argv[2])
most = peak()
import pyarrow
print(most, pyarrow.table(transfers).nbytes)
"""
    most, table = run(program, large, values)
    assert table > 50 * MIB
    assert most <= 1.5 * table + 64 * MIB


@pytest.mark.parametrize("source", ["sys.argv[1]", "open(sys.argv[1], 'rb')", "pairs()"])
def test_a_scan_is_bounded(large: Path, source: str) -> None:
    program = f"""
import itertools
pair = ("a", b'{{"data":[{{"acquired":1622538000,"tfc":32.5,"tdt":295.9}}]}}')
def pairs():
    return itertools.repeat(pair, 1_000_000)
before = peak()
rows = 0
for part in scan_transfers({source}, threads=2):
    rows += part.rows
print(before, peak(), rows)
"""
    before, most, rows = run(program, large)
    assert rows >= 300_000
    assert most - before < 80 * MIB


@pytest.mark.parametrize("call", ["read_transfers(source)", "sum(scan_transfers(source))"])
@pytest.mark.parametrize("source", ["path", "open", "gzip"])
def test_a_row_of_200_mb_is_refused_with_bounded_memory(
    tmp_path: Path, call: str, source: str
) -> None:
    """Neither kept nor looked at, wherever its end is."""
    path = tmp_path / "a"
    command = 'import gzip, sys; good = b\'{"data":[{"acquired":1,"tfc":1.0}]}\\n\'\n'
    opened = "gzip.open(sys.argv[1], 'wb', 1)" if source == "gzip" else "open(sys.argv[1], 'wb')"
    command += f"""
with {opened} as file:
    file.write(good + b'{{"data":[{{"acquired":1,"tfc":')
    for _ in range(200):
        file.write(b'1' * 1_000_000)
    file.write(b'}}]}}\\n' + good)
"""
    subprocess.run([sys.executable, "-c", command, str(path)], check=True)
    what = "open(sys.argv[1], 'rb')" if source == "open" else "sys.argv[1]"
    call = call.replace("sum(scan_transfers(source))", "scan_transfers(source)")
    program = f"""
source = {what}
before = peak()
result = {call}
parts = [result] if "read" in {call!r} else list(result)
print(before, peak(), sum(map(len, parts)), sum(len(part.rejected) for part in parts),
    sum(part.rows for part in parts))
"""
    before, most, snapshots, rejected, rows = run(program, path)
    assert (snapshots, rejected, rows) == (2, 1, 3)
    assert most - before < 48 * MIB
