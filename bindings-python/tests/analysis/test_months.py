"""Consumption by month, and which months are missing."""

from typing import Any

import pytest
from analysis_frames import KINDS, Maker, row
from iot4emissions import analysis

VEHICLE = {"device": "a", "vfn": "F1", "ewltp": 114, "ft": "petrol"}


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Maker:
    return Maker(request.param)


def reasons(rows: list[dict[str, Any]]) -> dict[int, str]:
    return {one["source_row"]: one["reason"] for one in rows}


def test_a_difference_belongs_to_the_month_in_its_middle(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("a", "2025-03-01", tfc="100.0", tdt="2000.0"),
            row("a", "2025-04-01", tfc="106.0", tdt="2100.0"),
            # Twice in April: both are April's.
            row("a", "2025-04-11", tfc="107.0", tdt="2110.0"),
            row("a", "2025-05-02", tfc="110.0", tdt="2130.0"),
            row("b", "2025-12-20", tfc="0.0", tdt="0.0"),
            row("b", "2026-01-20", tfc="0.0", tdt="0.0"),
        ]
    )
    found, excluded = analysis.consumption_by_month(transfers, make.vehicles([VEHICLE]))
    assert make.rows(excluded) == []
    assert make.rows(found) == [
        {
            "device": "a",
            "vfn": "F1",
            "ft": "petrol",
            "month": "2025-03",
            "distance_km": pytest.approx(100.0),
            "fuel_l": pytest.approx(6.0),
            "l_per_100km": pytest.approx(6.0),
        },
        {
            "device": "a",
            "vfn": "F1",
            "ft": "petrol",
            "month": "2025-04",
            "distance_km": pytest.approx(30.0),
            "fuel_l": pytest.approx(4.0),
            "l_per_100km": pytest.approx(400 / 30),
        },
        {
            "device": "b",
            "vfn": None,
            "ft": None,
            "month": "2026-01",
            "distance_km": pytest.approx(0.0),
            "fuel_l": pytest.approx(0.0),
            "l_per_100km": None,
        },
    ]


def test_missing_months_are_not_divided_but_reported(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("a", "2025-01-01", tfc="100.0", tdt="2000.0"),
            row("a", "2025-02-15", tfc="106.0", tdt="2100.0"),  # 45 days
            row("a", "2025-04-02", tfc="120.0", tdt="2300.0"),  # 46 days
            row("a", "2025-05-02", tfc="125.0", tdt="2400.0"),
        ]
    )
    found, excluded = analysis.consumption_by_month(transfers, make.vehicles([VEHICLE]))
    assert [(one["month"], one["fuel_l"]) for one in make.rows(found)] == [
        ("2025-01", pytest.approx(6.0)),
        ("2025-04", pytest.approx(5.0)),
    ]
    assert reasons(make.rows(excluded)) == {2: "months-missing"}
    # All of it is in the vehicle's consumption.
    (whole,) = make.rows(analysis.consumption(transfers, make.vehicles([VEHICLE])).result)
    assert whole["fuel_l"] == pytest.approx(25.0)


def test_no_month_crosses_a_reset_or_an_implausible_row(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("a", "2025-01-01", tfc="100.0", tdt="2000.0"),
            row("a", "2025-02-01", tfc="1.0", tdt="10.0"),
            row("a", "2025-03-01", tfc="6.0", tdt="110.0"),
            row("a", "2025-03-10", tfc="900.0", tdt="120.0"),
            row("a", "2025-04-01", tfc="10.0", tdt="210.0"),
        ]
    )
    found, excluded = analysis.consumption_by_month(transfers, make.vehicles([VEHICLE]))
    assert [(one["month"], one["fuel_l"]) for one in make.rows(found)] == [
        ("2025-02", pytest.approx(5.0)),
        ("2025-03", pytest.approx(4.0)),
    ]
    assert reasons(make.rows(excluded)) == {3: "too-thirsty"}


def test_completeness_says_what_it_knows_of_every_month(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("a", "2025-11-01", tfc="1.0", tdt="10.0"),
            row("a", "2025-11-01", tfc="1.0", tdt="10.0"),
            row("a", "2026-02-28T23:59", tfc="2.0", tdt="20.0"),
            row("b", "2025-12-31T23:59", tfc="1.0", tdt="10.0"),
            row("b", "2026-01-15", tfc="9.0", tdt="10.0"),
            row(None, "2020-01-01", tfc="1.0", tdt="10.0"),
        ]
    )
    found, excluded = analysis.completeness(transfers)
    rows = [tuple(one.values()) for one in make.rows(found)]
    assert rows == [
        ("a", "2025-11", 1, 1, "reported"),
        ("a", "2025-12", 0, 0, "missing"),
        ("a", "2026-01", 0, 0, "missing"),
        ("a", "2026-02", 1, 0, "reported"),
        ("b", "2025-11", 0, 0, "not-yet"),
        ("b", "2025-12", 1, 0, "reported"),
        ("b", "2026-01", 0, 1, "excluded"),
        ("b", "2026-02", 0, 0, "no-more"),
    ]
    assert list(make.rows(found)[0]) == ["device", "month", "snapshots", "excluded", "state"]
    assert reasons(make.rows(excluded)) == {1: "duplicate", 4: "too-thirsty", 5: "no-device"}
    kept = make.rows(analysis.completeness(transfers, implausible="keep").result)
    assert [one["state"] for one in kept][6] == "reported"


def test_empty_frames(make: Maker) -> None:
    transfers, vehicles = make.transfers([]), make.vehicles([])
    for found, excluded in (
        analysis.consumption_by_month(transfers, vehicles),
        analysis.completeness(transfers),
    ):
        assert make.rows(found) == []
        assert make.rows(excluded) == []


def test_a_time_that_is_missing_is_reported(make: Maker) -> None:
    rows = [
        {**row("a", "2025-01-01", tfc="1.0", tdt="10.0"), "acquired": None},
        row("a", "2025-01-01", tfc="1.0", tdt="10.0"),
    ]
    found, excluded = analysis.completeness(make.transfers(rows))
    assert [tuple(one.values()) for one in make.rows(found)] == [("a", "2025-01", 1, 0, "reported")]
    assert reasons(make.rows(excluded)) == {0: "acquired"}
