"""The codes of an analysis and its constants, as the core has them."""

from __future__ import annotations

from .._native import _analysis_codes

_, _STATES, _NOTES = _analysis_codes()

STATES: tuple[str, ...] = tuple(_STATES)
"""The codes of what is known of a vehicle in a month."""

(
    NO_SNAPSHOTS,
    SINGLE_SNAPSHOT,
    NO_DISTANCE,
    UNKNOWN_VEHICLE,
    UNKNOWN_FUEL,
    NO_WLTP,
) = _NOTES
