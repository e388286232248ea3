"""What is printed, and where."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from .._native import hide_vins


class UserError(Exception):
    """Wrong arguments, or a file that cannot be read or written: exit status 2."""


def file_error(name: str, error: OSError) -> UserError:
    """What the system says about a file."""
    return UserError(f"{name}: {error.strerror or error}")


def safe(text: str) -> str:
    """``text`` without VINs."""
    return hide_vins(text)


def say(text: str) -> None:
    """Prints a line on standard output, without VINs."""
    show(safe(text))


def show(text: str) -> None:
    """Prints a line on standard output as it is: whoever calls this was asked for VINs, or
    has no text from elsewhere."""
    try:
        print(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding
        print(text.encode(encoding, "backslashreplace").decode(encoding))


def complain(text: str) -> None:
    """Prints a line on standard error, without VINs."""
    print(safe(text), file=sys.stderr)


def json_line(record: dict[str, object]) -> str:
    """A JSON object in a line. VINs are hidden in its texts before these are escaped: an
    escape's letters would stand before them."""
    import json

    return json.dumps(_without_vins(record), ensure_ascii=False, separators=(",", ":"))


def _without_vins(value: object) -> object:
    match value:
        case str():
            return safe(value)
        case dict():
            return {safe(str(name)): _without_vins(each) for name, each in value.items()}
        case list() | tuple():
            return [_without_vins(each) for each in value]
        case _:
            return value


def abandon_output(*, errors: bool = False) -> None:
    """What is not written yet goes nowhere, or Python would fail again when it ends; where
    nobody reads, standard error too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    if errors:
        with suppress(OSError):
            sys.stderr.flush()
        os.dup2(nowhere, sys.stderr.fileno())
