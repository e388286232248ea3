"""One table as frames of every library and number type that the analysis takes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pandas
import polars
import pyarrow

COUNTERS = ("tfc", "tdt", "tfccdo", "tfcdscio", "tdtcdoeo", "tdtcdoer", "tdtdscio", "tgeib")
KINDS = (
    "polars-float",
    "polars-decimal",
    "pandas-float",
    "pandas-decimal",
    "pandas-arrow",
    "pyarrow-float",
    "pyarrow-decimal",
)

Row = Mapping[str, Any]


def at(text: str) -> datetime:
    """``2025-03-01`` or ``2025-03-01T10:00`` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def row(device: str | None, acquired: str, **values: str) -> Row:
    """A row of transfers; values as text, so that no float comes between."""
    return {"device": device, "acquired": at(acquired), **values}


class Maker:
    """Makes frames of one kind, and reads them."""

    def __init__(self, kind: str) -> None:
        self.library, self.numbers = kind.split("-")

    def transfers(self, rows: Sequence[Row], **more: Sequence[Any]) -> Any:
        number = pyarrow.float64() if self.numbers == "float" else pyarrow.decimal128(10, 1)
        read: Callable[[str], Any] = float if self.numbers == "float" else Decimal
        columns: dict[str, Any] = {
            "device": pyarrow.array([one["device"] for one in rows], pyarrow.string()),
            "acquired": pyarrow.array(
                [one["acquired"] for one in rows], pyarrow.timestamp("us", "UTC")
            ),
        }
        for counter in COUNTERS:
            texts = [one.get(counter) for one in rows]
            values = [None if text is None else read(text) for text in texts]
            columns[counter] = pyarrow.array(values, number)
        columns["source_row"] = pyarrow.array(range(len(rows)), pyarrow.uint64())
        return self.frame(pyarrow.table({**columns, **more}))

    def vehicles(self, rows: Sequence[Mapping[str, Any]], **types: Any) -> Any:
        """Of ``device, vfn, ewltp, ft, z``: what is left out is missing."""
        kinds = {
            "device": pyarrow.string(),
            "vfn": pyarrow.string(),
            "ewltp": pyarrow.int64(),
            "ft": pyarrow.string(),
            "z": pyarrow.int64(),
            **types,
        }
        return self.frame(
            pyarrow.table(
                {
                    name: pyarrow.array([one.get(name) for one in rows], kind)
                    for name, kind in kinds.items()
                }
            )
        )

    def frame(self, table: pyarrow.Table) -> Any:
        if self.library == "polars":
            return polars.from_arrow(table)
        if self.library == "pyarrow":
            return table
        if self.numbers == "arrow":
            return table.to_pandas(types_mapper=pandas.ArrowDtype)
        return table.to_pandas()

    def is_own(self, frame: Any) -> bool:
        kinds = {
            "polars": polars.DataFrame,
            "pandas": pandas.DataFrame,
            "pyarrow": pyarrow.Table,
        }
        return type(frame) is kinds[self.library]

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        assert self.is_own(frame)
        if self.library == "polars":
            return frame.to_dicts()
        if self.library == "pyarrow":
            return frame.to_pylist()
        columns = {name: [_plain(value) for value in frame[name]] for name in frame.columns}
        return [
            {name: column[place] for name, column in columns.items()} for place in range(len(frame))
        ]


def _plain(value: Any) -> Any:
    """What Polars would say in place of pandas' NaN, NaT and NA."""
    if pandas.isna(value):
        return None
    if isinstance(value, pandas.Timestamp):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value
