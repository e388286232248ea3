"""Writes what the Python package makes of lines.ndjson, for this module's tests.

Run it where the package and pyarrow are installed: ``python golden.py``.
"""

from pathlib import Path

import pyarrow as pa
from iot4emissions import read_transfers

RESOURCES = Path(__file__).parent / "resources"
NAMES = ("tfc", "tdt", "tfccdo", "tfcdscio", "tdtcdoeo", "tdtcdoer", "tdtdscio", "tgeib")


def lines() -> str:
    """Payloads and envelopes, with and without each counter, and some that are refused."""
    text = []
    for row in range(60):
        tenths = [row * 7_919 + place * 104_729 for place in range(8)]
        values = {
            name: f"{number // 10}.{number % 10}"
            for place, (name, number) in enumerate(zip(NAMES, tenths, strict=True))
            if (row >> (place % 6)) % 2 or place == row % 8
        }
        members = ",".join(f'"{name}":{value}' for name, value in values.items())
        payload = f'{{"data":[{{"acquired":{1_600_000_000 + row},{members}}}]}}'
        if row % 10 == 9:
            text.append('{"device":"vehicle-9","payload":{"data":[{"acquired":0,"tfc":1.0}]}}')
        elif row % 2:
            text.append(f'{{"device":"vehicle-{row % 5}","received":{1_700_000_000 + row}.25,"payload":{payload}}}')
        else:
            text.append(payload)
    text.append('{"data":[{"acquired":9999999999,"tfc":429496729.4,"tdt":"0.0"}]}')
    return "\n".join(text)


RESOURCES.mkdir(exist_ok=True)
source = RESOURCES / "lines.ndjson"
source.write_text(lines(), encoding="ascii", newline="\n")
transfers = read_transfers(source)
for name, columns in {
    "decimal": transfers,
    "float64": read_transfers(source, values="float64"),
    "rejected": transfers.rejected,
}.items():
    table = pa.table(columns)
    with pa.ipc.new_stream(RESOURCES / f"{name}.arrows", table.schema) as file:
        file.write_table(table)
