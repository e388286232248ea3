"""Consumption against WLTP: small fleets, figures by hand."""

import datetime
from typing import Any

import pytest
from analysis_frames import KINDS, Maker, at, row
from iot4emissions import analysis

PETROL = {"device": "a", "vfn": "F1", "ewltp": 114, "ft": "petrol"}


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Maker:
    return Maker(request.param)


def only(rows: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = rows
    return found


def test_consumption_is_what_the_counters_grew_by(make: Maker) -> None:
    # 60 l on 1000 km; by its CO2 5 l/100 km (114 g/km, 22.8 g/km for each l/100 km).
    transfers = make.transfers(
        [
            row("a", "2025-03-01", tfc="160.0", tdt="3000.0"),
            row("a", "2025-01-01", tfc="100.0", tdt="2000.0"),
            row("a", "2025-02-01", tfc="125.5", tdt="2345.6"),
        ]
    )
    found, excluded = analysis.consumption(transfers, make.vehicles([PETROL]))
    assert make.rows(excluded) == []
    assert only(make.rows(found)) == {
        "device": "a",
        "vfn": "F1",
        "ft": "petrol",
        "snapshots": 3,
        "excluded": 0,
        "resets": 0,
        "since": at("2025-01-01"),
        "until": at("2025-03-01"),
        "distance_km": pytest.approx(1000.0),
        "fuel_l": pytest.approx(60.0),
        "l_per_100km": pytest.approx(6.0),
        "wltp_l_per_100km": pytest.approx(5.0),
        "gap_percent": pytest.approx(20.0),
        "lifetime_distance_km": pytest.approx(3000.0),
        "lifetime_l_per_100km": pytest.approx(16 / 3),
        "lifetime_gap_percent": pytest.approx(100 * (16 / 15 - 1)),
        "grid_energy_kwh": None,
        "kwh_per_100km": None,
        "lifetime_kwh_per_100km": None,
        "wltp_kwh_per_100km": None,
        "note": "",
    }


def test_diesel_and_a_plug_in_with_grid_energy(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("d", "2025-01-01", tfc="0.0", tdt="0.0"),
            row("d", "2025-02-01", tfc="50.0", tdt="1000.0"),
            row("p", "2025-01-01", tfc="10.0", tdt="100.0", tgeib="20.0"),
            row("p", "2025-02-01", tfc="30.0", tdt="600.0", tgeib="95.0"),
        ]
    )
    vehicles = make.vehicles(
        [
            {"device": "d", "vfn": "F", "ewltp": 263, "ft": "Diesel"},
            {"device": "p", "vfn": "G", "ewltp": 57, "ft": "petrol/electric", "z": 150},
        ]
    )
    diesel, plug_in = make.rows(analysis.consumption(transfers, vehicles).result)
    # 263 g/km at 26.3 g/km for each l/100 km are 10 l/100 km.
    assert diesel["wltp_l_per_100km"] == pytest.approx(10.0)
    assert diesel["gap_percent"] == pytest.approx(-50.0)
    assert diesel["kwh_per_100km"] is None
    # 20 l and 75 kWh on 500 km; by WLTP 2.5 l/100 km and 150 Wh/km.
    assert plug_in["l_per_100km"] == pytest.approx(4.0)
    assert plug_in["wltp_l_per_100km"] == pytest.approx(2.5)
    assert plug_in["gap_percent"] == pytest.approx(60.0)
    assert plug_in["grid_energy_kwh"] == pytest.approx(75.0)
    assert plug_in["kwh_per_100km"] == pytest.approx(15.0)
    assert plug_in["lifetime_kwh_per_100km"] == pytest.approx(95 / 6)
    assert plug_in["wltp_kwh_per_100km"] == pytest.approx(15.0)


def test_a_row_without_a_counter_is_passed_over_and_costs_nothing(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("p", "2025-01-01", tfc="10.0", tdt="100.0", tgeib="20.0"),
            row("p", "2025-02-01", tfc="20.0", tdt="400.0"),
            row("p", "2025-03-01", tfc="30.0", tdt="600.0", tgeib="95.0"),
        ]
    )
    one = only(make.rows(analysis.consumption(transfers, make.vehicles([])).result))
    assert (one["snapshots"], one["excluded"]) == (3, 0)
    assert one["l_per_100km"] == pytest.approx(4.0)
    assert one["grid_energy_kwh"] == pytest.approx(75.0)
    assert one["kwh_per_100km"] == pytest.approx(15.0)


