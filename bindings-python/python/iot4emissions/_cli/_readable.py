"""A message as indented lines, whatever its kind: its fields, by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from .._native import Snapshot, Vin, unit
from ._arguments import written

INDENT = "  "


def lines(name: str, value: object, depth: int) -> Iterator[str]:
    """``name: value``, or the fields of the value below it, VINs too: ``say`` hides them."""
    start = f"{INDENT * depth}{name.replace('_', ' ')}:"
    if value is None or value == {}:
        return
    if isinstance(value, Vin):
        yield f"{start} {value.text}"
    elif isinstance(value, Snapshot):
        yield start
        yield from lines("acquired", value.acquired, depth + 1)
        for parameter, quantity in value.values.present().items():
            full_name = parameter.name.lower()
            yield from lines(full_name, f"{quantity} {unit(parameter)}", depth + 1)
    elif isinstance(value, datetime):
        yield f"{start} {written(value)}"
    elif isinstance(value, bool):
        yield f"{start} {'yes' if value else 'no'}"
    elif isinstance(value, Mapping):
        yield start
        for key, each in value.items():
            yield from lines(str(key), each, depth + 1)
    elif isinstance(value, tuple):
        yield start
        for number, each in enumerate(value, 1):
            yield from lines(str(number), each, depth + 1)
    else:
        names: tuple[str, ...] = getattr(value, "__match_args__", ())
        if len(names) < 2:
            yield f"{start} {value}"
        else:
            yield start
            for field in names:
                yield from lines(field, getattr(value, field), depth + 1)


def message_lines(message: object) -> Iterator[str]:
    """The fields of a message."""
    for field in getattr(type(message), "__match_args__", ()):
        yield from lines(field, getattr(message, field), 1)
