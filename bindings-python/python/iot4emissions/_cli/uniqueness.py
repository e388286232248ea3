"""``iot4emissions uniqueness``."""

from __future__ import annotations

import argparse

from .._vehicle_texts import type_columns
from ._arguments import profile
from ._fleet import fleet_of, vehicles_of
from ._say import json_line, say
from ._scan import form, null_is_absent

DESCRIPTION = """\
Says how many vehicles of any data are the only ones of their kind (P-10.7): by their types, as
the public register of CO2 emissions has them, and by their types with the first odometer
reading, as a roadworthiness test has it. Types are all members of a vehicle's line but device,
state and segment, unless --by names them. VEHICLES is newline-delimited JSON, TRANSFERS are Data
Transfer messages; without them nobody has an odometer reading."""

EPILOG = """\
examples:
  $ iot4emissions uniqueness vehicles.ndjson
  $ iot4emissions uniqueness vehicles.ndjson transfers.ndjson --by vfn,ft --json

exit status: 0 said, 1 said, but some messages were refused, 2 wrong arguments or files
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("vehicles", metavar="VEHICLES", help="vehicles, also gzip")
    parser.add_argument("transfers", metavar="TRANSFERS", nargs="*", help="messages, also gzip")
    parser.add_argument("--by", metavar="NAMES", help="the members that are types")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    profile(parser)
    form(parser)
    null_is_absent(parser)


def run(arguments: argparse.Namespace) -> int:
    vehicles = vehicles_of(arguments.vehicles)
    every = dict.fromkeys(name for vehicle in vehicles for name in vehicle)
    names = type_columns(every) if arguments.by is None else arguments.by.split(",")
    fleet, refused = fleet_of(arguments, arguments.transfers)
    devices = [str(vehicle["device"]) for vehicle in vehicles]
    types = [[_text(vehicle.get(name)) for name in names] for vehicle in vehicles]
    found = fleet.uniqueness(devices, types)
    if arguments.json:
        record: dict[str, object] = {
            "by": names,
            "vehicles": found.vehicles,
            "combinations": found.combinations,
            "uniqueByTypes": found.unique_by_types,
            "uniqueByTypesAndOdometer": found.unique_by_types_and_odometer,
        }
        say(json_line(record))
        return int(refused > 0)
    say(f"{found.vehicles} vehicles, {found.combinations} combinations of {', '.join(names)}")
    say(f"unique by types: {_share(found.unique_by_types, found.vehicles)}")
    with_odometer = _share(found.unique_by_types_and_odometer, found.vehicles)
    say(f"unique by types and first odometer reading: {with_odometer}")
    return int(refused > 0)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)" if whole else "0"
