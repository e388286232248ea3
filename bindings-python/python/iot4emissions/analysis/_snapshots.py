"""The rows of a fleet that may be compared, and the differences between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, Literal, NamedTuple

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from .._native import _judge
from ._frames import (
    COUNTERS,
    TRANSFERS,
    Analysed,
    joined,
    numbers,
    opened,
    series,
    texts,
    times,
    values,
)

Implausible = Literal["exclude", "keep"]


class Snapshots(NamedTuple, Generic[IntoDataFrameT]):
    """Rows that count, in the order of device and time, with counters in whole tenths as
    floats: differences and sums of them are exact."""

    given: nw.DataFrame[IntoDataFrameT]
    rows: nw.DataFrame[IntoDataFrameT]
    reasons: dict[int, str]
    devices: list[str]
    # Rows whose time is none, so that it makes no month.
    undated: frozenset[int]

    def without(self, counters: Iterable[str], reason: str) -> Snapshots[IntoDataFrameT]:
        """Leaves out the rows that lack one of the counters."""
        lacking = nw.any_horizontal(
            *(nw.col(counter).is_null() for counter in counters), ignore_nulls=True
        )
        left_out = self.rows.filter(lacking)["row"].to_list()
        reasons = {**self.reasons, **dict.fromkeys(map(int, left_out), reason)}
        return self._replace(rows=self.rows.filter(~lacking), reasons=reasons)

    def excluding(self, rows: Iterable[int], reason: str) -> Snapshots[IntoDataFrameT]:
        """Also says of these rows that they were not used."""
        return self._replace(reasons={**self.reasons, **dict.fromkeys(map(int, rows), reason)})

    def analysed(self, result: nw.DataFrame[IntoDataFrameT]) -> Analysed[IntoDataFrameT]:
        """The result, and the rows that are not in it as they were given."""
        rows = sorted(self.reasons)
        excluded = self.given[rows, :]
        reason = series(self.given, "reason", [self.reasons[row] for row in rows], nw.String)
        excluded = nw.maybe_reset_index(excluded).with_columns(reason)
        return Analysed(nw.maybe_reset_index(result).to_native(), excluded.to_native())

    def per_device(self) -> nw.DataFrame[IntoDataFrameT]:
        """Every device, with its snapshots, excluded rows and resets counted."""
        rows = self.rows.group_by("device").agg(
            nw.len().alias("snapshots"),
            nw.col("segment").n_unique().alias("segments"),
            nw.col("acquired").min().alias("since"),
            nw.col("acquired").max().alias("until"),
        )
        named = values(texts(self.given["device"]))
        left_out: dict[str, int] = {}
        for row in self.reasons:
            if named[row] is not None:
                left_out[named[row]] = left_out.get(named[row], 0) + 1
        like = self.given
        devices = joined(
            {
                "device": series(like, "device", self.devices, nw.String),
                "excluded": series(
                    like, "excluded", [left_out.get(one, 0) for one in self.devices], nw.Int64
                ),
            }
        )
        frame = devices.join(rows, on="device", how="left")
        resets = (nw.col("segments").fill_null(1) - 1).cast(nw.Int64).alias("resets")
        counted = nw.col("snapshots").fill_null(0).cast(nw.Int64)
        return frame.with_columns(counted, resets).select(
            "device", "snapshots", "excluded", "resets", "since", "until"
        )


def snapshots(transfers: IntoDataFrameT, implausible: Implausible) -> Snapshots[IntoDataFrameT]:
    """Reads and judges the rows (P-7.7, P-7.9)."""
    if implausible not in ("exclude", "keep"):
        raise ValueError(f'expected implausible as "exclude" or "keep", found {implausible!r}')
    given = opened(transfers, "transfers", TRANSFERS)
    columns: dict[str, nw.Series[Any]] = {
        "device": texts(given["device"]),
        "acquired": times(given["acquired"], "acquired"),
        "row": series(given, "row", range(len(given)), nw.Int64),
    }
    if "received" in given.columns:
        columns["received"] = times(given["received"], "received")
    columns["order"] = given["source_row"] if "source_row" in given.columns else columns["row"]
    for counter in COUNTERS:
        columns[counter] = numbers(given[counter], counter) * 10
    rows = joined(columns).sort("device", "acquired", "order", "row", nulls_last=True)
    verdicts, segments, findings, dated = _judged(rows)
    originals = [int(row) for row in rows["row"].to_list()]
    # What P-7.9 has nothing to do with stays out even where implausible rows are kept.
    reasons = {
        row: verdict
        for row, verdict, finding in zip(originals, verdicts, findings, strict=True)
        if verdict and (implausible == "exclude" or not finding)
    }
    undated = frozenset(row for row, is_dated in zip(originals, dated, strict=True) if not is_dated)
    kept = series(given, "kept", [row not in reasons for row in originals], nw.Boolean)
    rows = rows.with_columns(
        series(given, "segment", segments, nw.Int64),
        *(nw.col(counter).round(0) for counter in COUNTERS),
    ).filter(kept)
    devices = sorted({one for one in values(columns["device"]) if one is not None})
    return Snapshots(given, rows, reasons, devices, undated)


def _judged(
    rows: nw.DataFrame[Any],
) -> tuple[list[str], list[int], list[bool], list[bool]]:
    acquired = whole_seconds(rows["acquired"])
    received: list[int | None] = [None] * len(rows)
    if "received" in rows.columns:
        received = seconds(rows["received"])
    counters = [values(rows[counter]) for counter in COUNTERS]
    return _judge(values(rows["device"]), acquired, received, counters)


def whole_seconds(column: nw.Series[Any]) -> list[int | None]:
    """UNIX times; none where there is a fraction of a second, nanoseconds too: no snapshot can
    have such a time (P-5.41)."""
    fractions = values(column.dt.nanosecond())
    return [
        None if fraction else second
        for second, fraction in zip(seconds(column), fractions, strict=True)
    ]


def seconds(column: nw.Series[Any]) -> list[int | None]:
    """UNIX times, the second that each lies in."""
    found = values(column.dt.timestamp("ms"))
    # pandas gives floats where a time is missing.
    return [None if one is None else int(one) // 1000 for one in found]


def steps(rows: nw.DataFrame[IntoDataFrameT], *counters: str) -> nw.DataFrame[IntoDataFrameT]:
    """Each row with what its counters grew by since the row before, in units of the
    counter: missing for the first row of a vehicle and after a reset. Rows that lack one
    of the counters are passed over, so that all differences are over the same time."""
    known = nw.all_horizontal(*(~nw.col(one).is_null() for one in counters), ignore_nulls=True)
    rows = rows.filter(known)
    before = {name: nw.col(name).shift(1) for name in ("device", "segment")}
    same = (nw.col("device") == before["device"]) & (nw.col("segment") == before["segment"])
    grown = [
        nw.when(same).then((nw.col(one) - nw.col(one).shift(1)) / 10).alias(f"{one}_grown")
        for one in counters
    ]
    since = nw.when(same).then(nw.col("acquired").shift(1)).alias("acquired_before")
    return rows.with_columns(*grown, since)


def summed(rows: nw.DataFrame[IntoDataFrameT], *counters: str) -> nw.DataFrame[IntoDataFrameT]:
    """By device: what the counters grew by together, and what they showed last."""
    grown = steps(rows, *counters)
    sums = grown.group_by("device").agg(
        nw.len().alias("used"), *(nw.col(f"{one}_grown").sum() for one in counters)
    )
    # Sorted by time: the last one is what the vehicle showed last, since a reset if any.
    last = grown.unique(subset="device", keep="last", maintain_order=True)
    last = last.select("device", *((nw.col(one) / 10).alias(f"{one}_last") for one in counters))
    return sums.join(last, on="device", how="left")
