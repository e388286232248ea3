"""``iot4emissions publish``."""

from __future__ import annotations

import argparse
from pathlib import Path

from .._native import PseudonymKey, PublicationReport, _attribute_names
from ._arguments import count, profile
from ._fleet import NAMES, add_vehicles, fleet_of, vehicles_of
from ._say import UserError, file_error, say
from ._scan import ENVELOPES, form, null_is_absent

_BY, _MIN_VEHICLES = _attribute_names()[1:]

DESCRIPTION = f"""\
Writes what of a fleet's data may be given to people (P-10): publication.csv, a row a pseudonym
and month with what the counters grew by in steps of 10 km, 1 l and 1 kWh; groups.csv, a row a
group and month with what its vehicles used together; and report.json, which counts what is not
in them and what somebody could still find out with the first. groups.csv is for everybody,
publication.csv for people whom you trust with that.

TRANSFERS are Data Transfer messages, VEHICLES is newline-delimited JSON, a vehicle a line:
  {{"device": "vehicle-7", "vfn": "IP-03_MX_0169-1C4-1", "ft": "petrol", "fm": "M"}}
Where a vehicle has a "state", only "operational" is cleared; of the others nothing is written.

The key is for this publication and no other, 64 hexadecimal digits in a file:
  (umask 077; openssl rand -hex 32 > key.txt)
Whoever has it and the device IDs has every pseudonym; destroy it, or keep it apart from both.
Publish each month once: the same months under another key join by their values.

{ENVELOPES}"""

EPILOG = """\
examples:
  $ iot4emissions publish transfers.ndjson vehicles.ndjson --key key.txt --out published
  $ iot4emissions publish transfers.ndjson vehicles.ndjson --key key.txt --out published --by mk,ft --first 2025-01 --last 2025-12

exit status: 0 written, 1 written, but some messages were refused, 2 wrong arguments or files
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("transfers", metavar="TRANSFERS", help="messages, also gzip")
    parser.add_argument("vehicles", metavar="VEHICLES", help="vehicles, also gzip")
    parser.add_argument("--key", required=True, metavar="FILE", help="the key's file")
    parser.add_argument(
        "--out", required=True, metavar="FOLDER", help="where the files go; made where missing"
    )
    parser.add_argument(
        "--min-vehicles",
        type=count,
        default=_MIN_VEHICLES,
        metavar="N",
        help=f"the fewest vehicles of a group, at least 3 [default: {_MIN_VEHICLES}]",
    )
    parser.add_argument(
        "--by",
        default=",".join(_BY),
        metavar="NAMES",
        help=f"the attributes that are columns and make groups, of {', '.join(NAMES)} "
        f"[default: {','.join(_BY)}]",
    )
    parser.add_argument("--first", metavar="MONTH", help="the first month, such as 2025-01")
    parser.add_argument("--last", metavar="MONTH", help="the last month")
    profile(parser)
    form(parser)
    null_is_absent(parser)


def run(arguments: argparse.Namespace) -> int:
    key = _key(arguments.key)
    vehicles = vehicles_of(arguments.vehicles)
    fleet, refused = fleet_of(arguments, [arguments.transfers])
    add_vehicles(fleet, vehicles)
    by = [name for name in arguments.by.split(",") if name]
    try:
        _, csv, groups, report = fleet.publish(
            key, by, arguments.min_vehicles, arguments.first, arguments.last
        )
    except ValueError as error:
        raise UserError(str(error)) from None
    folder = Path(arguments.out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "publication.csv").write_text(csv, encoding="utf-8", newline="")
        (folder / "groups.csv").write_text(groups, encoding="utf-8", newline="")
        (folder / "report.json").write_text(report.to_json(), encoding="utf-8", newline="")
    except OSError as error:
        raise file_error(arguments.out, error) from None
    for line in _summary(report):
        say(line)
    if refused:
        say(f"{refused} rows of messages were refused: iot4emissions transfers says why")
    return int(refused > 0)


def _key(name: str) -> PseudonymKey:
    """The key in a file. None is made where there is none: nobody would know of it."""
    hint = "make one with (umask 077; openssl rand -hex 32 > FILE)"
    try:
        text = Path(name).read_text(encoding="ascii", errors="replace")
        return PseudonymKey.from_hex(text.rstrip())
    except OSError as error:
        raise UserError(f"{file_error(name, error)}: {hint}") from None
    except ValueError as error:
        raise UserError(f"{name}: {error}: {hint}") from None


def _summary(report: PublicationReport) -> list[str]:
    found = report.uniqueness
    lines = [
        f"published: {report.published_rows} months of {report.published_vehicles} vehicles, "
        f"in {sum(report.group_sizes.values())} groups of at least {report.min_vehicles}",
        f"suppressed: {report.suppressed_rows} months of {report.suppressed_vehicles} further "
        f"vehicles, in {sum(report.suppressed_group_sizes.values())} smaller groups",
    ]
    for what, excluded in (
        ("vehicles", report.excluded_vehicles),
        ("months", report.excluded_months),
        ("snapshots", report.excluded_snapshots),
    ):
        if excluded:
            counts = ", ".join(f"{count} {why}" for why, count in excluded.items())
            lines.append(f"excluded {what}: {counts}")
    lines.append(
        f"before: {found.unique_by_types} of {found.vehicles} vehicles unique by types, "
        f"{found.unique_by_types_and_odometer} by types and first odometer reading"
    )
    lines.append(
        f"left: {report.unique_rows} of {report.published_rows} rows are alone with their values "
        f"in their group, {report.unique_series} of {report.pseudonyms} pseudonyms with all theirs"
    )
    return lines
