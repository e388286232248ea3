"""The OBFCM Data Service's decisions (P-7.5 to P-7.7, JRC127600 §2.2, §4.2).

Pure functions of one device's record: ``answer`` for a call of the Registration Service,
``reconfigure`` for an operator's new parameters, ``receive`` for a Data Transfer, ``store``
for each of its snapshots. Nothing here has a place for a VIN (P-1.3, P-1.5).

>>> broker = {"endpoint": "data.example.eu", "port": 8883, "protocol": "mqtts"}
>>> parameters = {
...     "registrationMqtt": broker,
...     "obfcmDataMqtt": broker,
...     "acquireFrequency": "0 0 0 1 * ? *",
...     "transferFrequency": "0 0 0 1 1/3 ? *",
...     "configCheckFrequency": "0 0 6 ? * SUN",
...     "firstVersion": 1,
... }
>>> call = {"deviceId": "vehicle-7", "sequence": 1, "call": "introduced", "attributes": {}}
>>> record, answered = answer(None, call, parameters)
>>> answered, record["clearance"]
(Answer.APPLIED, {'suspended': 'notCleared'})
>>> receive(record, b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}')
Denied()
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypedDict, cast

from .._enums import Answer, ConfiguredState, Profile, Storing
from .._errors import DecodeError
from .._native import (
    DataTransfer,
    Decoded,
    Deviation,
    Snapshot,
    data_answer,
    data_receive,
    data_reconfigure,
    data_store,
)
from ._clearance import Attributes, Call, Clearance, Suspended, SuspensionReason

__all__ = [
    "Accept",
    "Answer",
    "Attributes",
    "Call",
    "Clearance",
    "ConfigurationForm",
    "ConfigurationParameters",
    "ConfigurationStatusForm",
    "Denied",
    "DeviceRecord",
    "EndpointForm",
    "Quarantine",
    "Reception",
    "Storing",
    "Suspended",
    "SuspensionReason",
    "Unknown",
    "answer",
    "receive",
    "reconfigure",
    "store",
]


class EndpointForm(TypedDict):
    """Where a broker listens (P-5.31)."""

    endpoint: str
    port: int
    protocol: Literal["mqtts"]


class _Parameters(TypedDict):
    registrationMqtt: EndpointForm
    obfcmDataMqtt: EndpointForm
    acquireFrequency: str
    transferFrequency: str
    configCheckFrequency: str


class ConfigurationParameters(_Parameters):
    """What an operator configures devices with (P-5.31): both brokers, the three schedules
    (P-5.33), and the version that a newly introduced device is given: after a loss of data,
    one above the highest ever issued (P-7.6).
    """

    firstVersion: int


class ConfigurationForm(_Parameters):
    """The parameters of one device, with their version (P-5.32)."""

    version: int


class ConfigurationStatusForm(TypedDict):
    """A Configuration Status (P-5.30), as on the wire."""

    deviceState: ConfiguredState | Literal["initialized", "operational", "standby"]
    configuration: ConfigurationForm


class DeviceRecord(TypedDict):
    """What the Data Service stores of one device that has been introduced (P-1.3): the last
    call's sequence, and the configuration that the broker retains for it (P-7.8).
    """

    device: str
    attributes: Attributes
    clearance: Clearance
    sequence: int
    configuration: ConfigurationStatusForm


@dataclass(frozen=True, slots=True)
class Unknown:
    """The device is not known: ignore the message, and count it."""


@dataclass(frozen=True, slots=True)
class Denied:
    """The device is on the deny-list: refuse the message, and count it; nothing of it is
    stored.
    """


@dataclass(frozen=True, slots=True)
class Quarantine:
    """The message cannot be read: quarantine the payload with the problems, as the device has
    deleted the source.
    """

    error: DecodeError


@dataclass(frozen=True, slots=True)
class Accept:
    """Store each snapshot of the message once (``store``); ``deviations`` says what in the
    payload was not canonical (P-5.4).
    """

    message: DataTransfer
    deviations: tuple[Deviation, ...]


Reception: TypeAlias = Unknown | Denied | Quarantine | Accept
"""What to do with a Data Transfer that arrived."""


def answer(
    record: DeviceRecord | None, call: Call, parameters: ConfigurationParameters
) -> tuple[DeviceRecord | None, Answer]:
    """What a call of the Registration Service makes of a device's record, ``None`` before the
    introduction, and the answer to it (P-5.51, P-7.5, P-7.6).

    Raises ``ProtocolError`` for data of another shape. For an example, see this module.
    """
    after, answered = data_answer(json.dumps(record), json.dumps(call), json.dumps(parameters))
    return cast("DeviceRecord | None", json.loads(after)), answered


def reconfigure(record: DeviceRecord, parameters: ConfigurationParameters) -> DeviceRecord | None:
    """The record with an operator's new parameters and the next version; ``None`` where the
    device has them already, or no version is left (P-7.6). The record's configuration is to
    be published, retained.

    Raises ``ProtocolError`` for data of another shape.
    """
    after = data_reconfigure(json.dumps(record), json.dumps(parameters))
    return cast("DeviceRecord | None", json.loads(after))


def receive(
    record: DeviceRecord | None,
    payload: bytes,
    profile: Profile | Literal["strict", "tolerant"] = Profile.TOLERANT,
) -> Reception:
    """What is to be done with a payload from a device (P-7.7), of which ``record`` is what the
    service knows.

    Raises ``ProtocolError`` for a record of another shape.

    >>> receive(None, b"{}")
    Unknown()
    """
    case, found = data_receive(json.dumps(record), payload, profile)
    match found:
        case None:
            return Unknown() if case == "Unknown" else Denied()
        case Decoded():
            return Accept(cast(DataTransfer, found.message), found.deviations)
        case DecodeError():
            return Quarantine(found)


def store(stored: Snapshot | None, snapshot: Snapshot) -> Storing:
    """What to do with a snapshot of an accepted Data Transfer, when ``stored`` is what the
    service has of the same device and acquisition time (P-7.7).

    >>> from datetime import datetime, timezone
    >>> from iot4emissions import Values
    >>> snapshot = Snapshot(datetime(2021, 6, 1, tzinfo=timezone.utc), Values(total_fuel_consumed=32))
    >>> store(None, snapshot), store(snapshot, snapshot)
    (Storing.NEW, Storing.DUPLICATE)
    """
    return data_store(stored, snapshot)
