"""Files of Data Transfer messages, part by part with bounded memory."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from .._native import Transfers, rejected_rows, scan_transfers
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


def scan(
    name: str, arguments: argparse.Namespace, values: str, bar: Bar
) -> Iterator[tuple[Transfers, list[Refused]]]:
    """The parts of a file, each with what was refused in it."""
    source = sys.stdin.buffer if name == STDIN else name
    file = shown(name)
    bar.next_file()
    try:
        with scan_transfers(
            source,
            form=arguments.form,
            profile=arguments.profile,
            values=values,  # type: ignore[arg-type]
            progress=bar.tell,
        ) as parts:
            for part in parts:
                rows = rejected_rows(parts.take_rejected())
                yield part, [Refused(file, row + 1, *rest) for row, *rest in rows]  # type: ignore[arg-type]
    except BrokenPipeError:
        raise
    except EOFError as error:
        raise UserError(f"{file}: {error}") from None
    except OSError as error:
        raise file_error(file, error) from None


def form(parser: argparse.ArgumentParser) -> None:
    """What a line is."""
    parser.add_argument(
        "--form",
        choices=["payload", "envelope"],
        help="what a line is [default: what the first one is]",
    )


ENVELOPES = """\
A line is a payload, or an envelope: an object with the payload as "payload" (an object or a
string) and its sender as "device" or as the device of "topic"; other members are ignored:
  {"device": "vehicle-7", "received": 1622538007, "payload": {"data": [...]}}
  {"topic": "iot4emissions/dataDevice/vehicle-7", "payload": "{\\"data\\":[...]}"}"""
