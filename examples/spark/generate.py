"""A made-up fleet's messages, for trying out and for the test. The same seed gives the same
bytes.

    python generate.py DIRECTORY [MESSAGES]
"""

from __future__ import annotations

import gzip
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FILES = 8
START = 1_735_689_600  # 2025-01-01T00:00:00Z
MONTH = 30 * 86_400

# Lines that are refused, by the code that they are refused with.
BAD = {
    "null": b'{"device":"%s","payload":{"data":[{"acquired":1740000000,"tfc":null}]}}',
    "missing-member": b'{"device":"%s","payload":{}}',
    "syntax": b'{"device":"%s","payload":{"data":[{"acquired":17400',
    "not-utf-8": b'{"device":"%s","payload":{"data":[]},"note":"\xff"}',
    "device-id": b'{"device":"%s 1M8GDM9AXKP042788","payload":{"data":[]}}',
}


@dataclass
class Written:
    """What was written, counted while it was, in whole tenths: nothing here is decoded."""

    lines: int = 0
    messages: int = 0
    blank: int = 0
    # By month.
    snapshots: Counter[str] = field(default_factory=Counter)
    fuel: Counter[str] = field(default_factory=Counter)
    distance: Counter[str] = field(default_factory=Counter)
    # By code, and each as file name, line from 0, code.
    rejected: Counter[str] = field(default_factory=Counter)
    places: set[tuple[str, int, str]] = field(default_factory=set)


def generate(directory: Path, messages: int, seed: int = 7) -> Written:
    """Writes ``FILES`` files, every other one gzip'd, with ``messages`` messages in all."""
    directory.mkdir(parents=True, exist_ok=True)
    written = Written()
    chance = random.Random(seed)
    for number in range(FILES):
        share = messages // FILES + (number < messages % FILES)
        packed = number % 2 == 1
        path = directory / f"transfers-{number}.ndjson{'.gz' if packed else ''}"
        # No time in the gzip header, so that the bytes are the same each time.
        file = (
            gzip.GzipFile(path, "wb", compresslevel=1, mtime=0)
            if packed
            else path.open("wb")
        )
        with file:
            end = b""
            for line in _lines(chance, share, path.name, written):
                # The last line of a file has no end.
                file.write(end + line)
                end = b"\r\n" if chance.random() < 0.1 else b"\n"
    return written


def _lines(
    chance: random.Random, share: int, name: str, written: Written
) -> Iterator[bytes]:
    codes = list(BAD)
    line = 0
    left = share
    while left:
        dice = chance.random()
        if dice < 0.001:
            code = chance.choice(codes)
            written.rejected[code] += 1
            written.places.add((name, line, code))
            yield BAD[code] % b"vehicle-%d" % chance.randrange(50_000)
        elif dice < 0.0015:
            written.blank += 1
            yield b"  " if dice < 0.00125 else b""
        else:
            left -= 1
            written.messages += 1
            yield _message(chance, dice, written)
        line += 1
    written.lines += line


def _message(chance: random.Random, dice: float, written: Written) -> bytes:
    device = chance.randrange(50_000)
    acquired = START + chance.randrange(20 * MONTH)
    fuel, distance = chance.randrange(1, 60_000), chance.randrange(1, 900_000)
    snapshots = []
    for _ in range(chance.randrange(1, 4)):
        moment = time.gmtime(acquired)
        month = f"{moment.tm_year}-{moment.tm_mon:02}"
        written.snapshots[month] += 1
        written.fuel[month] += fuel
        written.distance[month] += distance
        # Accepted, but not canonical: a number as a string.
        mark = '"' if dice < 0.02 else ""
        snapshots.append(
            f'{{"acquired":{acquired},"tfc":{mark}{fuel // 10}.{fuel % 10}{mark},'
            f'"tdt":{distance // 10}.{distance % 10}}}'
        )
        acquired += MONTH + chance.randrange(86_400)
        fuel += chance.randrange(2_000)
        distance += chance.randrange(30_000)
    payload = f'{{"data":[{",".join(snapshots)}]}}'
    if dice < 0.3:
        # As a broker writes it.
        payload = payload.replace('"', '\\"')
        return f'{{"topic":"iot4emissions/dataDevice/vehicle-{device}","payload":"{payload}"}}'.encode()
    return f'{{"device":"vehicle-{device}","received":{acquired},"payload":{payload}}}'.encode()


def main() -> None:
    directory = Path(sys.argv[1])
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    written = generate(directory, messages)
    print(
        f"{written.lines} lines in {FILES} files, {written.rejected.total()} of them wrong"
    )


if __name__ == "__main__":
    main()
