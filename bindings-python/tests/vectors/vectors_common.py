"""Reading the cases of ``schemas/vectors``; their forms stand in ``schemas/README.md``."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from iot4emissions import ProtocolError

Case = dict[str, Any]

VECTORS = Path(__file__).resolve().parents[3] / "schemas" / "vectors"


@cache
def cases(file: str) -> tuple[Case, ...]:
    """The cases of ``file``, its name without ``.json``; never none."""
    content = json.loads((VECTORS / f"{file}.json").read_text(encoding="utf-8"))
    assert content["cases"], f"{file}.json has no case"
    return tuple(content["cases"])


def names(file: str) -> list[str]:
    """The names of the cases, for pytest."""
    return [case["name"] for case in cases(file)]


def text(case: Case, name: str) -> str:
    """The member ``name``, a text that may be written as what it repeats."""
    value = case[name]
    if isinstance(value, str):
        return value
    return str(value["repeat"] * value["times"])


def bytes_of(case: Case, name: str) -> bytes:
    """The member ``name``: a text, perhaps with blanks after it, or hexadecimal digits."""
    value = case[name]
    if "text" in value:
        return str(value["text"]).encode() + b" " * int(value.get("blanks", 0))
    return bytes.fromhex(value["hex"])


def time_of(seconds: int) -> datetime:
    """UNIX seconds as Python has them."""
    return datetime.fromtimestamp(seconds, UTC)


def quantity(tenths: int) -> Decimal:
    """Tenths as Python has them."""
    return Decimal(tenths) / 10


def either(case: Case, name: str, call: Any) -> None:
    """``call()`` gives what the member ``name`` says, or is refused as ``refused`` says."""
    refused = case.get("refused")
    try:
        found = call()
    except ProtocolError as error:
        assert refused == error.code, f"refused as {error.code}: {error}"
    else:
        assert refused is None, f"{found} accepted"
        if name:
            assert found == case[name]
