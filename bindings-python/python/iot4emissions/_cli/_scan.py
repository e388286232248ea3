"""Files of Data Transfer messages, part by part with bounded memory."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import get_args

from .._native import Transfers, TransferScan, rejected_rows, scan_transfers
from .._transfers import BinaryFile, Preset, Values
from ._input import STDIN, shown
from ._progress import Bar
from ._say import UserError, file_error


@dataclass(frozen=True)
class Refused:
    """A row that was refused; ``line`` counts from 1."""

    file: str
    line: int
    device: str | None
    code: str
    pointer: str
    text: str

    def __str__(self) -> str:
        pointer = f" {self.pointer}:" if self.pointer else ""
        return f"{self.file}:{self.line}:{pointer} {self.text}"


class Files:
    """Files that are read part by part. After Ctrl-C they end with what was read of them."""

    def __init__(self, arguments: argparse.Namespace, bar: Bar) -> None:
        self.arguments = arguments
        self.bar = bar
        self.interrupted = False

    def parts(self, name: str, values: Values) -> Iterator[tuple[Transfers, Iterator[Refused]]]:
        """The parts of a file, each with what was refused in it."""
        file = shown(name)
        self.bar.next_file()
        try:
            with scan_transfers(
                _stdin() if name == STDIN else name,
                form=self.arguments.form,
                names=self.arguments.names,
                profile=self.arguments.profile,
                null_is_absent=self.arguments.null_is_absent,
                values=values,
                progress=self.bar.tell,
            ) as scan:
                yield from self._until_interrupted(scan, file)
        except BrokenPipeError:
            raise
        except (EOFError, ValueError) as error:
            raise UserError(f"{file}: {error}") from None
        except OSError as error:
            raise file_error(file, error) from None

    def _until_interrupted(
        self, scan: TransferScan, file: str
    ) -> Iterator[tuple[Transfers, Iterator[Refused]]]:
        while True:
            try:
                with _raising_interrupts():
                    part = next(scan, None)
            except KeyboardInterrupt:
                if self.interrupted:
                    return
                self.interrupted = True
                scan.finish()
                continue
            if part is None:
                return
            rows = rejected_rows(part.rejected)
            yield part, (Refused(file, row[0] + 1, *row[1:]) for row in rows)


def _stdin() -> BinaryFile:
    """Without a buffer: what it had taken would be lost with an interrupted read."""
    raw: BinaryFile = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
    return raw


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C counts only while the next part is waited for, so that none is written by half;
    the second one ends everything."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    global _pressed
    _pressed = False
    before = signal.signal(signal.SIGINT, _note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_waiting = False
_pressed = False


def _note(number: int, frame: object) -> None:
    global _pressed
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if _waiting:
        raise KeyboardInterrupt
    _pressed = True


@contextmanager
def _raising_interrupts() -> Iterator[None]:
    global _waiting, _pressed
    _waiting = True
    try:
        if _pressed:
            _pressed = False
            raise KeyboardInterrupt
        yield
    finally:
        _waiting = False


def form(parser: argparse.ArgumentParser) -> None:
    """What a line is."""
    parser.add_argument(
        "--form",
        choices=["payload", "envelope"],
        help="what every line is [default: each what it is]",
    )
    parser.add_argument(
        "--names",
        choices=get_args(Preset),
        help="what wrote the envelopes, which says what their members are called",
    )


def null_is_absent(parser: argparse.ArgumentParser) -> None:
    """What ``null`` is."""
    parser.add_argument(
        "--null-is-absent",
        action="store_true",
        help="read a member that is null as one that is not there, as data frames write it",
    )


ENVELOPES = """\
A line is a payload, or an envelope: an object with the payload as "payload" (an object, a
string, or a string in Base64) and its sender as "device" or as the device of "topic"; other
members are ignored. The sender may also stand beside the payload's own members, and a topic in
front of a payload:
  {"device": "vehicle-7", "received": 1622538007, "payload": {"data": [...]}}
  {"topic": "iot4emissions/dataDevice/vehicle-7", "payload": "{\\"data\\":[...]}"}
  {"topic": "iot4emissions/dataDevice/vehicle-7", "data": [...]}
  iot4emissions/dataDevice/vehicle-7 {"data": [...]}"""
