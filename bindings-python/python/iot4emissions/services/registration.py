"""The OTA Registration Service's decisions (P-7.1 to P-7.4, JRC127600 §2.1, §4.2).

``decide`` is a pure function of one vehicle's record and an event: store the record it
returns in one transaction, with a unique index on its device, then carry out the effects.
What is to be told to the Data Service is part of the record (``outstanding``) until it is
acknowledged, so no crash loses it.

>>> from iot4emissions import Vin
>>> record = new_record(Vin("JFXHF05K1L4104934"))
>>> request = {"device": "vehicle-7", "attributes": {}, "boundElsewhere": False, "lastSequence": 0}
>>> record, effects = decide(record, {"requested": request})
>>> effects
['callDataService']
>>> outstanding(record)
{'deviceId': 'vehicle-7', 'sequence': 1, 'call': 'introduced', 'attributes': {}}
>>> record, effects = decide(record, {"callAcknowledged": {"device": "vehicle-7", "sequence": 1}})
>>> effects
[{'publishStatus': {'device': 'vehicle-7', 'status': 'registered'}}]
"""

from __future__ import annotations

import json
from typing import Any, Literal, TypeAlias, TypedDict, cast

from .._native import (
    Vin,
    registration_clearance,
    registration_decide,
    registration_is_member_state,
    registration_new_record,
    registration_outstanding,
    registration_retained,
)
from ._clearance import Attributes, Call, Clearance, Suspended, SuspensionReason

__all__ = [
    "Acknowledgement",
    "AttributeContainsVin",
    "Attributes",
    "Binding",
    "Call",
    "CallAcknowledged",
    "CallKind",
    "Clearance",
    "Consent",
    "ConsentChanged",
    "DeviceHasAnotherVehicle",
    "Effect",
    "Event",
    "Notice",
    "Pause",
    "Paused",
    "PublishStatus",
    "Raise",
    "Registered",
    "Registration",
    "Request",
    "Requested",
    "Status",
    "StatusOf",
    "Suspended",
    "SuspensionReason",
    "VehicleHasAnotherDevice",
    "VehicleRecord",
    "clearance",
    "decide",
    "is_member_state",
    "new_record",
    "outstanding",
    "retained",
]

CallKind: TypeAlias = Literal["introduced", "cleared"] | Suspended
"""What kind of call it is."""

Status: TypeAlias = Literal["registered"] | dict[str, Any]
"""A Registration Status (P-5.20)."""


class Binding(TypedDict):
    """A vehicle's device, and what the Data Service has been told of it: ``told`` is what it
    acknowledged last, ``call`` the number and the kind of what it has not acknowledged yet.
    """

    device: str
    attributes: Attributes
    introduced: bool
    told: Clearance
    call: tuple[int, CallKind] | list[Any] | None
    releasing: bool


class VehicleRecord(TypedDict):
    """What the Registration Service stores of one vehicle (P-1.2). The VIN is personal data."""

    vin: str
    country: str | None
    registeredAttributes: Attributes | None
    consent: bool
    paused: bool
    binding: Binding | None
    refused: list[str]
    sequence: int


class Request(TypedDict):
    """A Registration Request that has come; ``boundElsewhere`` says whether another vehicle's
    record is bound to the same device (P-7.3), ``lastSequence`` the number of the last call
    about the device, 0 before the first.
    """

    device: str
    attributes: Attributes
    boundElsewhere: bool
    lastSequence: int


class Requested(TypedDict):
    """A device sent a Registration Request with this vehicle's VIN (P-7.1)."""

    requested: Request


class Registration(TypedDict):
    """Where a vehicle is registered, the attributes in its papers, its owner's consent."""

    country: str
    attributes: Attributes
    consent: bool


class Registered(TypedDict):
    """A registrar registered the vehicle (P-5.50, P-7.4)."""

    registered: Registration


class Consent(TypedDict):
    """Whether the owner consents now."""

    consent: bool


class ConsentChanged(TypedDict):
    """Consent was given or withdrawn, or the owner changed (P-7.4)."""

    consentChanged: Consent


class Pause(TypedDict):
    """Whether the collection is paused now."""

    paused: bool


class Paused(TypedDict):
    """An operator paused the vehicle's data collection, or resumed it (P-7.4)."""

    paused: Pause


class Acknowledgement(TypedDict):
    """The device that a call was about, and its number."""

    device: str
    sequence: int


class CallAcknowledged(TypedDict):
    """The Data Service acknowledged the call with this number (P-5.51)."""

    callAcknowledged: Acknowledgement


