"""Frames in, frames out, whatever library they come from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from .._enums import Parameter
from .._keywords import made_without_names

COUNTERS: tuple[str, ...] = tuple(parameter.value for parameter in Parameter)
TRANSFERS: tuple[str, ...] = ("device", "acquired", *COUNTERS)


@made_without_names
class Analysed(NamedTuple, Generic[IntoDataFrameT]):
    """What a function found, and what it left out.

    ``excluded`` has the columns of the frame that was given and ``reason``: ``duplicate``
    or ``conflict`` (the same time again, with the same or with other values, P-7.7); the
    findings of P-7.9, such as ``too-fast decrease:tfc``; ``momentary-zero``, ``too-early``,
    ``too-late``, ``contradicted``; ``no-device``; the code of what makes a row no snapshot,
    such as ``no-value``, or ``acquired`` where its time has a fraction of a second (P-5.41); or
    what the function says itself.

    >>> from iot4emissions.analysis import Analysed
    >>> Analysed(result="a frame", excluded="another").excluded
    'another'
    """

    result: IntoDataFrameT
    excluded: IntoDataFrameT


def opened(
    frame: IntoDataFrameT, name: str, required: Iterable[str]
) -> nw.DataFrame[IntoDataFrameT]:
    """The frame, if it has the columns."""
    try:
        given = nw.from_native(frame, eager_only=True)
    except TypeError:
        found = f"found {type(frame).__module__}.{type(frame).__qualname__}"
        if hasattr(frame, "__arrow_c_stream__"):
            found += (
                ": make one of it, such as polars.DataFrame(it) or pandas.DataFrame.from_arrow(it)"
            )
        raise TypeError(
            f"expected {name} as a data frame of Polars, pandas or pyarrow, {found}"
        ) from None
    missing = [column for column in required if column not in given.columns]
    if missing:
        raise ValueError(
            f"expected the columns {', '.join(required)} in {name}, found no {', '.join(missing)}"
        )
    return given


def joined(columns: Mapping[str, nw.Series[Any]]) -> nw.DataFrame[Any]:
    """The columns side by side."""
    (first, *others) = (column.alias(name) for name, column in columns.items())
    return first.to_frame().with_columns(*others)


def numbers(column: nw.Series[Any], name: str) -> nw.Series[Any]:
    """The column as float64, what is missing or not a number as missing."""
    try:
        if column.dtype.is_numeric():
            floats = column.cast(nw.Float64)
        else:
            # Texts, and pandas' columns of Decimal objects or of nothing at all.
            found = [None if one is None else float(one) for one in values(column)]
            floats = series(column, column.name, found, nw.Float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"expected numbers in {name}: {error}") from None
    frame = floats.to_frame()
    known = nw.when(~nw.col(column.name).is_nan()).then(nw.col(column.name))
    return frame.select(known.alias(column.name))[column.name]


def values(column: nw.Series[Any]) -> list[Any]:
    """The column's values, ``None`` where one is missing, whatever the library says."""
    return [None if is_missing(value) else value for value in column.to_list()]


def is_missing(value: object) -> bool:
    is_nan = isinstance(value, float) and math.isnan(value)
    return value is None or is_nan or type(value).__name__ in ("NAType", "NaTType")


def texts(column: nw.Series[Any]) -> nw.Series[Any]:
    """The column as text."""
    if column.dtype == nw.Object:
        found = [None if one is None else str(one) for one in values(column)]
        return series(column, column.name, found, nw.String)
    return column.cast(nw.String)


def times(column: nw.Series[Any], name: str) -> nw.Series[Any]:
    """The column as timestamps in UTC."""
    if len(column) == 0:
        return series(column, column.name, [], nw.Datetime("us", "UTC"))
    dtype = column.dtype
    if not isinstance(dtype, nw.Datetime) or dtype.time_zone is None:
        raise ValueError(f"expected timestamps with a time zone in {name}, found {dtype}")
    return column.dt.convert_time_zone("UTC")


def series(
    like: nw.Series[Any] | nw.DataFrame[Any], name: str, found: Sequence[Any], dtype: Any
) -> nw.Series[Any]:
    """A column of the same library as ``like``."""
    return nw.new_series(name, found, dtype, backend=like.implementation)


def least(vehicles: int) -> int:
    """The fewest vehicles of a group, if it can be one."""
    if isinstance(vehicles, bool) or not isinstance(vehicles, int) or vehicles < 1:
        raise ValueError(f"expected min_vehicles as a whole number from 1, found {vehicles!r}")
    return vehicles


def ratio(part: nw.Expr, whole: nw.Expr) -> nw.Expr:
    """The quotient, missing where there is nothing to divide by."""
    return nw.when(whole > 0).then(part / whole)
