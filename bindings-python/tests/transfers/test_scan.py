"""Scans: order, what is given before an error, progress, ends."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from iot4emissions import read_transfers, scan_transfers
from transfers_support import GOOD, good_row, rows

BAD = b'{"data":[]}'


def threads_of_ours() -> int:
    """The threads of this process that read transfers."""
    found = 0
    for path in Path("/proc/self/task").glob("*/comm"):
        with contextlib.suppress(OSError):
            found += path.read_text().strip() == "iot4emissions"
    return found


def all_ended() -> bool:
    """A thread that has ended may be listed for a moment."""
    deadline = time.monotonic() + 2
    while threads_of_ours() and time.monotonic() < deadline:
        time.sleep(0.01)
    return threads_of_ours() == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.ndjson"
    path.write_bytes((GOOD + b"\n") * 50_000 + BAD + b"\n")
    return path


def test_a_scan_is_closed_and_given_away_once(path: Path) -> None:
    scan = scan_transfers(path, threads=2, block_size=50_000)
    first = next(scan)
    assert first.batches == 2
    table = pa.table(scan)
    assert len(first) + table.num_rows == 50_000
    assert table["source_row"][0].as_py() == len(first)
    assert len(scan.rejected) == 1
    assert pa.table(scan).num_rows == 0
    with pytest.raises(StopIteration):
        next(scan)
    scan = scan_transfers(path)
    stream = pa.RecordBatchReader.from_stream(scan)
    with pytest.raises(ValueError, match="was given away as an Arrow stream"):
        next(scan)
    with pytest.raises(ValueError, match="was given away as an Arrow stream before"):
        scan.__arrow_c_stream__()
    assert stream.schema == pa.schema(scan)
    assert stream.read_all().num_rows == 50_000

    with scan_transfers(path) as scan:
        pass
    with pytest.raises(ValueError, match="the scan is closed"):
        next(scan)
    with pytest.raises(ValueError, match="the scan is closed"):
        scan.__arrow_c_stream__()
    scan.close()


def test_threads_end_with_the_scan(path: Path) -> None:
    assert all_ended()
    for end in ("close", "drop", "stream", "exhaust"):
        scan = scan_transfers(path, threads=3, block_size=1_000)
        # A thread has its name when it runs.
        deadline = time.monotonic() + 2
        while not threads_of_ours() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert threads_of_ours() > 0
        next(scan)
        if end == "close":
            scan.close()
        elif end == "stream":
            stream = pa.RecordBatchReader.from_stream(scan)
            stream.read_next_batch()
            del stream
        elif end == "exhaust":
            for _ in scan:
                pass
        del scan
        gc.collect()
        assert all_ended(), end


def test_a_reader_without_the_interpreter(path: Path) -> None:
    """Arrow pulls on threads of its own while this one holds the interpreter's lock."""
    import duckdb

    scan = scan_transfers(path, block_size=10_000)
    query = "SELECT count(*), max(source_row) FROM stream"
    stream = pa.RecordBatchReader.from_stream(scan)
    assert stream is not None
    assert duckdb.sql(query).fetchall() == [(50_000, 49_999)]


def test_rejected_rows_can_be_taken_away() -> None:
    scan = scan_transfers([("a", BAD)] * 10, threads=1, block_size=1)
    next(scan)
    next(scan)
    assert len(scan.rejected) == 2
    assert pa.table(scan.take_rejected())["source_row"].to_pylist() == [0, 1]
    assert len(scan.rejected) == 0
    next(scan)
    assert pa.table(scan.rejected)["source_row"].to_pylist() == [2]


def test_an_error_comes_through_the_stream_as_its_text() -> None:
    error = KeyError("gone")

    def messages() -> Iterator[tuple[str, bytes]]:
        yield "a", GOOD
        raise error

    scan = scan_transfers(messages())
    stream = pa.RecordBatchReader.from_stream(scan)
    assert stream.read_next_batch().num_rows == 1
    with pytest.raises(Exception, match="KeyError: 'gone'"):
        stream.read_next_batch()
    assert scan.error is error


def test_a_source_is_read_no_further_than_is_wanted() -> None:
    taken = 0

    def messages() -> Iterator[tuple[str, bytes]]:
        nonlocal taken
        while True:
            taken += 1
            yield "a", GOOD

    with scan_transfers(messages(), threads=2, block_size=10 * len(GOOD)) as scan:
        assert len(next(scan)) == 20
        assert taken < 200


