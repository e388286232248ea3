"""What reads the same file into the same Arrow table: one contestant a process.

``python readers.py NAME FILE`` reads a small warm-up file first, so that what a library
loads on first use is loaded, then FILE once, and prints the time and the sums as JSON.
All give one row a snapshot, the time as an integer or a timestamp, and float64 values.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable

CORES = 2
COUNTERS = ("tfc", "tdt", "tfccdo", "tfcdscio", "tdtcdoeo", "tdtcdoer", "tdtdscio", "tgeib")
COLUMNS = ("acquired", *COUNTERS)


def arrow_type(name: str) -> pa.DataType:
    return pa.int64() if name == "acquired" else pa.float64()


def read_iot4emissions() -> Callable[[Path], pa.Table]:
    import iot4emissions

    return lambda path: pa.table(
        iot4emissions.read_transfers(path, values="float64", threads=CORES)
    )


def read_duckdb() -> Callable[[Path], pa.Table]:
    import duckdb

    connection = duckdb.connect(config={"threads": CORES})
    connection.execute("SET preserve_insertion_order = false")
    counters = ", ".join(f"{name} DOUBLE" for name in COUNTERS)
    query = f"""
        SELECT {", ".join(f"s.{name}" for name in COLUMNS)}
        FROM (
            SELECT unnest(data) AS s
            FROM read_json(?, format = 'newline_delimited',
                columns = {{data: 'STRUCT(acquired BIGINT, {counters})[]'}})
        )
    """
    return lambda path: connection.sql(query, params=[str(path)]).to_arrow_table()


def of_objects(rows: list[Any]) -> pa.Table:
    """Rows with attributes as columns."""
    return pa.table(
        {name: pa.array([getattr(row, name) for row in rows], arrow_type(name)) for name in COLUMNS}
    )


def read_msgspec() -> Callable[[Path], pa.Table]:
    import msgspec

    fields = [("acquired", int), *((name, float | None, None) for name in COUNTERS)]
    snapshot = msgspec.defstruct("Snapshot", fields, gc=False)
    message = msgspec.defstruct("Message", [("data", list[snapshot])], gc=False)
    decoder = msgspec.json.Decoder(message)

    def read(path: Path) -> pa.Table:
        messages = decoder.decode_lines(path.read_bytes())
        rows = [row for message in messages for row in message.data]
        # Each column with its attribute by name is faster than getattr.
        return pa.table(
            {
                "acquired": pa.array([row.acquired for row in rows], pa.int64()),
                "tfc": pa.array([row.tfc for row in rows], pa.float64()),
                "tdt": pa.array([row.tdt for row in rows], pa.float64()),
                "tfccdo": pa.array([row.tfccdo for row in rows], pa.float64()),
                "tfcdscio": pa.array([row.tfcdscio for row in rows], pa.float64()),
                "tdtcdoeo": pa.array([row.tdtcdoeo for row in rows], pa.float64()),
                "tdtcdoer": pa.array([row.tdtcdoer for row in rows], pa.float64()),
                "tdtdscio": pa.array([row.tdtdscio for row in rows], pa.float64()),
                "tgeib": pa.array([row.tgeib for row in rows], pa.float64()),
            }
        )

    return read


def read_pydantic() -> Callable[[Path], pa.Table]:
    import pydantic

    counters: dict[str, Any] = {name: (float | None, None) for name in COUNTERS}
    snapshot = pydantic.create_model("Snapshot", acquired=(int, ...), **counters)
    message = pydantic.create_model("Message", data=(list[snapshot], ...))
    adapter = pydantic.TypeAdapter(message)

    def read(path: Path) -> pa.Table:
        with path.open("rb") as file:
            messages = [adapter.validate_json(line) for line in file]
        return of_objects([row for message in messages for row in message.data])

    return read


def read_orjson() -> Callable[[Path], pa.Table]:
    import orjson

    def read(path: Path) -> pa.Table:
        with path.open("rb") as file:
            rows = [row for line in file for row in orjson.loads(line)["data"]]
        return pa.table(
            {name: pa.array([row.get(name) for row in rows], arrow_type(name)) for name in COLUMNS}
        )

    return read


def read_pyarrow() -> Callable[[Path], pa.Table]:
    import pyarrow.compute as pc
    from pyarrow import json as pajson

    pa.set_cpu_count(CORES)
    snapshot = pa.struct([(name, arrow_type(name)) for name in COLUMNS])
    schema = pa.schema([("data", pa.list_(snapshot))])
    options = {
        "read_options": pajson.ReadOptions(block_size=1 << 20),
        "parse_options": pajson.ParseOptions(explicit_schema=schema),
    }

    def read(path: Path) -> pa.Table:
        data = pajson.read_json(path, **options)["data"]
        rows = pa.chunked_array([pc.list_flatten(chunk) for chunk in data.chunks], snapshot)
        return pa.table({name: pc.struct_field(rows, name) for name in COLUMNS})

    return read


def read_polars() -> Callable[[Path], pa.Table]:
    import polars as pl

    kinds = {name: pl.Int64 if name == "acquired" else pl.Float64 for name in COLUMNS}
    schema = {"data": pl.List(pl.Struct(kinds))}

    def read(path: Path) -> pa.Table:
        frame = pl.read_ndjson(path, schema=schema)
        return frame.explode("data").unnest("data").to_arrow()

    return read


READERS = {
    "iot4emissions": read_iot4emissions,
    "DuckDB": read_duckdb,
    "msgspec": read_msgspec,
    "pydantic": read_pydantic,
    "pyarrow.json": read_pyarrow,
    "Polars": read_polars,
    "orjson": read_orjson,
}


def sums(table: pa.Table) -> dict[str, float]:
    """What all readers have to agree on."""
    import pyarrow.compute as pc

    result = {"rows": float(table.num_rows)}
    for name in COLUMNS:
        column = table[name]
        if pa.types.is_timestamp(column.type):
            column = pc.divide(column.cast(pa.int64()), 1_000_000)
        result[name] = float(pc.sum(column).as_py())
        result[f"{name} nulls"] = float(column.null_count)
    return result


def main(name: str, warm_up: Path, path: Path) -> None:
    read = READERS[name]()
    read(warm_up)
    start = time.perf_counter()
    table = read(path)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "sums": sums(table), "nbytes": table.nbytes}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
