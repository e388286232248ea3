"""What both services say of a device."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

SuspensionReason: TypeAlias = Literal["notCleared", "pause"]
"""Why a device may not send (P-5.50): its vehicle is not cleared, or an operator paused it."""

Attributes: TypeAlias = dict[str, Any]
"""A vehicle's attributes by their names on the wire, such as ``{"mh": "FIAT GROUP"}``: the
``vehicleInfo`` of a Registration Request (P-5.12 to P-5.17). All of them are optional."""


class Suspended(TypedDict):
    """A device may not send."""

    suspended: SuspensionReason


Clearance: TypeAlias = Literal["cleared"] | Suspended
"""Whether a device may send: on the allow-list, or on the deny-list for a reason (P-7.4)."""


class Call(TypedDict):
    """A call of the Registration Service to the Data Service (P-5.51): about one device,
    never with a VIN (P-1.5). ``call`` is ``"introduced"`` with ``attributes``,
    ``"cleared"``, or ``"suspended"`` with a ``reason``. ``sequence`` grows with every call
    about the device.
    """

    deviceId: str
    sequence: int
    call: Literal["introduced", "cleared", "suspended"]
    attributes: NotRequired[Attributes]
    reason: NotRequired[SuspensionReason]
