"""Arrow's interface: who takes the columns, and that nobody copies them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from iot4emissions import (
    DeviationCode,
    RejectedRows,
    Transfers,
    TransferScan,
    read_transfers,
    scan_transfers,
)
from transfers_corpus import make
from transfers_support import COLUMNS, COUNTERS, GOOD, rejected_rows, rows

LINES = b"".join(make(3, 3_000, envelope=True).lines)


@pytest.fixture(params=["decimal", "float64"])
def transfers(request: pytest.FixtureRequest) -> Transfers:
    return read_transfers(LINES, values=request.param, block_size=100_000)


def addresses(table: pa.Table) -> dict[str, list[int]]:
    """Where the values of each column lie, batch by batch."""
    result = {}
    for name in table.column_names:
        chunks = table[name].chunks
        if pa.types.is_dictionary(table[name].type):
            chunks = [chunk.indices for chunk in chunks]
        result[name] = [chunk.buffers()[1].address for chunk in chunks]
    return result


def test_schema(transfers: Transfers) -> None:
    schema = pa.schema(transfers)
    assert tuple(schema.names) == COLUMNS
    assert schema.field("device").type == pa.dictionary(pa.int32(), pa.utf8())
    assert schema.field("acquired").type == pa.timestamp("us", "UTC")
    assert schema.field("source_row").type == pa.uint64()
    nullable = [field.name for field in schema if field.nullable]
    assert nullable == ["device", *COUNTERS, "received"]
    assert schema.field("received").type == pa.timestamp("ms", "UTC")
    kinds = {schema.field(name).type for name in COUNTERS}
    assert kinds in ({pa.decimal128(10, 1)}, {pa.float64()})
    units = [schema.field(name).metadata[b"unit"].decode() for name in COUNTERS]
    assert " ".join(units) == "l km l l km km km kWh"
    assert schema.field("tfc").metadata[b"meaning"] == b"total fuel consumed (lifetime)"
    assert all(b"meaning" in field.metadata for field in schema)
    assert pa.table(transfers).schema.equals(schema, check_metadata=True)
    rejected = pa.schema(transfers.rejected)
    assert rejected.names == ["source_row", "device", "code", "pointer", "error"]
    assert pa.table(transfers.rejected).schema.equals(rejected, check_metadata=True)


def test_pyarrow_copies_nothing(transfers: Transfers) -> None:
    first, second = pa.table(transfers), pa.table(transfers)
    assert first.num_rows == len(transfers) > 5_000
    assert first["tfc"].num_chunks == transfers.batches > 3
    # Were one a copy, the other would lie elsewhere.
    assert addresses(first) == addresses(second)
    assert first.equals(second)
    # It outlives what it came from.
    expected = rows(transfers)
    del transfers
    assert rows(first) == expected


def test_one_array(transfers: Transfers) -> None:
    # Polars would ask for an array first, and so make a copy of the whole.
    assert not hasattr(transfers, "__arrow_c_array__")
    with pytest.raises(AttributeError, match="in several record batches: use"):
        transfers.__arrow_c_array__()
    combined = transfers.combined()
    assert (combined.batches, combined.rows) == (1, transfers.rows)
    assert rejected_rows(combined.rejected) == rejected_rows(transfers.rejected)
    batch = pa.record_batch(combined)
    batch.validate(full=True)
    assert batch.num_rows == len(transfers)
    table = pa.table(transfers)
    for name in COLUMNS:
        assert batch[name].to_pylist() == table[name].to_pylist()
    texts = batch["device"].dictionary.to_pylist()
    assert sorted(texts) == sorted(set(texts)) == sorted(set(batch["device"].to_pylist()))
    refused = pa.record_batch(transfers.rejected)
    assert refused.to_pylist() == pa.table(transfers.rejected).to_pylist()
    single = read_transfers(LINES, block_size=1 << 30)
    assert single.batches == 1
    one = addresses(pa.Table.from_batches([pa.record_batch(single)]))
    assert one == addresses(pa.table(single))
    nothing = pa.record_batch(read_transfers(b""))
    assert (nothing.num_rows, nothing.schema.names) == (0, list(COLUMNS))


def test_polars_copies_nothing(transfers: Transfers) -> None:
    expected = addresses(pa.table(transfers))
    frame = pl.DataFrame(transfers)
    assert frame.shape == (len(transfers), len(COLUMNS))
    assert frame["acquired"].dtype == pl.Datetime("us", "UTC")
    for name in ("acquired", "source_row", *COUNTERS):
        chunks = pa.chunked_array(frame[name]).chunks
        assert [chunk.buffers()[1].address for chunk in chunks] == expected[name], name
    assert frame["device"].to_list() == pa.table(transfers)["device"].to_pylist()
    assert frame["source_row"].to_list() == [row[-1] for row in rows(transfers)]


def test_pandas_copies_nothing() -> None:
    transfers = read_transfers(LINES, values="float64", block_size=1 << 30)
    table = pa.table(transfers)
    frame = pd.DataFrame.from_arrow(transfers)
    assert frame.shape == (len(transfers), len(COLUMNS))
    assert frame["acquired"].dtype == pd.DatetimeTZDtype("us", "UTC")
    assert frame["device"].astype(object).tolist() == table["device"].to_pylist()
    # By default pandas puts columns of one type together, which is its own copy, and writes
    # NaN for null. Left apart, a column without nulls lies where it lay.
    apart = table.to_pandas(split_blocks=True)
    assert apart["source_row"].to_numpy().ctypes.data == addresses(table)["source_row"][0]
    # As Arrow's own types every column does.
    arrow = table.to_pandas(types_mapper=pd.ArrowDtype)
    for name in COUNTERS:
        held = arrow[name].array._pa_array
        assert held.chunk(0).buffers()[1].address == addresses(table)[name][0]


def test_duckdb_takes_it(transfers: Transfers) -> None:
    """DuckDB shows no addresses; it reads the stream's batches as they are."""
    table = pa.table(transfers)
    connection = duckdb.connect()
    connection.register("taken", table)
    found = connection.sql(
        "SELECT count(*), sum(tfc), max(source_row), epoch_us(min(acquired)) FROM taken"
    )
    total = pa.compute.sum(table["tfc"]).as_py()
    count, fuel, row, first = found.fetchall()[0]
    assert count == len(transfers)
    assert fuel == total or np.isclose(float(fuel), float(total))
    assert row == max(rejected_row[-1] for rejected_row in rows(transfers))
    assert first == pa.compute.min(table["acquired"].cast(pa.int64())).as_py()
    assert str(connection.sql("SELECT tfc FROM taken").types[0]) in ("DECIMAL(10,1)", "DOUBLE")


