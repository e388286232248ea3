"""The files that the benchmark reads, the same for the same seed.

A message has 1 to 4 monthly snapshots; one vehicle in five has all eight counters, the
others fuel and distance.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COUNTERS = ("tfc", "tdt", "tfccdo", "tfcdscio", "tdtcdoeo", "tdtcdoer", "tdtdscio", "tgeib")
MESSAGES = 300_000
SEED = 6
# How many snapshots a message has, each as likely: 67 MB in all.
MONTHS = (1, 2, 3, 3, 4, 4)


def snapshots(messages: int) -> Iterator[list[dict[str, int]]]:
    """Each message as a list of counters in tenths, with the time of the snapshot."""
    draw = random.Random(SEED)
    for _ in range(messages):
        names = COUNTERS if draw.random() < 0.2 else COUNTERS[:2]
        start = draw.randrange(1_609_459_200, 1_767_225_600)
        totals = {name: draw.randrange(1_000, 2_000_000) for name in names}
        message = []
        for month in range(draw.choice(MONTHS)):
            row = {"acquired": start + month * 2_629_746}
            for name in names:
                totals[name] += draw.randrange(20_000)
                row[name] = totals[name]
            message.append(row)
        yield message


def canonical(message: list[dict[str, int]]) -> str:
    """As the core writes a message (P-5.1)."""
    rows = (
        ",".join(
            f'"{name}":{number}' if name == "acquired" else f'"{name}":{number // 10}.{number % 10}'
            for name, number in row.items()
        )
        for row in message
    )
    return '{"data":[{' + "},{".join(rows) + "}]}"


def relaxed(message: list[dict[str, int]]) -> str:
    """Accepted, but not canonical: white space, and another order of the members."""
    rows = (
        ", ".join(
            f'"{name}": {number}' if name == "acquired" else f'"{name}": {number / 10}'
            for name, number in reversed(row.items())
        )
        for row in message
    )
    return '{"data": [{' + "}, {".join(rows) + "}]}"


def write(path: Path, line: Callable[[list[dict[str, int]]], str], messages: int) -> None:
    with path.open("w", encoding="ascii", newline="\n") as file:
        for message in snapshots(messages):
            file.write(line(message) + "\n")