def test_factors_add_to_the_usual_ones_or_replace_them(make: Maker) -> None:
    transfers = make.transfers([row("a", "2025-01-01", tfc="1.0", tdt="1.0")])
    vehicles = make.vehicles([PETROL, {**PETROL, "device": "g", "ft": "LPG"}])

    def wltp(factors: dict[str, float] | None) -> list[Any]:
        found = analysis.consumption(transfers, vehicles, grams_per_litre=factors).result
        return [(one["wltp_l_per_100km"], one["note"]) for one in make.rows(found)]

    assert wltp(None) == [
        (pytest.approx(5.0), "single-snapshot"),
        (None, "no-snapshots unknown-fuel"),
    ]
    assert wltp({"lpg": 1630.0, "petrol": 2310.0}) == [
        (pytest.approx(11400 / 2310), "single-snapshot"),
        (pytest.approx(11400 / 1630), "no-snapshots"),
    ]


def test_no_difference_crosses_a_reset(make: Maker) -> None:
    # 6 l on 100 km, then a new control unit, then 7 l on 200 km.
    transfers = make.transfers(
        [
            row("a", "2025-01-01", tfc="100.0", tdt="1500.0"),
            row("a", "2025-02-01", tfc="106.0", tdt="1600.0"),
            row("a", "2025-03-01", tfc="1.0", tdt="20.0"),
            row("a", "2025-04-01", tfc="8.0", tdt="220.0"),
        ]
    )
    found, excluded = analysis.consumption(transfers, make.vehicles([PETROL]))
    one = only(make.rows(found))
    assert make.rows(excluded) == []
    assert (one["resets"], one["snapshots"], one["note"]) == (1, 4, "")
    assert one["distance_km"] == pytest.approx(300.0)
    assert one["l_per_100km"] == pytest.approx(13 / 3)
    # Of what the counters show now: 8 l on 220 km.
    assert one["lifetime_l_per_100km"] == pytest.approx(800 / 220)


def test_one_snapshot_in_each_segment_gives_no_difference(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("a", "2025-01-01", tfc="100.0", tdt="1500.0"),
            row("a", "2025-02-01", tfc="1.0", tdt="20.0"),
        ]
    )
    one = only(make.rows(analysis.consumption(transfers, make.vehicles([PETROL])).result))
    assert (one["note"], one["resets"]) == ("single-snapshot", 1)
    assert one["l_per_100km"] is None and one["gap_percent"] is None


@pytest.mark.parametrize("keep", [False, True])
def test_implausible_rows_are_reported_and_not_used(make: Maker, keep: bool) -> None:
    # In February a reading a hundred times too high; the right one after it stands.
    rows = [
        row("a", "2025-01-01", tfc="100.0", tdt="2000.0"),
        row("a", "2025-02-01", tfc="120.0", tdt="233000.0"),
        row("a", "2025-03-01", tfc="160.0", tdt="3000.0"),
        row("a", "2025-04-01", tfc="159.9", tdt="3001.0"),
    ]
    vehicles = make.vehicles([PETROL])
    implausible = "keep" if keep else "exclude"
    found, excluded = analysis.consumption(make.transfers(rows), vehicles, implausible=implausible)
    one = only(make.rows(found))
    reasons = [(left["source_row"], left["reason"]) for left in make.rows(excluded)]
    if keep:
        assert reasons == [] and one["snapshots"] == 4
        assert one["distance_km"] == pytest.approx(1001.0)
    else:
        assert reasons == [(1, "too-fast"), (3, "decrease:tfc")]
        assert (one["snapshots"], one["excluded"]) == (2, 2)
        assert one["l_per_100km"] == pytest.approx(6.0)
        assert make.rows(excluded)[0]["acquired"] == at("2025-02-01")
        assert float(make.rows(excluded)[0]["tdt"]) == 233000.0


def test_what_came_again_counts_once_and_the_first_seen(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("a", "2025-02-01", tfc="160.0", tdt="3000.0"),
            row("a", "2025-01-01", tfc="100.0", tdt="2000.0"),
            row("a", "2025-02-01", tfc="160.0", tdt="3000.0"),
            row("a", "2025-02-01", tfc="170.0", tdt="3000.0"),
        ]
    )
    for implausible in ("exclude", "keep"):
        found, excluded = analysis.consumption(
            transfers, make.vehicles([PETROL]), implausible=implausible
        )
        one = only(make.rows(found))
        assert (one["snapshots"], one["excluded"]) == (2, 2)
        assert one["fuel_l"] == pytest.approx(60.0)
        reasons = {left["source_row"]: left["reason"] for left in make.rows(excluded)}
        assert reasons == {2: "duplicate", 3: "conflict"}


