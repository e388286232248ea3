"""Which rows stand: what is wrong with one costs no other."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars
import pyarrow
import pytest
from analysis_frames import COUNTERS, KINDS, Maker, at, row
from iot4emissions import Snapshot, SnapshotError, Values, analysis
from iot4emissions._native import _analysis_bounds, _analysis_codes

VEHICLE = {"device": "a", "vfn": "F", "ewltp": 114, "ft": "petrol"}


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Maker:
    return Maker(request.param)


def reasons(rows: list[dict[str, Any]]) -> dict[int, str]:
    return {one["source_row"]: one["reason"] for one in rows}


def test_a_momentary_zero_of_all_counters_costs_nothing_else(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("a", "2025-01-01", tfc="6000.0", tdt="100000.0"),
            row("a", "2025-02-01", tfc="6060.0", tdt="101000.0"),
            row("a", "2025-03-01", tfc="0.0", tdt="0.0"),
            row("a", "2025-04-01", tfc="6180.0", tdt="103000.0"),
            row("a", "2025-05-01", tfc="6240.0", tdt="104000.0"),
        ]
    )
    found, excluded = analysis.consumption(transfers, make.vehicles([VEHICLE]))
    (one,) = make.rows(found)
    assert one["distance_km"] == pytest.approx(4000.0)
    assert one["l_per_100km"] == pytest.approx(6.0)
    assert (one["snapshots"], one["excluded"], one["resets"]) == (4, 1, 0)
    assert reasons(make.rows(excluded)) == {2: "momentary-zero"}


def test_a_wrong_first_reading_is_the_one_that_is_left_out(make: Maker) -> None:
    transfers = make.transfers(
        [
            row("a", "2025-01-01", tfc="100.0", tdt="9000000.0"),
            row("a", "2025-02-01", tfc="160.0", tdt="3000.0"),
            row("a", "2025-03-01", tfc="220.0", tdt="4000.0"),
        ]
    )
    found, excluded = analysis.consumption(transfers, make.vehicles([VEHICLE]))
    assert make.rows(found)[0]["l_per_100km"] == pytest.approx(6.0)
    assert reasons(make.rows(excluded)) == {0: "decrease:tdt"}


def test_times_that_cannot_be_make_no_months(make: Maker) -> None:
    rows = [
        row("a", "1999-12-31", tfc="1.0", tdt="10.0"),
        row("a", "2025-01-01", tfc="2.0", tdt="20.0"),
        row("a", "2025-02-01", tfc="3.0", tdt="30.0"),
        row("a", "2150-01-01", tfc="4.0", tdt="40.0"),
    ]
    found, excluded = analysis.completeness(make.transfers(rows))
    assert [one["month"] for one in make.rows(found)] == ["2025-01", "2025-02"]
    assert reasons(make.rows(excluded)) == {0: "too-early", 3: "too-late"}


def test_in_the_future_of_its_reception(make: Maker) -> None:
    rows = [
        row("a", "2025-01-01", tfc="2.0", tdt="20.0"),
        row("a", "2031-01-01", tfc="3.0", tdt="30.0"),
        row("b", "2025-02-01", tfc="3.0", tdt="30.0"),
    ]
    received = pyarrow.array([at("2025-02-02")] * 3, pyarrow.timestamp("us", "UTC"))
    transfers = make.transfers(rows, received=received)
    found, excluded = analysis.completeness(transfers)
    months = [(one["device"], one["month"]) for one in make.rows(found)]
    assert months == [("a", "2025-01"), ("a", "2025-02"), ("b", "2025-01"), ("b", "2025-02")]
    assert reasons(make.rows(excluded)) == {1: "from-the-future"}


def test_one_last_possible_time_among_a_fleet_is_bounded() -> None:
    """It made 12.7 million rows, and a year from 10000 a bare ``ValueError``."""
    start = datetime(2025, 1, 1, tzinfo=UTC)
    devices = [f"d{number}" for number in range(4000)]
    odd = [9_999_999_999, 253_402_300_800 + 86_400]
    seconds = [int((start + timedelta(days=n % 28)).timestamp()) for n in range(len(devices))]
    frame = polars.DataFrame(
        {
            "device": [*devices, "d0", "d1"],
            "acquired": polars.Series([*seconds, *odd]) * 1_000_000,
            **{counter: [None] * (len(devices) + 2) for counter in COUNTERS},
            "tfc": [1.0] * (len(devices) + 2),
        }
    ).with_columns(polars.col("acquired").cast(polars.Datetime("us", "UTC")))
    found, excluded = analysis.completeness(frame)
    assert len(found) == len(devices)
    assert excluded["reason"].to_list() == ["too-late", "acquired"]


def test_codes_and_tolerances_are_the_core_s() -> None:
    codes, of_analyses, states, notes = _analysis_codes()
    assert len(set(codes)) == len(codes) and "momentary-zero" in codes
    assert of_analyses == ["missing-counter", "no-charge-counters", "months-missing"]
    assert set(of_analyses) < set(codes)
    assert states == ["reported", "excluded", "missing", "not-yet", "no-more"]
    assert notes == [
        "no-snapshots",
        "single-snapshot",
        "no-distance",
        "unknown-vehicle",
        "unknown-fuel",
        "no-wltp",
    ]
    assert analysis.GRAMS_PER_LITRE == {"petrol": 2280.0, "diesel": 2630.0}
    assert all(type(grams) is float for grams in analysis.GRAMS_PER_LITRE.values())
    first, last, month = _analysis_bounds()
    assert datetime.fromtimestamp(first, UTC) == datetime(2010, 1, 1, tzinfo=UTC)
    assert datetime.fromtimestamp(last, UTC) == datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert month == 45 * 86_400


def test_no_code_is_written_in_the_package_itself() -> None:
    # Those of one word are names of columns, too.
    codes = {code for some in _analysis_codes() for code in some if "-" in code}
    sources = sorted(Path(analysis.__file__).parent.glob("*.py"))
    assert len(sources) > 5
    for source in sources:
        texts = {
            node.value
            for node in ast.walk(ast.parse(source.read_text()))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not codes & texts, source.name


def test_a_snapshot_before_1970_is_the_documented_error() -> None:
    early = datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)
    with pytest.raises(SnapshotError) as raised:
        Snapshot(early, Values(total_fuel_consumed=1))
    assert raised.value.code == "acquired"
    assert str(raised.value) == "expected an acquisition time from 1 to 9999999999 s, found -1"


@pytest.mark.parametrize("unit", ["ns", "us", "ms"])
@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_a_fraction_of_a_second_is_no_time_of_a_snapshot(library: str, unit: str) -> None:
    """P-5.41; of `received`, which says only what cannot be, it is none the less."""
    second = datetime(2025, 1, 1, tzinfo=UTC)
    per_second = {"ns": 10**9, "us": 10**6, "ms": 10**3}[unit]
    whole = int(second.timestamp()) * per_second
    frame: Any = polars.DataFrame(
        {
            "device": ["a", "a"],
            "acquired": [whole, whole + 86_400 * per_second + 1],
            "received": [whole + 1, whole + 86_400 * per_second + 1],
            **{counter: [None, None] for counter in COUNTERS},
            "tfc": [1.0, 2.0],
        }
    )
    times = [
        polars.col(name).cast(polars.Datetime(unit, "UTC")) for name in ("acquired", "received")
    ]
    frame = frame.with_columns(times)
    if library == "pandas":
        frame = frame.to_pandas()
    excluded = analysis.completeness(frame).excluded
    assert list(excluded["reason"]) == ["acquired"]
    assert len(excluded) == 1
