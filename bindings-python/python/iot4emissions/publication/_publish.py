"""Data frames in, a publication out: what decides is the core's ``publication``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple

import narwhals as nw
from narwhals.typing import IntoDataFrame, IntoDataFrameT

from .._keywords import made_without_names, without_names
from .._native import (
    PseudonymKey,
    PublicationReport,
    Transfers,
    Uniqueness,
    _attribute_names,
    _Fleet,
    _growth_columns,
)
from .._vehicle_texts import CLEARED, text_of, type_columns
from ..analysis._frames import COUNTERS, TRANSFERS, joined, numbers, opened, series, texts, times
from ..analysis._frames import values as values_of
from ..analysis._snapshots import seconds, whole_seconds

_ALL, _BY, _MIN_VEHICLES = _attribute_names()

ATTRIBUTES: tuple[str, ...] = tuple(_ALL)
"""The attributes that may be published (P-10.6)."""


@made_without_names
class Publication(NamedTuple, Generic[IntoDataFrameT]):
    """What may be given to people, and what is to be said with it (P-10.7).

    >>> from iot4emissions.publication import Publication
    >>> Publication(table="a frame", report="another").table
    'a frame'
    """

    table: IntoDataFrameT
    report: PublicationReport


@without_names
def publish(
    transfers: Transfers | IntoDataFrame,
    vehicles: IntoDataFrameT,
    *,
    key: PseudonymKey,
    min_vehicles: int = _MIN_VEHICLES,
    by: Sequence[str] | None = None,
    first: str | None = None,
    last: str | None = None,
) -> Publication[IntoDataFrameT]:
    """What of a fleet's data may be given to people (P-10.1 to P-10.8).

    ``transfers`` is what ``read_transfers`` gives, or a frame with its columns; a column
    ``segment`` says which owner's time a row is of, the first is 0. ``vehicles`` has a row a
    device, with ``device`` and the attributes in ``by``; where it has a column ``state``, only
    ``operational`` vehicles are cleared, else all of them are. A vehicle that is in
    ``transfers`` alone is not published: nobody says that it is cleared.

    ``key`` is for this publication and no other. ``by`` are attributes of ``ATTRIBUTES``: they
    are columns, and vehicles that have the same in all of them are a group in each month; unless
    said otherwise those of ``vfn``, ``ft`` and ``fm`` that ``vehicles`` has.
    ``min_vehicles``, 10 unless said otherwise and at least 3, is the fewest vehicles of a group;
    smaller ones are left out and counted. ``first`` and ``last``, such as ``"2025-03"``, are the
    months to publish: each only once, as values of the same months join two publications.

    The table is a frame of the library of ``vehicles``, a row a pseudonym and month:
    ``pseudonym``, ``month`` (UTC), the attributes in ``by``, and what the counters grew by from
    the month's first snapshot to the next month's first one, in steps of 10 km, 1 l and 1 kWh:
    ``fuel_l``, ``distance_km``, ``fuel_charge_depleting_l``, ``fuel_charge_increasing_l``,
    ``distance_charge_depleting_engine_off_km``,
    ``distance_charge_depleting_engine_running_km``, ``distance_charge_increasing_km``,
    ``grid_energy_kwh``. The order of its rows says nothing. It is for people whom you trust with
    what the report says of it; the command ``iot4emissions publish`` also writes what groups
    used together, without any vehicle's row, for everybody (P-10.8).

    Raises ``PublicationError`` for what may not be published or be published by, ``ValueError``
    where a column is missing or not of its kind, and ``TypeError`` for what is no data frame.

    >>> table, report = publish(transfers, vehicles, key=key, by=["mk"])
    >>> len(table), report.published_vehicles, report.suppressed_vehicles
    (10, 10, 0)
    >>> publish(transfers, vehicles, key=key, by=["mk"], min_vehicles=11).report
    <PublicationReport: 0 rows of 0 vehicles published, 10 of 10 suppressed>
    """
    known = [name for name in by or () if name in ATTRIBUTES]
    given = opened(vehicles, "vehicles", ("device", *known))
    if by is None:
        by = known = [name for name in _BY if name in given.columns]
    fleet = _fleet(transfers)
    state = values_of(texts(given["state"])) if "state" in given.columns else None
    columns = [
        [text_of(name, value) for value in values_of(given[name])]
        if name in known
        else [None] * len(given)
        for name in ATTRIBUTES
    ]
    fleet.add_vehicles(
        _devices(given),
        [list(row) for row in zip(*columns, strict=True)],
        [one == CLEARED for one in state] if state is not None else [True] * len(given),
    )
    (pseudonyms, months, types, growth), _, _, report = fleet.publish(
        key, list(by), min_vehicles, first, last
    )
    frame: dict[str, nw.Series[Any]] = {
        "pseudonym": series(given, "pseudonym", pseudonyms, nw.String),
        "month": series(given, "month", months, nw.String),
    }
    for name, found in zip(report.by, types, strict=True):
        frame[name] = series(given, name, found, nw.String)
    for name, grown in zip(_growth_columns(), growth, strict=True):
        floats = [None if one is None else float(one) for one in grown]
        frame[name] = series(given, name, floats, nw.Float64)
    return Publication(joined(frame).to_native(), report)


@without_names
def uniqueness(
    vehicles: IntoDataFrame,
    transfers: Transfers | IntoDataFrame | None = None,
    *,
    by: Sequence[str] | None = None,
) -> Uniqueness:
    """How many vehicles of any data are the only ones of their kind (P-10.7): what somebody who
    knows a vehicle's papers, or its papers and an odometer reading, finds in it.

    ``vehicles`` has a row a device; ``by`` are the columns that are its types, all but
    ``device``, ``state`` and ``segment`` unless said otherwise. The first odometer reading of
    each is the earliest ``tdt`` in ``transfers``; without it nobody has one. Raises as
    ``publish`` does.

    >>> import polars
    >>> types = polars.DataFrame({"device": ["a", "b", "c"], "mk": ["JEEP", "JEEP", "FIAT"]})
    >>> uniqueness(types).unique_by_types
    1
    """
    given = opened(vehicles, "vehicles", ("device", *(by or ())))
    names = type_columns(given.columns) if by is None else list(by)
    columns = [[_text(value) for value in values_of(given[name])] for name in names]
    rows = [list(row) for row in zip(*columns, strict=True)] if columns else [[]] * len(given)
    return _fleet(transfers).uniqueness(_devices(given), rows)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _devices(vehicles: nw.DataFrame[Any]) -> list[str]:
    devices = values_of(texts(vehicles["device"]))
    if None in devices:
        raise ValueError("expected a device in each row of vehicles, found a row without")
    return devices


def _fleet(transfers: Transfers | IntoDataFrame | None) -> _Fleet:
    fleet = _Fleet()
    if transfers is None:
        return fleet
    if isinstance(transfers, Transfers):
        fleet.add_transfers(transfers)
        return fleet
    given = opened(transfers, "transfers", TRANSFERS)
    segments = [0] * len(given)
    if "segment" in given.columns:
        segments = [int(one) for one in values_of(numbers(given["segment"], "segment"))]
    received: list[int | None] = [None] * len(given)
    if "received" in given.columns:
        received = seconds(times(given["received"], "received"))
    fleet.add_rows(
        values_of(texts(given["device"])),
        segments,
        whole_seconds(times(given["acquired"], "acquired")),
        received,
        [values_of(numbers(given[counter], counter) * 10) for counter in COUNTERS],
    )
    return fleet
