"""The OTA Registration Service's decisions (P-7.1 to P-7.4, JRC127600 §2.1, §4.2).

``decide`` is a pure function of one vehicle's record and an event: store the record it
returns in one transaction, with a unique index on its device, then carry out the effects.
What is to be told to the Data Service is part of the record (``outstanding``) until it is
answered, so no crash loses it; what it is answered is an event.

>>> from iot4emissions import Vin
>>> from iot4emissions.services.registration import decide, new_record, outstanding
>>> record = new_record(Vin("JFXHF05K1L4104934"))
>>> request = {"device": "vehicle-7", "attributes": {}, "boundElsewhere": False, "lastSequence": 0}
>>> record, effects = decide(record, {"requested": request})
>>> effects
['callDataService']
>>> outstanding(record)
{'deviceId': 'vehicle-7', 'sequence': 1, 'call': 'introduced', 'attributes': {}}
>>> answered = {"device": "vehicle-7", "sequence": 1, "answer": "applied"}
>>> record, effects = decide(record, {"callAnswered": answered})
>>> effects
[{'publishStatus': {'device': 'vehicle-7', 'status': 'registered'}}]
"""

from __future__ import annotations

import json
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict, cast

from .._native import (
    DeviceId,
    Vin,
    registration_clearance,
    registration_decide,
    registration_is_member_state,
    registration_new_record,
    registration_outstanding,
    registration_retained,
    registration_status_of,
)
from ._clearance import (
    Answer,
    Attributes,
    Call,
    Clearance,
    Contradiction,
    Last,
    Overtaken,
    Suspended,
    SuspensionReason,
    TooFar,
)

__all__ = [
    "Answer",
    "Answered",
    "AttributeContainsVin",
    "Attributes",
    "Binding",
    "Call",
    "CallAnswered",
    "ClearStatus",
    "Clearance",
    "Consent",
    "ConsentChanged",
    "Contradiction",
    "DeviceHasAnotherVehicle",
    "Effect",
    "Event",
    "Introduced",
    "Introducing",
    "Last",
    "Misnumbered",
    "Misnumbering",
    "NotIntroduced",
    "Notice",
    "Overtaken",
    "Pause",
    "Paused",
    "Phase",
    "PublishStatus",
    "Raise",
    "Registered",
    "Registration",
    "Releasing",
    "Request",
    "Requested",
    "Status",
    "StatusOf",
    "Suspended",
    "SuspensionReason",
    "Telling",
    "Told",
    "TooFar",
    "VehicleHasAnotherDevice",
    "VehicleRecord",
    "VersionsExhausted",
    "clearance",
    "decide",
    "is_member_state",
    "new_record",
    "outstanding",
    "retained",
    "status_of",
]

Told: TypeAlias = Literal["nothing", "introduced", "cleared", "noVersionLeft"] | Suspended
"""What the Data Service is known to hold of a device's clearance; ``"nothing"`` where one of
the services has lost records (P-7.11), ``"introduced"`` where that its vehicle had a withdrawal is
yet to be told (P-7.4), ``"noVersionLeft"`` where it cannot clear the device
any more (P-7.6)."""

Status: TypeAlias = Literal["registered"] | dict[str, Any]
"""A Registration Status (P-5.20)."""


class Telling(TypedDict):
    """A call that clears or suspends and is not answered: its number, and what it tells
    (P-5.51)."""

    sequence: int
    clearance: Clearance


class _Number(TypedDict):
    sequence: int


class Introducing(TypedDict):
    """The Data Service has not acknowledged the introduction with this number (P-7.1)."""

    introducing: _Number


class _Known(TypedDict):
    acknowledged: Told
    call: Telling | None


class Introduced(TypedDict):
    """The Data Service knows the device: what it acknowledged last, and the call that it has
    not answered (P-7.1, P-7.4)."""

    introduced: _Known


class Releasing(TypedDict):
    """An operator released the vehicle from the device; that ends once the suspension with
    this number is answered (P-7.3)."""

    releasing: _Number


