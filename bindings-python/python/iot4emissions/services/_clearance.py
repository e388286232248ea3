"""What both services say of a device, and to each other."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

SuspensionReason: TypeAlias = Literal["notCleared", "pause"]
"""Why a device may not send (P-5.50): its vehicle is not cleared, or an operator paused it."""

Attributes: TypeAlias = dict[str, Any]
"""A vehicle's attributes by their names on the wire, such as ``{"mh": "FIAT GROUP"}``: the
``vehicleInfo`` of a Registration Request (P-5.12 to P-5.17). All of them are optional."""


class Suspended(TypedDict):
    """A device may not send, for this reason (P-5.50)."""

    suspended: SuspensionReason


Clearance: TypeAlias = Literal["cleared"] | Suspended
"""Whether a device may send: on the allow-list, or on the deny-list for a reason (P-7.4)."""


class Call(TypedDict):
    """A call of the Registration Service to the Data Service (P-5.51): about one device,
    never with a VIN (P-1.5). ``call`` is ``"introduced"`` with ``attributes``,
    ``"cleared"``, or ``"suspended"`` with a ``reason``. ``sequence`` grows with every call
    about the device, from 1 to 2**53 - 1.
    """

    deviceId: str
    sequence: int
    call: Literal["introduced", "cleared", "suspended"]
    attributes: NotRequired[Attributes]
    reason: NotRequired[SuspensionReason]


class Last(TypedDict):
    """The number of the last call about the device that the Data Service knows, 0 where it
    knows none (P-5.51)."""

    last: int


class Overtaken(TypedDict):
    """A call with a higher number came before it (P-5.51)."""

    overtaken: Last


class Contradiction(TypedDict):
    """Another call with the same number came before it (P-5.51)."""

    contradiction: Last


class TooFar(TypedDict):
    """Its number is more than 2**32 above the last one (P-5.51)."""

    tooFar: Last


Answer: TypeAlias = (
    Literal["applied", "notIntroduced", "versionsExhausted"] | Overtaken | Contradiction | TooFar
)
"""The Data Service's answer to a call (P-5.51, P-7.6). Only an applied one took effect.
``"applied"``: it holds now; the record's status, where there is a record, is to be published,
retained, before the answer is given. ``"notIntroduced"``: the device is not known, HTTP 409.
``"versionsExhausted"``: no version is left to clear the device with."""
