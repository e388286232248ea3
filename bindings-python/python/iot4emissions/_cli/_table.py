"""Tables as files: complete under their names, or not there."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, Protocol, Self

from .._native import Transfers, column_names, csv_lines, read_transfers
from ._input import STDIN, published
from ._say import UserError, file_error
from ._scan import Refused

if TYPE_CHECKING:
    import pyarrow

SOURCE_FILE = "source_file"
ROW_GROUP = 1 << 18


class Table(Protocol):
    """What snapshots are written to."""

    def write(self, part: Transfers, name: str) -> None:
        """The next part of the input file ``name``."""


@contextmanager
def table_file(name: str, values: str) -> Iterator[Table]:
    """The output: Parquet or CSV, as its name ends."""
    empty = read_transfers(b"", values=values)  # type: ignore[arg-type]
    if name == STDIN:
        yield CsvTable(sys.stdout.buffer, empty)
    elif name.endswith(".csv"):
        with _replaced(name) as file:
            yield CsvTable(file, empty)
    elif name.endswith(".parquet"):
        if find_spec("pyarrow") is None:
            raise UserError(
                'Parquet needs pyarrow: pip install "iot4emissions[parquet]"; CSV does not'
            )
        with _replaced(name) as file, ParquetTable(file, empty) as table:
            yield table
    else:
        raise UserError(f'expected a name that ends with .parquet or .csv, found "{name}"')


@contextmanager
def _replaced(name: str) -> Iterator[IO[bytes]]:
    """A new file beside it, which takes its name when all is written."""
    beside = f"{name}.part"
    try:
        with open(beside, "wb") as file:
            yield file
        os.replace(beside, name)
    except OSError as error:
        raise file_error(str(error.filename or name), error) from None
    finally:
        if os.path.exists(beside):
            os.remove(beside)


def _fields(*texts: object) -> bytes:
    """A line of comma-separated values, quoted where it needs to be; without its end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return line.getvalue().encode("utf-8", "surrogateescape")


class CsvTable:
    """Comma-separated values: RFC 4180, but that lines end with LF."""

    def __init__(self, file: IO[bytes], empty: Transfers) -> None:
        self.file = file
        self.file.write(_fields(*column_names(empty), SOURCE_FILE) + b"\n")

    def write(self, part: Transfers, name: str) -> None:
        self.file.write(csv_lines(part, _fields(published(name))))


class ParquetTable:
    """Parquet, written in row groups of some hundred thousand snapshots."""

    def __init__(self, file: IO[bytes], empty: Transfers) -> None:
        import pyarrow
        import pyarrow.parquet

        names = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
        schema = pyarrow.table(empty).schema.append(pyarrow.field(SOURCE_FILE, names))
        self.writer = pyarrow.parquet.ParquetWriter(file, schema, compression="zstd")
        self.waiting: list[pyarrow.Table] = []
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if exception[0] is None:
            self._write()
        self.writer.close()

    def write(self, part: Transfers, name: str) -> None:
        import pyarrow

        table = pyarrow.table(part)
        keys = pyarrow.repeat(pyarrow.scalar(0, pyarrow.int32()), len(table))
        names = pyarrow.DictionaryArray.from_arrays(keys, pyarrow.array([published(name)]))
        self.waiting.append(table.append_column(SOURCE_FILE, names))
        self.rows += len(table)
        if self.rows >= ROW_GROUP:
            self._write()

    def _write(self) -> None:
        import pyarrow

        if self.rows:
            table = pyarrow.concat_tables(self.waiting).unify_dictionaries()
            self.writer.write_table(table, row_group_size=len(table))
        self.waiting.clear()
        self.rows = 0


class RejectedTable:
    """What was refused, as comma-separated values."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        names = (SOURCE_FILE, "source_row", "device", "code", "pointer", "error")
        self.file.write(_fields(*names) + b"\n")

    def write(self, row: Refused) -> None:
        device = row.device or ""
        fields = (published(row.file), row.line - 1, device, row.code, row.pointer, row.text)
        self.file.write(_fields(*fields) + b"\n")


@contextmanager
def rejected_file(name: str | None) -> Iterator[RejectedTable | None]:
    """The file for what is refused, if there is to be one."""
    if name is None:
        yield None
    else:
        with _replaced(name) as file:
            yield RejectedTable(file)
