"""Vehicles' attributes out of tables, as texts of the wire (P-5.12 to P-5.17)."""

from __future__ import annotations

import math
from collections.abc import Iterable

CLEARED = "operational"
"""The ``state`` of a vehicle that is cleared (P-7.6)."""

# What is written beside a vehicle's types, and is none.
NO_TYPES = frozenset({"device", "state", "segment"})


def text_of(name: str, value: object) -> str | None:
    """An attribute as a text; a number as Table 4 writes it, nothing for what is missing."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, str):
        return value or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        if math.isnan(value):
            return None
        # No attribute has more than five digits: the core says so of what has.
        if name == "erwltp" and abs(value) < 1e9:
            return f"{value:.2f}"
        if abs(value) < 1e9 and value == int(value):
            return str(int(value))
    kind = type(value).__name__
    raise ValueError(f"expected a text or a whole number as {name}, found a {kind}")


def type_columns(names: Iterable[str]) -> list[str]:
    """The columns that say of which type a vehicle is."""
    return [name for name in names if name not in NO_TYPES]
