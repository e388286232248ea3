"""The command line. Each command has a module of its own, imported when it is called.

Exit statuses: 0 all well, 1 something was refused, 2 wrong arguments or a file that cannot
be read or written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn, Protocol

from ._say import UserError, abandon_output, complain, safe

COMMANDS = {
    "decode": "read payloads and print the messages",
    "validate": "check files of messages, line by line",
    "topic": "explain a topic, or try topic filters on it",
    "may": "say whether someone may publish, subscribe or receive",
    "schedule": "explain a schedule",
    "certificate": "print the device ID in a certificate",
    "rules": "write the access rules as a broker's configuration",
    "schema": "print a message's JSON Schema",
    "transfers": "turn Data Transfer messages into a Parquet or CSV file",
    "publish": "write what of a fleet's data may be given to people",
    "uniqueness": "say how many vehicles of a fleet are the only ones of their kind",
}

EPILOG = """\
examples:
  $ iot4emissions validate log.ndjson
  $ iot4emissions schedule --help

exit status: 0 all well, 1 something was refused, 2 wrong arguments or files
"""


class Command(Protocol):
    """What a command's module has."""

    DESCRIPTION: str
    EPILOG: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Does it, and returns the exit status."""


class Parser(argparse.ArgumentParser):
    """An argument may be a VIN by mistake: it is not repeated."""

    def error(self, message: str) -> NoReturn:
        super().error(safe(message))


def _version() -> str:
    from importlib.metadata import version

    return f"iot4emissions {version('iot4emissions')}"


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = Parser(
        prog="iot4emissions",
        description="OBFCM data over the air (JRC127600): read, check and explain.",
        epilog=EPILOG,
        formatter_class=raw,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, text in COMMANDS.items():
        if given[:1] != [name]:
            commands.add_parser(name, help=text)
            continue
        module: Command = import_module(f".{name}", __name__)
        command = commands.add_parser(
            name,
            help=text,
            description=module.DESCRIPTION,
            epilog=module.EPILOG,
            formatter_class=raw,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(given: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status; without arguments, those of the process."""
    given = sys.argv[1:] if given is None else given
    parser = _parser(given)
    arguments = parser.parse_args(given)
    if arguments.version:
        print(_version())
        return 0
    if arguments.command is None:
        parser.error(f"expected a command, one of {', '.join(COMMANDS)}")
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except UserError as error:
        complain(f"iot4emissions {arguments.command}: {error}")
        return 2
    except BrokenPipeError:
        # Nobody reads any more (`| head`): what a shell reports of other programs then.
        abandon_output(errors=True)
        return 141
    except OSError as error:
        abandon_output()
        complain(f"iot4emissions {arguments.command}: {error.strerror or error}")
        return 2
    except KeyboardInterrupt:
        return 130
    return status
