"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

from ._input import STDIN

INTERVAL = 0.1
WIDTH = 24


class Bar:
    """How far a command is in all of its files. ``tell`` is what ``scan_transfers`` calls."""

    def __init__(self, names: Sequence[str], wanted: bool | None) -> None:
        self.shown = sys.stderr.isatty() if wanted is None else wanted
        self.total = _size(names) if self.shown else None
        self.start = time.monotonic()
        self.told = 0.0
        self.before = (0, 0)
        self.now = (0, 0)

    def tell(self, done: int, _total: int | None, rows: int) -> None:
        """So many bytes and rows of the file that is read."""
        self.now = (self.before[0] + done, self.before[1] + rows)
        if self.shown and time.monotonic() - self.told >= INTERVAL:
            self.told = time.monotonic()
            print(f"\r{self.text()}\x1b[K", end="", file=sys.stderr, flush=True)

    def next_file(self) -> None:
        """The next file begins."""
        self.before = self.now

    def clear(self) -> None:
        """Makes place for another line."""
        if self.shown and self.told:
            self.told = 0.0
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def text(self) -> str:
        done, rows = self.now
        speed = done / max(time.monotonic() - self.start, 0.001)
        amount = f"{_amount(done)}, {rows} rows, {_amount(speed)}/s"
        if not self.total:
            return amount
        share = min(done / self.total, 1.0)
        full = round(share * WIDTH)
        return f"[{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%} {amount}"


def _amount(number: float) -> str:
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def _size(names: Sequence[str]) -> int | None:
    """The bytes of all files, where each has some: a pipe does not say."""
    total = 0
    for name in names:
        try:
            size = 0 if name == STDIN else os.stat(name).st_size
        except OSError:
            size = 0
        if not size:
            return None
        total += size
    return total