def test_first_seen_goes_by_the_source_row_and_not_by_the_place(make: Maker) -> None:
    rows = [
        row("a", "2025-02-01", tfc="170.0", tdt="3000.0"),
        row("a", "2025-02-01", tfc="160.0", tdt="3000.0"),
        row("a", "2025-01-01", tfc="100.0", tdt="2000.0"),
    ]
    transfers = make.transfers(rows, source_row=[9, 4, 1])
    found = analysis.consumption(transfers, make.vehicles([PETROL])).result
    assert only(make.rows(found))["fuel_l"] == pytest.approx(60.0)


def test_every_row_that_is_not_used_is_reported(make: Maker) -> None:
    rows = [
        row(None, "2025-01-01", tfc="1.0", tdt="1.0"),
        row("a", "2025-01-01", tfc="100.0", tdt="2000.0"),
        row("a", "2025-02-01", tdt="2500.0"),
        row("a", "2025-03-01", tfc="160.0"),
        row("a", "2025-04-01"),
        row("a", "2025-05-01", tfc="160.0", tdt="3000.0"),
        row("a", "2025-06-01", tfc="-1.0", tdt="3000.0"),
    ]
    found, excluded = analysis.consumption(make.transfers(rows), make.vehicles([PETROL]))
    reasons = {left["source_row"]: left["reason"] for left in make.rows(excluded)}
    assert reasons == {
        0: "no-device",
        2: "missing-counter",
        3: "missing-counter",
        4: "no-value",
        6: "range",
    }
    one = only(make.rows(found))
    assert (one["snapshots"], one["excluded"]) == (2, 4)
    assert one["l_per_100km"] == pytest.approx(6.0)


def test_a_time_long_after_reception_is_implausible_where_reception_is_known(make: Maker) -> None:
    rows = [
        row("a", "2025-01-01", tfc="100.0", tdt="2000.0"),
        row("a", "2025-02-01", tfc="160.0", tdt="3000.0"),
    ]
    received = [at("2025-01-01"), at("2025-01-30")]
    transfers = make.transfers(rows, received=received)
    found, excluded = analysis.consumption(transfers, make.vehicles([PETROL]))
    assert only(make.rows(excluded))["reason"] == "from-the-future"
    assert only(make.rows(found))["note"] == "single-snapshot"


def test_every_device_of_both_frames_has_a_row(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("parked", "2025-01-01", tfc="10.0", tdt="100.0"),
            row("parked", "2025-02-01", tfc="10.0", tdt="100.0"),
            row("stranger", "2025-01-01", tfc="10.0", tdt="100.0"),
            row("stranger", "2025-02-01", tfc="20.0", tdt="200.0"),
            row("wrong", "2025-01-01", tfc="-1.0", tdt="1.0"),
        ]
    )
    vehicles = make.vehicles(
        [
            {"device": "parked", "vfn": "F", "ft": "petrol"},
            {"device": "silent", "vfn": "F", "ewltp": 114, "ft": "petrol"},
        ]
    )
    rows = make.rows(analysis.consumption(transfers, vehicles).result)
    assert {one["device"]: one["note"] for one in rows} == {
        "parked": "no-distance no-wltp",
        "silent": "no-snapshots",
        "stranger": "unknown-vehicle",
        "wrong": "no-snapshots unknown-vehicle",
    }
    assert [one["snapshots"] for one in rows] == [2, 0, 2, 0]
    assert [one["excluded"] for one in rows] == [0, 0, 0, 1]
    stranger = rows[2]
    assert stranger["l_per_100km"] == pytest.approx(10.0)
    assert stranger["gap_percent"] is None


def test_an_empty_frame(make: Maker) -> None:
    transfers = make.transfers([])
    found, excluded = analysis.consumption(transfers, make.vehicles([PETROL]))
    assert only(make.rows(found))["note"] == "no-snapshots"
    assert make.rows(excluded) == []
    found, _ = analysis.consumption(transfers, make.vehicles([]))
    assert make.rows(found) == []
    assert make.rows(analysis.consumption_by_family(found)) == []


def test_values_of_the_vehicles_may_be_texts_as_on_the_wire(make: Maker) -> None:
    import pyarrow

    transfers = make.transfers([row("a", "2025-01-01", tfc="1.0", tdt="1.0")])
    text = pyarrow.string()
    vehicles = make.vehicles([{**PETROL, "ewltp": "114", "z": "150"}], ewltp=text, z=text)
    one = only(make.rows(analysis.consumption(transfers, vehicles).result))
    assert one["wltp_l_per_100km"] == pytest.approx(5.0)
    assert one["wltp_kwh_per_100km"] == pytest.approx(15.0)
    wrong = make.vehicles([{**PETROL, "ewltp": "many"}], ewltp=text)
    with pytest.raises(ValueError, match=r"expected numbers in ewltp: .*many"):
        analysis.consumption(transfers, wrong)


