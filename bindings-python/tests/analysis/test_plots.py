"""The plots: what is drawn, and that no word is cut off or covered."""

import math
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import matplotlib

matplotlib.use("Agg")

import pytest
from analysis_frames import Maker, row
from iot4emissions import analysis
from matplotlib import pyplot
from matplotlib.colors import to_hex
from matplotlib.text import Text

KINDS = ("polars-float", "pandas-decimal")
SOURCE = "Source: on-board counters (OBFCM)"


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Iterator[Maker]:
    yield Maker(request.param)
    pyplot.close("all")


def fleet(make: Maker) -> tuple[Any, Any]:
    rows = []
    for number, (device, litres) in enumerate(
        [("a", 6.0), ("b", 8.0), ("c", 4.5), ("d", 5.0), ("e", 7.0)]
    ):
        for month in range(1, 13):
            if (device, month) in {("b", 5), ("b", 6), ("d", 1), ("e", 12)}:
                continue
            kilometres = 1000 * (month + number)
            fuel = f"{kilometres * litres / 100:.1f}"
            rows.append(row(device, f"2025-{month:02}-01", tfc=fuel, tdt=f"{kilometres}.0"))
    rows.append(row("c", "2025-12-02", tfc="9000.0", tdt="99999.0"))
    vehicles = [
        {"device": "a", "vfn": "IP-01_AA_0001-AAA-1", "ewltp": 114, "ft": "petrol"},
        {"device": "b", "vfn": "IP-01_AA_0001-AAA-1", "ewltp": 114, "ft": "petrol"},
        {"device": "c", "vfn": "IP-02_BB_0002-BBB-1", "ewltp": 34, "ft": "petrol/electric"},
        {"device": "d", "vfn": "IP-03_CC_0003-CCC-1", "ewltp": 142, "ft": "diesel"},
        {"device": "e", "vfn": "IP-04_DD_0004-DDD-1", "ft": "diesel/electric"},
    ]
    return make.transfers(rows), make.vehicles(vehicles)


def plot(make: Maker, name: str, ax: Any = None) -> Any:
    transfers, vehicles = fleet(make)
    if name == "gap":
        consumed = analysis.consumption(transfers, vehicles).result
        families = analysis.consumption_by_family(consumed, by=("vfn", "ft"))
        return analysis.plot_gap_by_family(families, ax=ax)
    if name == "months":
        months = analysis.consumption_by_month(transfers, vehicles).result
        return analysis.plot_consumption_by_month(months, ax=ax)
    return analysis.plot_missing_data(analysis.completeness(transfers).result, ax=ax)


def texts(ax: Any) -> list[Text]:
    """All words that are drawn."""
    legend = ax.get_legend()
    found = [ax._left_title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
    found += legend.get_texts() if legend else []
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=True)
        found += [label for place, label in ticks if min(limits) <= place <= max(limits)]
    return [text for text in found if text.get_text()]


def said(ax: Any) -> str:
    return " | ".join(text.get_text().replace("\n", " ") for text in texts(ax))


@pytest.mark.parametrize("width", [3.5, 7.0])
@pytest.mark.parametrize("name", ["gap", "months", "missing"])
def test_no_word_is_cut_off_or_covers_another(make: Maker, name: str, width: float) -> None:
    if width == 7.0:
        ax = plot(make, name)
        assert ax.figure.get_figwidth() == width
    else:
        _, ax = pyplot.subplots(figsize=(width, 4.5), dpi=150, layout="constrained")
        assert plot(make, name, ax) is ax
    figure = ax.figure
    figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(ax)]
    for word, box in boxes:
        inside = box.x0 >= 0 and box.y0 >= 0
        assert inside and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1, word
    if name == "gap":
        edge = ax.get_window_extent().x1
        assert all(text.get_window_extent().x1 <= edge for text in ax.texts)
    # Slanted labels' boxes overlap without their letters doing so.
    upright = [text for text in texts(ax) if not text.get_rotation()]
    for place, one in enumerate(upright):
        for other in upright[place + 1 :]:
            box = one.get_window_extent().padded(-1)
            assert not box.overlaps(other.get_window_extent().padded(-1)), (
                one.get_text(),
                other.get_text(),
            )


