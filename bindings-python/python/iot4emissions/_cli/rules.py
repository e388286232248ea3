"""``iot4emissions rules``."""

from __future__ import annotations

import argparse
from pathlib import Path

from .._enums import BrokerRole, Format, TlsVersion
from .._errors import DeviceIdError, ProtocolError
from .._native import (
    AwsPlace,
    BrokerNotes,
    DeviceId,
    Export,
    ServiceNames,
    TlsFiles,
    export_rules,
)
from . import _check
from ._input import content
from ._say import UserError, complain, file_error, say, show

DESCRIPTION = """\
Writes who may publish, subscribe and receive what (P-4.1 to P-4.3) as the configuration of
a broker, with the listener settings without which the rules protect nothing; with --check asks
a running broker what it grants beyond them."""

EPILOG = f"""\
examples:
  $ iot4emissions rules mosquitto --role data
  $ iot4emissions rules mosquitto --role data --file acl > acl
  $ iot4emissions rules mosquitto --role data --broker-version 2.1
  $ iot4emissions rules rabbitmq --role registration --devices devices.txt --output conf
  $ iot4emissions rules emqx --notes
{_check.EPILOG}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "format",
        nargs="?",
        metavar="FORMAT",
        choices=[str(format) for format in Format],
        help=f"one of {', '.join(Format)}",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--role",
        choices=[str(role) for role in BrokerRole],
        help="which of the two brokers it is",
    )
    what.add_argument(
        "--notes", action="store_true", help="print what the broker enforces, and pitfalls"
    )
    text: list[tuple[str, str, str]] = [
        ("registration-service", "NAME", "the common name in that service's certificate"),
        ("data-service", "NAME", "the common name in that service's certificate"),
        ("listen", "ADDRESS:PORT", "where to listen [default: 0.0.0.0:8883]"),
        ("folder", "PATH", "where the files will be on the broker's machine"),
        ("state-folder", "PATH", "where the broker keeps messages across restarts there"),
        ("client-authority", "PATH", "the clients' certificate authority there"),
        ("certificate", "PATH", "the broker's certificate there"),
        ("key", "PATH", "the broker's key there"),
        ("revocation-list", "PATH", "the authority's revocation list there"),
        (
            "plugin",
            "PATH",
            "for mosquitto-dynsec, and for mosquitto from 2.1: the plugin there",
        ),
        ("broker-version", "NUMBER", "the broker's release, such as 2.1; --notes lists them"),
        ("region", "NAME", "for aws-iot: the region"),
        ("account", "DIGITS", "for aws-iot: the account"),
    ]
    for name, metavar, help in text:
        parser.add_argument(f"--{name}", metavar=metavar, help=help)
    parser.add_argument(
        "--device",
        action="append",
        default=[],
        metavar="ID",
        help="a device, for the formats that list them; may be repeated",
    )
    parser.add_argument(
        "--devices",
        metavar="FILE",
        help="device IDs, one a line; empty lines and those that begin with # are skipped",
    )
    parser.add_argument(
        "--oldest-tls",
        choices=[str(version) for version in TlsVersion],
        default=str(TlsVersion.V1_3),
        help="the oldest version of TLS that the broker speaks; before 1.3 anyone on the way reads "
        "a device's ID (default: 1.3)",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--output",
        type=Path,
        metavar="FOLDER",
        help="write the files into this folder, and replace what has their names",
    )
    where.add_argument("--file", metavar="NAME", help="print this file alone")
    _check.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.check is not None:
        return _check.run(arguments)
    if arguments.format is None:
        raise UserError(f"expected a format, one of {', '.join(Format)}")
    if arguments.notes:
        _notes(BrokerNotes(arguments.format))
        return 0
    try:
        export = _export(arguments)
    except ProtocolError as error:
        raise UserError(str(error)) from None
    if BrokerNotes(arguments.format).lists_devices and not (arguments.device or arguments.devices):
        complain(
            f"{arguments.format} lists devices, and none is given: "
            "only the service can connect (--device, --devices)"
        )
    if arguments.output is not None:
        _write(arguments.output, export)
    elif arguments.file is None:
        for file in export.entries:
            show(f"===== {file.name}: {file.purpose}\n{file.text}")
    elif arguments.file in export.files:
        show(export.files[arguments.file].removesuffix("\n"))
    else:
        known = ", ".join(export.files)
        raise UserError(f'expected one of {known} as --file, found "{arguments.file}"')
    return 0


def _export(arguments: argparse.Namespace) -> Export:
    tls = (arguments.client_authority, arguments.certificate, arguments.key)
    if any(tls) or arguments.revocation_list:
        if not all(tls):
            raise UserError("expected --client-authority, --certificate and --key together")
        files = TlsFiles(*tls, arguments.revocation_list)
    else:
        files = None
    return export_rules(
        arguments.format,
        arguments.role,
        services=ServiceNames(arguments.registration_service, arguments.data_service),
        devices=_devices(arguments),
        listen=arguments.listen,
        folder=arguments.folder,
        tls=files,
        state_folder=arguments.state_folder,
        plugin=arguments.plugin,
        version=arguments.broker_version,
        oldest_tls=arguments.oldest_tls,
        aws=AwsPlace(arguments.region, arguments.account),
    )


def _devices(arguments: argparse.Namespace) -> list[DeviceId]:
    found = []
    for position, text in enumerate(arguments.device, 1):
        try:
            found.append(DeviceId(text))
        except DeviceIdError as error:
            raise UserError(f"--device, number {position}: {error}") from None
    if arguments.devices is None:
        return found
    for line, text in enumerate(_text(arguments.devices).splitlines(), 1):
        if text and not text.startswith("#"):
            try:
                found.append(DeviceId(text))
            except DeviceIdError as error:
                raise UserError(f"{arguments.devices}:{line}: {error}") from None
    return found


def _text(name: str) -> str:
    try:
        return content(name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{name}: expected UTF-8, found byte {error.start + 1}") from None


def _write(folder: Path, export: Export) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in export.entries:
            path = folder / file.name
            path.write_text(file.text, encoding="utf-8", newline="\n")
            complain(f"{path}: {file.purpose}")
    except OSError as error:
        raise file_error(str(error.filename or folder), error) from None


def _notes(notes: BrokerNotes) -> None:
    enforces = notes.enforces
    say(notes.broker)
    if notes.versions:
        say(f"  versions: {', '.join(notes.versions)} (default: {notes.default_version})")
    for what, does in [
        ("publish", enforces.publish),
        ("publish with RETAIN", enforces.publish_retained),
        ("subscribe", enforces.subscribe),
        ("receive", enforces.receive),
    ]:
        say(f"  enforces {what}: {'yes' if does else 'no'}")
    say(f"denied: {notes.denied}")
    for difference in notes.differences:
        say(f"differs ({difference.name}): {difference.text}")
    for pitfall in notes.pitfalls:
        say(f"look out: {pitfall}")
