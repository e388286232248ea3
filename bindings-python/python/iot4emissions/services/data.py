"""The OBFCM Data Service's decisions (P-7.5 to P-7.7, P-7.12 to P-7.14, P-7.16, JRC127600
§2.2, §4.2).

Pure functions of what is stored of one device, its record or, once it is forgotten, a
``Tombstone``: ``subject`` says which device a call of the Registration Service is about, where the
two services know it by different IDs, ``answer`` what it makes of that one,
``reconfigure`` for an operator's new parameters, ``reissue`` for a device that has not got its
configuration, ``receive`` for a Data Transfer, ``DeviceRecord.keeps`` and then ``store`` for each
of its snapshots. Nothing here has a place for a VIN (P-1.3, P-1.5). What they call now is aware,
as everywhere.

>>> from datetime import datetime, timezone
>>> from iot4emissions import DeviceId, Endpoint, VehicleInfo
>>> from iot4emissions.services import Call, Cleared, Introduction
>>> from iot4emissions.services.data import (
...     Accept, ConfigurationParameters, StorageDecision, answer, receive, store
... )
>>> now = datetime(2021, 6, 1, tzinfo=timezone.utc)
>>> parameters = ConfigurationParameters(
...     registration_mqtt=Endpoint("registration.example.eu", 8883),
...     obfcm_data_mqtt=Endpoint("data.example.eu", 8883),
...     acquire_frequency="0 0 0 1 * ? *",
...     transfer_frequency="0 0 0 1 1/3 ? *",
...     config_check_frequency="0 0 6 ? * SUN",
...     first_version=1,
... )
>>> call = Call(DeviceId("vehicle-7"), 1, Introduction(VehicleInfo()))
>>> record, answered = answer(None, call, parameters, now)
>>> answered, record.clearance()
(Applied(), Suspended(SuspensionReason.NOT_CLEARED))
>>> receive(record, b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}')
Denied(snapshots=1, after_suspension=1)
>>> cleared, answered = answer(record, Call(DeviceId("vehicle-7"), 2, Cleared()), parameters, now)
>>> cleared.status().device_state
ConfiguredState.OPERATIONAL

What becomes of a message that is accepted: what the record does not keep is refused and
counted (P-7.7), the rest stored once.

>>> stored, refused = {}, 0
>>> match receive(cleared, b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}'):
...     case Accept(message):
...         for snapshot in message.snapshots:
...             if not cleared.keeps(snapshot):
...                 refused += 1
...             elif store(stored.get(snapshot.acquired), snapshot) is StorageDecision.NEW:
...                 stored[snapshot.acquired] = snapshot
>>> len(stored), refused
(1, 0)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from .._enums import Profile, StorageDecision
from .._errors import DecodeError
from .._keywords import made_without_names, without_names
from .._native import (
    ConfigurationParameters,
    DataTransfer,
    Decoded,
    Denied,
    Deviation,
    DeviceRecord,
    EndedAt,
    Known,
    LastCall,
    Lasts,
    Opened,
    Segments,
    StillSending,
    Subject,
    Tombstone,
    Unopened,
    answer,
    data_receive,
    notice_from_json,
    notice_to_json,
    reconfigure,
    reissue,
    restart_numbers,
    retire,
    store,
    subject,
    untold,
)

__all__ = [
    "Accept",
    "ConfigurationParameters",
    "DataDevice",
    "Denied",
    "DeviceEntry",
    "DeviceRecord",
    "EndedAt",
    "Known",
    "LastCall",
    "Lasts",
    "Opened",
    "OperatorNotice",
    "Quarantine",
    "Reception",
    "Segments",
    "StillSending",
    "StorageDecision",
    "Subject",
    "Tombstone",
    "Unknown",
    "Unopened",
    "Withdrawal",
    "answer",
    "notice_from_json",
    "notice_to_json",
    "receive",
    "reconfigure",
    "reissue",
    "restart_numbers",
    "retire",
    "store",
    "subject",
    "untold",
]

Withdrawal: TypeAlias = Lasts | EndedAt
"""How far a device's last withdrawal has come (P-7.7)."""

DeviceEntry: TypeAlias = DeviceRecord | Tombstone
"""What is stored of a device: its record, or that it was forgotten (P-7.14)."""

DataDevice: TypeAlias = Opened | Unopened
"""What became of the device ID that an introduction brings sealed (P-1.7, P-7.16)."""

OperatorNotice: TypeAlias = StillSending
"""What the Data Service's operator is told (P-7.12). Later releases may know more."""


@made_without_names
@dataclass(frozen=True, slots=True)
class Unknown:
    """The device is not known: ignore the message, and count it (P-7.7).

    >>> receive(None, b"{}")
    Unknown()
    """


@made_without_names
@dataclass(frozen=True, slots=True)
class Quarantine:
    """The message cannot be read: quarantine the payload with the problems (``error``), as the
    device has deleted the source (P-7.7).

    >>> match receive(cleared, b'{"data":[]}'):
    ...     case Quarantine(error):
    ...         error.path
    '/data'
    """

    error: DecodeError


@made_without_names
@dataclass(frozen=True, slots=True)
class Accept:
    """Store each snapshot of the message once (``store``, P-7.7), but for those that the
    record does not keep (``keeps``): they are refused and counted. ``deviations`` says what in
    the payload was not canonical (P-5.4).

    >>> match receive(cleared, b'{"data":[{"acquired":1622538000,"tfc":32.5}]}'):
    ...     case Accept(message, deviations):
    ...         len(message.snapshots), deviations
    (1, ())
    """

    message: DataTransfer
    deviations: tuple[Deviation, ...]


Reception: TypeAlias = Unknown | Denied | Quarantine | Accept
"""What to do with a Data Transfer that arrived."""


@without_names
def receive(
    record: DeviceRecord | None,
    payload: bytes,
    profile: Profile | Literal["strict", "tolerant"] = Profile.TOLERANT,
) -> Reception:
    """What is to be done with a payload from a device (P-7.7), of which ``record`` is what the
    service knows.

    >>> receive(None, b"{}")
    Unknown()
    """
    match data_receive(record, payload, profile):
        case None:
            return Unknown()
        case Denied() as denied:
            return denied
        case DecodeError() as error:
            return Quarantine(error)
        case Decoded(message, deviations):
            return Accept(cast(DataTransfer, message), deviations)
