"""Files as people's tools write them, in ``cases``: what is read, and what is said."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from iot4emissions import DeviationCode, Values, read_transfers, scan_transfers
from transfers_support import GOOD, rejected

CASES = Path(__file__).parent / "cases"
DEVICE = "f371cb00"


def senders(transfers: Any) -> list[str | None]:
    devices: list[str | None] = pa.table(transfers)["device"].to_pylist()
    return devices


@pytest.mark.parametrize(
    ("name", "devices"),
    [
        ("aws-select-star-topic.ndjson", [DEVICE]),
        ("fluent-bit-in-mqtt.ndjson", [DEVICE]),
        ("firehose-no-newline.ndjson", [None] * 3),
        ("mosquitto-sub-v.txt", [DEVICE]),
        ("gzip-trailing-zeros.ndjson.gz", [None]),
        ("gzip-trailing-newline.ndjson.gz", [None]),
    ],
)
def test_what_is_read(name: str, devices: list[str | None]) -> None:
    path = CASES / name
    for source in (path, path.read_bytes(), io.BytesIO(path.read_bytes())):
        read = read_transfers(source)
        assert rejected(read) == []
        assert senders(read) == devices
        assert read.deviations == {}


@pytest.mark.parametrize(
    ("name", "problem", "text"),
    [
        ("node-red-buffer.ndjson", ("type", "/data"), "found an array of 57 numbers"),
        ("timestamp-ns.ndjson", ("out-of-range", "/data/0/acquired"), "1622538000000000000"),
        ("nan.ndjson", ("syntax", ""), "expected a JSON value, found NaN"),
        ("gson.ndjson", ("exponent", "/data/0/acquired"), "found 1.622538E9; column 50 (/data"),
        ("polars-nulls.ndjson", ("null", "/data/0/tdt"), "expected a value, found null"),
    ],
)
def test_what_is_refused(name: str, problem: tuple[str, str], text: str) -> None:
    read = read_transfers(CASES / name)
    assert rejected(read) == [(0, *problem)]
    words = pa.table(read.rejected)["error"][0].as_py()
    assert text in words
    # The line is said once, and the first problem's pointer is in a column of its own.
    assert words.startswith("line 1: not a Data Transfer message: ")
    assert words.count("line 1") == 1
    assert not problem[1] or problem[1] + ")" not in words


def test_nulls() -> None:
    read = read_transfers(CASES / "polars-nulls.ndjson", null_is_absent=True)
    assert (senders(read), rejected(read)) == (["a"], [])
    assert read.deviations == {DeviationCode.NULL_MEMBER: 1}
    kafka = CASES / "kafka-connect-schema.ndjson"
    assert senders(read_transfers(kafka, null_is_absent=True)) == [None] * 3
    assert rejected(read_transfers(kafka)) == [(2, "null", "/data/0/tgeib")]


def test_received() -> None:
    for name, preset, time in [
        ("aws-select-star-topic.ndjson", "aws-iot", 1622538007123),
        ("fluent-bit-in-mqtt.ndjson", "fluent-bit", 1692605819581),
    ]:
        read: Any = read_transfers(CASES / name, names=preset)  # type: ignore[arg-type]
        assert pa.table(read)["received"].cast(pa.int64()).to_pylist() == [time]
    line = b'{"id":"a","at":1622538007,"payload":' + GOOD + b"}"
    read = read_transfers(line, names={"device": "id", "received": "at", "received_unit": "s"})
    row = pa.table(read).to_pylist()[0]
    assert (row["device"], row["received"].timestamp()) == ("a", 1622538007)
    soon = read_transfers(b'{"device":"a","received":"soon","payload":' + GOOD + b"}\n" + GOOD)
    assert pa.table(soon)["received"].to_pylist() == [None, None]
    assert soon.unread_times == 1


@pytest.mark.parametrize(
    "names", ["splunk", {"sender": "x"}, {"device": "topic"}, {"received_unit": "h"}]
)
def test_names_that_are_none(names: Any) -> None:
    with pytest.raises(ValueError, match="names: expected"):
        read_transfers(GOOD, names=names)
    with pytest.raises(TypeError, match="names: expected"):
        read_transfers(GOOD, names={"device": 1})  # type: ignore[typeddict-item]


def test_batches_are_joined_grouped_sorted_and_written(tmp_path: Path) -> None:
    lines = b"".join(
        b'{"device":"v%d","payload":{"data":[{"acquired":%d,"tfc":1.0}]}}\n' % (n % 9, 1 + n)
        for n in range(2_000)
    )
    mine = {"device": ["v1"], "x": [1]}
    table = pa.table(read_transfers(lines, block_size=10_000))
    assert table["device"].num_chunks > 5
    dictionaries = [chunk.dictionary for chunk in table["device"].chunks]
    assert all(each.equals(dictionaries[0]) for each in dictionaries)
    texts = pa.table(read_transfers(lines, block_size=10_000, devices="string"))
    assert texts["device"].type == pa.utf8()
    assert texts["device"].to_pylist() == table["device"].to_pylist()
    for taken in (table, texts):
        assert taken.group_by("device").aggregate([("tfc", "sum")]).num_rows == 9
        assert taken.join(pa.table(mine), "device", join_type="inner").num_rows == 223
        with pa.ipc.new_file(tmp_path / "a.arrow", taken.schema) as file:
            file.write_table(taken)
        with pa.ipc.open_file(tmp_path / "a.arrow") as file:
            assert file.read_all()["device"].to_pylist() == taken["device"].to_pylist()
        assert pl.DataFrame(taken).group_by("device").len().height == 9
        assert pl.DataFrame(taken).sort("device")["device"][0] == "v0"
    assert texts.sort_by("device")["device"][0].as_py() == "v0"
    joined = pl.DataFrame(texts).join(pl.DataFrame(mine), on="device")
    assert joined.height == 223
    scanned = [pa.table(part) for part in scan_transfers(lines, block_size=10_000)]
    assert pa.concat_tables(scanned)["device"].to_pylist() == table["device"].to_pylist()


def test_a_file_that_shrinks_says_how_far_it_got(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"

    def cut(done: int, _total: int | None, _rows: int) -> None:
        os.truncate(path, 1000)

    def write() -> None:
        path.write_bytes((GOOD + b"\n") * 100_000)

    write()
    # All is read as fast as possible, and `cut` comes from time to time. So much that
    # nobody reads it before: a hole, which takes no room.
    os.truncate(path, 1 << 36)
    with pytest.raises(OSError, match="cut off at") as raised:
        read_transfers(path, progress=cut, block_size=1 << 16, threads=1)
    assert "read_transfers had read" in raised.value.__notes__[0]
    # A scan reads a few blocks ahead, and no more.
    write()
    rows = 0
    with pytest.raises(OSError, match="cut off at"):
        for part in scan_transfers(path, progress=cut, block_size=1 << 16, threads=1):
            rows += part.rows
    assert rows > 0


def test_what_follows_a_gzip_member() -> None:
    member = gzip.compress(GOOD + b"\n")
    for behind in (b"", b"\0" * 70_000, b"\n", b"\r\n", b"\0" * 9 + member, member):
        count = 1 + behind.count(member)
        assert read_transfers(member + behind).messages == count
    for behind in (b"x", b"garbage", b"\0\0x", b"\x1fx"):
        with pytest.raises(gzip.BadGzipFile, match="behind the gzip data, found the byte"):
            read_transfers(member + behind)
    with pytest.raises(EOFError, match="cut off"):
        read_transfers(member + member[:12])


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"Obj\x01\x04\x14", "an Avro file"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"\x28\xb5\x2f\xfd\x04", "Zstandard data"),
        (b"BZh91AY", "bzip2 data"),
        (b"\xfd7zXZ\0\0", "xz data"),
        (b"PK\x03\x04\x14", "a zip archive"),
        ('{"data"'.encode("utf-16"), "UTF-16"),
        ('{"data"'.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_other_kinds_of_files(tmp_path: Path, start: bytes, name: str) -> None:
    content = start + b"\n" * 1000
    path = tmp_path / "x"
    path.write_bytes(content)
    for source in (content, path, bytearray(content), io.BytesIO(content), gzip.compress(content)):
        with pytest.raises(ValueError, match=f"found {name}"):
            read_transfers(source)


def test_threads_are_bounded() -> None:
    with pytest.raises(ValueError, match="threads: expected a number of at most 1024"):
        read_transfers(GOOD, threads=10**12)


def test_numbers_in_errors_are_shown() -> None:
    with pytest.raises(ValueError, match=r"0\.30000000000000004"):
        Values(total_fuel_consumed=0.1 + 0.2)


PEAK = """
import gzip, io, resource, sys
from iot4emissions import read_transfers, scan_transfers
read_transfers(b"x")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows = rejected = 0
with scan_transfers(sys.argv[1], threads=2) as scan:
    for part in scan:
        rows += part.rows
        rejected += len(part.rejected)
assert rows == rejected == int(sys.argv[2]), (rows, rejected)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


def test_short_bad_lines_take_bounded_memory(tmp_path: Path) -> None:
    """Held at once, their texts alone take 130 MB."""
    pytest.importorskip("resource")
    path, count = tmp_path / "x.gz", 1_000_000
    path.write_bytes(gzip.compress(b"x\n" * count))
    done = subprocess.run(
        [sys.executable, "-c", PEAK, path, str(count)], check=True, capture_output=True, text=True
    )
    assert int(done.stdout) < 120


def test_one_byte_at_a_time_takes_linear_time() -> None:
    class Bytes(io.RawIOBase):
        def __init__(self) -> None:
            self.left = 300_000

        def read(self, _size: int = -1) -> bytes:
            self.left -= 1
            return b"x" if self.left >= 0 else b""

    read = read_transfers(Bytes(), block_size=1)
    assert rejected(read) == [(0, "too-large", "")]
