"""Files, standard input and gzip, as bytes and as lines."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from .._native import file_kind, hide_vins, max_line, record_end
from ._gzip import GZIP, PIECE, DamagedError, Members
from ._say import UserError, file_error

STDIN = "-"
# So many bytes say which kind of file it is.
START = 8


def shown(name: str) -> str:
    """The file's name in messages."""
    return "<stdin>" if name == STDIN else name


def published(name: str) -> str:
    """The file's name in a table: without VINs, which would stand beside a device's ID there
    (P-1.5)."""
    return hide_vins(shown(name))


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked where they are gzip."""
    try:
        if name == STDIN:
            yield _unpacked(name, sys.stdin.buffer)
        else:
            with open(name, "rb") as file:
                yield _unpacked(name, file)
    except BrokenPipeError:
        raise
    except DamagedError as error:
        raise UserError(f"{shown(name)}: {error}") from None
    except OSError as error:
        raise file_error(shown(name), error) from None


def _unpacked(name: str, file: IO[bytes]) -> IO[bytes]:
    start = file.peek(START)[:START]  # type: ignore[attr-defined]
    if start.startswith(GZIP):
        members = io.BufferedReader(Members(file), PIECE)
        start = members.peek(START)[:START]
        file = members
    kind = file_kind(start)
    if kind is not None:
        raise UserError(f"{shown(name)}: expected JSON, compressed with gzip or not, found {kind}")
    return file


def content(name: str, most: int = -1) -> bytes:
    """All of a file, or its first bytes."""
    with opened(name) as file:
        return file.read(most)


def message(name: str) -> bytes:
    """A file that is one message; of one that is too long no more than shows that it is."""
    return content(name, max_line() + 1)


def lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each line without its end, and its number; the first is 1.

    Of a line that is too long no more is kept than shows that it is.
    """
    keep = max_line() + 2  # CR and LF
    number = 0
    while line := file.readline(keep):
        number += 1
        if not line.endswith(b"\n"):
            while (rest := file.readline(keep)) and not rest.endswith(b"\n"):
                pass
        yield number, line.removesuffix(b"\n").removesuffix(b"\r")


def records(line: bytes) -> Iterator[bytes]:
    """The records of a line, which may stand one behind the other; none of a blank one. What is
    not read of a line that is too long is one: the whole line, which says why."""
    start = 0
    while (end := record_end(line, start)) is not None:
        yield line if end == len(line) > max_line() else line[start:end]
        start = end