def test_a_scan_streams_into_each() -> None:
    expected = rows(read_transfers(LINES))
    assert rows(scan_transfers(LINES, block_size=9_999)) == expected
    frame = pl.DataFrame(scan_transfers(LINES, block_size=9_999))
    assert frame["source_row"].to_list() == [row[-1] for row in expected]
    table = pd.DataFrame.from_arrow(scan_transfers(LINES, block_size=9_999))
    assert table["source_row"].tolist() == [row[-1] for row in expected]


def test_decimals_are_exact() -> None:
    line = b'{"data":[{"acquired":1,"tfc":0.1,"tdt":0.0,"tgeib":499999.9}]}'
    row = pa.table(read_transfers(line)).to_pylist()[0]
    assert (row["tfc"], row["tdt"]) == (Decimal("0.1"), Decimal("0.0"))
    assert (row["tgeib"], row["tfccdo"]) == (Decimal("499999.9"), None)


def test_capsules_are_used_or_let_go() -> None:
    read = read_transfers(LINES)
    assert read.batches == 1
    for source in (read, read.rejected):
        for _ in range(3):
            source.__arrow_c_schema__()
            source.__arrow_c_array__(None)
            source.__arrow_c_stream__(requested_schema=None)
        assert pa.schema(source) is not None
    capsule = read.__arrow_c_stream__()
    del read
    table = pa.table({"a": [1]})
    assert table is not None
    del capsule
    scan = scan_transfers(LINES)
    scan.__arrow_c_stream__()
    with pytest.raises(StopIteration):
        next(scan)


def test_reprs_and_counts() -> None:
    read = read_transfers(GOOD + b"\n" + b"{}")
    assert repr(read) == "<Transfers: 1 snapshot of 1 message in 2 rows, 1 rejected>"
    assert repr(read.rejected) == "<RejectedRows: 1>"
    assert (len(read), read.messages, read.rows, read.batches) == (1, 1, 2, 1)
    assert rejected_rows(read.rejected) == [1]
    assert read.deviations == {}
    for kind in (Transfers, RejectedRows, TransferScan):
        assert kind.__module__ == "iot4emissions"
        with pytest.raises(TypeError):
            kind()
    things: list[Any] = [read, read.rejected]
    assert all(hash(thing) is not None for thing in things)


def test_rows_and_deviations_count_on_over_large_batches() -> None:
    """Batches of more than 2 MiB of columns, which lie in pages of their own."""
    lines = 120_000
    text = b'{"data":[{"acquired":1622538000,"tfc":"32.5","tdt":295.9}]}\n' * lines
    read = read_transfers(text, values="float64", block_size=2 << 20)
    assert read.batches > 2
    assert pa.table(read)["source_row"].to_pylist() == list(range(lines))
    assert read.deviations == {DeviationCode.NUMBER_AS_STRING: lines}
