"""The installed command line, and files for it to read."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from iot4emissions import schema

SCRIPT = Path(sys.executable).parent / "iot4emissions"
CERTIFICATES = Path(__file__).parents[3] / "schemas" / "generator" / "certificates"
VIN = "1M8GDM9AXKP042788"

GOOD = '{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}'
DEVIATING = GOOD.replace("295.9", '"295.9"')
WRONG = '{"data":[{"acquired":1622538000,"tfc":null}]}'


@dataclass(frozen=True)
class Result:
    """What a run of the command line gave."""

    status: int
    output: str
    errors: str


def run(*arguments: str, folder: Path | None = None, stdin: bytes = b"") -> Result:
    """Runs the installed script, as a user does."""
    ran = subprocess.run(
        [SCRIPT, *arguments], check=False, cwd=folder, input=stdin, capture_output=True, timeout=60
    )
    assert b"Traceback" not in ran.stderr, ran.stderr.decode()
    return Result(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def shell(command: str, folder: Path) -> Result:
    """Runs a command in a shell, in which the installed script is found."""
    path = f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert b"Traceback" not in ran.stderr, ran.stderr.decode()
    return Result(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def example(name: str, form: str = "canonical") -> dict[str, object]:
    """The last example in a schema."""
    examples = schema(f"{name}.{form}")["examples"]
    assert isinstance(examples, list)
    found: dict[str, object] = examples[-1]
    return found


def envelope(topic: str, payload: object) -> str:
    """A line as a broker writes it."""
    return json.dumps({"topic": f"iot4emissions/{topic}", "payload": payload})


def write_files(folder: Path) -> None:
    """The files that the examples of ``--help`` name, and some more."""
    request = example("registration-request") | {"vin": VIN}
    files = {
        "payload.json": json.dumps(example("data-transfer"), indent=2),
        "request.json": json.dumps(request),
        "configuration.json": json.dumps(example("configuration-status", "accepted"), indent=2),
        "canonical.ndjson": f"{GOOD}\n{GOOD}\n",
        "transfers.ndjson": f"{GOOD}\n\n{DEVIATING}\r\n{GOOD}",
        "wrong.ndjson": f"{GOOD}\n{WRONG}\n{GOOD}\nx\n",
        "vehicles.ndjson": '{"device":"vehicle-7","vfn":"IP-03_MX_0169-1C4-1","ft":"petrol"}\n',
        "key.txt": bytes(range(32)).hex() + "\n",
        "devices.txt": "# the fleet\nvehicle-1\n\nvehicle-2\n",
    }
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    log = [
        envelope("registerDevice/vehicle-7", request),
        envelope("registerServer/vehicle-7", example("registration-status", "accepted")),
        envelope("configServer/vehicle-7", example("configuration-status")),
        envelope("dataDevice/vehicle-7", DEVIATING),
    ]
    (folder / "log.ndjson").write_text("\n".join(log))
    packed = gzip.compress((folder / "transfers.ndjson").read_bytes())
    (folder / "transfers.ndjson.gz").write_bytes(packed)
    device = CERTIFICATES / "device.pem"
    (folder / "device.pem").write_bytes(device.read_bytes())
