"""What each odd source does: as the docstring of read_transfers says."""

from __future__ import annotations

import gzip
import io
import mmap
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from iot4emissions import DeviceId, read_transfers, scan_transfers
from transfers_support import COLUMNS, GOOD, good_row, rejected, rows

LINES = GOOD + b"\n" + GOOD + b"\n"


@pytest.mark.parametrize("empty", [b"", b"\n", b" \r\n\t\n", gzip.compress(b"")])
def test_nothing(tmp_path: Path, empty: bytes) -> None:
    path = tmp_path / "empty"
    path.write_bytes(empty)
    for source in (empty, path, io.BytesIO(empty), bytearray(empty)):
        table = pa.table(read_transfers(source))
        assert (table.num_rows, tuple(table.column_names)) == (0, COLUMNS)
    assert len(read_transfers([])) == 0
    assert list(scan_transfers(b"")) == []
    assert pa.table(scan_transfers([])).num_rows == 0


def test_line_ends_and_blank_lines() -> None:
    text = b"\n" + GOOD + b"\r\n\r\n \t\n" + GOOD + b" \n" + GOOD
    read = read_transfers(text)
    assert rows(read) == [good_row(1), good_row(4), good_row(5)]
    assert (read.rows, read.messages, len(read.rejected)) == (6, 3, 0)


@pytest.mark.parametrize(
    ("bad", "code", "pointer"),
    [
        (GOOD[:-20], "syntax", ""),
        (GOOD + b"\0", "syntax", ""),
        (b"\0", "syntax", ""),
        (b"\xef\xbb\xbf" + GOOD, "byte-order-mark", ""),
        (b"\xff" + GOOD, "not-utf-8", ""),
        (b" " * (1 << 20) + GOOD, "line-too-long", ""),
        (b'{"data":[{"acquired":1622538000,"tfc":null}]}', "null", "/data/0/tfc"),
    ],
)
def test_one_bad_row_never_costs_the_others(
    tmp_path: Path, bad: bytes, code: str, pointer: str
) -> None:
    path = tmp_path / "a.ndjson"
    for text in (bad + b"\n" + LINES + bad, LINES + bad + b"\n" + GOOD + b"\n"):
        path.write_bytes(text)
        lines = text.splitlines(keepends=True)
        places = [row for row, line in enumerate(lines) if line.rstrip() == bad]
        good = [good_row(row) for row in range(len(lines)) if row not in places]
        for source in (path, text, io.BytesIO(text), gzip.compress(text)):
            read = read_transfers(source, threads=2)
            assert rows(read) == good
            assert rejected(read) == [(row, code, pointer) for row in places]


def test_a_byte_order_mark_does_not_hide_that_there_are_envelopes() -> None:
    line = b'{"device":"a","payload":' + GOOD + b"}\n"
    read = read_transfers(b"\xef\xbb\xbf" + line + line)
    assert (rows(read), rejected(read)) == ([good_row(1, "a")], [(0, "byte-order-mark", "")])


@pytest.mark.parametrize(
    "before", [b"", b"\n" * 70_000, b" " * 100_000 + b"\n", b"\n" + b" " * 300_000]
)
def test_each_line_is_what_it_is(tmp_path: Path, before: bytes) -> None:
    long = b'{"x":"' + b"x" * 100_000 + b'","device":"a","payload":' + GOOD + b"}\n"
    text = before + long + GOOD
    path = tmp_path / "a.ndjson"
    path.write_bytes(text)
    row = before.count(b"\n")
    for source in (path, text, bytearray(text), gzip.compress(text)):
        read = read_transfers(source, block_size=60_000)
        assert rows(read) == [good_row(row, "a"), good_row(row + 1)]
        assert rejected(read) == []
        read = read_transfers(source, form="envelope")
        assert rows(read) == [good_row(row, "a")]
        assert rejected(read) == [(row + 1, "missing-member", "")]
        read = read_transfers(source, form="payload")
        assert rows(read)[-1] == good_row(row + 1)


def test_paths_that_cannot_be_opened(tmp_path: Path) -> None:
    missing = tmp_path / "missing.ndjson"
    for call in (read_transfers, scan_transfers):
        with pytest.raises(FileNotFoundError) as caught:
            call(missing)
        assert caught.value.filename == str(missing)
        assert caught.value.errno == 2
        assert str(caught.value) == f"[Errno 2] No such file or directory: {str(missing)!r}"
        with pytest.raises(IsADirectoryError) as directory:
            call(str(tmp_path))
        assert directory.value.filename == str(tmp_path)


