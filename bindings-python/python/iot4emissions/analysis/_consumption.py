"""Fuel and electric energy against WLTP, by vehicle and by family."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from .._keywords import without_names
from ._codes import (
    MISSING_COUNTER,
    NO_DISTANCE,
    NO_SNAPSHOTS,
    NO_WLTP,
    SINGLE_SNAPSHOT,
    UNKNOWN_FUEL,
    UNKNOWN_VEHICLE,
)
from ._frames import Analysed, least, numbers, opened, ratio, series, values
from ._snapshots import Implausible, snapshots, summed
from ._wltp import approved, gap


@without_names
def consumption(
    transfers: IntoDataFrameT,
    vehicles: IntoDataFrameT,
    *,
    implausible: Implausible = "exclude",
    grams_per_litre: Mapping[str, float] | None = None,
) -> Analysed[IntoDataFrameT]:
    """Real consumption of every vehicle against WLTP.

    A row a device of either frame, by device:

    - ``vfn``, ``ft``, ``fm``: from ``vehicles``;
    - ``snapshots``, ``excluded``, ``resets``: rows used, rows not used, restarts of all
      counters; ``since``, ``until``: the time of the first and last row that was used;
    - ``distance_km``, ``fuel_l``, ``l_per_100km``: what the counters grew by in that time,
      the sum over the segments between resets;
    - ``wltp_l_per_100km``: from ``ewltp``, CO2 in g/km (P-5.14), by ``grams_per_litre``,
      which adds to ``GRAMS_PER_LITRE`` or replaces what is in it;
    - ``gap_percent``: (real - WLTP) / WLTP x 100, as the Commission publishes it under
      Article 12 of (EU) 2019/631;
    - ``lifetime_…``: the same of the lifetime counters as they stood last, which is what
      the Commission works with; since the last reset where there was one;
    - ``grid_energy_kwh``, ``kwh_per_100km``: grid energy into the battery by all distance,
      as WLTP weights it; ``wltp_kwh_per_100km``: from ``z``, Wh/km;
    - ``note``: why a figure is missing: ``no-snapshots``, ``single-snapshot`` (no
      difference in any segment), ``no-distance``, ``unknown-vehicle``, ``no-wltp``,
      ``unknown-fuel``.

    Rows without ``tfc`` or ``tdt`` are excluded with reason ``missing-counter``.
    ``implausible="keep"`` uses rows that P-7.9 flags, too.

    Raises ``ValueError`` where a column is missing or not of its kind, or a device is in
    ``vehicles`` twice, and ``TypeError`` for what is no data frame, or two of different
    libraries.

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
    >>> analysis.consumption(transfers, vehicles).result["l_per_100km", "gap_percent"].row(0)
    (6.0, 20.0)
    """
    rows = snapshots(transfers, implausible).without(("tfc", "tdt"), MISSING_COUNTER)
    known = approved(vehicles, rows.given, grams_per_litre)
    everybody = sorted({*rows.devices, *known["device"].to_list()})
    rows = rows._replace(devices=everybody)
    fuel = summed(rows.rows, "tfc", "tdt")
    energy = summed(rows.rows, "tgeib", "tdt").select(
        "device",
        nw.col("tgeib_grown").alias("grid_energy_kwh"),
        (ratio(nw.col("tgeib_grown"), nw.col("tdt_grown")) * 100).alias("kwh_per_100km"),
        (ratio(nw.col("tgeib_last"), nw.col("tdt_last")) * 100).alias("lifetime_kwh_per_100km"),
    )
    frame = rows.per_device()
    for more in (known, fuel, energy):
        frame = frame.join(more, on="device", how="left")
    frame = frame.with_columns(
        nw.col("tdt_grown").alias("distance_km"),
        nw.col("tfc_grown").alias("fuel_l"),
        nw.col("tdt_last").alias("lifetime_distance_km"),
        (ratio(nw.col("tfc_grown"), nw.col("tdt_grown")) * 100).alias("l_per_100km"),
        (ratio(nw.col("tfc_last"), nw.col("tdt_last")) * 100).alias("lifetime_l_per_100km"),
    ).with_columns(
        gap("l_per_100km", "wltp_l_per_100km").alias("gap_percent"),
        gap("lifetime_l_per_100km", "wltp_l_per_100km").alias("lifetime_gap_percent"),
    )
    frame = frame.with_columns(_notes(frame, set(known["device"].to_list()))).sort("device")
    mode = ["fm"] if "fm" in frame.columns else []
    return rows.analysed(frame.select("device", "vfn", "ft", *mode, *_FIGURES))


_FIGURES = (
    "snapshots",
    "excluded",
    "resets",
    "since",
    "until",
    "distance_km",
    "fuel_l",
    "l_per_100km",
    "wltp_l_per_100km",
    "gap_percent",
    "lifetime_distance_km",
    "lifetime_l_per_100km",
    "lifetime_gap_percent",
    "grid_energy_kwh",
    "kwh_per_100km",
    "lifetime_kwh_per_100km",
    "wltp_kwh_per_100km",
    "note",
)


def _notes(frame: nw.DataFrame[Any], known: set[str]) -> nw.Series[Any]:
    lacks = {
        name: frame[name].is_null().to_list() for name in ("wltp_l_per_100km", "ewltp", "grams")
    }
    pairs = [values(frame[name]) for name in ("snapshots", "resets", "distance_km")]
    notes = []
    for place, device in enumerate(frame["device"].to_list()):
        snapshot_count, resets, distance = (column[place] for column in pairs)
        found = []
        if snapshot_count == 0:
            found.append(NO_SNAPSHOTS)
        elif snapshot_count == resets + 1:
            found.append(SINGLE_SNAPSHOT)
        elif not distance:
            found.append(NO_DISTANCE)
        if device not in known:
            found.append(UNKNOWN_VEHICLE)
        elif lacks["grams"][place]:
            found.append(UNKNOWN_FUEL)
        elif lacks["wltp_l_per_100km"][place]:
            found.append(NO_WLTP)
        notes.append(" ".join(found))
    return series(frame, "note", notes, nw.String)


@without_names
def consumption_by_family(
    vehicles: IntoDataFrameT,
    *,
    by: str | Sequence[str] = "vfn",
    weighting: Literal["distance", "vehicle"] = "distance",
    min_vehicles: int = 1,
) -> IntoDataFrameT:
    """Averages over the vehicles of each family, from the result of ``consumption``.

    ``by`` names one or several columns: ``"vfn"`` the interpolation family, ``"ft"`` the
    fuel type, or any that you have joined. The gap of a family is that of its averages,
    (average real - average WLTP) / average WLTP x 100, and not an average of gaps: so the
    Commission defines it for a set of vehicles. Both averages are over the same vehicles,
    those that have both figures; ``left_out`` counts the others.

    ``weighting="distance"``, the default: each kilometre counts the same. Real is all fuel
    by all distance, WLTP the average weighted by the distance that each vehicle went. So
    short observations, whose figures scatter, weigh little. ``weighting="vehicle"``: each
    vehicle counts the same, however far it went.

    Columns: ``by``, ``vehicles``, ``left_out``, ``distance_km``, ``l_per_100km``,
    ``wltp_l_per_100km``, ``gap_percent``, ``kwh_per_100km`` and ``wltp_kwh_per_100km``
    (weighted alike, over ``plug_ins`` vehicles that have both), ``suppressed``.

    ``min_vehicles`` is for what leaves your desk: a family of one vehicle is that vehicle's
    figure. It is 1 unless you say so, since an analyst looks at small groups to understand them
    and has the rows anyway; for others give 10 (P-10.5). Then families of fewer vehicles,
    those left out among them, have no row of their own: the last row, with nothing in ``by``,
    is all of them together, and ``suppressed`` says how many families that are; it is 0 in
    every other row. A figure of fewer vehicles than that, fuel or energy, is missing,
    wherever it stands.

    Clauses: P-5.14; JRC127600 Tables 4 and 7.

    >>> import polars
    >>> from iot4emissions import analysis
    >>> consumed = polars.DataFrame(
    ...     {
    ...         "vfn": ["F", "F"],
    ...         "distance_km": [2000.0, 1000.0],
    ...         "l_per_100km": [6.0, 9.0],
    ...         "wltp_l_per_100km": [4.0, 7.0],
    ...         "kwh_per_100km": [None, None],
    ...         "wltp_kwh_per_100km": [None, None],
    ...     }
    ... )
    >>> families = analysis.consumption_by_family(consumed)
    >>> families["vfn", "vehicles", "l_per_100km", "wltp_l_per_100km", "gap_percent"].row(0)
    ('F', 2, 7.0, 5.0, 40.0)
    """
    if weighting not in ("distance", "vehicle"):
        raise ValueError(f'expected weighting as "distance" or "vehicle", found {weighting!r}')
    least(min_vehicles)
    keys = [by] if isinstance(by, str) else list(by)
    needed = ("distance_km", "l_per_100km", "wltp_l_per_100km", "kwh_per_100km")
    given = opened(vehicles, "vehicles", (*keys, *needed, "wltp_kwh_per_100km"))
    columns = (*needed, "wltp_kwh_per_100km")
    frame = given.with_columns(*(numbers(given[one], one) for one in columns))
    weight = nw.col("distance_km") if weighting == "distance" else nw.lit(1.0)
    parts = []
    for unit, real in (("fuel", "l_per_100km"), ("energy", "kwh_per_100km")):
        both = ~(nw.col(real).is_null() | nw.col(f"wltp_{real}").is_null())
        weighted = nw.when(both).then(weight)
        parts += [
            both.cast(nw.Int64).alias(f"{unit}_vehicles"),
            weighted.alias(f"{unit}_weight"),
            (weighted * nw.col(real)).alias(f"{unit}_real"),
            (weighted * nw.col(f"wltp_{real}")).alias(f"{unit}_wltp"),
            nw.when(both).then(nw.col("distance_km")).alias(f"{unit}_distance"),
        ]
    names = [f"{unit}_{part}" for unit in ("fuel", "energy") for part in _PARTS]
    counted = [nw.len().alias("all"), *(nw.col(name).sum() for name in names)]
    frame = frame.with_columns(*parts)
    sums = frame.group_by(*keys).agg(*counted)
    # All small groups are one, which a group without keys is not.
    sums = sums.with_columns((nw.col("all") < min_vehicles).cast(nw.Int64).alias("suppressed"))
    small = nw.col("suppressed") > 0
    if len(sums.filter(small)):
        sums = sums.with_columns(*(nw.when(~small).then(nw.col(key)).alias(key) for key in keys))
    sums = sums.with_columns(small.alias("small"))
    sums = sums.group_by(*keys, "small").agg(
        *(nw.col(name).sum() for name in ("suppressed", "all", *names))
    )
    fuel, energy = (_enough(unit, min_vehicles) for unit in ("fuel", "energy"))
    result = sums.with_columns(
        nw.col("fuel_vehicles").alias("vehicles"),
        (nw.col("all").cast(nw.Int64) - nw.col("fuel_vehicles")).alias("left_out"),
        fuel(nw.col("fuel_distance")).alias("distance_km"),
        fuel(ratio(nw.col("fuel_real"), nw.col("fuel_weight"))).alias("l_per_100km"),
        fuel(ratio(nw.col("fuel_wltp"), nw.col("fuel_weight"))).alias("wltp_l_per_100km"),
        nw.col("energy_vehicles").alias("plug_ins"),
        energy(ratio(nw.col("energy_real"), nw.col("energy_weight"))).alias("kwh_per_100km"),
        energy(ratio(nw.col("energy_wltp"), nw.col("energy_weight"))).alias("wltp_kwh_per_100km"),
    ).with_columns(gap("l_per_100km", "wltp_l_per_100km").alias("gap_percent"))
    result = result.sort("small", *keys, nulls_last=True).select(
        *keys,
        "vehicles",
        "left_out",
        "distance_km",
        "l_per_100km",
        "wltp_l_per_100km",
        "gap_percent",
        "plug_ins",
        "kwh_per_100km",
        "wltp_kwh_per_100km",
        "suppressed",
    )
    return nw.maybe_reset_index(result).to_native()


def _enough(unit: str, min_vehicles: int) -> Callable[[nw.Expr], nw.Expr]:
    """A figure where so many vehicles stand behind it; that there are none is no secret."""
    vehicles = nw.col(f"{unit}_vehicles")
    return lambda figure: nw.when((vehicles >= min_vehicles) | (vehicles == 0)).then(figure)


_PARTS = ("vehicles", "weight", "real", "wltp", "distance")