FAMILY = [
    # Twice the distance: counts twice as much.
    {"device": "a", "km": 2000.0, "real": 6.0, "wltp": 5.0},
    {"device": "b", "km": 1000.0, "real": 9.0, "wltp": 8.0},
]


def family(make: Maker, *more: dict[str, Any]) -> Any:
    import pyarrow

    rows = [{"vfn": "F", "ft": "petrol", **one} for one in (*FAMILY, *more)]
    names = {
        "vfn": "vfn",
        "ft": "ft",
        "km": "distance_km",
        "real": "l_per_100km",
        "wltp": "wltp_l_per_100km",
        "kwh": "kwh_per_100km",
        "z": "wltp_kwh_per_100km",
    }
    return make.frame(
        pyarrow.table(
            {
                name: pyarrow.array(
                    [one.get(key) for one in rows],
                    pyarrow.string() if key in ("vfn", "ft") else pyarrow.float64(),
                )
                for key, name in names.items()
            }
        )
    )


def test_a_family_is_weighted_by_distance(make: Maker) -> None:
    found = only(make.rows(analysis.consumption_by_family(family(make))))
    # 120 l + 90 l on 3000 km; (2 * 5 + 8) / 3 l/100 km by WLTP.
    assert found["vehicles"] == 2 and found["left_out"] == 0
    assert found["distance_km"] == pytest.approx(3000.0)
    assert found["l_per_100km"] == pytest.approx(7.0)
    assert found["wltp_l_per_100km"] == pytest.approx(6.0)
    assert found["gap_percent"] == pytest.approx(100 / 6)
    assert found["plug_ins"] == 0 and found["kwh_per_100km"] is None


def test_a_family_weighted_by_vehicle(make: Maker) -> None:
    frame = family(make)
    found = only(make.rows(analysis.consumption_by_family(frame, weighting="vehicle")))
    assert found["l_per_100km"] == pytest.approx(7.5)
    assert found["wltp_l_per_100km"] == pytest.approx(6.5)
    assert found["gap_percent"] == pytest.approx(100 / 6.5)
    with pytest.raises(ValueError, match='expected weighting as "distance" or "vehicle"'):
        analysis.consumption_by_family(frame, weighting="mass")


def test_both_averages_of_a_family_are_over_the_same_vehicles(make: Maker) -> None:
    frame = family(
        make,
        {"km": 9000.0, "real": 50.0},
        {"wltp": 90.0},
        {"vfn": "G", "ft": "diesel", "km": 10.0},
        {"vfn": "P", "km": 100.0, "real": 4.0, "wltp": 2.0, "kwh": 12.0, "z": 15.0},
    )
    f, g, p = make.rows(analysis.consumption_by_family(frame))
    assert (f["vfn"], f["vehicles"], f["left_out"]) == ("F", 2, 2)
    assert f["gap_percent"] == pytest.approx(100 / 6)
    assert (g["vehicles"], g["left_out"], g["gap_percent"]) == (0, 1, None)
    assert (p["plug_ins"], p["gap_percent"]) == (1, pytest.approx(100.0))
    assert (p["kwh_per_100km"], p["wltp_kwh_per_100km"]) == (
        pytest.approx(12.0),
        pytest.approx(15.0),
    )
    both = make.rows(analysis.consumption_by_family(frame, by=("ft", "vfn")))
    assert [(one["ft"], one["vfn"]) for one in both] == [
        ("diesel", "G"),
        ("petrol", "F"),
        ("petrol", "P"),
    ]