Phase: TypeAlias = Introducing | Introduced | Releasing
"""How far a vehicle's device has come."""


class Binding(TypedDict):
    """A vehicle's device, the attributes of its latest request, and how far the Data Service
    has been told of it (P-7.1 to P-7.3)."""

    device: str
    attributes: Attributes
    phase: Phase


class VehicleRecord(TypedDict):
    """What the Registration Service stores of one vehicle (P-1.2). The VIN is personal data.
    ``withdrawn`` says whether it was ever withdrawn after it had been registered with consent
    (P-7.4).
    """

    vin: str
    country: str | None
    registeredAttributes: Attributes | None
    consent: bool
    paused: bool
    withdrawn: NotRequired[bool]
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
    """Where a vehicle is registered, the attributes in its papers, its owner's consent
    (P-5.50)."""

    country: str
    attributes: Attributes
    consent: bool


class Registered(TypedDict):
    """A registrar registered the vehicle (P-5.50, P-7.4)."""

    registered: Registration


class Consent(TypedDict):
    """Whether the owner consents now (P-7.4)."""

    consent: bool


class ConsentChanged(TypedDict):
    """Consent was given or withdrawn, or the owner changed (P-7.4)."""

    consentChanged: Consent


class Pause(TypedDict):
    """Whether the collection is paused now (P-7.4)."""

    paused: bool


class Paused(TypedDict):
    """An operator paused the vehicle's data collection, or resumed it (P-7.4)."""

    paused: Pause


class Answered(TypedDict):
    """The device that a call was about, its number, and what it was answered (P-5.51)."""

    device: str
    sequence: int
    answer: Answer


class CallAnswered(TypedDict):
    """The Data Service answered the call with this number (P-5.51)."""

    callAnswered: Answered


Event: TypeAlias = (
    Requested
    | Registered
    | ConsentChanged
    | Literal["left"]
    | Paused
    | Literal["released"]
    | CallAnswered
    | Literal["tellAgain"]
)
"""What happened to one vehicle. ``"left"``: it left the Union or circulation (P-7.4);
``"released"``: an operator released the VIN from its device, which was replaced (P-7.3);
``"tellAgain"``: one of the services was restored from a backup, and the Data Service is told
again what holds (P-7.11)."""


class StatusOf(TypedDict):
    """A device and its status (P-7.1)."""

    device: str
    status: Status


class PublishStatus(TypedDict):
    """Publish the status, retained, to the device's RegisterServer topic (P-3.2, P-7.1)."""

    publishStatus: StatusOf


class ClearStatus(TypedDict):
    """This vehicle's record says nothing of the device any more: publish what other vehicles'
    records say, ``status_of``; where that is nothing, clear its topic by a zero-length payload
    (P-3.6, P-7.10).
    """

    clearStatus: dict[Literal["device"], str]


class DeviceHasAnotherVehicle(TypedDict):
    """A device that is registered for a vehicle asked for another one (P-7.3)."""

    deviceHasAnotherVehicle: dict[Literal["device"], str]


class VehicleHasAnotherDevice(TypedDict):
    """A device asked for a vehicle that has a device (P-7.3)."""

    vehicleHasAnotherDevice: dict[Literal["device", "registered"], str]


class AttributeContainsVin(TypedDict):
    """An attribute of a request contains the vehicle's VIN, or the shape of one (P-1.5)."""

    attributeContainsVin: dict[Literal["device", "attribute"], str]


class NotIntroduced(TypedDict):
    """The Data Service no longer knew a device, which is introduced again (P-7.11)."""

    notIntroduced: dict[Literal["device"], str]


class Misnumbering(TypedDict):
    """A device, the number of a call that did not fit, and the last that the Data Service
    knows (P-5.51)."""

    device: str
    sequence: int
    last: int


