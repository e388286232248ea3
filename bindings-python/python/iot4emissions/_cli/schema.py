"""``iot4emissions schema``."""

from __future__ import annotations

import argparse
import json

from .._native import asyncapi, schema, schema_names
from ._say import UserError, show

DESCRIPTION = """\
Prints the JSON Schema (draft 2020-12) of a message: NAME.canonical is what may be sent,
NAME.accepted what is understood. Without a name, lists them."""

EPILOG = """\
examples:
  $ iot4emissions schema
  $ iot4emissions schema data-transfer.canonical > data-transfer.json
  $ iot4emissions schema asyncapi
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="one of the list, or asyncapi for that document"
    )


def run(arguments: argparse.Namespace) -> int:
    name: str | None = arguments.name
    known = (*schema_names(), "asyncapi")
    if name is None:
        for each in known:
            show(each)
        return 0
    if name not in known:
        raise UserError(f'expected one of {", ".join(known)}, found "{name}"')
    document = asyncapi() if name == "asyncapi" else schema(name)
    show(json.dumps(document, indent=2, ensure_ascii=False))
    return 0
