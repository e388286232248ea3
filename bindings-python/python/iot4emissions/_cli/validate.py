"""``iot4emissions validate``."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .._enums import TopicKind
from .._errors import DecodeError, ProtocolError
from .._native import decode, refused_in_a_line
from ._arguments import files, kind, profile
from ._input import lines, message, opened, records, shown
from ._opening import Asked
from ._progress import Bar
from ._say import UserError, complain, json_line, say
from ._scan import ENVELOPES, Files, Refused, form, null_is_absent

DESCRIPTION = f"""\
Checks messages, one a line or, with --single, one a file. What is refused is told on
standard error as FILE:LINE: POINTER: TEXT; the first line is 1.

{ENVELOPES}
Without --topic and --kind, each line is an envelope with a topic, of any kind."""

EPILOG = """\
examples:
  $ iot4emissions validate log.ndjson
  $ iot4emissions validate --kind dataDevice transfers.ndjson transfers.ndjson.gz
  $ iot4emissions validate --strict --kind dataDevice < canonical.ndjson
  $ iot4emissions validate --single --kind configServer configuration.json
  $ iot4emissions validate --json log.ndjson

exit status: 0 all accepted, 1 something was refused, 2 wrong arguments or files
"""


@dataclass
class Tally:
    """What became of a file."""

    rows: int = 0
    accepted: int = 0
    refused: int = 0
    deviations: Counter[str] = field(default_factory=Counter)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    files(parser, "messages")
    kind(parser)
    profile(parser)
    form(parser)
    null_is_absent(parser)
    parser.add_argument(
        "--single", action="store_true", help="each file is one message, over any lines"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="a JSON object for each refused row and each file, on standard output",
    )


def run(arguments: argparse.Namespace) -> int:
    asked = Asked.of(arguments)
    bar = Bar(arguments.files, None)
    refused = False
    for name in arguments.files:
        check = Check(name, arguments, asked)
        for each in check.refused(bar):
            bar.clear()
            _tell(each, arguments.json)
        bar.clear()
        refused |= check.tally.refused > 0
        _sum_up(shown(name), check.tally, arguments.json)
    return int(refused)


class Check:
    """One file's check; how it went is in ``tally`` when all that was refused is known."""

    def __init__(self, name: str, arguments: argparse.Namespace, asked: Asked) -> None:
        self.name = name
        self.arguments = arguments
        self.asked = asked
        self.tally = Tally()

    def refused(self, bar: Bar) -> Iterator[Refused]:
        """What is refused, in the file's order."""
        if self.arguments.single:
            self.tally.rows += 1
            yield from self._message(1, message(self.name))
        elif self.asked.kind is TopicKind.DATA_DEVICE and self.asked.device is None:
            files = Files(self.arguments, bar)
            for part, refused in files.parts(self.name, "decimal"):
                self.tally.rows += part.rows
                self.tally.accepted += part.messages
                self.tally.refused += len(part.rejected)
                self.tally.deviations.update(part.deviations)
                yield from refused
            if files.interrupted:
                raise KeyboardInterrupt
        else:
            with opened(self.name) as file:
                for line, text in lines(file):
                    yield from self._line(line, text)

    def _line(self, line: int, text: bytes) -> Iterator[Refused]:
        self.tally.rows += 1
        most, code, words = refused_in_a_line()
        before = self.tally.refused
        for record in records(text):
            if self.tally.refused - before == most:
                self.tally.refused += 1
                yield Refused(shown(self.name), line, None, code, "", words)
                return
            yield from self._message(line, record)

    def _message(self, line: int, text: bytes) -> Iterator[Refused]:
        file = shown(self.name)
        device = None
        try:
            payload = self.asked.open(text, self.arguments.form, self.arguments.names)
            if payload is None:
                return
            device = None if payload.device is None else str(payload.device)
            decoded = decode(
                payload.kind,
                payload.content,
                self.arguments.profile,
                null_is_absent=self.arguments.null_is_absent,
            )
        except ProtocolError as error:
            if error.code == "kind" and not self.tally.accepted + self.tally.refused:
                need = "no envelope: its messages need --topic or --kind"
                raise UserError(f"{file}:{line}: {need}") from None
            self.tally.refused += 1
            words = str(error)
            if isinstance(error, DecodeError) and not self.arguments.single:
                words = error._in_row
            yield Refused(file, line, device, error.code, error.path, words)
        else:
            self.tally.accepted += 1
            self.tally.deviations.update(decoded.counts)


def _tell(refused: Refused, as_json: bool) -> None:
    if as_json:
        say(json_line(vars(refused)))
    else:
        complain(str(refused))


def _sum_up(name: str, tally: Tally, as_json: bool) -> None:
    if as_json:
        deviations = {str(code): count for code, count in sorted(tally.deviations.items())}
        say(json_line({"file": name, **vars(tally), "deviations": deviations}))
        return
    text = f"{name}: {tally.accepted} accepted, {tally.refused} refused"
    if tally.deviations:
        each = ", ".join(f"{code} {count}" for code, count in sorted(tally.deviations.items()))
        text += f"; deviations: {each}"
    say(text)
