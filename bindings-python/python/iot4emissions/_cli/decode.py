"""``iot4emissions decode``."""

from __future__ import annotations

import argparse

from .._errors import DecodeError, ProtocolError
from .._native import Decoded, decode, encode
from ._arguments import files, kind, profile
from ._input import message, shown
from ._opening import Asked, Payload
from ._readable import message_lines
from ._say import UserError, complain, json_line, safe, say, show
from ._scan import null_is_absent

DESCRIPTION = """\
Reads payloads, one a file, and prints the messages with their deviations (P-5.2, P-5.4). A
file may also be an envelope with a topic, as "validate --help" describes it; then neither
--topic nor --kind is needed. VINs are hidden."""

EPILOG = """\
examples:
  $ iot4emissions decode --kind dataDevice payload.json
  $ iot4emissions decode --topic iot4emissions/dataDevice/vehicle-7 --json < payload.json
  $ iot4emissions decode --kind dataDevice --strict payload.json
  $ iot4emissions decode --kind dataDevice --null-is-absent payload.json
  $ iot4emissions decode --kind registerDevice request.json
  $ iot4emissions decode --kind registerDevice --show-vin request.json

exit status: 0 all are messages, 1 one is not, 2 wrong arguments or files
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    files(parser, "payloads")
    kind(parser)
    profile(parser)
    null_is_absent(parser)
    parser.add_argument(
        "--show-vin",
        action="store_true",
        help="do not hide the VIN of a registration request: it is personal data",
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a file, the message in canonical form"
    )


def run(arguments: argparse.Namespace) -> int:
    asked = Asked.of(arguments)
    refused = False
    for number, name in enumerate(arguments.files):
        payload = _payload(name, asked)
        try:
            decoded = decode(
                payload.kind,
                payload.content,
                arguments.profile,
                null_is_absent=arguments.null_is_absent,
            )
        except DecodeError as error:
            refused = True
            for issue in error.issues:
                complain(f"{shown(name)}: {issue}")
            continue
        if arguments.json:
            _as_json(name, payload, decoded, arguments.show_vin)
        else:
            if number:
                show("")
            _readable(name, payload, decoded, arguments.show_vin)
    return int(refused)


def _payload(name: str, asked: Asked) -> Payload:
    text = message(name)
    try:
        payload = asked.open(text)
    except ProtocolError as error:
        raise UserError(f"{shown(name)}: {error}") from None
    if payload is None:
        raise UserError(f"{shown(name)}: expected a payload, found an empty file")
    return payload


def _readable(name: str, payload: Payload, decoded: Decoded, show_vin: bool) -> None:
    device = "" if payload.device is None else f" of {payload.device}"
    say(f"{shown(name)}: {type(decoded.message).__name__}{device}")
    for line in message_lines(decoded.message):
        show(line) if show_vin else say(line)
    for deviation in decoded.deviations:
        say(f"  deviates: {deviation}")


def _as_json(name: str, payload: Payload, decoded: Decoded, show_vin: bool) -> None:
    before: dict[str, object] = {
        "file": shown(name),
        "kind": payload.kind,
        "device": None if payload.device is None else str(payload.device),
    }
    deviations = [
        {"code": each.code, "pointer": each.pointer, "clause": each.clause}
        for each in decoded.deviations
    ]
    # The canonical bytes themselves, not what they are as Python's numbers.
    message = encode(decoded.message).decode()
    message = message if show_vin else safe(message)
    start = safe(json_line(before)).removesuffix("}")
    rest = safe(json_line({"deviations": deviations})).removeprefix("{")
    show(f'{start},"message":{message},{rest}')
