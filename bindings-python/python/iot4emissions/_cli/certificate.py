"""``iot4emissions certificate``."""

from __future__ import annotations

import argparse
from datetime import datetime

from .._errors import CertificateError
from .._native import DeviceId
from ._arguments import files, time
from ._input import content, shown
from ._say import complain, json_line, say

DESCRIPTION = """\
Prints the device ID in an X.509 certificate, in DER or PEM: its one common name (P-2.1 to
P-2.3). Chain, signature and revocation are not verified."""

EPILOG = """\
examples:
  $ iot4emissions certificate device.pem
  $ iot4emissions certificate --now 2026-01-01T00:00:00Z < device.pem
  $ iot4emissions certificate --json *.pem

exit status: 0 all name a device, 1 one does not, 2 wrong arguments or files
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    files(parser, "certificates")
    parser.add_argument(
        "--now",
        type=time,
        metavar="TIME",
        help="when they have to be valid, such as 2026-01-01T00:00:00Z [default: now]",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a file")


def run(arguments: argparse.Namespace) -> int:
    names: list[str] = arguments.files
    now: datetime | None = arguments.now
    refused = False
    for name in names:
        try:
            device = DeviceId.from_certificate(content(name), now)
        except CertificateError as error:
            refused = True
            complain(f"{shown(name)}: {error}")
            found: dict[str, object] = {"device": None, "code": error.code, "text": str(error)}
        else:
            found = {"device": str(device)}
            if not arguments.json:
                say(f"{shown(name)}: {device}" if len(names) > 1 else str(device))
        if arguments.json:
            say(json_line({"file": shown(name), **found}))
    return int(refused)
