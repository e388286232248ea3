"""Which vehicle has reported in which month."""

from __future__ import annotations

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from .._keywords import without_names
from ._codes import EXCLUDED, MISSING, NO_MORE, NOT_YET, REPORTED
from ._frames import Analysed, joined, series, texts, times, values
from ._snapshots import Implausible, snapshots


@without_names
def completeness(
    transfers: IntoDataFrameT, *, implausible: Implausible = "exclude"
) -> Analysed[IntoDataFrameT]:
    """Every device in every month of the fleet, from the first to the last one in which
    any row was acquired (UTC), but for rows whose time is none: before 2010, after 2099, or
    more than a day after it was ``received``. So a device has 1,080 rows at most.

    A row a device and month, in this order: ``device``, ``month`` (such as ``2025-03``),
    ``snapshots`` (rows that stand), ``excluded`` (rows that do not), and ``state``:

    - ``reported``: at least one snapshot;
    - ``excluded``: rows, but none that stands;
    - ``missing``: nothing, between the device's first and last month;
    - ``not-yet``, ``no-more``: nothing, before its first or after its last month: a
      vehicle that was registered later, whose owner withdrew the consent, or that went
      silent. Nobody can tell which from the transfers alone.

    Nothing is filled in. Rows without a device, and those whose time is none, are in
    ``excluded`` only.

    Raises as ``consumption`` does. Clauses: P-7.7, P-7.9; JRC127600 Table 7.

    >>> from datetime import datetime, timedelta, timezone
    >>> import polars
    >>> from iot4emissions import Parameter, analysis
    >>> def read(day, **values):
    ...     counters = dict.fromkeys(parameter.value for parameter in Parameter)
    ...     acquired = datetime(2025, 1, 1, tzinfo=timezone.utc) + timedelta(days=day)
    ...     return {"device": "a", "acquired": acquired, **counters, **values}
    >>> transfers = polars.DataFrame([read(0, tdt=90.0), read(70, tdt=190.0)])
    >>> analysis.completeness(transfers).result["month", "state"].rows()
    [('2025-01', 'reported'), ('2025-02', 'missing'), ('2025-03', 'reported')]
    """
    rows = snapshots(transfers, implausible)
    given = rows.given
    device = values(texts(given["device"]))
    acquired = times(given["acquired"], "acquired")
    dated = series(given, "dated", [n not in rows.undated for n in range(len(given))], nw.Boolean)
    frame = joined({"acquired": acquired, "dated": dated})
    # A year beyond 9999 has no such text; it is never dated.
    frame = frame.select(nw.when(nw.col("dated")).then(nw.col("acquired")).alias("acquired"))
    months = values(frame["acquired"].dt.to_string("%Y-%m"))
    counted: dict[str, dict[str, list[int]]] = {one: {} for one in rows.devices}
    for place, (one, month) in enumerate(zip(device, months, strict=True)):
        if one in counted and month is not None:
            both = counted[one].setdefault(month, [0, 0])
            both[place in rows.reasons] += 1
    seen = sorted({month for of_device in counted.values() for month in of_device})
    span = _range(seen[0], seen[-1]) if seen else []
    columns: dict[str, list[object]] = {name: [] for name in _COLUMNS}
    for one, of_device in counted.items():
        if not of_device:
            continue
        first, last = min(of_device), max(of_device)
        for month in span:
            standing, left_out = of_device.get(month, [0, 0])
            state = _state(month, of_device, first, last)
            for name, value in zip(_COLUMNS, (one, month, standing, left_out, state), strict=True):
                columns[name].append(value)
    frame = joined(
        {name: series(given, name, columns[name], dtype) for name, dtype in _COLUMNS.items()}
    )
    return rows.analysed(frame)


_COLUMNS = {
    "device": nw.String,
    "month": nw.String,
    "snapshots": nw.Int64,
    "excluded": nw.Int64,
    "state": nw.String,
}


def _state(month: str, of_device: dict[str, list[int]], first: str, last: str) -> str:
    if month in of_device:
        return REPORTED if of_device[month][0] else EXCLUDED
    if month < first:
        return NOT_YET
    return NO_MORE if month > last else MISSING


def _range(first: str, last: str) -> list[str]:
    """Every month from the first to the last."""
    months, month = [], first
    while month <= last:
        months.append(month)
        year, number = int(month[:4]), int(month[5:])
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)
        month = f"{year:04}-{number:02}"
    return months
