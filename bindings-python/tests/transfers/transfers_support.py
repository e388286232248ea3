"""What the tests of bulk reading share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa

COUNTERS = ("tfc", "tdt", "tfccdo", "tfcdscio", "tdtcdoeo", "tdtcdoer", "tdtdscio", "tgeib")
COLUMNS = ("device", "acquired", *COUNTERS, "received", "source_row")

GOOD = b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}'


def rows(transfers: Any) -> list[tuple[Any, ...]]:
    """The snapshots as plain values, the time in seconds."""
    table = pa.table(transfers)
    table.validate(full=True)
    micros = table["acquired"].cast(pa.int64()).to_pylist()
    assert all(time % 1_000_000 == 0 for time in micros)
    # When it was received is told by tests of its own.
    columns = [table[name].to_pylist() for name in table.column_names if name != "received"]
    columns[1] = [time // 1_000_000 for time in micros]
    return list(zip(*columns, strict=True))


def rejected_rows(rejected: Any) -> list[int]:
    return pa.table(rejected)["source_row"].to_pylist()


def rejected(transfers: Any) -> list[tuple[int, str, str]]:
    """Row, code and pointer of what was refused."""
    table = pa.table(transfers.rejected)
    columns = (table[name].to_pylist() for name in ("source_row", "code", "pointer"))
    return list(zip(*columns, strict=True))


def good_row(row: int, device: str | None = None) -> tuple[Any, ...]:
    """What GOOD gives."""
    values = (Decimal("32.5"), Decimal("295.9"), *[None] * 6)
    return (device, 1622538000, *values, row)
