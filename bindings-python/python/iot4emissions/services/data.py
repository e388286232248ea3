"""The OBFCM Data Service's decisions (P-7.5 to P-7.7, P-7.12, JRC127600 §2.2, §4.2).

Pure functions of one device's record: ``answer`` for a call of the Registration Service,
``reconfigure`` for an operator's new parameters, ``reissue`` for a device that has not got its
configuration, ``receive`` for a Data Transfer, ``keeps`` and then ``store`` for each of its
snapshots. Nothing here has a place for a VIN (P-1.3, P-1.5). What they call now is aware, as
everywhere.

>>> from datetime import datetime, timezone
>>> from iot4emissions.services.data import Accept, Storing, answer, clearance, keeps, receive
>>> from iot4emissions.services.data import reconfigure, status, store
>>> now = datetime(2021, 6, 1, tzinfo=timezone.utc)
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
>>> record, answered = answer(None, call, parameters, now)
>>> answered, clearance(record)
('applied', {'suspended': 'notCleared'})
>>> receive(record, b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}')
Denied(snapshots=1, after_suspension=1)
>>> call = {"deviceId": "vehicle-7", "sequence": 2, "call": "cleared"}
>>> cleared, answered = answer(record, call, parameters, now)
>>> status(cleared)["deviceState"]
'operational'

What becomes of a message that is accepted: what the record does not keep is refused and
counted (P-7.7), the rest stored once.

>>> stored, refused = {}, 0
>>> match receive(cleared, b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}'):
...     case Accept(message):
...         for snapshot in message.snapshots:
...             if not keeps(cleared, snapshot):
...                 refused += 1
...             elif store(stored.get(snapshot.acquired), snapshot) is Storing.NEW:
...                 stored[snapshot.acquired] = snapshot
>>> len(stored), refused
(1, 0)
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NotRequired, TypeAlias, TypedDict, cast

from .._enums import ConfiguredState, Profile, Storing
from .._errors import DecodeError
from .._native import (
    DataTransfer,
    Decoded,
    Deviation,
    Snapshot,
    data_answer,
    data_clearance,
    data_keeps,
    data_note,
    data_receive,
    data_reconfigure,
    data_reissue,
    data_restart_numbers,
    data_status,
    data_store,
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
    "Accept",
    "Answer",
    "Attributes",
    "Call",
    "CallKind",
    "Clearance",
    "ConfigurationForm",
    "ConfigurationParameters",
    "ConfigurationStatusForm",
    "Contradiction",
    "Denied",
    "DeviceRecord",
    "EndedAt",
    "EndpointForm",
    "Last",
    "LastCall",
    "Notice",
    "Overtaken",
    "Quarantine",
    "Reception",
    "StillSending",
    "Storing",
    "Suspended",
    "SuspensionReason",
    "TooFar",
    "Unknown",
    "Withdrawal",
    "answer",
    "clearance",
    "keeps",
    "note",
    "receive",
    "reconfigure",
    "reissue",
    "restart_numbers",
    "status",
    "store",
]

CallKind: TypeAlias = Literal["introduced", "cleared"] | Suspended
"""What kind of call it is."""


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
    (P-5.33), and the least version that is issued: after a loss of data, one above the highest
    ever issued (P-7.6).
    """

    firstVersion: int


class ConfigurationForm(_Parameters):
    """The parameters of one device, with their version (P-5.32)."""

    version: int


class ConfigurationStatusForm(TypedDict):
    """A Configuration Status (P-5.30), as on the wire."""

    deviceState: ConfiguredState | Literal["initialized", "operational", "standby"]
    configuration: ConfigurationForm


class LastCall(TypedDict):
    """The last call about a device that was applied: its number, and what it told (P-5.51)."""

    sequence: int
    kind: CallKind


class EndedAt(TypedDict):
    """A withdrawal that has ended, and when, UNIX time (P-7.7)."""

    endedAt: int


Withdrawal: TypeAlias = Literal["lasts"] | EndedAt
"""How far a device's last withdrawal has come (P-7.7)."""


class DeviceRecord(TypedDict):
    """What the Data Service stores of one device that has been introduced (P-1.3): the last
    call, from which its ``clearance`` and its ``status`` follow; the configuration but for the
    state; when that was issued, UNIX time; how many messages have shown since then that the
    device does not obey (P-7.12); and its last withdrawal, where it had one: what it acquired
    before that ended is not kept (``keeps``).
    """

    device: str
    attributes: Attributes
    last: LastCall
    configuration: ConfigurationForm
    issued: int
    stillSending: int
    withdrawal: NotRequired[Withdrawal]


class StillSending(TypedDict):
    """A suspended device acquires and sends on: it has not got the configuration with this
    version, refuses it, or its clock is ahead (P-7.12)."""

    stillSending: dict[Literal["device", "version"], str | int]


Notice: TypeAlias = StillSending
"""What the Data Service's operator is told."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The device is not known: ignore the message, and count it (P-7.7).

    >>> receive(None, b"{}")
    Unknown()
    """


@dataclass(frozen=True, slots=True)
class Denied:
    """The device is on the deny-list: refuse the message, and count it; nothing of it is
    stored (P-7.7). It had so many snapshots, and so many of those were acquired after the
    suspension was issued: ``note`` that in the record (P-7.12).

    >>> receive(record, b"{}")
    Denied(snapshots=0, after_suspension=0)
    """

    snapshots: int
    after_suspension: int


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


