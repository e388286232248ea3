"""``iot4emissions.publication``: what of a fleet's data may be given to people (P-10)."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pyarrow
import pytest
from analysis_frames import KINDS, Maker, row
from iot4emissions import DeviceId, PublicationError, read_transfers
from iot4emissions.publication import (
    ATTRIBUTES,
    PseudonymKey,
    Uniqueness,
    pseudonym,
    publish,
    uniqueness,
)

KEY = PseudonymKey(bytes(range(32)))
OTHER = PseudonymKey(bytes(range(1, 33)))
VIN = "WVWZZZ1JZXW000001"


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Maker:
    return Maker(request.param)


def fleet(make: Maker, count: int = 10, **vehicle: Any) -> tuple[Any, Any]:
    """Vehicles that go 1,000 km and more in January, each another distance."""
    rows, vehicles = [], []
    for number in range(count):
        device = f"vehicle-{number}"
        rows += [
            row(device, "2025-01-01", tfc="1000.0", tdt="20000.0"),
            row(device, "2025-02-01", tfc="1060.4", tdt=f"{21000 + 30 * number}.0"),
        ]
        vehicles.append({"device": device, "vfn": "IP-03_MX_0169-1C4-1", "ft": "petrol", **vehicle})
    return make.transfers(rows), make.vehicles(vehicles, fm=pyarrow.string())


def test_frames_of_the_same_library_come_back(make: Maker) -> None:
    table, report = publish(*fleet(make), key=KEY)
    rows = make.rows(table)
    assert {one["month"] for one in rows} == {"2025-01"}
    assert {(one["vfn"], one["ft"], one["fm"]) for one in rows} == {
        ("IP-03_MX_0169-1C4-1", "petrol", None)
    }
    assert sorted(one["distance_km"] for one in rows) == [1000.0 + 30 * n for n in range(10)]
    assert {one["fuel_l"] for one in rows} == {60.0}
    assert {one["grid_energy_kwh"] for one in rows} == {None}
    names = {pseudonym(KEY, DeviceId(f"vehicle-{number}")) for number in range(10)}
    assert {one["pseudonym"] for one in rows} == names
    assert (report.published_vehicles, report.published_rows, report.pseudonyms) == (10, 10, 10)
    assert (report.min_vehicles, report.by) == (10, ["vfn", "ft", "fm"])
    assert report.months == ("2025-01", "2025-01")
    assert report.group_sizes == {10: 1} and report.suppressed_group_sizes == {}
    assert report.excluded_months == {"unfinished": 10}
    assert report.unique_rows == report.unique_series == 10
    assert report.uniqueness == Uniqueness(10, 1, 0, 0)


def test_nine_vehicles_are_suppressed_and_counted(make: Maker) -> None:
    table, report = publish(*fleet(make, 9), key=KEY)
    assert make.rows(table) == []
    assert (report.suppressed_vehicles, report.suppressed_rows) == (9, 9)
    assert report.suppressed_group_sizes == {9: 1} and report.months is None
    assert len(make.rows(publish(*fleet(make, 9), key=KEY, min_vehicles=9).table)) == 9


def test_only_cleared_vehicles_and_no_state(make: Maker) -> None:
    transfers, _ = fleet(make, 11)
    vehicles = [
        {"device": f"vehicle-{n}", "ft": "petrol", "state": "operational" if n else "standby"}
        for n in range(11)
    ]
    frame = make.vehicles(vehicles, state=pyarrow.string())
    table, report = publish(transfers, frame, key=KEY, by=["ft"])
    assert report.excluded_vehicles == {"not-cleared": 1}
    assert list(make.rows(table)[0])[:4] == ["pseudonym", "month", "ft", "fuel_l"]
    hidden = pseudonym(KEY, DeviceId("vehicle-0"))
    assert hidden not in {one["pseudonym"] for one in make.rows(table)}
    # Nobody says that it is cleared.
    report = publish(transfers, make.vehicles(vehicles[1:]), key=KEY, by=["ft"]).report
    assert report.excluded_vehicles == {"unknown-vehicle": 1}


def test_segments_have_names_of_their_own_and_nothing_between_them(make: Maker) -> None:
    rows = [
        row(f"vehicle-{n}", month, tdt=f"{distance}.0")
        for n in range(10)
        for month, distance in (
            ("2025-01-01", 20000),
            ("2025-02-01", 21000),
            ("2025-03-01", 22000),
            ("2025-04-01", 23000),
        )
    ]
    transfers = make.transfers(rows, segment=[0, 0, 1, 1] * 10)
    vehicles = make.vehicles([{"device": f"vehicle-{n}", "ft": "petrol"} for n in range(10)])
    table, report = publish(transfers, vehicles, key=KEY, by=["ft"])
    months = sorted((one["month"], one["distance_km"]) for one in make.rows(table))
    assert months == [("2025-01", 1000.0)] * 10 + [("2025-03", 1000.0)] * 10
    assert (report.pseudonyms, report.published_vehicles) == (20, 10)


def test_months_that_are_asked_for(make: Maker) -> None:
    transfers, vehicles = fleet(make)
    report = publish(transfers, vehicles, key=KEY, first="2025-02").report
    assert report.published_rows == 0
    assert report.excluded_months == {"outside": 10, "unfinished": 10}
    with pytest.raises(PublicationError, match="expected a month such as 2025-03"):
        publish(transfers, vehicles, key=KEY, last="March")


def test_rows_that_are_no_snapshot_are_counted(make: Maker) -> None:
    rows = [
        row(None, "2025-01-01", tdt="1.0"),
        row("a", "2025-01-01"),
        row("a", "2025-01-02", tdt="-1.0"),
        row(VIN, "2025-01-02", tdt="1.0"),
    ]
    report = publish(make.transfers(rows), make.vehicles([{"device": "a"}]), key=KEY).report
    assert report.excluded_snapshots == {"no-device": 2, "no-value": 1, "range": 1}
    assert report.excluded_vehicles == {"no-month": 1}
    assert VIN not in report.to_json()


def test_read_transfers_may_be_given_as_it_is() -> None:
    make = Maker("polars-float")
    data = '[{"acquired":1735689600,"tdt":20000.0},{"acquired":1738368000,"tdt":21234.5}]'
    lines = [f'{{"device":"vehicle-{number}","payload":{{"data":{data}}}}}' for number in range(10)]
    _, vehicles = fleet(make)
    text = "\n".join(lines).encode()
    for devices in ("dictionary", "string"):
        for values in ("decimal", "float64"):
            transfers = read_transfers(text, devices=devices, values=values)
            table = publish(transfers, vehicles, key=KEY).table
            assert [one["distance_km"] for one in make.rows(table)] == [1230.0] * 10


def test_two_keys_share_no_pseudonym() -> None:
    make = Maker("polars-float")
    one, other = (publish(*fleet(make), key=key) for key in (KEY, OTHER))
    assert not set(one.table["pseudonym"]) & set(other.table["pseudonym"])
    assert one.report == other.report


def test_nothing_published_names_a_vehicle() -> None:
    make = Maker("polars-float")
    table, report = publish(*fleet(make), key=KEY)
    for text in (table.write_csv(), report.to_json(), repr(report)):
        assert "vehicle-" not in text and "1735689600" not in text and "T00:" not in text
    read = json.loads(report.to_json())
    assert read["published"] == {"vehicles": 10, "rows": 10}


def test_what_may_not_be_published_is_refused() -> None:
    make = Maker("polars-float")
    transfers, vehicles = fleet(make)
    assert ATTRIBUTES == ("vfn", "mh", "mk", "mt", "ewltp", "z", "erwltp", "ft", "fm")
    for name in ("tan", "device", "state", VIN):
        with pytest.raises(PublicationError, match="expected an attribute that may be") as raised:
            publish(transfers, vehicles, key=KEY, by=[name])
        assert raised.value.code == "unknown-attribute" and VIN not in str(raised.value)
    with pytest.raises(PublicationError, match="expected at least 3 vehicles a group, found 2"):
        publish(transfers, vehicles, key=KEY, min_vehicles=2)
    with pytest.raises(ValueError, match=r"in vehicles, found no mk$"):
        publish(transfers, vehicles, key=KEY, by=["mk"])
    with pytest.raises(PublicationError, match="expected each device once") as raised:
        publish(transfers, make.vehicles([{"device": "a"}, {"device": "a"}]), key=KEY)
    assert raised.value.code == "twice"
    with pytest.raises(ValueError, match="expected a device in each row of vehicles"):
        publish(transfers, make.vehicles([{"vfn": "F"}]), key=KEY)
    with pytest.raises(ValueError, match="expected a text or a whole number as mt, found a float"):
        heavy = make.vehicles([{"device": "a", "mt": 0.5}], mt=pyarrow.float64())
        publish(transfers, heavy, key=KEY, by=["mt"])
    for endless in (float("inf"), 1e300):
        with pytest.raises(ValueError, match="expected a text or a whole number as z"):
            heavy = make.vehicles([{"device": "a", "z": endless}], z=pyarrow.float64())
            publish(transfers, heavy, key=KEY, by=["z"])
    with pytest.raises(
        ValueError, match="expected a vehicle's attributes: expected a whole number"
    ):
        heavy = make.vehicles([{"device": "a", "z": 100_000}])
        publish(transfers, heavy, key=KEY, by=["z"])


def test_numbers_are_written_as_table_4_has_them(make: Maker) -> None:
    transfers, _ = fleet(make)
    vehicles = make.vehicles(
        [
            {"device": f"vehicle-{n}", "mt": 1872, "erwltp": 1.5, "mk": VIN, "ewltp": 114}
            for n in range(10)
        ],
        mt=pyarrow.int64(),
        erwltp=pyarrow.float64(),
        mk=pyarrow.string(),
    )
    table = publish(transfers, vehicles, key=KEY, by=["mt", "erwltp", "ewltp", "mk"]).table
    one = make.rows(table)[0]
    # A make with digits is no make (P-1.6).
    assert (one["mt"], one["erwltp"], one["ewltp"], one["mk"]) == ("1900", "1.50", "114", None)


def test_a_key_shows_nothing_of_itself() -> None:
    assert repr(KEY) == "PseudonymKey(<hidden>)"
    with pytest.raises(TypeError):
        pickle.dumps(KEY)
    with pytest.raises(TypeError):
        copy.copy(KEY)
    assert [name for name in dir(KEY) if not name.startswith("_")] == ["from_hex"]
    for wrong, code in ((bytes(32), "not-random"), (b"x", "length"), (b"", "length")):
        with pytest.raises(PublicationError) as raised:
            PseudonymKey(wrong)
        assert raised.value.code == code


def test_uniqueness_of_any_data(make: Maker) -> None:
    vehicles = make.vehicles(
        [
            {"device": "a", "vfn": "F", "ft": "petrol", "t": "BU"},
            {"device": "b", "vfn": "F", "ft": "petrol", "t": "BU"},
            {"device": "c", "vfn": "F", "ft": "petrol", "t": "BV"},
            {"device": "d", "vfn": "F", "ft": "petrol", "t": "BU"},
        ],
        t=pyarrow.string(),
    )
    transfers = make.transfers(
        [
            row("a", "2025-02-01", tdt="999.0"),
            row("a", "2025-01-01", tdt="100.0"),
            row("b", "2025-01-01", tdt="100.0"),
            row("c", "2025-01-01", tdt="100.0"),
            row("d", "2025-01-01", tdt="101.0"),
        ]
    )
    assert uniqueness(vehicles) == Uniqueness(4, 2, 1, 1)
    assert uniqueness(vehicles, transfers) == Uniqueness(4, 2, 1, 2)
    assert uniqueness(vehicles, transfers, by=["ft"]) == Uniqueness(4, 1, 0, 1)
    assert uniqueness(vehicles, transfers, by=[]) == Uniqueness(4, 1, 0, 1)
