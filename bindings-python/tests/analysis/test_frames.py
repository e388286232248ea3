"""All libraries and number types give the same, and importing the package needs none."""

import doctest
import random
import subprocess
import sys
from datetime import timedelta
from typing import Any, Literal

import iot4emissions
import matplotlib
import pandas
import polars
import pyarrow
import pytest
from analysis_frames import COUNTERS, KINDS, Maker, at
from iot4emissions import analysis
from matplotlib import pyplot


def random_rows(seed: int) -> list[dict[str, Any]]:
    """A fleet with everything that goes wrong."""
    draw = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for device in ("a", "b", "c", "d", None):
        tenths = dict.fromkeys(COUNTERS, 0)
        time = at("2025-01-01")
        for _ in range(30):
            time += timedelta(seconds=draw.randrange(1, 40 * 86400))
            for counter in COUNTERS:
                most = 900 if counter == "tfc" else 2000 if counter == "tgeib" else 1000
                tenths[counter] += draw.randrange(0, most)
            tenths["tdt"] += 10_000
            if draw.random() < 0.1:
                tenths = dict.fromkeys(COUNTERS, 0)
            row: dict[str, Any] = {"device": device, "acquired": time}
            for counter, value in tenths.items():
                if draw.random() < 0.95:
                    read = value * 1000 if draw.random() < 0.02 else value
                    row[counter] = f"{read // 10}.{read % 10}"
            rows.append(row)
            if draw.random() < 0.1:
                rows.append(row)
    draw.shuffle(rows)
    return rows


VEHICLES = [
    {"device": "a", "vfn": "F", "ewltp": 114, "ft": "petrol"},
    {"device": "b", "vfn": "F", "ewltp": 30, "ft": "petrol/electric", "z": 170},
    {"device": "c", "vfn": "G", "ewltp": 131, "ft": "diesel"},
    {"device": "e", "vfn": "G", "ft": "hydrogen"},
]


def everything(make: Maker, seed: int) -> list[Any]:
    transfers, vehicles = make.transfers(random_rows(seed)), make.vehicles(VEHICLES)
    consumed = analysis.consumption(transfers, vehicles)
    return [
        *(make.rows(frame) for frame in consumed),
        make.rows(analysis.consumption_by_family(consumed.result)),
        *(make.rows(frame) for frame in analysis.utility_factor(transfers)),
        *(make.rows(frame) for frame in analysis.consumption_by_month(transfers, vehicles)),
        *(make.rows(frame) for frame in analysis.completeness(transfers)),
    ]


def exact(value: Any) -> Any:
    """Sums may come in another order."""
    if isinstance(value, list):
        return [exact(one) for one in value]
    if isinstance(value, dict):
        return {
            name: float(one) if name in COUNTERS and one is not None else exact(one)
            for name, one in value.items()
        }
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value


@pytest.mark.parametrize("kind", KINDS[1:])
@pytest.mark.parametrize("seed", range(3))
def test_every_library_and_number_type_gives_the_same(kind: str, seed: int) -> None:
    first = everything(Maker(KINDS[0]), seed)
    other = everything(Maker(kind), seed)
    reasons = {reason for one in first[1] for reason in one["reason"].split()}
    # The fleet has what it is to be tried with.
    assert {"duplicate", "no-device", "missing-counter"} <= reasons
    assert any(reason.startswith(("decrease:", "parts-exceed-total:")) for reason in reasons)
    assert any(one["resets"] for one in first[0])
    for found, expected in zip(other, first, strict=True):
        assert exact(found) == exact(expected)


def test_no_row_is_lost() -> None:
    make = Maker("polars-float")
    rows = random_rows(5)
    transfers = make.transfers(rows)
    consumed, excluded = analysis.consumption(transfers, make.vehicles(VEHICLES))
    used = sum(one["snapshots"] for one in make.rows(consumed))
    assert used + len(make.rows(excluded)) == len(rows)
    assert sum(one["excluded"] for one in make.rows(consumed)) + 30 <= len(make.rows(excluded))
    found, excluded = analysis.completeness(transfers)
    assert sum(one["snapshots"] for one in make.rows(found)) + len(make.rows(excluded)) == len(rows)


