"""``iot4emissions publish`` and ``uniqueness``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_common import VIN, run

KEY = bytes(range(32)).hex()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten petrol vehicles with two months, and two diesels."""
    transfers, vehicles = [], []
    for number in range(12):
        device = f"vehicle-{number}"
        data = [
            {"acquired": acquired, "tdt": float(20000 + number + 1000 * month)}
            for month, acquired in enumerate((1735689600, 1738368000, 1740787200))
        ]
        transfers.append(json.dumps({"device": device, "payload": {"data": data}}))
        fuel = "petrol" if number < 10 else "diesel"
        vehicles.append(json.dumps({"device": device, "mk": "JEEP", "ft": fuel, "mt": 1872}))
    (tmp_path / "transfers.ndjson").write_text("\n".join(transfers))
    (tmp_path / "vehicles.ndjson").write_text("\n".join(vehicles) + "\n\n")
    (tmp_path / "key.txt").write_text(KEY + "\n")
    return tmp_path


def publish(folder: Path, *more: str) -> tuple[int, str, str]:
    words = ["publish", "transfers.ndjson", "vehicles.ndjson", "--key", "key.txt"]
    ran = run(*words, "--out", "a/b", *more, folder=folder)
    return ran.status, ran.output, ran.errors


def test_the_files_and_what_is_said(folder: Path) -> None:
    status, said, errors = publish(folder)
    assert (status, errors) == (0, "")
    assert said.splitlines() == [
        "published: 20 months of 10 vehicles, in 2 groups of at least 10",
        "suppressed: 4 months of 2 further vehicles, in 2 smaller groups",
        "excluded months: 12 unfinished",
        "before: 0 of 12 vehicles unique by types, 12 by types and first odometer reading",
        "left: 0 of 20 rows are alone with their values in their group, "
        "0 of 10 pseudonyms with all theirs",
    ]
    table = (folder / "a/b/publication.csv").read_text()
    header, *rows = table.splitlines()
    assert header.startswith("pseudonym,month,vfn,ft,fm,fuel_l,distance_km,")
    assert len(rows) == 20 and all(",2025-0" in one and ",petrol,,,1000," in one for one in rows)
    groups = (folder / "a/b/groups.csv").read_text().splitlines()
    assert groups[0].startswith("month,vfn,ft,fm,vehicles,fuel_l,distance_km,")
    assert groups[1:] == [f"2025-0{n},,petrol,,10,,10000,,,,,," for n in (1, 2)]
    report = json.loads((folder / "a/b/report.json").read_text())
    assert report["suppressed"] == {"vehicles": 2, "rows": 4}
    again = publish(folder)
    assert again[0] == 0 and (folder / "a/b/publication.csv").read_text() == table
    assert "vehicle-" not in table and KEY not in table


def test_what_may_be_chosen(folder: Path) -> None:
    status, said, _ = publish(folder, "--by", "mk,mt", "--last", "2025-01", "--min-vehicles", "12")
    assert status == 0
    assert said.startswith("published: 12 months of 12 vehicles, in 1 groups of at least 12\n")
    assert ",2025-01,JEEP,1900," in (folder / "a/b/publication.csv").read_text()


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (("--by", "tan"), "expected an attribute that may be published"),
        (("--by", VIN), "expected an attribute that may be published"),
        (("--min-vehicles", "2"), "expected at least 3 vehicles a group, found 2"),
        (("--first", "January"), "expected a month such as 2025-03"),
    ],
)
def test_what_may_not(folder: Path, more: tuple[str, ...], found: str) -> None:
    status, said, errors = publish(folder, *more)
    assert (status, said) == (2, "") and found in errors and VIN not in errors
    assert not (folder / "a").exists()


def test_no_key_is_made(folder: Path) -> None:
    (folder / "key.txt").unlink()
    status, _, errors = publish(folder)
    assert status == 2
    assert "key.txt: No such file or directory: make one with" in errors
    assert "openssl rand -hex 32" in errors and not (folder / "key.txt").exists()
    (folder / "key.txt").write_text(KEY[:-1])
    assert "expected a pseudonym key of 64 hexadecimal digits" in publish(folder)[2]
    assert KEY[:-1] not in publish(folder)[2]


def test_files_that_are_none(folder: Path) -> None:
    (folder / "vehicles.ndjson").write_text('{"device":"a"}\n{"device":7}\n')
    status, _, errors = publish(folder)
    assert status == 2
    assert "vehicles.ndjson:2: expected a vehicle as a JSON object with its device" in errors
    (folder / "vehicles.ndjson").write_text('{"device":"a"}\n{"device":"a"}\n')
    assert "expected each device once" in publish(folder)[2]
    (folder / "vehicles.ndjson").write_text(f'{{"device":"{VIN}"}}\n')
    assert "17 characters in the shape of a VIN" in publish(folder)[2]
    (folder / "vehicles.ndjson").write_text('{"device":"a","mk":["x"]}\n')
    assert "expected a text or a whole number as mk, found a list" in publish(folder)[2]


def test_refused_messages_are_told(folder: Path) -> None:
    with (folder / "transfers.ndjson").open("a") as file:
        file.write("\nx\n")
    status, said, _ = publish(folder)
    assert status == 1
    assert said.endswith("1 rows of messages were refused: iot4emissions transfers says why\n")


def test_uniqueness(folder: Path) -> None:
    ran = run("uniqueness", "vehicles.ndjson", folder=folder)
    assert (ran.status, ran.output.splitlines()) == (
        0,
        [
            "12 vehicles, 2 combinations of mk, ft, mt",
            "unique by types: 0 (0.0 %)",
            "unique by types and first odometer reading: 0 (0.0 %)",
        ],
    )
    ran = run("uniqueness", "vehicles.ndjson", "transfers.ndjson", "--json", folder=folder)
    assert json.loads(ran.output) == {
        "by": ["mk", "ft", "mt"],
        "vehicles": 12,
        "combinations": 2,
        "uniqueByTypes": 0,
        "uniqueByTypesAndOdometer": 12,
    }
    (folder / "vehicles.ndjson").write_text("")
    assert run("uniqueness", "vehicles.ndjson", folder=folder).status == 0
