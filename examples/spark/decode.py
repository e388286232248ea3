"""Decodes a directory of Data Transfer messages with Spark, and writes them as Parquet.

    python decode.py INPUT OUTPUT

``INPUT`` holds newline-delimited JSON, also gzip'd. ``OUTPUT/snapshots`` gets a row for each
snapshot, in folders by month; ``OUTPUT/rejected`` every line that was refused, with its
reason. Before it ends, the job counts what it wrote: a line that is in neither place fails it.

README.md says how to run it on a cluster, and what a row is identified by.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

if TYPE_CHECKING:
    import pyarrow

VALUES = (
    "tfc",
    "tdt",
    "tfccdo",
    "tfcdscio",
    "tdtcdoeo",
    "tdtcdoer",
    "tdtdscio",
    "tgeib",
)

# What comes out of `decoder`: a row is a snapshot, a rejected line, or the count of a batch
# of lines, by `row_kind`.
SNAPSHOT, REJECTED, COUNT = "snapshot", "rejected", "count"
WHERE = ("source_file", "source_block", "source_row")
WHERE_TYPES = "source_file string, source_block bigint, source_row bigint"
SCHEMA = (
    "row_kind string, device string, acquired timestamp, "
    + "".join(f"{name} decimal(10,1), " for name in VALUES)
    + "code string, pointer string, error string, "
    + "lines bigint, messages bigint, blank bigint, snapshots bigint, refused bigint, "
    + WHERE_TYPES
)


class Counts(NamedTuple):
    """What became of the lines."""

    lines: int
    messages: int
    blank: int
    snapshots: int
    rejected: int


def read_lines(spark: SparkSession, path: str) -> DataFrame:
    """Each line as its bytes, with the file and where in it the split begins."""
    # Only LF ends a line: a CR before it is white space to JSON. The bytes are not decoded,
    # so that what is no UTF-8 is refused for that, and not repaired.
    text = spark.read.option("lineSep", "\n").text(path)
    return text.select(
        F.col("value").cast("binary").alias("line"),
        F.col("_metadata.file_path").alias("source_file"),
        F.col("_metadata.file_block_start").alias("source_block"),
    )


def decoder(form: str, profile: str):
    """The function for ``mapInArrow``: lines in, rows of ``SCHEMA`` out."""

    def decode(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        from iot4emissions import read_transfers

        # Lines of a split come in their order, and a split is read by one task.
        rows_before: dict[tuple[str, int], int] = {}
        for batch in batches:
            for split, lines in runs(batch):
                first = rows_before.get(split, 0)
                rows_before[split] = first + len(lines)
                # A line holds no LF, and an empty one stays a row.
                text = b"\n".join(lines) + b"\n"
                transfers = read_transfers(text, form=form, profile=profile, threads=1)
                yield from rows(transfers, len(lines), first, split)

    def runs(
        batch: pyarrow.RecordBatch,
    ) -> Iterator[tuple[tuple[str, int], list[bytes]]]:
        """The batch, cut where another split begins."""
        import pyarrow.compute as pc

        if batch.num_rows == 0:
            return
        starts = [0]
        if batch.num_rows > 1:
            files, blocks = batch.column("source_file"), batch.column("source_block")
            another = pc.or_(
                pc.not_equal(files[1:], files[:-1]),
                pc.not_equal(blocks[1:], blocks[:-1]),
            )
            starts += [place.as_py() + 1 for place in pc.indices_nonzero(another)]
        for start, end in zip(starts, [*starts[1:], batch.num_rows], strict=True):
            part = batch.slice(start, end - start)
            split = (
                part.column("source_file")[0].as_py(),
                part.column("source_block")[0].as_py(),
            )
            yield split, part.column("line").to_pylist()

    def rows(transfers, lines: int, first: int, split: tuple[str, int]):
        """The rows that came of some lines of one split."""
        import pyarrow

        if transfers.rows != lines:
            raise RuntimeError(f"{lines} lines were read as {transfers.rows} rows")
        refused = len(transfers.rejected)
        count = {
            "lines": lines,
            "messages": transfers.messages,
            "blank": lines - transfers.messages - refused,
            "snapshots": len(transfers),
            "refused": refused,
            "source_row": first,
        }
        tables = [
            (SNAPSHOT, pyarrow.table(transfers)),
            (REJECTED, pyarrow.table(transfers.rejected)),
            (COUNT, pyarrow.table({name: [number] for name, number in count.items()})),
        ]
        for kind, table in tables:
            if len(table):
                yield from complete(kind, table, first, split)

    def complete(kind: str, table, first: int, split: tuple[str, int]):
        """A table with all columns of the output, as record batches."""
        import pyarrow
        import pyarrow.compute as pc
        from iot4emissions import hide_vins

        schema = arrow_schema()
        length = len(table)
        columns = {name: table.column(name) for name in table.column_names}
        columns["row_kind"] = pyarrow.repeat(kind, length)
        # A VIN in a name would stand beside a device's ID (P-1.5).
        columns["source_file"] = pyarrow.repeat(hide_vins(split[0]), length)
        columns["source_block"] = pyarrow.repeat(split[1], length)
        if kind != COUNT:
            local = columns["source_row"].cast(pyarrow.int64())
            columns["source_row"] = pc.add(local, first)
        arrays = [
            columns[field.name].cast(field.type)
            if field.name in columns
            else pyarrow.nulls(length, field.type)
            for field in schema
        ]
        yield from pyarrow.table(arrays, schema=schema).combine_chunks().to_batches()

    def arrow_schema():
        import pyarrow

        types = {
            "string": pyarrow.string(),
            "bigint": pyarrow.int64(),
            "timestamp": pyarrow.timestamp("us", "UTC"),
            "decimal(10,1)": pyarrow.decimal128(10, 1),
        }
        pairs = [column.split(" ") for column in SCHEMA.split(", ")]
        return pyarrow.schema([(name, types[kind]) for name, kind in pairs])

    return decode


def run(
    spark: SparkSession,
    source: str,
    output: str,
    form: str = "envelope",
    profile: str = "tolerant",
    files_per_month: int = 1,
    mode: str = "errorifexists",
) -> Counts:
    """Decodes ``source`` into ``output`` and returns what became of the lines."""
    # Months are in UTC, wherever the cluster is.
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    lines = read_lines(spark, source)
    decoded = lines.mapInArrow(decoder(form, profile), SCHEMA).persist(StorageLevel.DISK_ONLY)
    try:
        # Without this, each task would write a file of its own into each month.
        device = F.pmod(F.hash("device", "source_file"), F.lit(files_per_month))
        snapshots = (
            decoded.where(F.col("row_kind") == SNAPSHOT)
            .select("device", "acquired", *VALUES, *WHERE)
            .withColumn("month", F.date_format("acquired", "yyyy-MM"))
            .repartition("month", device)
        )
        snapshots.write.mode(mode).partitionBy("month").parquet(f"{output}/snapshots")
        rejected = decoded.where(F.col("row_kind") == REJECTED)
        rejected.select(*WHERE, "device", "code", "pointer", "error").write.mode(mode).parquet(
            f"{output}/rejected"
        )
        counts = _counts(decoded)
    finally:
        decoded.unpersist()
    _balance(spark, output, counts)
    return counts


def _counts(decoded: DataFrame) -> Counts:
    names = ("lines", "messages", "blank", "snapshots", "refused")
    sums = [F.coalesce(F.sum(name), F.lit(0)) for name in names]
    counted = decoded.where(F.col("row_kind") == COUNT).agg(*sums).first()
    return Counts(*counted)


def _balance(spark: SparkSession, output: str, counts: Counts) -> None:
    """What was written is what was read: each line is a message, blank or rejected."""
    written = spark.read.parquet(f"{output}/rejected").count()
    places = {"lines": counts.messages + counts.blank + written, "rejected": written}
    if counts.snapshots:
        places["snapshots"] = spark.read.parquet(f"{output}/snapshots").count()
    for name, found in places.items():
        if found != getattr(counts, name):
            raise RuntimeError(f"{name}: expected {getattr(counts, name)}, found {found}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", metavar="INPUT", help="a directory or a file, any URL of Spark's")
    parser.add_argument("output", metavar="OUTPUT", help="a directory that is not there yet")
    parser.add_argument("--form", choices=["payload", "envelope"], default="envelope")
    parser.add_argument("--profile", choices=["tolerant", "strict"], default="tolerant")
    parser.add_argument(
        "--files-per-month",
        type=int,
        default=1,
        metavar="N",
        help="how many files a month has",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace what is in OUTPUT")
    arguments = parser.parse_args()
    spark = SparkSession.builder.appName("iot4emissions").getOrCreate()
    try:
        counts = run(
            spark,
            arguments.input,
            arguments.output,
            arguments.form,
            arguments.profile,
            arguments.files_per_month,
            "overwrite" if arguments.overwrite else "errorifexists",
        )
    finally:
        spark.stop()
    for name, number in counts._asdict().items():
        print(f"{name}: {number}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