Event: TypeAlias = (
    Requested
    | Registered
    | ConsentChanged
    | Literal["left"]
    | Paused
    | Literal["released"]
    | CallAcknowledged
)
"""What happened to one vehicle. ``"left"``: it left the Union or circulation (P-7.4);
``"released"``: an operator released the VIN from its device, which was replaced (P-7.3)."""


class StatusOf(TypedDict):
    """A device and its status; without one, the retained status is cleared (P-3.6)."""

    device: str
    status: Status | None


class PublishStatus(TypedDict):
    """Publish the status, retained, to the device's RegisterServer topic; ``None`` clears it
    by a zero-length payload (P-3.6).
    """

    publishStatus: StatusOf


class DeviceHasAnotherVehicle(TypedDict):
    """A device that is registered for a vehicle asked for another one (P-7.3)."""

    deviceHasAnotherVehicle: dict[Literal["device"], str]


class VehicleHasAnotherDevice(TypedDict):
    """A device asked for a vehicle that has a device (P-7.3)."""

    vehicleHasAnotherDevice: dict[Literal["device", "registered"], str]


class AttributeContainsVin(TypedDict):
    """An attribute of a request contains the vehicle's VIN (P-1.5)."""

    attributeContainsVin: dict[Literal["device", "attribute"], str]


Notice: TypeAlias = DeviceHasAnotherVehicle | VehicleHasAnotherDevice | AttributeContainsVin
"""What an operator is told: devices by their IDs, never a VIN."""

Raise = TypedDict("Raise", {"raise": Notice})
"""Tell the operator (P-7.3)."""

Effect: TypeAlias = PublishStatus | Literal["callDataService"] | Raise
"""What is to be done once the record is stored. ``"callDataService"``: there is something
to call the Data Service with, ``outstanding``."""


def decide(record: VehicleRecord, event: Event) -> tuple[VehicleRecord, list[Effect]]:
    """What an event makes of a vehicle's record, and what follows once that is stored, in
    this order (P-7.1 to P-7.4).

    Raises ``ProtocolError`` for data of another shape.

    >>> from iot4emissions import Vin
    >>> record = new_record(Vin("JFXHF05K1L4104934"))
    >>> record, effects = decide(record, {"consentChanged": {"consent": True}})
    >>> record["consent"], effects
    (True, [])
    """
    after, effects = registration_decide(json.dumps(record), json.dumps(event))
    return cast(VehicleRecord, json.loads(after)), cast("list[Effect]", json.loads(effects))


def new_record(vin: Vin) -> VehicleRecord:
    """A vehicle of which nothing is known yet.

    >>> from iot4emissions import Vin
    >>> new_record(Vin("JFXHF05K1L4104934"))["sequence"]
    0
    """
    return cast(VehicleRecord, json.loads(registration_new_record(vin)))


def clearance(record: VehicleRecord) -> Clearance:
    """What the device may do now: send, once the vehicle is registered in a Member State and
    consent is given, unless an operator has paused it (P-7.4).

    >>> from iot4emissions import Vin
    >>> clearance(new_record(Vin("JFXHF05K1L4104934")))
    {'suspended': 'notCleared'}
    """
    return cast(Clearance, json.loads(registration_clearance(json.dumps(record))))


def outstanding(record: VehicleRecord) -> Call | None:
    """What the Data Service is to be called with until it acknowledges it, one call at a
    time (P-5.51); ``None`` where it knows everything. No call has a VIN (P-1.5).

    >>> from iot4emissions import Vin
    >>> outstanding(new_record(Vin("JFXHF05K1L4104934"))) is None
    True
    """
    return cast("Call | None", json.loads(registration_outstanding(json.dumps(record))))


def retained(record: VehicleRecord) -> list[tuple[str, Status]]:
    """Every retained status that the broker should hold because of this vehicle, by device:
    to publish again where a broker lost it (P-7.8).

    >>> from iot4emissions import Vin
    >>> retained(new_record(Vin("JFXHF05K1L4104934")))
    []
    """
    pairs = json.loads(registration_retained(json.dumps(record)))
    return [(device, status) for device, status in pairs]


def is_member_state(country: str) -> bool:
    """Whether a country, by its ISO 3166-1 alpha-2 code of two capitals, is a Member State of
    the European Union (P-7.4). Raises ``CountryError`` for another text.

    >>> is_member_state("DE"), is_member_state("CH")
    (True, False)
    """
    return registration_is_member_state(country)
