"""``make bench-python``: reading beside what else could read the same file.

Every contestant reads in a process of its own, on the same two cores; they take turns, so
that what slows the machine down slows all of them, and the median of the rounds counts.
Before that, all must give the same sums. Prints a table of ratios, and writes it with
``--write``.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import corpus
from readers import CORES, READERS

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "results" / "bench.txt"
SLOW = ("pydantic", "Polars", "orjson", "msgspec")
LIBRARIES = ("duckdb", "msgspec", "pydantic", "pyarrow", "polars", "orjson")
MB = 1e6


def run(*arguments: object) -> dict[str, Any]:
    """What a program of this directory prints, in a fresh process."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def agree(results: dict[str, dict[str, Any]]) -> None:
    """All give the same rows and sums, or this benchmark measures nothing."""
    expected = results["iot4emissions"]["sums"]
    for name, result in results.items():
        for column, total in expected.items():
            # The order of summation is each library's own.
            if not math.isclose(result["sums"][column], total, rel_tol=1e-9):
                found = result["sums"][column]
                sys.exit(f"{name} differs: {column} is {found}, expected {total}")


class Table:
    """Lines of results, with their targets."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str = "") -> None:
        print(line, flush=True)
        self.lines.append(line)

    def row(self, name: str, found: str, target: str = "", met: bool | None = None) -> None:
        verdict = "" if met is None else "met" if met else "MISSED"
        self.say(f"{name:<44} {found:>14} {target:>22}  {verdict}".rstrip())


def read_rounds(files: dict[str, Path], warm_up: Path, rounds: int, table: Table) -> None:
    """All readers of each file, in turns."""
    seconds: dict[tuple[str, str], list[float]] = {}
    for path in files.values():
        agree({name: run("readers.py", name, warm_up, path) for name in READERS})
    for turn in range(rounds):
        for kind, path in files.items():
            for name in READERS:
                if name in SLOW and (turn >= max(1, rounds // 3) or kind != "canonical"):
                    continue
                result = run("readers.py", name, warm_up, path)
                seconds.setdefault((kind, name), []).append(result["seconds"])
    for kind, path in files.items():
        size = path.stat().st_size
        table.say()
        table.say(f"{kind}: {size / MB:.1f} MB, {corpus.MESSAGES} messages, all to float64 columns")
        table.say(f"{'':<16} {'ms':>8} {'MB/s':>8} {'ratio':>8}  rounds  target")
        ours = statistics.median(seconds[kind, "iot4emissions"])
        targets = {"DuckDB": 6, "msgspec": 12, "pydantic": 200}
        targets = targets if kind == "canonical" else {"DuckDB": 2}
        for name in READERS:
            if (kind, name) not in seconds:
                continue
            found = seconds[kind, name]
            median = statistics.median(found)
            ratio = median / ours
            target = targets.get(name)
            wanted = "" if target is None else f">= {target}"
            if target is not None:
                wanted += "  met" if ratio >= target else "  MISSED"
            table.say(
                f"{name:<16} {median * 1e3:>8.1f} {size / median / MB:>8.0f} {ratio:>8.2f}"
                f"  {len(found):>6}  {wanted}".rstrip()
            )


MEMORY = """
import json, sys
from iot4emissions import read_transfers
transfers = read_transfers(sys.argv[1], values="float64", threads=2)
status = open("/proc/self/status").read()
most = int(status.split("VmHWM:")[1].split()[0]) * 1024
import pyarrow
print(json.dumps({"most": most, "table": pyarrow.table(transfers).nbytes}))
"""

# Nothing that either of them needs is imported before.
IMPORT = """
import time
start = time.perf_counter()
import {name}
print('{{"seconds": %.9f}}' % (time.perf_counter() - start))
"""

DECODE = """
import json, sys, timeit
import iot4emissions, msgspec
names = ("tfc", "tdt", "tfccdo", "tfcdscio", "tdtcdoeo", "tdtcdoer", "tdtdscio", "tgeib")
fields = [("acquired", int), *((name, float | None, None) for name in names)]
snapshot = msgspec.defstruct("Snapshot", fields, gc=False)
message = msgspec.defstruct("Message", [("data", list[snapshot])], gc=False)
decoder = msgspec.json.Decoder(message)
topic = "iot4emissions/dataDevice/vehicle-7"
lines = [line.rstrip(b"\\n") for line in open(sys.argv[1], "rb")][:500]
def ours():
    for line in lines:
        iot4emissions.decode(topic, line)