class Misnumbered(TypedDict):
    """A call's number did not fit, and it is made again with another one: one of the services
    has lost records (P-5.51, P-7.11)."""

    misnumbered: Misnumbering


class VersionsExhausted(TypedDict):
    """A device can never be cleared again: it has had the last version (P-7.6)."""

    versionsExhausted: dict[Literal["device"], str]


Notice: TypeAlias = (
    DeviceHasAnotherVehicle
    | VehicleHasAnotherDevice
    | AttributeContainsVin
    | NotIntroduced
    | Misnumbered
    | VersionsExhausted
)
"""What an operator is told: devices by their IDs, never a VIN."""

Raise = TypedDict("Raise", {"raise": Notice})
Raise.__doc__ = "Tell the operator (P-7.3)."

Effect: TypeAlias = PublishStatus | ClearStatus | Literal["callDataService"] | Raise
"""What is to be done once the record is stored. ``"callDataService"``: there is something
to call the Data Service with, ``outstanding``."""


def decide(record: VehicleRecord, event: Event) -> tuple[VehicleRecord, list[Effect]]:
    """What an event makes of a vehicle's record, and what follows once that is stored, in
    this order (P-7.1 to P-7.4).

    Raises ``ProtocolError`` for data of another shape.

    >>> record = new_record(Vin("JFXHF05K1L4104934"))
    >>> record, effects = decide(record, {"consentChanged": {"consent": True}})
    >>> record["consent"], effects
    (True, [])
    """
    after, effects = registration_decide(json.dumps(record), json.dumps(event))
    return cast(VehicleRecord, json.loads(after)), cast("list[Effect]", json.loads(effects))


def new_record(vin: Vin) -> VehicleRecord:
    """A vehicle of which nothing is known yet (P-7.1).

    >>> new_record(Vin("JFXHF05K1L4104934"))["sequence"]
    0
    """
    return cast(VehicleRecord, json.loads(registration_new_record(vin)))


def clearance(record: VehicleRecord) -> Clearance:
    """What the device may do now: send, once the vehicle is registered in a Member State and
    consent is given, unless an operator has paused it (P-7.4).

    >>> clearance(new_record(Vin("JFXHF05K1L4104934")))
    {'suspended': 'notCleared'}
    """
    return cast(Clearance, json.loads(registration_clearance(json.dumps(record))))


def outstanding(record: VehicleRecord) -> Call | None:
    """What the Data Service is to be called with until it answers, one call at a time
    (P-5.51); ``None`` where it knows everything. No call has a VIN (P-1.5).

    >>> outstanding(new_record(Vin("JFXHF05K1L4104934"))) is None
    True
    """
    return cast("Call | None", json.loads(registration_outstanding(json.dumps(record))))


def retained(record: VehicleRecord) -> list[tuple[str, Status]]:
    """Every retained status that the broker should hold because of this vehicle, by device:
    to publish again where a broker lost it (P-7.8).

    >>> retained(new_record(Vin("JFXHF05K1L4104934")))
    []
    """
    pairs = json.loads(registration_retained(json.dumps(record)))
    return [(device, status) for device, status in pairs]


def status_of(device: DeviceId | str, records: list[VehicleRecord]) -> Status | None:
    """What a device's retained status should be, out of all vehicles' records that name it
    (P-7.10): ``error`` where one of them refused it, else ``registered`` where one has it, else
    ``None``.

    >>> status_of("vehicle-7", [new_record(Vin("JFXHF05K1L4104934"))]) is None
    True
    """
    device = device if isinstance(device, DeviceId) else DeviceId(device)
    status = registration_status_of(device, json.dumps(records))
    return cast("Status | None", json.loads(status))


def is_member_state(country: str) -> bool:
    """Whether a country, by its ISO 3166-1 alpha-2 code of two capitals, is a Member State of
    the European Union (P-7.4). Raises ``CountryError`` for another text.

    >>> is_member_state("DE"), is_member_state("CH")
    (True, False)
    """
    return registration_is_member_state(country)
