"""Every way of reading gives the same, and it is what the json module says."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from iot4emissions import DeviceId, read_transfers, scan_transfers
from transfers_corpus import Corpus, make
from transfers_support import GOOD, rejected_rows, rows

SIZES = (1, 37, 300, 4096, None)


def check(read: Any, corpus: Corpus, *, lines: bool = True) -> None:
    assert rows(read) == corpus.rows
    assert rejected_rows(read.rejected) == corpus.rejected
    assert len(read) == len(corpus.rows)
    assert read.rows == len(corpus.lines)
    assert read.messages == len({row[-1] for row in corpus.rows})


def check_scan(scan: Any, corpus: Corpus) -> None:
    found, refused = [], []
    for part in scan:
        # Most blocks of a byte hold nothing, and a table of nothing takes its time too.
        if len(part):
            found += rows(part)
        if len(part.rejected):
            refused += rejected_rows(part.rejected)
    assert found == corpus.rows
    assert refused == corpus.rejected
    assert rejected_rows(scan.rejected) == corpus.rejected


class Dribble(io.RawIOBase):
    """A file object that gives a few bytes at a time."""

    def __init__(self, content: bytes) -> None:
        self.content = io.BytesIO(content)
        self.turn = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.turn += 1
        return self.content.read(1 + self.turn * 7 % 50)


@pytest.mark.parametrize("envelope", [False, True], ids=["payload", "envelope"])
@pytest.mark.parametrize("seed", range(6))
def test_all_ways_agree(tmp_path: Path, envelope: bool, seed: int) -> None:
    corpus = make(seed, 60 + seed * 40, envelope=envelope)
    text = b"".join(corpus.lines)
    members = [gzip.compress(text[:500]), gzip.compress(text[500:]), gzip.compress(b"")]
    path, zipped = tmp_path / "a.ndjson", tmp_path / "a"
    path.write_bytes(text)
    zipped.write_bytes(b"".join(members))
    for threads in (1, 2, 3, 4):
        for size in {SIZES[(seed + threads) % len(SIZES)], None}:
            how: dict[str, Any] = {"threads": threads, "block_size": size}
            for source in (path, str(path), text, bytearray(text), memoryview(text), zipped):
                check(read_transfers(source, **how), corpus)
                check_scan(scan_transfers(source, **how), corpus)
            check(read_transfers(b"".join(members), **how), corpus)
            check(read_transfers(io.BytesIO(text), **how), corpus)
            check(read_transfers(Dribble(text), **how), corpus)
            check(read_transfers(Dribble(b"".join(members)), **how), corpus)
            with path.open("rb") as file:
                check_scan(scan_transfers(file, **how), corpus)
            form = "envelope" if envelope else "payload"
            check(read_transfers(path, form=form, **how), corpus)


@pytest.mark.parametrize("seed", range(4))
def test_an_iterable_gives_the_same_as_its_lines(seed: int) -> None:
    corpus = make(seed, 150, envelope=True, blank=False)
    kinds: tuple[Any, ...] = (bytes, bytearray, memoryview, bytes.decode)
    pairs = [
        (DeviceId(device) if row % 2 else device, kinds[row % 4](payload))
        for row, (device, payload) in enumerate(corpus.messages)
        if device is not None
    ]
    assert len(pairs) == len(corpus.lines)
    for threads in (1, 2, 3, 4):
        for size in SIZES:
            check(read_transfers(pairs, threads=threads, block_size=size), corpus)
            parts = scan_transfers(iter(pairs), threads=threads, block_size=size)
            check_scan(parts, corpus)
    check(read_transfers([list(pair) for pair in pairs]), corpus)


def test_floats_are_the_nearest_to_the_decimals(tmp_path: Path) -> None:
    corpus = make(9, 300, envelope=False)
    expected = [
        (*row[:2], *(None if value is None else float(value) for value in row[2:10]), row[10])
        for row in corpus.rows
    ]
    assert rows(read_transfers(b"".join(corpus.lines), values="float64")) == expected


def test_large_columns_are_the_same_as_small_ones(tmp_path: Path) -> None:
    """Columns of more than 2 MiB lie elsewhere (`src/transfers/memory.rs`)."""
    corpus = make(11, 15_000, envelope=True)
    text = b"".join(corpus.lines)
    path = tmp_path / "large.ndjson"
    path.write_bytes(text)
    for values in ("decimal", "float64"):
        small = read_transfers(path, block_size=100_000, values=values)
        large = read_transfers(path, block_size=1 << 30, values=values)
        assert large.batches == 1 < small.batches
        # Twice by the same worker: nothing is left of what it read before.
        twice = read_transfers(path, block_size=5 << 19, threads=1, values=values)
        assert twice.batches > 1
        expected = rows(small)
        assert rows(large) == expected
        assert rows(twice) == expected
    check(read_transfers(path, block_size=3 << 20), corpus)


@pytest.mark.parametrize("values", ["decimal", "float64"])
@pytest.mark.parametrize("in_memory", [False, True], ids=["path", "bytes"])
def test_more_comes_than_the_beginning_promises(
    tmp_path: Path, values: Any, in_memory: bool
) -> None:
    """Room is made for as many rows as the first 256 KiB of a batch give."""
    sparse = (GOOD + b" " * 60 + b"\n") * 3_000
    snapshots = b",".join(b'{"acquired":%d,"tfc":1.5}' % time for time in range(1, 1_001))
    dense = (b'{"data":[' + snapshots + b"]}\n") * 150
    path = tmp_path / "a.ndjson"
    path.write_bytes(sparse + dense + sparse)
    source = path.read_bytes() if in_memory else path
    large = read_transfers(source, block_size=1 << 30, values=values)
    small = read_transfers(source, block_size=100_000, values=values)
    assert (large.batches, len(large), large.messages) == (1, 156_000, 6_150)
    assert small.batches > 20
    assert rows(large) == rows(small)


def test_senders_that_are_known_later_or_no_longer() -> None:
    senders = [None] * 6_000 + ["a"] * 6_000 + [None] * 6_000
    read = read_transfers([(sender, GOOD) for sender in senders], block_size=1 << 30)
    assert read.batches == 2  # Of at most 16,384 messages.
    assert [row[0] for row in rows(read)] == senders
    unknown = read_transfers([(None, GOOD)] * 9_000)
    assert {row[0] for row in rows(unknown)} == {None}
    assert pa.table(unknown)["device"].null_count == 9_000
