"""Arguments that several commands have."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from .._enums import Profile, TopicKind
from ._input import STDIN


def files(parser: argparse.ArgumentParser, what: str) -> None:
    """The input files, without any of them standard input."""
    parser.add_argument(
        "files",
        nargs="*",
        default=[STDIN],
        metavar="FILE",
        help=f"{what}, also gzip; - or none is standard input",
    )


def profile(parser: argparse.ArgumentParser) -> None:
    """How payloads are read (P-5.2)."""
    either = parser.add_mutually_exclusive_group()
    for profile, text in [
        (Profile.TOLERANT, "also accept the forms that the report shows elsewhere (the default)"),
        (Profile.STRICT, "accept canonical forms only"),
    ]:
        either.add_argument(
            f"--{profile}",
            dest="profile",
            action="store_const",
            const=profile,
            default=Profile.TOLERANT,
            help=text,
        )


def kind(parser: argparse.ArgumentParser) -> None:
    """Which messages they are, where no envelope says so."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--topic", metavar="TOPIC", help="the topic that they came on")
    either.add_argument(
        "--kind",
        choices=[str(kind) for kind in TopicKind],
        help="the kind of that topic",
    )


def time(text: str) -> datetime:
    """A time with its zone, such as 2026-01-01T00:00:00Z."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'expected a time such as 2026-01-01T00:00:00Z, found "{text}"'
        ) from None
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(
            f'expected a time with its zone, such as 2026-01-01T00:00:00Z, found "{text}"'
        )
    return found.astimezone(UTC)


def written(time: datetime) -> str:
    """The same time as text again."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def count(text: str) -> int:
    """A number from 0."""
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f'expected a whole number from 0, found "{text}"')
    return int(text)
