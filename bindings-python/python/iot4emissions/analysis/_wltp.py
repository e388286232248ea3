"""What the type approval says, in the units of the counters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from .._native import _grams_per_litre
from ._frames import joined, numbers, opened, series, texts, values

GRAMS_PER_LITRE: Mapping[str, float] = {
    fuel: float(grams) for fuel, grams in _grams_per_litre().items()
}
"""CO2 of a litre of fuel, g/l, by fuel type.

The carbon balance by which WLTP makes fuel consumption of CO2 ((EU) 2017/1151 Annex XXI,
Sub-Annex 7), without the traces of HC and CO, for the reference fuels: petrol E10
(C H1.93 O0.033, 0.7495 kg/l) 2,277 g/l; diesel B7 (C H1.86 O0.006, 0.835 kg/l) 2,628 g/l;
rounded to three places. The Environment Agency's pairs for plug-ins agree: 95.9 g/km is
published as 4.2 l/100 km of petrol.
"""

REQUIRED = ("device", "vfn", "ewltp", "ft")


def approved(
    vehicles: IntoDataFrameT,
    like: nw.DataFrame[IntoDataFrameT],
    grams_per_litre: Mapping[str, float] | None,
) -> nw.DataFrame[IntoDataFrameT]:
    """Every vehicle with its WLTP consumption: ``ewltp`` is CO2 in g/km and ``z`` is
    electric energy in Wh/km (P-5.14, JRC127600 Table 4)."""
    given = opened(vehicles, "vehicles", REQUIRED)
    if given.implementation != like.implementation:
        raise TypeError(
            "expected transfers and vehicles as data frames of one library, "
            f"found {like.implementation} and {given.implementation}"
        )
    device = texts(given["device"])
    if device.null_count():
        raise ValueError("expected a device in each row of vehicles, found a row without")
    if device.n_unique() != len(device):
        twice = device.filter(device.is_duplicated()).to_list()[0]
        raise ValueError(f"expected each device once in vehicles, found {twice!r} twice")
    factors = {fuel.casefold(): grams for fuel, grams in (grams_per_litre or {}).items()}
    factors = {**GRAMS_PER_LITRE, **factors}
    fuels = texts(given["ft"])
    grams = [factors.get(_burnt(fuel)) for fuel in values(fuels)]
    columns: dict[str, nw.Series[Any]] = {"device": device, "vfn": texts(given["vfn"]), "ft": fuels}
    if "fm" in given.columns:
        columns["fm"] = texts(given["fm"])
    emissions = numbers(given["ewltp"], "ewltp")
    columns["ewltp"] = emissions
    columns["grams"] = series(given, "grams", grams, nw.Float64)
    if "z" in given.columns:
        columns["wltp_kwh_per_100km"] = numbers(given["z"], "z") / 10
    else:
        columns["wltp_kwh_per_100km"] = series(given, "z", [None] * len(given), nw.Float64)
    frame = joined(columns)
    litres = nw.when(nw.col("ewltp") > 0).then(nw.col("ewltp") * 100 / nw.col("grams"))
    return frame.with_columns(litres.alias("wltp_l_per_100km"))


def _burnt(fuel: str | None) -> str:
    """What the engine burns: ``petrol`` of the Environment Agency's ``petrol/electric``."""
    return fuel.casefold().split("/")[0].strip() if fuel else ""


def gap(real: str, wltp: str) -> nw.Expr:
    """How much more is used on the road than by WLTP, per cent."""
    return nw.when(nw.col(wltp) > 0).then((nw.col(real) - nw.col(wltp)) / nw.col(wltp) * 100)