def test_small_families_are_one_row_that_says_how_many_they_are(make: Maker) -> None:
    one = {"km": 100.0, "real": 5.0, "wltp": 4.0}
    frame = family(
        make,
        {"vfn": "G", **one},
        {"vfn": None, **one},
        {"vfn": "H", "ft": "diesel", "km": 10.0},
    )
    f, rest = make.rows(analysis.consumption_by_family(frame, min_vehicles=2))
    assert (f["vfn"], f["vehicles"], f["suppressed"]) == ("F", 2, 0)
    assert f["gap_percent"] == pytest.approx(100 / 6)
    assert (rest["vfn"], rest["suppressed"]) == (None, 3)
    assert (rest["vehicles"], rest["left_out"]) == (2, 1)
    assert rest["l_per_100km"] == pytest.approx(5.0)
    assert rest["distance_km"] == pytest.approx(200.0)
    # F is too small now, too, and then all of them together are.
    (rest,) = make.rows(analysis.consumption_by_family(frame, min_vehicles=3))
    assert (rest["vfn"], rest["suppressed"]) == (None, 4)
    assert (rest["vehicles"], rest["left_out"]) == (4, 1)
    assert rest["l_per_100km"] is not None
    (rest,) = make.rows(analysis.consumption_by_family(frame, min_vehicles=5))
    assert (rest["suppressed"], rest["vehicles"], rest["l_per_100km"]) == (4, 4, None)
    assert rest["distance_km"] is None and rest["gap_percent"] is None
    # One unless said otherwise: a family without a name is a family.
    every = make.rows(analysis.consumption_by_family(frame))
    assert [one["vfn"] for one in every] == ["F", "G", "H", None]
    assert {one["suppressed"] for one in every} == {0}
    assert every == make.rows(analysis.consumption_by_family(frame, min_vehicles=1))


def test_a_figure_of_few_plug_ins_in_a_large_family_is_missing(make: Maker) -> None:
    frame = family(make, {"km": 100.0, "real": 4.0, "wltp": 2.0, "kwh": 12.0, "z": 15.0})
    (found,) = make.rows(analysis.consumption_by_family(frame, min_vehicles=3))
    assert (found["vehicles"], found["plug_ins"], found["kwh_per_100km"]) == (3, 1, None)
    assert found["l_per_100km"] is not None
    for wrong in (0, -1, True, 2.5, "10"):
        with pytest.raises(ValueError, match="expected min_vehicles as a whole number from 1"):
            analysis.consumption_by_family(frame, min_vehicles=wrong)  # type: ignore[arg-type]


def test_it_says_what_is_wrong_with_a_frame(make: Maker) -> None:
    transfers = make.transfers([row("a", "2025-01-01", tfc="1.0", tdt="1.0")])
    vehicles = make.vehicles([PETROL])
    drop = {
        "polars": lambda frame, name: frame.drop(name),
        "pandas": lambda frame, name: frame.drop(columns=[name]),
        "pyarrow": lambda frame, name: frame.drop_columns([name]),
    }[make.library]
    with pytest.raises(ValueError, match=r"^expected the columns .* in transfers, found no tdt$"):
        analysis.consumption(drop(transfers, "tdt"), vehicles)
    with pytest.raises(ValueError, match=r"in vehicles, found no ewltp$"):
        analysis.consumption(transfers, drop(vehicles, "ewltp"))
    with pytest.raises(ValueError, match=r"in vehicles, found no distance_km, l_per_100km"):
        analysis.consumption_by_family(vehicles)
    with pytest.raises(ValueError, match="expected each device once in vehicles, found 'a' twice"):
        analysis.consumption(transfers, make.vehicles([PETROL, PETROL]))
    nobody = make.vehicles([{"vfn": "F"}])
    with pytest.raises(ValueError, match="expected a device in each row of vehicles"):
        analysis.consumption(transfers, nobody)
    with pytest.raises(TypeError, match=r"^expected transfers as a data frame .* builtins.list$"):
        analysis.consumption([1], vehicles)
    with pytest.raises(ValueError, match='expected implausible as "exclude" or "keep"'):
        analysis.consumption(transfers, vehicles, implausible="drop")


def test_frames_of_two_libraries_are_refused() -> None:
    transfers = Maker("polars-float").transfers([])
    vehicles = Maker("pandas-float").vehicles([])
    with pytest.raises(TypeError, match="of one library"):
        analysis.consumption(transfers, vehicles)


def test_times_need_a_time_zone_and_any_is_understood(make: Maker) -> None:
    import pyarrow

    rows = [
        row("a", "2025-01-01", tfc="100.0", tdt="2000.0"),
        row("a", "2025-02-01", tfc="160.0", tdt="3000.0"),
    ]
    vehicles = make.vehicles([PETROL])
    times = [one["acquired"] for one in rows]
    table = Maker("pyarrow-float").transfers(rows)
    naive = pyarrow.array([time.replace(tzinfo=None) for time in times])
    with pytest.raises(ValueError, match="expected timestamps with a time zone in acquired"):
        analysis.consumption(make.frame(table.set_column(1, "acquired", naive)), vehicles)
    elsewhere = pyarrow.array(times, pyarrow.timestamp("ms", "Asia/Tokyo"))
    frame = make.frame(table.set_column(1, "acquired", elsewhere))
    one = only(make.rows(analysis.consumption(frame, vehicles).result))
    assert one["since"] == at("2025-01-01")
    assert one["since"].utcoffset() == datetime.timedelta(0)
