"""What a gzip file holds, and what may stand behind its last member."""

from __future__ import annotations

import io
import zlib
from typing import IO

PIECE = 1 << 16
GZIP = b"\x1f\x8b"
PADDING = b"\0\r\n"


class DamagedError(Exception):
    """No gzip file, or not all of one."""


class Members(io.RawIOBase):
    """The members (RFC 1952) one after the other. Zeros and line ends between and behind them
    are ignored, as gzip(1) does with padding; anything else is not."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.member = zlib.decompressobj(wbits=31)
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while len(view):
            if self.member.eof and not self._next_member():
                return 0
            piece = self.rest or self.file.read(PIECE)
            try:
                # Never more than was asked for, however much it would unpack to.
                found = self.member.decompress(piece, len(view))
            except zlib.error as error:
                raise DamagedError(f"a damaged gzip file: {error}") from None
            self.rest = self.member.unused_data if self.member.eof else self.member.unconsumed_tail
            if found:
                view[: len(found)] = found
                return len(found)
            if not piece and not self.member.eof:
                raise DamagedError("the gzip file ends too early")
        return 0

    def _next_member(self) -> bool:
        while not (rest := self.rest.lstrip(PADDING)):
            self.rest = self.file.read(PIECE)
            if not self.rest:
                return False
        self.rest = rest if len(rest) > 1 else rest + self.file.read(PIECE)
        if not GZIP.startswith(self.rest[:2]):
            raise DamagedError(
                "a damaged gzip file: expected zeros, a line end or another member behind the "
                f"gzip data, found the byte 0x{self.rest[0]:02x}"
            )
        self.member = zlib.decompressobj(wbits=31)
        return True
