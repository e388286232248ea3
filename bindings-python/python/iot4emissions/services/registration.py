"""The OTA Registration Service's decisions (P-7.1 to P-7.4, P-7.13, P-7.14, JRC127600
§2.1, §4.2).

``decide`` is a pure function of one vehicle's record and an event: store the record it
returns in one transaction, with a unique index on its device, then carry out the effects.
What is to be told to the Data Service is part of the record (``VehicleRecord.outstanding``)
until it is answered, so no crash loses it; what it is answered is an event.

>>> from iot4emissions import DeviceId, VehicleInfo, Vin
>>> from iot4emissions.services import Applied
>>> from iot4emissions.services.registration import (
...     CallAnswered, CallDataService, PublishStatus, Requested, VehicleRecord, decide
... )
>>> record = VehicleRecord(Vin("JFXHF05K1L4104934"))
>>> record, effects = decide(record, Requested(DeviceId("vehicle-7"), VehicleInfo()))
>>> effects
(CallDataService(),)
>>> call = record.outstanding()
>>> call.sequence, call.content
(1, Introduction(attributes=VehicleInfo(), data_device=None))
>>> record, effects = decide(record, CallAnswered(call.device, call.sequence, Applied()))
>>> for effect in effects:
...     match effect:
...         case PublishStatus(device, status):
...             print(device, status)
...         case CallDataService():
...             print("call it")
vehicle-7 RegistrationStatus(registered=True)
"""

from __future__ import annotations

from typing import TypeAlias

from .._enums import IntroductionScope, StoredData
from .._native import (
    Acknowledged,
    AttributeContainsVin,
    Binding,
    CallAnswered,
    CallDataService,
    ClearanceCall,
    Cleared,
    ClearStatus,
    ConsentChanged,
    DataServiceRefused,
    DeleteRecord,
    DeviceContainsVin,
    DeviceHasAnotherVehicle,
    DeviceNotIntroduced,
    DeviceVersionsExhausted,
    Erased,
    Forgetting,
    Forgotten,
    Introduced,
    Introducing,
    Left,
    Misnumbered,
    Nothing,
    NoVersionLeft,
    OwnerChanged,
    Paused,
    PublishStatus,
    Raise,
    Registered,
    Released,
    Releasing,
    Requested,
    Scrapped,
    StoredDataPolicy,
    Suspended,
    TellAgain,
    VehicleHasAnotherDevice,
    VehicleRecord,
    decide,
    effect_from_json,
    effect_to_json,
    event_from_json,
    event_to_json,
    is_member_state,
    status_of,
)

__all__ = [
    "Acknowledged",
    "AcknowledgedClearance",
    "AttributeContainsVin",
    "Binding",
    "CallAnswered",
    "CallDataService",
    "ClearStatus",
    "ClearanceCall",
    "ConsentChanged",
    "DataServiceRefused",
    "DeleteRecord",
    "DeviceContainsVin",
    "DeviceHasAnotherVehicle",
    "DeviceNotIntroduced",
    "DeviceVersionsExhausted",
    "Effect",
    "Erased",
    "Event",
    "Forgetting",
    "Introducing",
    "IntroductionScope",
    "Left",
    "Misnumbered",
    "NoVersionLeft",
    "Nothing",
    "OperatorNotice",
    "OwnerChanged",
    "Paused",
    "Phase",
    "PublishStatus",
    "Raise",
    "Registered",
    "Released",
    "Releasing",
    "Requested",
    "Scrapped",
    "StoredData",
    "StoredDataPolicy",
    "TellAgain",
    "VehicleHasAnotherDevice",
    "VehicleRecord",
    "decide",
    "effect_from_json",
    "effect_to_json",
    "event_from_json",
    "event_to_json",
    "is_member_state",
    "status_of",
]

Event: TypeAlias = (
    Requested
    | Registered
    | ConsentChanged
    | OwnerChanged
    | Left
    | Scrapped
    | Erased
    | Paused
    | Released
    | CallAnswered
    | TellAgain
)
"""What happened to one vehicle (P-5.50, P-7.1 to P-7.4)."""

OperatorNotice: TypeAlias = (
    DeviceContainsVin
    | DeviceHasAnotherVehicle
    | VehicleHasAnotherDevice
    | AttributeContainsVin
    | DeviceNotIntroduced
    | Misnumbered
    | DataServiceRefused
    | DeviceVersionsExhausted
)
"""What an operator is told (P-7.3, P-7.11, P-7.16): devices by their IDs, never a VIN."""

Effect: TypeAlias = PublishStatus | ClearStatus | CallDataService | DeleteRecord | Raise
"""What is to be done once the record is stored (P-7.1). A service that may stop in between
stores the effects with the record: that a status has to be cleared, the record does not say
later."""

AcknowledgedClearance: TypeAlias = Nothing | Introduced | Cleared | Suspended | NoVersionLeft
"""What the Data Service is known to hold of a device's clearance (P-7.4). ``Introduced``: that
the vehicle had a withdrawal is yet to be told."""

Phase: TypeAlias = Introducing | Acknowledged | Forgetting | Forgotten | Releasing
"""How far a vehicle's device has come (P-7.1 to P-7.4)."""