def test_a_gzip_file_that_is_cut_off_or_damaged(tmp_path: Path) -> None:
    text = b"".join(
        b'{"data":[{"acquired":%d,"tfc":%d.5}]}\n' % (number, number) for number in range(1, 20_000)
    )
    whole = gzip.compress(text, 1)
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 0x55
    wrong_sum = bytearray(whole)
    wrong_sum[-5] ^= 1
    path = tmp_path / "a.gz"
    for content, error in (
        (whole[: len(whole) // 2], EOFError),
        (whole[:-3], EOFError),
        (whole + whole[:5], EOFError),
        (bytes(damaged), OSError),
        (bytes(wrong_sum), OSError),
        (whole + b"garbage, not gzip", OSError),
    ):
        path.write_bytes(content)
        for source in (path, content, bytearray(content)):
            with pytest.raises(error) as caught:
                read_transfers(source)
            assert any("rows before" in note for note in caught.value.__notes__)
            scan = scan_transfers(source, block_size=4096)
            found: list[Any] = []
            with pytest.raises(error):
                for part in scan:
                    found += rows(part)
            assert len(found) > 5_000
            # In order, and nothing of a line that was cut off; but damage is only noticed
            # behind it.
            sure = 5_000 if content == bytes(damaged) else len(found)
            assert [row[1] for row in found][:sure] == list(range(1, sure + 1))
            assert len(scan.rejected) == 0 or sure == 5_000
            assert isinstance(scan.error, error)
            assert list(scan) == []


def test_a_file_object_in_text_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(LINES)

    class Text:
        def read(self, size: int) -> str:
            return LINES.decode()

    with path.open() as file:
        for source in (file, io.StringIO(LINES.decode()), Text()):
            with pytest.raises(TypeError, match='in text mode: open it with mode "rb"'):
                read_transfers(source)  # type: ignore[arg-type]


def test_a_file_object_that_raises_or_misbehaves() -> None:
    class Failing(io.RawIOBase):
        def __init__(self, then: Any) -> None:
            self.then = then
            self.turn = 0

        def read(self, size: int = -1) -> Any:
            self.turn += 1
            if self.turn == 1:
                return LINES
            if isinstance(self.then, BaseException):
                raise self.then
            return self.then

    error = ConnectionResetError("gone")
    with pytest.raises(ConnectionResetError) as caught:
        read_transfers(Failing(error))
    assert caught.value is error
    scan = scan_transfers(Failing(error))
    assert rows(next(scan)) == [good_row(0), good_row(1)]
    with pytest.raises(ConnectionResetError):
        next(scan)
    assert scan.error is error
    with pytest.raises(TypeError, match="does not"):
        read_transfers(Failing(None))
    with pytest.raises(TypeError, match="expected bytes from read\\(\\), found int"):
        read_transfers(Failing(7))
    # More than was asked for, and other kinds of bytes.
    many = iter([bytearray(LINES * 9_000), memoryview(GOOD), b""])
    source = Failing(None)
    source.read = lambda size=-1: next(many)  # type: ignore[method-assign]
    assert len(read_transfers(source)) == 18_001


def test_an_iterable_that_raises() -> None:
    error = KeyError("gone")

    def messages() -> Iterator[tuple[str, bytes]]:
        for _ in range(5):
            yield "a", GOOD
        raise error

    with pytest.raises(KeyError) as caught:
        read_transfers(messages())
    assert caught.value is error
    assert caught.value.__notes__ == ["read_transfers had read 5 rows before"]
    del error.__notes__
    scan = scan_transfers(messages())
    assert rows(next(scan)) == [good_row(row, "a") for row in range(5)]
    with pytest.raises(KeyError) as caught:
        next(scan)
    assert caught.value is error
    assert not hasattr(error, "__notes__")


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (GOOD, "item 1: expected a pair (device, payload), found bytes"),
        (("a", GOOD, 1), "item 1: expected a pair (device, payload), found tuple"),
        ("ab", "item 1: expected a pair (device, payload), found str"),
        ((1, GOOD), "item 1: expected as device a DeviceId, a str or None, found int"),
        (("a", 1), "item 1: expected as payload bytes or a str, found int"),
        (("a", None), "item 1: expected as payload bytes or a str, found NoneType"),
    ],
)
def test_an_item_that_is_no_pair(item: Any, text: str) -> None:
    with pytest.raises(TypeError) as caught:
        read_transfers([("a", GOOD), item])
    assert str(caught.value) == text
    scan = scan_transfers([("a", GOOD), item])
    assert rows(next(scan)) == [good_row(0, "a")]
    with pytest.raises(TypeError):
        next(scan)


def test_a_sender_that_is_no_device_id_is_a_rejected_row() -> None:
    vin = "WVWZZZ1JZXW000001"
    pairs = [("a", GOOD), ("a b", GOOD), (None, GOOD), (vin, GOOD), ("\ud800", GOOD)]
    read = read_transfers([*pairs, (DeviceId("b"), "\ud800"), ("", b"")])
    assert rows(read) == [good_row(0, "a"), good_row(2)]
    bad = [(row, "device-id", "") for row in (1, 3, 4)]
    assert rejected(read) == [*bad, (5, "not-utf-8", ""), (6, "device-id", "")]
    assert vin not in str(pa.table(read.rejected).to_pylist())
    assert pa.table(read.rejected)["device"].to_pylist() == [None, None, None, "b", None]


@pytest.mark.parametrize("source", [7, None, 1.5, object()])
def test_what_is_no_source(source: Any) -> None:
    with pytest.raises(TypeError, match="expected a path, bytes, a binary file object or an"):
        read_transfers(source)


@pytest.mark.parametrize(
    "how",
    [
        {"form": "lines"},
        {"values": "float32"},
        {"threads": 0},
        {"threads": -1},
        {"block_size": 0},
        {"profile": "lenient"},
    ],
)
def test_what_cannot_be_asked_for(how: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected"):
        read_transfers(b"", **how)


def test_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("wb") as file:
            for _ in range(3_000):
                file.write(LINES)

    writer = threading.Thread(target=write)
    writer.start()
    assert len(read_transfers(pipe, block_size=10_000)) == 6_000
    writer.join()


def test_buffers_are_given_back(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(LINES)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert len(read_transfers(mapped)) == 2
    changing = bytearray(LINES)
    scan = scan_transfers(changing)
    with pytest.raises(BufferError):
        changing += b"x"
    scan.close()
    changing += b"x"


def test_strict_and_tolerant() -> None:
    line = b'{"data":[{"acquired":1,"tfc":"1.0"}],"x":0}'
    read = read_transfers(line)
    assert read.deviations == {"number-as-string": 1, "unknown-member": 1}
    assert rejected(read_transfers(line, profile="strict")) == [(0, "unknown-member", "/x")]
