"""The notebook of examples/analysis on the demonstration's output, and its figures worked
out a second way."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import iot4emissions
import nbclient
import nbformat
import pandas
import pytest
from iot4emissions import analysis

ROOT = Path(__file__).resolve().parents[3]
NOTEBOOK = ROOT / "examples" / "analysis" / "fleet.ipynb"
SOURCES = (ROOT / "examples" / "network" / "src", ROOT / "iot4emissions-proto" / "src")


def network() -> Path:
    """The demonstration as ``cargo test`` has built it, or built now."""
    target = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
    program = target / "debug" / "network"
    newest = max(file.stat().st_mtime for folder in SOURCES for file in folder.rglob("*.rs"))
    if not program.exists() or program.stat().st_mtime < newest:
        subprocess.run(["cargo", "build", "--quiet", "--package", "network"], cwd=ROOT, check=True)
    return program


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleet")
    words = ["--offline", "--vehicles", "40", "--seed", "2"]
    places = ["--database", folder / "database", "--export", folder]
    subprocess.run([network(), *words, *places], check=True, capture_output=True)
    return folder


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def snapshots(fleet: Path) -> dict[str, list[dict[str, Any]]]:
    """By device, oldest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for message in lines(fleet / "transfers.ndjson"):
        found.setdefault(message["device"], []).extend(message["payload"]["data"])
    for of_device in found.values():
        of_device.sort(key=lambda one: one["acquired"])
    return found


FRAMES = (
    "transfers",
    "vehicles",
    "rejected",
    "months",
    "consumed",
    "excluded",
    "by_fuel",
    "by_vehicle",
    "families",
    "shares",
    "by_month",
    "left_out",
    "again",
)


