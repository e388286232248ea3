"""Plots for a report: titled, with units, the number of vehicles and the source.

matplotlib is imported where a plot is drawn, so that the rest works without it. Colours
are those of Okabe and Ito, which people with colour-blindness can tell apart.
"""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoDataFrame

from .._keywords import without_names
from ._codes import EXCLUDED, MISSING, NO_MORE, NOT_YET, REPORTED, STATES
from ._frames import least, numbers, opened, texts, values

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SOURCE = "Source: on-board counters (OBFCM) sent over the air, JRC127600"
SOURCE_WLTP = SOURCE + "; WLTP consumption from CO₂ of type approval"

_COLOURS = {
    "petrol": "#0072B2",
    "diesel": "#D55E00",
    "petrol/electric": "#56B4E9",
    "diesel/electric": "#E69F00",
}
_OTHERS = ("#009E73", "#CC79A7", "#000000", "#999999")
_GREY = "#555555"


@without_names
def plot_gap_by_family(
    families: IntoDataFrame,
    *,
    by: str = "vfn",
    most: int = 40,
    min_vehicles: int = 1,
    ax: Axes | None = None,
    source: str = SOURCE_WLTP,
) -> Axes:
    """Bars of the gap of each family, from ``consumption_by_family``, the largest first.

    ``by`` is the column that names the bars. With a column ``ft`` (group ``by=("vfn",
    "ft")``), the colours show the fuel. Only ``most`` bars are drawn, those of the most
    vehicles, none for a family without a gap or with fewer than ``min_vehicles``, and none for
    what ``consumption_by_family`` has suppressed; the title says how many are not drawn. Give
    ``min_vehicles`` 10 for a plot that leaves your desk (P-10.5).
    Draws into ``ax``, or into a figure of its own; returns the axes, whose figure is
    ``.figure``. Clauses: P-5.14; JRC127600 Tables 4 and 7.

    >>> import polars
    >>> from iot4emissions import analysis
    >>> families = polars.DataFrame({"vfn": ["F"], "vehicles": [2], "gap_percent": [40.0]})
    >>> analysis.plot_gap_by_family(families).get_xlabel().splitlines()[0]
    'Gap: real fuel consumption above WLTP (%); n: vehicles'
    """
    least(min_vehicles)
    given = opened(families, "families", (by, "vehicles", "gap_percent"))
    suppressed = [0] * len(given)
    if "suppressed" in given.columns:
        suppressed = [int(groups) for groups in values(given["suppressed"])]
    gaps = values(numbers(given["gap_percent"], "gap_percent"))
    names = values(texts(given[by]))
    fuels = values(texts(given["ft"])) if "ft" in given.columns else [None] * len(given)
    counts = [int(count) for count in values(given["vehicles"])]
    bars = [
        (gap, name or "(none)", fuel, count)
        for gap, name, fuel, count, groups in zip(
            gaps, names, fuels, counts, suppressed, strict=True
        )
        if gap is not None and count >= min_vehicles and not groups
    ]
    bars.sort(key=lambda bar: (-bar[3], bar[1]))
    bars = sorted(bars[:most], key=lambda bar: (bar[0], bar[1]))
    height = max(2.8, 1.7 + 0.3 * len(bars))
    ax = _axes(ax, (7.0, height))
    colours = _colours([bar[2] for bar in bars])
    for place, (gap, _, fuel, count) in enumerate(bars):
        ax.barh(place, gap, color=colours.get(fuel, "#0072B2"), height=0.7)
        ax.annotate(
            f"{gap:+.0f} % (n = {count})",
            (max(gap, 0.0), place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    ax.set_yticks(range(len(bars)), [bar[1] for bar in bars], fontsize=8)
    ax.axvline(0, color="black", linewidth=0.8)
    # Room for the words beside the longest bar: about 75 points.
    highest = max((bar[0] for bar in bars if bar[0] > 0), default=1.0)
    lowest = min((bar[0] for bar in bars if bar[0] < 0), default=0.0)
    words = min(0.6, 75 / (_width(ax) * 72 * 0.6))
    ax.set_xlim(1.1 * lowest, highest + (highest - lowest) * words / (1 - words))
    ax.set_xlabel("Gap: real fuel consumption above WLTP (%); n: vehicles")
    ax.grid(axis="x", linewidth=0.4)
    ax.set_axisbelow(True)
    rows = _legend(ax, {fuel: colours[fuel] for fuel in colours if fuel})
    # A row of suppressed groups is as many as it says.
    undrawn = len(gaps) - len(bars) + sum(groups - 1 for groups in suppressed if groups)
    said = f"{_counted(sum(bar[3] for bar in bars), 'vehicle')} in {_counted(len(bars), 'group')}"
    said += f"; {_counted(undrawn, 'group')} not drawn" if undrawn else ""
    _finish(ax, "Real-world fuel consumption against WLTP", said, source, rows)
    return ax


@without_names
def plot_consumption_by_month(
    months: IntoDataFrame,
    *,
    min_vehicles: int = 1,
    ax: Axes | None = None,
    source: str = SOURCE,
) -> Axes:
    """Lines of the fuel consumption of each fuel type over the months, from
    ``consumption_by_month``: all fuel by all distance of its vehicles in a month.

    A month without data interrupts the line. The number of vehicles of a month stands
    in the plot, and a hollow mark says that not all vehicles of the line have data there:
    the vehicles behind a line change over time. A month of fewer than ``min_vehicles`` of the
    fuel is not drawn, and the title says how many these are; give 10 for a plot that leaves
    your desk (P-10.5). Clause: JRC127600 Table 7.

    >>> import polars
    >>> from iot4emissions import analysis
    >>> months = polars.DataFrame(
    ...     {
    ...         "device": ["a"],
    ...         "ft": ["petrol"],
    ...         "month": ["2025-01"],
    ...         "distance_km": [100.0],
    ...         "fuel_l": [6.0],
    ...     }
    ... )
    >>> analysis.plot_consumption_by_month(months).get_ylabel()
    'Fuel consumption (l/100 km)'
    """
    least(min_vehicles)
    undrawn = 0
    needed = ("device", "ft", "month", "distance_km", "fuel_l")
    given = opened(months, "months", needed)
    rows = list(zip(*(values(given[column]) for column in needed), strict=True))
    seen = sorted({row[2] for row in rows})
    ax = _axes(ax, (7.0, 4.0))
    every = _months_between(seen)
    fuels = sorted({row[1] or "unknown" for row in rows})
    colours = _colours(list(fuels))
    highest = 1.0
    for fuel, marker in zip(fuels, "os^Dvp*X<>" * len(fuels), strict=False):
        litres: dict[str, float] = {}
        kilometres: dict[str, float] = {}
        devices: dict[str, set[str]] = {}
        for device, its_fuel, month, distance, used in rows:
            if (its_fuel or "unknown") == fuel:
                litres[month] = litres.get(month, 0.0) + used
                kilometres[month] = kilometres.get(month, 0.0) + distance
                devices.setdefault(month, set()).add(device)
        everybody: set[str] = set().union(*devices.values())
        few = {month for month, of_month in devices.items() if len(of_month) < min_vehicles}
        undrawn += len(few)
        shown = [
            100 * litres[month] / kilometres[month]
            if kilometres.get(month) and month not in few
            else float("nan")
            for month in every
        ]
        highest = max([highest, *(value for value in shown if not math.isnan(value))])
        partly = [place for place, month in enumerate(every) if devices.get(month) != everybody]
        (line,) = ax.plot(
            range(len(every)),
            shown,
            marker=marker,
            color=colours[fuel],
            label=f"{fuel} ({len(everybody)})",
        )
        if partly:
            ax.plot(
                partly,
                [shown[place] for place in partly],
                marker=marker,
                color=line.get_color(),
                markerfacecolor="white",
                linestyle="none",
            )
    ax.set_ylim(0, 1.15 * highest)
    _months_below(ax, every)
    for place, month in enumerate(every):
        if place % _stride(ax, every) == 0:
            ax.annotate(
                f"n={len({row[0] for row in rows if row[2] == month})}",
                (place, 0.98),
                xycoords=("data", "axes fraction"),
                ha="center",
                va="top",
                fontsize=7,
                color=_GREY,
            )
    ax.set_ylabel("Fuel consumption (l/100 km)")
    ax.set_xlabel("Month (UTC); n: vehicles with data; hollow: not all vehicles of the line")
    ax.grid(linewidth=0.4)
    handles, labels = ax.get_legend_handles_labels()
    below = _legend_above(ax, handles, labels)
    said = _counted(len({row[0] for row in rows}), "vehicle")
    if undrawn:
        said += f"; {_counted(undrawn, 'month')} of a fuel not drawn, fewer than {min_vehicles}"
    _finish(ax, "Real-world fuel consumption over the months", said, source, below)
    return ax


_SHOWN = {
    REPORTED: ("#0072B2", "reported"),
    EXCLUDED: ("#E69F00", "not usable"),
    MISSING: ("#000000", "missing"),
    NOT_YET: ("#EEEEEE", "not yet"),
    NO_MORE: ("#BBBBBB", "no more"),
}


@without_names
def plot_missing_data(
    completeness: IntoDataFrame, *, ax: Axes | None = None, source: str = SOURCE
) -> Axes:
    """Heat map of vehicles by month, from ``completeness``.

    Vehicles are ordered by their first month, so that gaps stand out. Above 40 vehicles
    their names are left out. Clause: JRC127600 Table 7.

    >>> import polars
    >>> from iot4emissions import analysis
    >>> months = polars.DataFrame({"device": ["a"], "month": ["2025-01"], "state": ["reported"]})
    >>> analysis.plot_missing_data(months).get_xlabel().splitlines()[0]
    'Month of acquisition (UTC)'
    """
    needed = ("device", "month", "state")
    given = opened(completeness, "completeness", needed)
    states: dict[str, dict[str, str]] = {}
    for device, month, state in zip(*(values(given[one]) for one in needed), strict=True):
        states.setdefault(device, {})[month] = state
    every = sorted({month for of_device in states.values() for month in of_device})

    def order(device: str) -> tuple[list[bool], str]:
        return [states[device].get(month) == NOT_YET for month in every], device

    devices = sorted(states, key=order)
    ax = _axes(ax, (7.0, min(9.5, max(2.8, 1.8 + 0.2 * len(devices)))))
    from matplotlib.colors import ListedColormap

    cells = [
        [STATES.index(states[device].get(month, MISSING)) for month in every] for device in devices
    ]
    if cells:
        ax.pcolormesh(
            cells,
            cmap=ListedColormap([_SHOWN[state][0] for state in STATES]),
            vmin=-0.5,
            vmax=len(STATES) - 0.5,
            edgecolors="white",
            linewidth=1.0 if len(devices) <= 60 else 0.0,
        )
    ax.invert_yaxis()
    _months_below(ax, every, 0.5)
    if len(devices) <= 40:
        ax.set_yticks([place + 0.5 for place in range(len(devices))], [_short(d) for d in devices])
        ax.tick_params(axis="y", labelsize=7)
    else:
        ax.set_yticks([])
    ax.set_ylabel("Vehicle (device ID)")
    ax.set_xlabel("Month of acquisition (UTC)")
    counts = {one: sum(row.count(place) for row in cells) for place, one in enumerate(STATES)}
    shown = {f"{_SHOWN[one][1]} ({counts[one]})": _SHOWN[one][0] for one in STATES if counts[one]}
    rows = _legend(ax, shown)
    said = f"{_counted(len(devices), 'vehicle')}; months of vehicles in brackets"
    _finish(ax, "Which vehicles reported in which month", said, source, rows)
    return ax


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _short(device: str) -> str:
    return device if len(device) <= 12 else device[:8] + "…"


def _colours(fuels: list[str | None]) -> dict[str | None, str]:
    """A colour for each fuel, the same in every plot for the usual ones."""
    unusual = sorted({fuel for fuel in fuels if fuel and fuel not in _COLOURS})
    named: dict[str | None, str] = {}
    for fuel in sorted({fuel for fuel in fuels if fuel}):
        usual = _COLOURS.get(fuel)
        named[fuel] = usual or _OTHERS[unusual.index(fuel) % len(_OTHERS)]
    return named


def _axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise ImportError("plots need matplotlib: pip install 'iot4emissions[analysis]'") from error
    _, made = pyplot.subplots(figsize=size, dpi=150, layout="constrained")
    return made


def _months_between(seen: list[str]) -> list[str]:
    from ._completeness import _range

    return _range(seen[0], seen[-1]) if seen else []


def _stride(ax: Axes, months: list[str]) -> int:
    """Every how many months one can be named: twelve of them on 7 inches."""
    return max(1, math.ceil(len(months) * 7 / (12 * _width(ax))))


def _months_below(ax: Axes, months: list[str], offset: float = 0.0) -> None:
    stride = _stride(ax, months)
    places = range(0, len(months), stride)
    labels = [months[place] for place in places]
    ax.set_xticks([place + offset for place in places], labels, rotation=45, ha="right")
    ax.tick_params(axis="x", labelsize=8)


def _width(ax: Axes) -> float:
    """Of the figure, in inches."""
    figure = ax.get_figure(root=True)
    return figure.get_figwidth() if figure else 7.0


def _legend(ax: Axes, colours: dict[Any, str]) -> int:
    """The colours above the plot; in how many rows."""
    from matplotlib.patches import Patch

    patches = [Patch(color=colour) for colour in colours.values()]
    return _legend_above(ax, patches, [str(name) for name in colours])


def _legend_above(ax: Axes, handles: list[Any], labels: list[str]) -> int:
    if not labels:
        return 0
    columns = max(1, min(len(labels), int(_width(ax) / 1.6)))
    ax.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        borderaxespad=0.2,
        ncols=columns,
        fontsize=8,
        frameon=False,
    )
    return -(-len(labels) // columns)


def _finish(ax: Axes, title: str, said: str, source: str, legend_rows: int) -> None:
    """The title with the number of vehicles above the legend, the source under the plot."""
    width = _width(ax)
    heading = textwrap.wrap(title, max(20, int(width * 9)))
    heading += textwrap.wrap(f"({said})", max(20, int(width * 9)))
    ax.set_title("\n".join(heading), fontsize=10, loc="left", pad=6 + 14 * legend_rows)
    below = textwrap.wrap(ax.get_xlabel(), max(24, int(width * 11)))
    below += ["", *textwrap.wrap(source, max(24, int(width * 11)))]
    # To the right edge, so that it may reach under the names of the bars.
    ax.set_xlabel("\n".join(below), fontsize=8, loc="right")