def test_gap_by_family_shows_figures_units_vehicles_and_source(make: Maker) -> None:
    ax = plot(make, "gap")
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "IP-03_CC_0003-CCC-1",
        "IP-01_AA_0001-AAA-1",
        "IP-02_BB_0002-BBB-1",
    ]
    # c: 4.5 l by 3400 / 2280 l/100 km; d: 5.0 by 14200 / 2630; a and b went as far each.
    widths = [bar.get_width() for bar in ax.patches]
    assert widths[0] == pytest.approx(100 * (5.0 / (14200 / 2630) - 1))
    assert widths[1] == pytest.approx(40.0)
    assert widths[2] == pytest.approx(100 * (4.5 / (3400 / 2280) - 1))
    words = said(ax)
    assert "+40 % (n = 2)" in words and "-7 % (n = 1)" in words
    assert "4 vehicles in 3 groups; 1 group not drawn" in words
    assert "(%)" in ax.get_xlabel() and SOURCE in said(ax)
    colours = [to_hex(bar.get_facecolor()).upper() for bar in ax.patches]
    assert colours == ["#D55E00", "#0072B2", "#56B4E9"]


def test_of_many_families_those_of_the_most_vehicles_are_drawn(make: Maker) -> None:
    import pyarrow

    names = [f"F{number:03}" for number in range(100)]
    families = make.frame(
        pyarrow.table(
            {
                "vfn": names,
                "vehicles": list(range(100)),
                "gap_percent": [float(number % 7) for number in range(100)],
            }
        )
    )
    ax = analysis.plot_gap_by_family(families)
    drawn = sorted(label.get_text() for label in ax.get_yticklabels())
    assert drawn == names[60:]
    assert "60 groups not drawn" in said(ax)
    assert ax.figure.get_figheight() < 15
    assert len(analysis.plot_gap_by_family(families, most=5).patches) == 5


def test_what_few_vehicles_are_behind_is_not_drawn_and_counted(make: Maker) -> None:
    import pyarrow

    columns = {
        "vfn": ["A", "B", None],
        "vehicles": [12, 9, 14],
        "gap_percent": [1.0, 2.0, 3.0],
        "suppressed": [0, 0, 4],
    }
    families = make.frame(pyarrow.table(columns))
    ax = analysis.plot_gap_by_family(families, min_vehicles=10)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A"]
    assert "12 vehicles in 1 group; 5 groups not drawn" in said(ax)
    assert len(analysis.plot_gap_by_family(families).patches) == 2
    transfers, vehicles = fleet(make)
    months = analysis.consumption_by_month(transfers, vehicles).result
    ax = analysis.plot_consumption_by_month(months, min_vehicles=2)
    lines = {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}
    assert all(math.isnan(float(value)) for value in lines["diesel (1)"].get_ydata())
    petrol = [float(value) for value in lines["petrol (2)"].get_ydata()]
    assert petrol[:3] == pytest.approx([7.0] * 3)
    assert all(math.isnan(value) for value in petrol[3:6])
    assert "of a fuel not drawn, fewer than 2" in said(ax)


def test_consumption_by_month_interrupts_a_line_where_there_is_nothing(make: Maker) -> None:
    transfers, vehicles = fleet(make)
    months = analysis.consumption_by_month(transfers, vehicles).result
    ax = plot(make, "months")
    lines = {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}
    assert set(lines) == {
        "petrol (2)",
        "diesel (1)",
        "petrol/electric (1)",
        "diesel/electric (1)",
    }
    values = [float(value) for value in lines["diesel (1)"].get_ydata()]
    assert math.isnan(values[0])
    assert values[1:] == pytest.approx([5.0] * 10)
    # In April to June, b has nothing that can be told apart: a alone, and said to be so.
    petrol = [float(value) for value in lines["petrol (2)"].get_ydata()]
    assert petrol[:3] == pytest.approx([7.0] * 3)
    assert petrol[3:6] == pytest.approx([6.0] * 3)
    hollow = [
        list(map(int, line.get_xdata()))
        for line in ax.lines
        if line.get_markerfacecolor() == "white" and line.get_color() == "#0072B2"
    ]
    assert hollow == [[3, 4, 5]]
    words = said(ax)
    assert "(l/100 km)" in words and "(5 vehicles)" in words and SOURCE in words
    assert [text.get_text() for text in ax.texts][:2] == ["n=4", "n=5"]
    assert len({one["month"] for one in make.rows(months)}) == 11