def test_python_sources_are_read_by_the_thread_that_asks() -> None:
    seen = set()

    def messages() -> Iterator[tuple[str, bytes]]:
        for _ in range(1_000):
            seen.add(threading.get_ident())
            yield "a", GOOD

    read_transfers(messages(), threads=4, block_size=100)
    for _ in scan_transfers(messages(), threads=4, block_size=100):
        pass
    assert seen == {threading.get_ident()}


class Bar:
    """What `tqdm` looks like from here."""

    def __init__(self, total: int | None = None) -> None:
        self.total = total
        self.done = 0

    def update(self, more: int) -> None:
        assert more > 0
        self.done += more


def test_progress(path: Path) -> None:
    size = path.stat().st_size
    calls: list[tuple[int, int | None, int]] = []
    read_transfers(path, progress=lambda *call: calls.append(call))
    assert calls[-1] == (size, size, 50_001)
    calls.clear()
    for _ in scan_transfers(path, progress=lambda *call: calls.append(call), block_size=99_999):
        pass
    assert len(calls) > 5
    assert calls == sorted(calls)
    assert calls[-1] == (size, size, 50_001)
    calls.clear()
    read_transfers([("a", GOOD)] * 3, progress=lambda *call: calls.append(call))
    assert calls[-1] == (3 * len(GOOD), None, 3)

    for total in (None, 7):
        bar = Bar(total)
        read_transfers(path, progress=bar)
        assert (bar.total, bar.done) == (total or size, size)
    bar = Bar()
    for _ in scan_transfers(path, progress=bar, block_size=99_999):
        pass
    assert bar.done == size
    bar = Bar()
    read_transfers([], progress=bar)
    assert bar.total is None
    with pytest.raises(TypeError, match="progress: expected a callable"):
        read_transfers(path, progress=7)


def test_what_progress_raises_ends_the_reading(path: Path) -> None:
    error = RuntimeError("enough")

    def stop(*_: Any) -> None:
        raise error

    with pytest.raises(RuntimeError) as caught:
        read_transfers(path, progress=stop)
    assert caught.value is error
    scan = scan_transfers(path, progress=stop, block_size=1_000)
    with pytest.raises(RuntimeError):
        next(scan)
    with pytest.raises(StopIteration):
        next(scan)
    assert all_ended()


def test_the_interpreter_is_released(tmp_path: Path) -> None:
    """Another thread runs on while a pipe is waited for."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[int] = []
    reader = threading.Thread(target=lambda: found.append(len(read_transfers(pipe))))
    reader.start()
    with pipe.open("wb") as file:
        file.write(GOOD + b"\n")
        file.flush()
        time.sleep(0.2)
        assert reader.is_alive()
    reader.join(10)
    assert found == [1]


@pytest.mark.parametrize("call", ["read_transfers(source)", "list(scan_transfers(source))"])
@pytest.mark.parametrize("kind", ["file", "iterable", "pipe"])
def test_control_c_stops_it(tmp_path: Path, call: str, kind: str) -> None:
    if kind == "file":
        # So large that it cannot be read before the signal comes: sparse, without a line end.
        source = tmp_path / "large"
        with source.open("wb") as file:
            file.write(GOOD + b"\n")
            file.truncate(1 << 40)
        text = repr(str(source))
    elif kind == "pipe":
        source = tmp_path / "pipe"
        os.mkfifo(source)
        text = repr(str(source))
    else:
        text = f"itertools.repeat(('a', {GOOD!r}))"
        call = call.replace("list(", "collections.deque(maxlen=0, iterable=")
    program = f"""
import collections, itertools, sys
from iot4emissions import read_transfers, scan_transfers
source = {text}
print("started", flush=True)
try:
    {call}
except KeyboardInterrupt:
    print("stopped")
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        if kind == "pipe":
            pipe = os.open(source, os.O_WRONLY)
            os.write(pipe, GOOD)
        time.sleep(0.5)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "stopped\n"
        assert time.monotonic() - start < 3
        if kind == "pipe":
            os.close(pipe)
    assert process.returncode == 0


def test_row_numbers_count_on(path: Path) -> None:
    found = []
    for part in scan_transfers(path, threads=1, block_size=100_000):
        found += rows(part)
    assert found == [good_row(row) for row in range(50_000)]
