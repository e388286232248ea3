"""The decisions of both services (P-7), as pure functions of values.

``registration`` decides which device belongs to which vehicle and which vehicle is cleared,
``data`` which device may send, how it is configured and what becomes of its data. Here stands
what both of them say: whether a device may send, and the calls of the first to the second with
their answers (P-5.50, P-5.51).

Everything is a value, as in the rest of the package: frozen, equal by its fields, with a pickle,
and for a database or HTTP with a JSON form. A ``match`` on all events, effects, answers, notices
and the like is exhaustive. A text of another form raises ``ProtocolError``: ``code`` is
``json-form``, ``path`` the place in it such as ``/binding/phase``. Its text does not repeat what
was found there, because it may be a VIN.

>>> from iot4emissions import DeviceId, VehicleInfo, Vin
>>> from iot4emissions.services import Answer, Applied, Call, Introduction
>>> call = Call(DeviceId("vehicle-7"), 1, Introduction(VehicleInfo(make="JEEP")))
>>> Call.from_json(call.to_json()) == call
True
"""

from __future__ import annotations

from typing import TypeAlias

from .._enums import Kept, SuspensionReason
from .._native import (
    Applied,
    Call,
    Cleared,
    Contradiction,
    DataDeviceRefused,
    Forgotten,
    Introduced,
    Introduction,
    NotIntroduced,
    Overtaken,
    RetentionPeriods,
    Suspended,
    TooFar,
    VersionsExhausted,
    answer_from_json,
    answer_to_json,
)

Answer: TypeAlias = (
    Applied
    | Overtaken
    | Contradiction
    | TooFar
    | NotIntroduced
    | DataDeviceRefused
    | VersionsExhausted
)
"""The Data Service's answer to a call (P-5.51, P-7.6, P-7.16). Only an applied one took effect."""

CallContent: TypeAlias = Introduction | Cleared | Suspended | Forgotten
"""What a call tells (P-5.51)."""

CallKind: TypeAlias = Introduced | Cleared | Suspended | Forgotten
"""What kind of call it is (P-5.51)."""

Clearance: TypeAlias = Cleared | Suspended
"""Whether a device may send: on the allow-list, or on the deny-list for a reason (P-7.4)."""

# They take from here what both of them say.
from . import data, registration  # noqa: E402

__all__ = [
    "Answer",
    "Applied",
    "Call",
    "CallContent",
    "CallKind",
    "Clearance",
    "Cleared",
    "Contradiction",
    "DataDeviceRefused",
    "Forgotten",
    "Introduced",
    "Introduction",
    "Kept",
    "NotIntroduced",
    "Overtaken",
    "RetentionPeriods",
    "Suspended",
    "SuspensionReason",
    "TooFar",
    "VersionsExhausted",
    "answer_from_json",
    "answer_to_json",
    "data",
    "registration",
]