def test_the_frames_that_are_given_stay_as_they_are() -> None:
    make = Maker("pandas-float")
    transfers = make.transfers(random_rows(1))
    transfers.index = pandas.Index([number // 3 for number in range(len(transfers))][::-1])
    vehicles = make.vehicles(VEHICLES)
    before = transfers.copy(), vehicles.copy()
    consumed = analysis.consumption(transfers, vehicles)
    assert exact(make.rows(consumed.result)) == exact(everything(make, 1)[0])
    assert list(consumed.excluded.index) == list(range(len(consumed.excluded)))
    pandas.testing.assert_frame_equal(transfers, before[0])
    pandas.testing.assert_frame_equal(vehicles, before[1])


def test_a_dictionary_column_is_understood() -> None:
    make = Maker("polars-float")
    transfers = make.transfers(random_rows(2))
    keyed = transfers.with_columns(polars.col("device").cast(polars.Categorical))
    vehicles = make.vehicles(VEHICLES)
    of_keys = analysis.consumption(keyed, vehicles).result
    assert of_keys.equals(analysis.consumption(transfers, vehicles).result)
    make = Maker("pandas-decimal")
    frame = make.transfers(random_rows(2))
    keyed = frame.assign(device=frame["device"].astype("category"))
    of_keys = analysis.consumption(keyed, make.vehicles(VEHICLES)).result
    whole = analysis.consumption(frame, make.vehicles(VEHICLES)).result
    pandas.testing.assert_frame_equal(of_keys, whole)


HEAVY = ("narwhals", "matplotlib", "polars", "pandas", "pyarrow", "numpy")


def modules_after(statement: str) -> set[str]:
    program = f"{statement}\nimport sys\nprint(*(name for name in {HEAVY} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_package_imports_no_library_of_the_analysis() -> None:
    assert modules_after("import iot4emissions") == set()


def test_importing_the_analysis_imports_narwhals_only() -> None:
    assert modules_after("import iot4emissions.analysis") == {"narwhals"}


def test_without_narwhals_it_says_how_to_get_it() -> None:
    program = "import sys; sys.modules['narwhals'] = None; import iot4emissions.analysis"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "needs narwhals: pip install 'iot4emissions[analysis]'" in done.stderr


LINES = b"""
{"device":"a","received":1738400000,"payload":{"data":[{"acquired":1735689600,"tfc":100.0,"tdt":2000.0}]}}
{"device":"a","received":1738400000,"payload":{"data":[{"acquired":1738368000,"tfc":160.0,"tdt":3000.0},
{"device":"a","received":1738400000,"payload":{"data":[{"acquired":1738368000,"tfc":160.0,"tdt":3000.0}]}}
{"device":"a","received":1738400000,"payload":{"data":[{"acquired":1738368000,"tfc":160.0,"tdt":3000.0}]}}
"""


@pytest.mark.parametrize("values", ["decimal", "float64"])
def test_what_read_transfers_gives_is_taken(values: Literal["decimal", "float64"]) -> None:
    transfers = iot4emissions.read_transfers(LINES, values=values)
    for library, frame in (
        ("polars", polars.DataFrame(transfers)),
        ("pandas", pandas.DataFrame.from_arrow(transfers)),
        ("pyarrow", pyarrow.table(transfers)),
    ):
        make = Maker(f"{library}-float")
        found, excluded = analysis.consumption(frame, make.vehicles(VEHICLES[:1]))
        (one,) = make.rows(found)
        assert one["l_per_100km"] == pytest.approx(6.0), library
        assert [left["reason"] for left in make.rows(excluded)] == ["duplicate"]
    with pytest.raises(TypeError, match=r"found .*\.Transfers: make one of it, such as polars"):
        analysis.completeness(transfers)


def test_p_7_9_what_stands_is_plausible_after_what_stood_before() -> None:
    """One finding more or less than the core's would show here."""
    make = Maker("polars-decimal")
    transfers = make.transfers([one for one in random_rows(7) if one["device"]])
    excluded = make.rows(analysis.completeness(transfers).excluded)
    reasons = {one["source_row"]: one["reason"] for one in excluded}
    rows = sorted(make.rows(transfers), key=lambda one: (one["device"], one["acquired"]))
    contradicted = 0
    for device in "abcd":
        standing = None
        for one in (one for one in rows if one["device"] == device):
            reason = reasons.get(one["source_row"], "")
            if reason in ("duplicate", "no-value"):
                continue
            values = iot4emissions.Values(
                **{parameter.name.lower(): one[parameter] for parameter in iot4emissions.Parameter}
            )
            snapshot = iot4emissions.Snapshot(one["acquired"], values)
            found = iot4emissions.plausibility(standing, snapshot, one["acquired"])
            if reason == "":
                assert [str(finding) for finding in found] in ([], ["reset"])
                standing = snapshot
            else:
                contradicted += 1
    assert contradicted > 5


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
def test_every_example_of_the_docs_runs() -> None:
    matplotlib.use("Agg")
    documented = {"module": analysis.__doc__}
    for name in analysis.__all__:
        if name not in ("Analysed", "GRAMS_PER_LITRE"):
            documented[name] = getattr(analysis, name).__doc__
    for name, text in documented.items():
        assert text is not None
        test = doctest.DocTestParser().get_doctest(text, {}, name, None, None)
        assert test.examples, f"{name} has no example"
        assert doctest.DocTestRunner().run(test).failed == 0, name
    pyplot.close("all")
