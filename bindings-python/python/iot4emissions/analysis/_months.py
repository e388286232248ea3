"""Fuel consumption over the months."""

from __future__ import annotations

from datetime import timedelta

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from .._keywords import without_names
from .._native import _analysis_bounds
from ._codes import MISSING_COUNTER, MONTHS_MISSING
from ._frames import Analysed, ratio
from ._snapshots import Implausible, snapshots, steps
from ._wltp import approved

LONGEST = timedelta(seconds=_analysis_bounds()[2])
"""Between two snapshots, for their difference to count as one month's."""


@without_names
def consumption_by_month(
    transfers: IntoDataFrameT,
    vehicles: IntoDataFrameT,
    *,
    implausible: Implausible = "exclude",
) -> Analysed[IntoDataFrameT]:
    """Real fuel consumption of every vehicle in every month that can be told apart.

    A row a device and month, in this order: ``device``, ``vfn``, ``ft``, ``month`` (such as
    ``2025-03``, UTC), ``distance_km``, ``fuel_l``, ``l_per_100km`` (missing where the
    vehicle did not move).

    What a vehicle used between two snapshots in a row belongs to the month in the middle
    of their times, so snapshots on the first of March and of April make March. Where more
    than 45 days lie between them, nobody knows how to divide it among the months: it is
    not spread over them, and the later row is excluded with reason ``months-missing``. A
    vehicle's first row and its first after a reset begin a month and are not excluded.

    Raises as ``consumption`` does. Clauses: P-7.7, P-7.9; JRC127600 Table 7.

    >>> from datetime import datetime, timedelta, timezone
    >>> import polars
    >>> from iot4emissions import Parameter, analysis
    >>> def read(day, **values):
    ...     counters = dict.fromkeys(parameter.value for parameter in Parameter)
    ...     acquired = datetime(2025, 1, 1, tzinfo=timezone.utc) + timedelta(days=day)
    ...     return {"device": "a", "acquired": acquired, **counters, **values}
    >>> transfers = polars.DataFrame([read(0, tfc=9.0, tdt=90.0), read(31, tfc=15.0, tdt=190.0)])
    >>> vehicles = polars.DataFrame(
    ...     {"device": ["a"], "vfn": ["F"], "ewltp": [114], "ft": ["petrol"]}
    ... )
    >>> months = analysis.consumption_by_month(transfers, vehicles).result
    >>> months["month", "fuel_l", "l_per_100km"].row(0)
    ('2025-01', 6.0, 6.0)
    """
    rows = snapshots(transfers, implausible).without(("tfc", "tdt"), MISSING_COUNTER)
    known = approved(vehicles, rows.given, None).select("device", "vfn", "ft")
    grown = steps(rows.rows, "tfc", "tdt").filter(~nw.col("tdt_grown").is_null())
    grown = grown.with_columns(
        (nw.col("acquired") - nw.col("acquired_before")).alias("lasted"),
    )
    long = nw.col("lasted") > LONGEST
    rows = rows.excluding(grown.filter(long)["row"].to_list(), MONTHS_MISSING)
    middle = nw.col("acquired_before").dt.timestamp("ms") + nw.col("acquired").dt.timestamp("ms")
    grown = grown.filter(~long).with_columns((middle // 2).alias("middle"))
    month = grown["middle"].cast(nw.Datetime("ms")).dt.to_string("%Y-%m").alias("month")
    sums = (
        grown.with_columns(month)
        .group_by("device", "month")
        .agg(
            nw.col("tdt_grown").sum().alias("distance_km"),
            nw.col("tfc_grown").sum().alias("fuel_l"),
        )
    )
    litres = (ratio(nw.col("fuel_l"), nw.col("distance_km")) * 100).alias("l_per_100km")
    result = sums.with_columns(litres).join(known, on="device", how="left")
    return rows.analysed(
        result.sort("device", "month").select(
            "device", "vfn", "ft", "month", "distance_km", "fuel_l", "l_per_100km"
        )
    )
