"""``iot4emissions transfers``."""

from __future__ import annotations

import argparse

from ._arguments import files as file_arguments
from ._arguments import profile
from ._progress import Bar
from ._say import UserError, complain
from ._scan import ENVELOPES, Files, form, interruptible, null_is_absent
from ._table import rejected_file, table_file

DESCRIPTION = f"""\
Turns newline-delimited Data Transfer messages into one table, a row a snapshot, with bounded
memory. Columns: device, acquired, the eight values by their names on the wire in l, km and
kWh, received (where the envelope says so), source_row (the line, from 0) and source_file. Parquet needs pyarrow:
pip install "iot4emissions[parquet]".

{ENVELOPES}

What is refused is told on standard error as FILE:LINE: POINTER: TEXT; the first line is 1.
With --rejected it becomes a CSV file instead: source_file, source_row, device, code, pointer,
error. One bad row never costs the others."""

EPILOG = """\
examples:
  $ iot4emissions transfers transfers.ndjson --output transfers.parquet
  $ iot4emissions transfers transfers.ndjson transfers.ndjson.gz --output transfers.csv
  $ iot4emissions transfers --values float64 --output - < transfers.ndjson
  $ iot4emissions transfers log.ndjson --output log.csv --rejected rejected.csv || true

exit status: 0 all accepted, 1 something was refused, 2 wrong arguments or files; then there
is no output file; 130 after Ctrl-C: then it holds what was read before, which is said
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    file_arguments(parser, "Data Transfer messages")
    parser.add_argument(
        "--output",
        "-o",
        required=True,
        metavar="FILE",
        help="a name that ends with .parquet or .csv; - is CSV on standard output",
    )
    parser.add_argument("--rejected", metavar="FILE", help="a CSV file for what is refused")
    parser.add_argument(
        "--values",
        choices=["decimal", "float64"],
        default="decimal",
        help="exact decimals or the nearest floats [default: decimal]",
    )
    profile(parser)
    form(parser)
    null_is_absent(parser)
    parser.add_argument(
        "--progress",
        action=argparse.BooleanOptionalAction,
        help="a progress bar on standard error [default: where that is a terminal]",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.rejected is not None and arguments.rejected == arguments.output:
        raise UserError("expected another file as --rejected than as --output")
    bar = Bar(arguments.files, arguments.progress)
    files = Files(arguments, bar)
    messages = snapshots = count = 0
    with (
        table_file(arguments.output, arguments.values) as table,
        rejected_file(arguments.rejected) as rejected,
        interruptible(),
    ):
        for name in arguments.files:
            for part, refused in files.parts(name, arguments.values):
                table.write(part, name)
                messages += part.messages
                snapshots += len(part)
                count += len(part.rejected)
                for each in refused:
                    if rejected is None:
                        bar.clear()
                        complain(str(each))
                    else:
                        rejected.write(each)
            if files.interrupted:
                break
        bar.clear()
    found = f"{snapshots} snapshots of {messages} messages, {count} rows refused"
    if files.interrupted:
        complain(f"interrupted: the output holds {found}")
        return 130
    complain(found)
    return int(count > 0)
