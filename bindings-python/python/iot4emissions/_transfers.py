"""What ``read_transfers`` and ``scan_transfers`` take, for type checkers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, TypedDict

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from ._native import DeviceId


class BinaryFile(Protocol):
    """A binary file object."""

    def read(self, size: int, /) -> Buffer: ...


class ProgressBar(Protocol):
    """What is like ``tqdm``."""

    def update(self, n: int, /) -> object: ...


if TYPE_CHECKING:
    Source: TypeAlias = (
        str
        | os.PathLike[str]
        | Buffer
        | BinaryFile
        | Iterable[tuple[DeviceId | str | None, Buffer | str]]
    )


class EnvelopeNames(TypedDict, total=False):
    """What the members of an envelope are called; the unit is that of times in numbers."""

    device: str
    topic: str
    payload: str
    received: str
    received_unit: Literal["s", "ms"]


Form: TypeAlias = Literal["payload", "envelope"]
Preset: TypeAlias = Literal[
    "aws-iot", "emqx", "fluent-bit", "kafka-connect", "mosquitto-sub", "node-red"
]
Names: TypeAlias = Preset | EnvelopeNames
Values: TypeAlias = Literal["decimal", "float64"]
Devices: TypeAlias = Literal["dictionary", "string"]
Progress: TypeAlias = Callable[[int, int | None, int], object] | ProgressBar