def answer(
    record: DeviceRecord | None,
    call: Call,
    parameters: ConfigurationParameters,
    now: datetime,
) -> tuple[DeviceRecord | None, Answer]:
    """What a call of the Registration Service makes of a device's record, ``None`` before the
    introduction, and the answer to it (P-5.51, P-7.5, P-7.6).

    Raises ``ProtocolError`` for data of another shape.

    >>> call = {"deviceId": "vehicle-7", "sequence": 2, "call": "suspended", "reason": "pause"}
    >>> paused, answered = answer(record, call, parameters, now)
    >>> status(paused)["deviceState"], paused["configuration"]["version"]
    ('standby', 2)
    """
    before, said, given = json.dumps(record), json.dumps(call), json.dumps(parameters)
    after, answered = data_answer(before, said, given, now)
    return cast("DeviceRecord | None", json.loads(after)), cast(Answer, json.loads(answered))


def clearance(record: DeviceRecord) -> Clearance:
    """Whether the device may send, by the last call about it (P-7.5, P-7.6).

    >>> clearance(record), clearance(cleared)
    ({'suspended': 'notCleared'}, 'cleared')
    """
    return cast(Clearance, json.loads(data_clearance(json.dumps(record))))


def status(record: DeviceRecord) -> ConfigurationStatusForm:
    """The configuration that the broker retains for the device (P-7.8), as on the wire.

    >>> status(record)["deviceState"]
    'initialized'
    """
    return cast(ConfigurationStatusForm, json.loads(data_status(json.dumps(record))))


def reconfigure(
    record: DeviceRecord, parameters: ConfigurationParameters, now: datetime
) -> DeviceRecord | None:
    """The record with an operator's new parameters and the next version; ``None`` where the
    device has them already (P-7.6). The record's ``status`` is to be published, retained.

    Raises ``ConfigurationError`` where no version is left, ``ProtocolError`` for data of
    another shape.

    >>> reconfigure(record, parameters, now) is None
    True
    >>> daily = reconfigure(record, parameters | {"transferFrequency": "0 0 0 ? * * *"}, now)
    >>> daily["configuration"]["version"]
    2
    """
    after = data_reconfigure(json.dumps(record), json.dumps(parameters), now)
    return cast("DeviceRecord | None", json.loads(after))


def reissue(record: DeviceRecord, version: int | None, now: datetime) -> DeviceRecord:
    """The record with the same configuration and a higher version, ``version`` or the next one
    for ``None``: for a device that evidently has not got it (P-7.12). The record's ``status`` is
    to be published, retained.

    Raises ``ConfigurationError`` where no version is left, or the device would refuse it as
    more than 2**24 above the one before; ``ProtocolError`` for data of another shape.

    >>> reissue(record, 1000, now)["configuration"]["version"]
    1000
    """
    return cast(DeviceRecord, json.loads(data_reissue(json.dumps(record), version, now)))


def restart_numbers(
    record: DeviceRecord, parameters: ConfigurationParameters, now: datetime
) -> DeviceRecord:
    """The record with no call known, and the device on the deny-list until there is one: for a
    device whose numbers are used up (P-5.51). The record's ``status`` is to be published,
    retained.

    Raises ``ProtocolError`` for data of another shape.

    >>> restart_numbers(cleared, parameters, now)["last"]
    {'sequence': 0, 'kind': 'introduced'}
    """
    after = data_restart_numbers(json.dumps(record), json.dumps(parameters), now)
    return cast(DeviceRecord, json.loads(after))


def note(record: DeviceRecord, denied: Denied) -> tuple[DeviceRecord, Notice | None]:
    """The record with a message counted that was denied, and what an operator is told: the
    first time that the device shows that it has not got its suspension, or does not obey it
    (P-7.12).

    >>> noted, notice = note(record, Denied(snapshots=1, after_suspension=1))
    >>> noted["stillSending"], notice
    (1, {'stillSending': {'device': 'vehicle-7', 'version': 1}})
    """
    denial = {"snapshots": denied.snapshots, "afterSuspension": denied.after_suspension}
    after, notice = data_note(json.dumps(record), json.dumps(denial))
    return cast(DeviceRecord, json.loads(after)), cast("Notice | None", json.loads(notice))


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
    case, found, counts = data_receive(json.dumps(record), payload, profile)
    match found:
        case None:
            return Unknown() if case == "Unknown" else Denied(*counts)
        case Decoded():
            return Accept(cast(DataTransfer, found.message), found.deviations)
        case DecodeError():
            return Quarantine(found)


def keeps(record: DeviceRecord, snapshot: Snapshot) -> bool:
    """Whether a snapshot of an accepted Data Transfer may be stored (P-7.7): not where it was
    acquired before the device's last withdrawal ended, of which the device may never have
    heard. It is refused then, and counted.

    Raises ``ProtocolError`` for a record of another shape.

    >>> from datetime import datetime, timezone
    >>> from iot4emissions import Snapshot, Values
    >>> snapshot = Snapshot(datetime(2021, 6, 1, tzinfo=timezone.utc), Values(total_fuel_consumed=32))
    >>> keeps(cleared, snapshot)
    True
    >>> keeps(cleared | {"withdrawal": {"endedAt": 1622505601}}, snapshot)
    False
    """
    return data_keeps(json.dumps(record), snapshot)


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
