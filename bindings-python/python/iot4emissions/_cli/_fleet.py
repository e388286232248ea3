"""Files of a fleet: Data Transfer messages and vehicles."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from .._native import _attribute_names, _Fleet
from .._vehicle_texts import CLEARED, text_of
from ._input import lines, opened, shown
from ._progress import Bar
from ._say import UserError
from ._scan import Files

NAMES: tuple[str, ...] = tuple(_attribute_names()[0])


def vehicles_of(name: str) -> list[dict[str, object]]:
    """The vehicles of a file, an object a line, each with its ``device``."""
    import json

    found = []
    with opened(name) as file:
        for number, line in lines(file):
            if not line.strip():
                continue
            try:
                vehicle = json.loads(line)
            except (ValueError, RecursionError):
                vehicle = None
            if not isinstance(vehicle, dict) or not isinstance(vehicle.get("device"), str):
                raise UserError(
                    f"{shown(name)}:{number}: expected a vehicle as a JSON object "
                    'with its device, such as {"device":"vehicle-7","mk":"JEEP"}'
                )
            found.append(vehicle)
    return found


def fleet_of(arguments: argparse.Namespace, transfers: Iterable[str]) -> tuple[_Fleet, int]:
    """The snapshots of these files, and how many rows were refused."""
    fleet = _Fleet()
    refused = 0
    files = Files(arguments, Bar([], False))
    for name in transfers:
        for part, _ in files.parts(name, "decimal"):
            fleet.add_transfers(part)
            refused += len(part.rejected)
    return fleet, refused


def add_vehicles(fleet: _Fleet, vehicles: list[dict[str, object]]) -> None:
    """Adds them; of those with a ``state``, those that are operational are cleared."""
    devices = [str(vehicle["device"]) for vehicle in vehicles]
    try:
        rows = [[text_of(name, vehicle.get(name)) for name in NAMES] for vehicle in vehicles]
        cleared = [vehicle.get("state", CLEARED) == CLEARED for vehicle in vehicles]
        fleet.add_vehicles(devices, rows, cleared)
    except ValueError as error:
        raise UserError(str(error)) from None