@pytest.fixture(scope="module")
def executed(fleet: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The frames of the notebook by name, as lists of rows, and its plots."""
    out = tmp_path_factory.mktemp("out")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    dump = "\n".join(
        f"Path({str(out)!r}, {name!r}).write_text({name}.write_json())" for name in FRAMES
    )
    notebook.cells.append(nbformat.v4.new_code_cell(dump))
    # The kernel listens on the loopback interface only, and with a key.
    client = nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3")
    client.resources["metadata"] = {"path": str(out)}
    before = os.environ.get("FLEET")
    os.environ["FLEET"] = str(fleet)
    try:
        client.execute()
    finally:
        if before is None:
            del os.environ["FLEET"]
        else:
            os.environ["FLEET"] = before
    found: dict[str, Any] = {name: json.loads((out / name).read_text()) for name in FRAMES}
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    found["plots"] = [one for one in outputs if "image/png" in one.get("data", {})]
    found["warnings"] = [one["text"] for one in outputs if one.get("name") == "stderr"]
    return found


GRAMS = {"petrol": 2310, "diesel": 2640}


def real(of_device: list[dict[str, Any]], first: int = 0) -> tuple[float, float]:
    """Litres and kilometres between the first and the last snapshot."""
    start, end = of_device[first], of_device[-1]
    return end["tfc"] - start["tfc"], end["tdt"] - start["tdt"]


def test_it_runs_and_plots_and_warns_of_nothing(executed: dict[str, Any]) -> None:
    assert len(executed["plots"]) == 3
    assert executed["warnings"] == []
    assert executed["rejected"] == []
    assert executed["excluded"] == []


def test_every_snapshot_and_vehicle_is_there(
    executed: dict[str, Any], fleet: Path, snapshots: dict[str, list[dict[str, Any]]]
) -> None:
    assert len(executed["transfers"]) == sum(map(len, snapshots.values()))
    # Those that are cleared, of 40.
    assert 20 < len(executed["vehicles"]) < 40
    consumed = {one["device"]: one for one in executed["consumed"]}
    assert set(consumed) == {one["device"] for one in lines(fleet / "vehicles.ndjson")}
    for device, one in consumed.items():
        assert one["snapshots"] == len(snapshots.get(device, []))
        assert (one["note"] == "no-snapshots") == (device not in snapshots)


def test_consumption_and_gap_by_another_way(
    executed: dict[str, Any], fleet: Path, snapshots: dict[str, list[dict[str, Any]]]
) -> None:
    sums: dict[str, list[float]] = {}
    vehicles = {one["device"]: one for one in lines(fleet / "vehicles.ndjson")}
    for one in executed["consumed"]:
        if one["device"] not in snapshots:
            continue
        litres, kilometres = real(snapshots[one["device"]])
        fuel = one["ft"]
        wltp = vehicles[one["device"]]["ewltp"] / GRAMS[fuel.split("/")[0]] * 100
        assert one["l_per_100km"] == pytest.approx(100 * litres / kilometres)
        assert one["gap_percent"] == pytest.approx((100 * litres / kilometres - wltp) / wltp * 100)
        newest = snapshots[one["device"]][-1]
        lifetime = 100 * newest["tfc"] / newest["tdt"]
        assert one["lifetime_gap_percent"] == pytest.approx((lifetime - wltp) / wltp * 100)
        sums.setdefault(fuel, [0.0, 0.0, 0.0, 0.0])
        added = (litres, kilometres, wltp * kilometres / 100, 1)
        sums[fuel] = [old + new for old, new in zip(sums[fuel], added, strict=True)]
    # Four fuels, so that nothing here is true of an empty table.
    assert set(sums) == {"petrol", "diesel", "petrol/electric", "diesel/electric"}
    for one in executed["by_fuel"]:
        litres, kilometres, approved, count = sums[one["ft"]]
        assert one["vehicles"] == count
        assert one["distance_km"] == pytest.approx(kilometres)
        assert one["gap_percent"] == pytest.approx(100 * (litres / approved - 1))
    plug_ins = [one for one in executed["by_fuel"] if "electric" in one["ft"]]
    assert all(one["gap_percent"] > 100 for one in plug_ins)
    others = [one for one in executed["by_fuel"] if "electric" not in one["ft"]]
    assert all(0 < one["gap_percent"] < 50 for one in others)


def test_shares_by_another_way(
    executed: dict[str, Any], snapshots: dict[str, list[dict[str, Any]]]
) -> None:
    plug_ins = {device for device, found in snapshots.items() if "tdtcdoeo" in found[0]}
    assert {one["device"] for one in executed["shares"]} == plug_ins
    assert len(plug_ins) >= 4
    for one in executed["shares"]:
        start, end = snapshots[one["device"]][0], snapshots[one["device"]][-1]
        grown = {name: end[name] - start[name] for name in start}
        assert one["electric_share"] == pytest.approx(grown["tdtcdoeo"] / grown["tdt"])
        depleting = grown["tdtcdoeo"] + grown["tdtcdoer"]
        assert one["charge_depleting_share"] == pytest.approx(depleting / grown["tdt"])


def test_months_add_up_to_the_whole_but_for_those_that_are_missing(
    executed: dict[str, Any], snapshots: dict[str, list[dict[str, Any]]]
) -> None:
    of_months: dict[str, float] = {}
    for one in executed["by_month"]:
        of_months[one["device"]] = of_months.get(one["device"], 0.0) + one["fuel_l"]
    holes = {one["device"] for one in executed["months"] if one["state"] == "missing"}
    assert holes and set(of_months) - holes
    for device, fuel in of_months.items():
        litres, _ = real(snapshots[device])
        if device in holes:
            assert fuel < litres - 1
        else:
            assert fuel == pytest.approx(litres)


def test_what_is_spoilt_is_left_out_and_changes_little(executed: dict[str, Any]) -> None:
    reasons = [one["reason"] for one in executed["left_out"]]
    assert reasons.count("too-fast") == 1
    assert set(reasons) == {"too-fast", "duplicate"}
    before = {one["device"]: one for one in executed["consumed"]}
    changed = [one for one in executed["again"] if one["excluded"] or one["resets"]]
    assert len(changed) == 3
    for one in changed:
        known = before[one["device"]]["gap_percent"]
        assert one["gap_percent"] == pytest.approx(known, abs=max(3, 0.1 * known))
    assert sum(one["resets"] for one in changed) == 1


def test_pandas_gives_what_the_notebook_has_from_polars(
    executed: dict[str, Any], fleet: Path
) -> None:
    """As the README of the example shows it."""
    read = iot4emissions.read_transfers(fleet / "transfers.ndjson")
    transfers = pandas.DataFrame.from_arrow(read)
    vehicles = pandas.read_json(fleet / "vehicles.ndjson", lines=True)
    consumed, excluded = analysis.consumption(transfers, vehicles, grams_per_litre=GRAMS)
    assert len(excluded) == 0
    rows = consumed.astype(object).where(consumed.notna(), None).to_dict("records")
    for one, expected in zip(rows, executed["consumed"], strict=True):
        for name in ("device", "vfn", "ft", "fm", "snapshots", "note"):
            assert one[name] == expected[name]
        for name in ("l_per_100km", "gap_percent", "lifetime_gap_percent", "kwh_per_100km"):
            assert one[name] == pytest.approx(expected[name])


def test_p_1_3_no_file_and_no_table_has_a_vin(fleet: Path, executed: dict[str, Any]) -> None:
    for file in ("transfers.ndjson", "vehicles.ndjson"):
        text = (fleet / file).read_text(encoding="utf-8")
        assert iot4emissions.hide_vins(text) == text
    assert not any("vin" in (name.lower() for name in one) for one in executed["vehicles"])


def test_the_notebook_is_committed_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code and all(not cell.outputs and cell.execution_count is None for cell in code)