def test_missing_data_shows_every_state(make: Maker) -> None:
    ax = plot(make, "missing")
    (mesh,) = ax.collections
    cells = mesh.get_array().reshape(5, 12).tolist()
    devices = [label.get_text() for label in ax.get_yticklabels()]
    # By the first month: d comes last.
    assert devices == ["a", "b", "c", "e", "d"]
    reported, missing, not_yet, no_more = 0, 2, 3, 4
    assert cells[0] == [reported] * 12
    assert cells[1] == [reported] * 4 + [missing] * 2 + [reported] * 6
    assert cells[3] == [reported] * 11 + [no_more]
    assert cells[4] == [not_yet] + [reported] * 11
    words = said(ax)
    for part in ("reported (56)", "missing (2)", "not yet (1)", "no more (1)", "(5 vehicles"):
        assert part in words, words
    assert "(UTC)" in ax.get_xlabel() and SOURCE in words


def test_colours_differ_in_lightness_too(make: Maker) -> None:
    """Who sees no colour at all, or prints without, still tells fuels apart by marker and
    states by lightness."""
    ax = plot(make, "months")
    markers = [line.get_marker() for line in ax.lines if not line.get_label().startswith("_")]
    assert len(set(markers)) == len(markers)
    (mesh,) = plot(make, "missing").collections
    weights = (0.2126, 0.7152, 0.0722)
    levels = sorted(
        sum(weight * part for weight, part in zip(weights, mesh.cmap(place), strict=False))
        for place in range(5)
    )
    assert min(after - before for before, after in pairwise(levels)) > 0.02


def test_empty_frames_give_empty_plots(make: Maker) -> None:
    transfers, vehicles = make.transfers([]), make.vehicles([])
    consumed = analysis.consumption(transfers, vehicles).result
    gap = analysis.plot_gap_by_family(analysis.consumption_by_family(consumed))
    months = analysis.plot_consumption_by_month(
        analysis.consumption_by_month(transfers, vehicles).result
    )
    missing = analysis.plot_missing_data(analysis.completeness(transfers).result)
    for ax in (gap, months, missing):
        ax.figure.canvas.draw()
        assert "0 vehicles" in said(ax)


@pytest.mark.parametrize(("width", "named"), [(7.0, 10), (3.5, 6)])
def test_of_many_months_some_are_named(make: Maker, width: float, named: int) -> None:
    rows = [row("a", "2023-01-01", tdt="1.0"), row("a", "2025-06-01", tdt="2.0")]
    _, ax = pyplot.subplots(figsize=(width, 3.0), layout="constrained")
    analysis.plot_missing_data(analysis.completeness(make.transfers(rows)).result, ax=ax)
    assert ax.collections[0].get_array().size == 30
    assert len(ax.get_xticklabels()) == named


def test_a_large_fleet_has_no_names_but_is_all_there(make: Maker) -> None:
    rows = [row(f"v{number:03}", "2025-01-01", tdt="1.0") for number in range(200)]
    ax = analysis.plot_missing_data(analysis.completeness(make.transfers(rows)).result)
    assert len(ax.get_yticklabels()) == 0
    assert ax.collections[0].get_array().size == 200
    assert ax.figure.get_figheight() < 10


def test_without_matplotlib_it_says_how_to_get_it() -> None:
    program = """
import sys
sys.modules["matplotlib"] = None
import polars
from iot4emissions import analysis
analysis.plot_missing_data(polars.DataFrame({"device": [], "month": [], "state": []}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "plots need matplotlib: pip install 'iot4emissions[analysis]'" in done.stderr
