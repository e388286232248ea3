"""A message as indented lines, whatever its kind: its fields, by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from .._native import RegistrationRequest, Snapshot, Vin, unit
from ._arguments import written
from ._say import safe

INDENT = "  "


def lines(name: str, value: object, depth: int, vin: str | None) -> Iterator[str]:
    """``name: value``, or the fields of the value below it; ``vin`` stands for one."""
    start = f"{INDENT * depth}{name.replace('_', ' ')}:"
    if value is None or value == {}:
        return
    if isinstance(value, Vin):
        yield f"{start} {vin or safe(value.text)}"
    elif isinstance(value, Snapshot):
        yield start
        yield from lines("acquired", value.acquired, depth + 1, vin)
        for parameter, quantity in value.values.present().items():
            full_name = parameter.name.lower()
            yield from lines(full_name, f"{quantity} {unit(parameter)}", depth + 1, vin)
    elif isinstance(value, datetime):
        yield f"{start} {written(value)}"
    elif isinstance(value, bool):
        yield f"{start} {'yes' if value else 'no'}"
    elif isinstance(value, Mapping):
        yield start
        for key, each in value.items():
            yield from lines(str(key), each, depth + 1, vin)
    elif isinstance(value, tuple):
        yield start
        for number, each in enumerate(value, 1):
            yield from lines(str(number), each, depth + 1, vin)
    else:
        names: tuple[str, ...] = getattr(value, "__match_args__", ())
        if len(names) < 2:
            yield f"{start} {value}"
        else:
            yield start
            for field in names:
                yield from lines(field, getattr(value, field), depth + 1, vin)


def message_lines(message: object, vin: str | None) -> Iterator[str]:
    """The fields of a message."""
    for field in getattr(type(message), "__match_args__", ()):
        yield from lines(field, getattr(message, field), 1, vin)


def vin_of(message: object) -> str | None:
    """The VIN in a registration request, which is the only message that has one."""
    if not isinstance(message, RegistrationRequest):
        return None
    return message.vin.text
