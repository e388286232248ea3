"""How much of their distance plug-in vehicles go electrically."""

from __future__ import annotations

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from .._keywords import without_names
from ._codes import NO_CHARGE_COUNTERS, NO_DISTANCE, SINGLE_SNAPSHOT
from ._frames import Analysed, ratio
from ._snapshots import Implausible, snapshots, summed

_OFF, _RUNNING, _INCREASING = "tdtcdoeo", "tdtcdoer", "tdtdscio"


@without_names
def utility_factor(
    transfers: IntoDataFrameT, *, implausible: Implausible = "exclude"
) -> Analysed[IntoDataFrameT]:
    """Shares of the distance of every plug-in vehicle, 0 to 1 (JRC127600 §1.1, Table 7).

    A row a device that has sent ``tdtcdoeo`` and ``tdtcdoer``, by device:

    - ``electric_share``: ``tdtcdoeo`` / ``tdt``, charge depleting operation with the
      engine off: kilometres that burnt no fuel. The Commission's reports call it the
      share of electric distance;
    - ``charge_depleting_share``: (``tdtcdoeo`` + ``tdtcdoer``) / ``tdt``, charge depleting
      operation with the engine off or running. It is what the utility factor of WLTP
      estimates ((EU) 2017/1151 Annex XXI, Sub-Annex 8), so compare that with this one;
    - ``charge_increasing_share``: ``tdtdscio`` / ``tdt``, the driver has the engine charge
      the battery; missing where the vehicle has no such mode;
    - ``lifetime_…``: the same of the lifetime counters as they stood last;
    - ``distance_km``, ``snapshots``, ``excluded``, ``resets``, ``since``, ``until`` as in
      ``consumption``;
    - ``note``: ``single-snapshot`` or ``no-distance``, where there is no share.

    The shares are of what the counters grew by between ``since`` and ``until``. Rows
    without the counters are excluded with reason ``no-charge-counters``: those of all
    vehicles that are not charged from the grid.

    Raises as ``consumption`` does.

    >>> from datetime import datetime, timedelta, timezone
    >>> import polars
    >>> from iot4emissions import Parameter, analysis
    >>> def read(day, **values):
    ...     counters = dict.fromkeys(parameter.value for parameter in Parameter)
    ...     acquired = datetime(2025, 1, 1, tzinfo=timezone.utc) + timedelta(days=day)
    ...     return {"device": "a", "acquired": acquired, **counters, **values}
    >>> transfers = polars.DataFrame(
    ...     [
    ...         read(0, tdt=100.0, tdtcdoeo=30.0, tdtcdoer=10.0),
    ...         read(31, tdt=300.0, tdtcdoeo=110.0, tdtcdoer=50.0),
    ...     ]
    ... )
    >>> shares = analysis.utility_factor(transfers).result
    >>> shares["electric_share", "charge_depleting_share"].row(0)
    (0.4, 0.6)
    """
    rows = snapshots(transfers, implausible)
    rows = rows.without(("tdt", _OFF, _RUNNING), NO_CHARGE_COUNTERS)
    frame = rows.per_device().filter(nw.col("snapshots") > 0)
    driven = summed(rows.rows, "tdt", _OFF, _RUNNING)
    increasing = summed(rows.rows, "tdt", _INCREASING).select(
        "device",
        ratio(nw.col(f"{_INCREASING}_grown"), nw.col("tdt_grown")).alias("charge_increasing_share"),
        ratio(nw.col(f"{_INCREASING}_last"), nw.col("tdt_last")).alias(
            "lifetime_charge_increasing_share"
        ),
    )
    frame = frame.join(driven, on="device", how="left").join(increasing, on="device", how="left")
    shares = []
    for prefix, suffix in (("", "grown"), ("lifetime_", "last")):
        off, running = nw.col(f"{_OFF}_{suffix}"), nw.col(f"{_RUNNING}_{suffix}")
        distance = nw.col(f"tdt_{suffix}")
        shares += [
            ratio(off, distance).alias(f"{prefix}electric_share"),
            ratio(off + running, distance).alias(f"{prefix}charge_depleting_share"),
        ]
    alone = nw.col("snapshots") == nw.col("resets") + 1
    note = (
        nw.when(alone)
        .then(nw.lit(SINGLE_SNAPSHOT))
        .otherwise(nw.when(nw.col("tdt_grown") > 0).then(nw.lit("")).otherwise(nw.lit(NO_DISTANCE)))
    )
    frame = frame.with_columns(
        *shares, nw.col("tdt_grown").alias("distance_km"), note.alias("note")
    )
    return rows.analysed(
        frame.sort("device").select(
            "device",
            "snapshots",
            "excluded",
            "resets",
            "since",
            "until",
            "distance_km",
            "electric_share",
            "charge_depleting_share",
            "charge_increasing_share",
            "lifetime_electric_share",
            "lifetime_charge_depleting_share",
            "lifetime_charge_increasing_share",
            "note",
        )
    )
