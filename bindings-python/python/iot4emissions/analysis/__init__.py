"""What a fleet's counters say: consumption against WLTP, electric driving, missing months.

Every function takes data frames of Polars, pandas or pyarrow and gives frames of the same
library. ``transfers`` has the columns of ``read_transfers``: ``device``, ``acquired``
(timestamp in UTC), the eight lifetime counters ``tfc``, ``tdt``, … (JRC127600 Table 7;
l, km, kWh; decimal(10,1) or float64) and, if it is there, ``source_row``. ``vehicles``
has a row a device: ``device``, ``vfn``, ``ewltp``, ``ft``, and, if they are there, ``z``
and ``fm``. No function needs or gives a VIN.

A function that takes ``transfers`` gives ``Analysed(result, excluded)``: what it found,
and every row that it did not use with the ``reason``. No value is ever filled in.

Which rows may be compared the core decides: each snapshot once, the first seen (P-7.7),
nothing that P-7.9 finds implausible, and no difference across a restart of all counters.
It judges all of a vehicle's snapshots together: as many as possible stand of which each is
plausible after the one before, so that no wrong reading, not even the first, costs any other.
All counters at 0 once, between two snapshots over which they went on, is ``momentary-zero``
and no restart. A time before 2010 is ``too-early``, one after 2099 ``too-late``;
``from-the-future`` can only be found where there is a column ``received``.

>>> from datetime import datetime, timezone
>>> import polars
>>> from iot4emissions import Parameter, analysis
>>> def read(month, fuel, distance):
...     counters = dict.fromkeys((parameter.value for parameter in Parameter), None)
...     acquired = datetime(2025, month, 1, tzinfo=timezone.utc)
...     return {"device": "a", "acquired": acquired, **counters, "tfc": fuel, "tdt": distance}
>>> transfers = polars.DataFrame([read(1, 100.0, 2000.0), read(2, 160.0, 3000.0)])
>>> vehicles = polars.DataFrame(
...     {"device": ["a"], "vfn": ["IP-03_MX_0169-1C4-1"], "ewltp": [114], "ft": ["petrol"]}
... )
>>> consumed, excluded = analysis.consumption(transfers, vehicles)
>>> consumed["l_per_100km", "wltp_l_per_100km", "gap_percent"].row(0)
(6.0, 5.0, 20.0)
>>> len(excluded)
0

Needs narwhals and, for the plots, matplotlib: ``pip install 'iot4emissions[analysis]'``.
"""

try:
    import narwhals as _narwhals
except ImportError as _error:
    raise ImportError(
        "iot4emissions.analysis needs narwhals: pip install 'iot4emissions[analysis]'"
    ) from _error

from ._completeness import completeness
from ._consumption import consumption, consumption_by_family
from ._electric import utility_factor
from ._frames import Analysed
from ._months import consumption_by_month
from ._plots import plot_consumption_by_month, plot_gap_by_family, plot_missing_data
from ._wltp import GRAMS_PER_LITRE

del _narwhals

__all__ = [
    "GRAMS_PER_LITRE",
    "Analysed",
    "completeness",
    "consumption",
    "consumption_by_family",
    "consumption_by_month",
    "plot_consumption_by_month",
    "plot_gap_by_family",
    "plot_missing_data",
    "utility_factor",
]
