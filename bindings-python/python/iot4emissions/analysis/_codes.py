"""The codes of an analysis and its constants, as the core has them."""

from __future__ import annotations

from .._native import _analysis_codes

_, _OF_ANALYSES, _STATES, _NOTES = _analysis_codes()

MISSING_COUNTER, NO_CHARGE_COUNTERS, MONTHS_MISSING = _OF_ANALYSES

STATES: tuple[str, ...] = tuple(_STATES)
"""The codes of what is known of a vehicle in a month."""

REPORTED, EXCLUDED, MISSING, NOT_YET, NO_MORE = STATES

(
    NO_SNAPSHOTS,
    SINGLE_SNAPSHOT,
    NO_DISTANCE,
    UNKNOWN_VEHICLE,
    UNKNOWN_FUEL,
    NO_WLTP,
) = _NOTES