def snapshots():
    for line in lines:
        iot4emissions.decode(topic, line).message.snapshots
def theirs():
    for line in lines:
        decoder.decode(line)
rounds = [[timeit.timeit(each, number=20) for each in (ours, snapshots, theirs)] for _ in range(15)]
count = 20 * len(lines)
least = [min(times) / count for times in zip(*rounds)]
print(json.dumps(dict(zip(("ours", "snapshots", "theirs"), least))))
"""


def small_things(path: Path, wheel: Path | None, table: Table) -> None:
    """Memory, one message, wheel, import."""
    table.say()
    if sys.platform == "linux":
        found = run("-c", MEMORY, path)
        limit = 1.5 * found["table"] + 64 * (1 << 20)
        text = f"{found['most'] / MB:.1f} MB"
        target = f"<= {limit / MB:.1f} MB"
        name = f"peak memory, table of {found['table'] / MB:.1f} MB"
        table.row(name, text, target, found["most"] <= limit)
    found = run("-c", DECODE, path)
    ratio = found["ours"] / found["theirs"]
    name = f"decode one message / msgspec ({found['theirs'] * 1e6:.2f} us)"
    table.row(name, f"{ratio:.2f}", "<= 1.5", ratio <= 1.5)
    table.row("  and its snapshots as objects", f"{found['snapshots'] / found['theirs']:.2f}")
    if wheel is not None:
        size = wheel.stat().st_size
        table.row("wheel", f"{size / MB:.2f} MB", "<= 2.5 MB", size <= 2.5 * MB)
    times: dict[str, list[float]] = {"json": [], "iot4emissions": []}
    for _ in range(31):
        for name, found_times in times.items():
            found_times.append(run("-c", IMPORT.format(name=name))["seconds"])
    base, ours = (statistics.median(found_times) * 1e3 for found_times in times.values())
    name = f"import, more than json's {base:.1f} ms"
    table.row(name, f"{ours - base:.1f} ms", "<= 30 ms", ours - base <= 30)


def processor() -> str:
    """The processor's name, on Linux."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how often each reader reads")
    parser.add_argument("--wheel", type=Path, help="the wheel that is installed, for its size")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    arguments = parser.parse_args()
    cores = os.cpu_count() or 1
    if hasattr(os, "sched_setaffinity"):
        # Its processes have the same cores.
        allowed = sorted(os.sched_getaffinity(0))[:CORES]
        os.sched_setaffinity(0, allowed)
    os.environ["POLARS_MAX_THREADS"] = str(CORES)
    table = Table()
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    table.say(f"iot4emissions {version('iot4emissions')}, {libraries}")
    table.say(f"Python {platform.python_version()}, {platform.system()} {platform.release()}")
    table.say(f"{processor()}, {CORES} of {cores} cores; load before {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        files = {"canonical": corpus.canonical, "accepted, not canonical": corpus.relaxed}
        paths = {}
        for kind, line in files.items():
            paths[kind] = directory / f"{kind.split(',', maxsplit=1)[0]}.ndjson"
            corpus.write(paths[kind], line, corpus.MESSAGES)
        warm_up = directory / "warm-up.ndjson"
        corpus.write(warm_up, corpus.canonical, 1_000)
        read_rounds(paths, warm_up, arguments.rounds, table)
        small_things(paths["canonical"], arguments.wheel, table)
    if arguments.write:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text("\n".join(table.lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
