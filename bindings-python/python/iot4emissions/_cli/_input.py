"""Files, standard input and gzip, as bytes and as lines."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from .._native import max_line
from ._say import UserError, file_error

STDIN = "-"
GZIP = b"\x1f\x8b"


def shown(name: str) -> str:
    """The file's name in messages."""
    return "<stdin>" if name == STDIN else name


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked where they are gzip."""
    try:
        if name == STDIN:
            yield _unpacked(sys.stdin.buffer)
        else:
            with open(name, "rb") as file:
                yield _unpacked(file)
    except BrokenPipeError:
        raise
    except EOFError:
        raise UserError(f"{shown(name)}: the gzip file ends too early") from None
    except zlib.error as error:
        raise UserError(f"{shown(name)}: a damaged gzip file: {error}") from None
    except OSError as error:
        raise file_error(shown(name), error) from None


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    start = file.peek(2)[:2]  # type: ignore[attr-defined]
    if start != GZIP:
        return file
    import gzip

    return gzip.GzipFile(fileobj=file)


def content(name: str) -> bytes:
    """All of a file."""
    with opened(name) as file:
        return file.read()


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
