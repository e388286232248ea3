"""What a device tells other control units and keeps in its log (T-9, T-10, JRC127600
Table 1): the kinds of ``Event``, a class each. Times are aware ``datetime``s in UTC.

>>> from datetime import datetime, timezone
>>> from iot4emissions.device import Event, events
>>> event = Event(datetime(2026, 1, 1, tzinfo=timezone.utc), events.ConfigurationApplied(version=2))
>>> match event.kind:
...     case events.ConfigurationApplied(version=version):
...         print(version)
2
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeAlias

from .._keywords import made_without_names

if TYPE_CHECKING:
    from datetime import datetime

    from .._enums import (
        BrokerRole,
        ConfigurationRefusal,
        DailyCap,
        DeviceState,
        DisconnectReason,
        RecordFault,
        SetAsideReason,
    )

__all__ = [
    "AcquisitionFailed",
    "CertificateRenewed",
    "ClockNotTrusted",
    "ClockTooEarly",
    "ClockWentBack",
    "ConfigurationApplied",
    "ConfigurationRefused",
    "ConnectionFailed",
    "ConnectionLost",
    "DailyCapReached",
    "EndpointSwitched",
    "EventKind",
    "FactoryConfigured",
    "MessageUnreadable",
    "NoConfiguration",
    "PayloadLimitTooSmall",
    "PersistFailed",
    "PseudonymRenewed",
    "RecordUnreadable",
    "RegistrationRefused",
    "RegistrationUnanswered",
    "RequestRefused",
    "SnapshotEvicted",
    "SnapshotNotLater",
    "SnapshotsErased",
    "SnapshotsReadmitted",
    "SnapshotsSetAside",
    "StateChanged",
    "SubscriptionRefused",
    "TestEnded",
    "TransferRefused",
    "TransferUnacknowledged",
    "VehicleChanged",
    "VehicleRefused",
    "VehicleUnreadable",
]


class _Kind:
    __slots__ = ()

    def __repr__(self) -> str:
        names = [field.name for field in fields(self)]  # type: ignore[arg-type]
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        # Some are named as inputs are; with the module's name they are told apart.
        return f"events.{type(self).__name__}({values})"


@dataclass(frozen=True, slots=True, repr=False)
class StateChanged(_Kind):
    """T-1 to T-6: the state changed.

    >>> StateChanged(DeviceState.REGISTERED, DeviceState.OPERATIONAL).to_state
    DeviceState.OPERATIONAL
    """

    from_state: DeviceState
    to_state: DeviceState


@dataclass(frozen=True, slots=True, repr=False)
class ConnectionFailed(_Kind):
    """A connection could not be established, or its subscription was not answered in
    time (P-6.4, P-6.8). With the reason ``REFUSED`` comes the broker's code.

    >>> from iot4emissions.device import DisconnectReason
    >>> ConnectionFailed(BrokerRole.DATA, DisconnectReason.REFUSED, code=5)
    events.ConnectionFailed(broker=BrokerRole.DATA, reason=DisconnectReason.REFUSED, code=5)
    """

    broker: BrokerRole
    reason: DisconnectReason
    code: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ConnectionLost(_Kind):
    """A connection was lost before its work was done (P-6.4). With the reason ``REFUSED``
    comes the broker's code.

    >>> from iot4emissions.device import DisconnectReason
    >>> ConnectionLost(BrokerRole.DATA, DisconnectReason.CLOSED)
    events.ConnectionLost(broker=BrokerRole.DATA, reason=DisconnectReason.CLOSED, code=None)
    """

    broker: BrokerRole
    reason: DisconnectReason
    code: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class SubscriptionRefused(_Kind):
    """The broker refused the subscription, for this reason code (P-6.4).

    >>> SubscriptionRefused(broker=BrokerRole.DATA, reason=0x80)
    events.SubscriptionRefused(broker=BrokerRole.DATA, reason=128)
    """

    broker: BrokerRole
    reason: int


@dataclass(frozen=True, slots=True, repr=False)
class RegistrationRefused(_Kind):
    """T-3: the Registration Service answered with ``error``.

    >>> RegistrationRefused()
    events.RegistrationRefused()
    """


@dataclass(frozen=True, slots=True, repr=False)
class RegistrationUnanswered(_Kind):
    """The Registration Service did not answer in time (P-6.4).

    >>> RegistrationUnanswered()
    events.RegistrationUnanswered()
    """


@dataclass(frozen=True, slots=True, repr=False)
class VehicleUnreadable(_Kind):
    """The vehicle did not say its VIN and attributes (P-6.3).

    >>> VehicleUnreadable()
    events.VehicleUnreadable()
    """


@dataclass(frozen=True, slots=True, repr=False)
class VehicleRefused(_Kind):
    """An attribute of the vehicle has a VIN's shape, so the request was not sent (P-1.5).

    >>> VehicleRefused()
    events.VehicleRefused()
    """


@dataclass(frozen=True, slots=True, repr=False)
class RequestRefused(_Kind):
    """The broker refused the Registration Request, for this reason code (P-6.4).

    >>> RequestRefused(reason=0x87)
    events.RequestRefused(reason=135)
    """

    reason: int


@dataclass(frozen=True, slots=True, repr=False)
class NoConfiguration(_Kind):
    """No configuration was there (P-6.5).

    >>> NoConfiguration()
    events.NoConfiguration()
    """


@dataclass(frozen=True, slots=True, repr=False)
class MessageUnreadable(_Kind):
    """A status or configuration of this broker could not be read (P-6.8).

    >>> MessageUnreadable(broker=BrokerRole.DATA)
    events.MessageUnreadable(broker=BrokerRole.DATA)
    """

    broker: BrokerRole


@dataclass(frozen=True, slots=True, repr=False)
class ConfigurationApplied(_Kind):
    """A configuration with this version was applied (P-6.8).

    >>> ConfigurationApplied(version=2)
    events.ConfigurationApplied(version=2)
    """

    version: int


@dataclass(frozen=True, slots=True, repr=False)
class ConfigurationRefused(_Kind):
    """A configuration with this version was refused (P-6.8).

    >>> from iot4emissions.device import ConfigurationRefusal
    >>> ConfigurationRefused(2, ConfigurationRefusal.OLDER_VERSION).version
    2
    """

    version: int
    reason: ConfigurationRefusal


@dataclass(frozen=True, slots=True, repr=False)
class EndpointSwitched(_Kind):
    """Connections to an endpoint of this broker failed so often and for so long that the
    device turned to the other one that it knows (``fallback``), or back to the configured one;
    or the configured one works again (P-6.8).

    >>> EndpointSwitched(broker=BrokerRole.DATA, fallback=True)
    events.EndpointSwitched(broker=BrokerRole.DATA, fallback=True)
    """

    broker: BrokerRole
    fallback: bool


@dataclass(frozen=True, slots=True, repr=False)
class AcquisitionFailed(_Kind):
    """The OBFCM device gave no values; it is asked again (P-6.13).

    >>> AcquisitionFailed()
    events.AcquisitionFailed()
    """


@dataclass(frozen=True, slots=True, repr=False)
class SnapshotNotLater(_Kind):
    """A snapshot would not have been later than the ``newest`` one, and was not taken
    (P-6.13).

    >>> SnapshotNotLater(newest=datetime(2026, 1, 1, tzinfo=timezone.utc)).newest.year
    2026
    """

    newest: datetime


@dataclass(frozen=True, slots=True, repr=False)
class SnapshotEvicted(_Kind):
    """The oldest snapshot, acquired at this time, was lost to the storage bound (P-6.16).

    >>> SnapshotEvicted(acquired=datetime(2026, 1, 1, tzinfo=timezone.utc)).acquired.year
    2026
    """

    acquired: datetime


@dataclass(frozen=True, slots=True, repr=False)
class SnapshotsErased(_Kind):
    """So many unsent snapshots were erased (P-6.10).

    >>> SnapshotsErased(count=2)
    events.SnapshotsErased(count=2)
    """

    count: int


@dataclass(frozen=True, slots=True, repr=False)
class SnapshotsSetAside(_Kind):
    """So many snapshots were set aside: later than a clock that is trusted again (P-6.13), or
    refused again and again by the broker (P-6.18).

    >>> from iot4emissions.device import SetAsideReason
    >>> SnapshotsSetAside(count=2, reason=SetAsideReason.LATER_THAN_CLOCK)
    events.SnapshotsSetAside(count=2, reason=SetAsideReason.LATER_THAN_CLOCK)
    """

    count: int
    reason: SetAsideReason


@dataclass(frozen=True, slots=True, repr=False)
class SnapshotsReadmitted(_Kind):
    """So many snapshots that had been set aside are pending again (P-6.13, P-6.18).

    >>> SnapshotsReadmitted(count=2)
    events.SnapshotsReadmitted(count=2)
    """

    count: int


@dataclass(frozen=True, slots=True, repr=False)
class TransferUnacknowledged(_Kind):
    """A publish was not acknowledged in time (P-6.6).

    >>> TransferUnacknowledged()
    events.TransferUnacknowledged()
    """


@dataclass(frozen=True, slots=True, repr=False)
class TransferRefused(_Kind):
    """The broker refused a Data Transfer, for this reason code; its snapshots are kept
    (P-6.18).

    >>> TransferRefused(reason=0x97)
    events.TransferRefused(reason=151)
    """

    reason: int


@dataclass(frozen=True, slots=True, repr=False)
class PayloadLimitTooSmall(_Kind):
    """A snapshot does not fit into a message of the largest size (P-6.6).

    >>> PayloadLimitTooSmall()
    events.PayloadLimitTooSmall()
    """


@dataclass(frozen=True, slots=True, repr=False)
class PersistFailed(_Kind):
    """The record could not be stored; the old one stays in force (P-6.2).

    >>> PersistFailed()
    events.PersistFailed()
    """


@dataclass(frozen=True, slots=True, repr=False)
class ClockWentBack(_Kind):
    """The clock went back by more than an hour, in one step or in many (P-6.13); ``before``
    is the latest time known before.

    >>> ClockWentBack(before=datetime(2026, 1, 1, tzinfo=timezone.utc)).before.year
    2026
    """

    before: datetime


@dataclass(frozen=True, slots=True, repr=False)
class ClockNotTrusted(_Kind):
    """The device runs and has no time that it can trust, so that nothing becomes due
    (P-6.13).

    >>> ClockNotTrusted()
    events.ClockNotTrusted()
    """


@dataclass(frozen=True, slots=True, repr=False)
class ClockTooEarly(_Kind):
    """The driver trusts a time before the earliest that can be (P-6.13).

    >>> ClockTooEarly()
    events.ClockTooEarly()
    """


@dataclass(frozen=True, slots=True, repr=False)
class DailyCapReached(_Kind):
    """A daily cap is reached: what would go beyond it waits (P-6.19).

    >>> from iot4emissions.device import DailyCap
    >>> DailyCapReached(DailyCap.CONNECTIONS)
    events.DailyCapReached(cap=DailyCap.CONNECTIONS)
    """

    cap: DailyCap


@dataclass(frozen=True, slots=True, repr=False)
class RecordUnreadable(_Kind):
    """What was stored was no record that could be read; the device began anew from the factory
    (P-6.2). ``found`` is the number of bytes of a damaged record, or the version of a later one.

    >>> from iot4emissions.device import RecordFault
    >>> RecordUnreadable(RecordFault.VERSION, found=2)
    events.RecordUnreadable(fault=RecordFault.VERSION, found=2)
    """

    fault: RecordFault
    found: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class FactoryConfigured(_Kind):
    """The factory configuration was replaced (P-6.20).

    >>> FactoryConfigured()
    events.FactoryConfigured()
    """


@dataclass(frozen=True, slots=True, repr=False)
class CertificateRenewed(_Kind):
    """The certificate was renewed; ``other_device`` says whether it bears another device ID
    (P-6.20).

    >>> CertificateRenewed(other_device=False)
    events.CertificateRenewed(other_device=False)
    """

    other_device: bool


@dataclass(frozen=True, slots=True, repr=False)
class VehicleChanged(_Kind):
    """The unit sits in another vehicle (P-6.20).

    >>> VehicleChanged()
    events.VehicleChanged()
    """


@dataclass(frozen=True, slots=True, repr=False)
class PseudonymRenewed(_Kind):
    """The device has another ID for the Data Service (P-6.24).

    >>> PseudonymRenewed()
    events.PseudonymRenewed()
    """


@dataclass(frozen=True, slots=True, repr=False)
class TestEnded(_Kind):
    """T-11: a communication test ended; ``passed`` says whether it did what the state allows
    (P-6.15).

    >>> TestEnded(passed=True)
    events.TestEnded(passed=True)
    """

    passed: bool


EventKind: TypeAlias = (
    StateChanged
    | ConnectionFailed
    | ConnectionLost
    | SubscriptionRefused
    | RegistrationRefused
    | RegistrationUnanswered
    | VehicleUnreadable
    | VehicleRefused
    | RequestRefused
    | NoConfiguration
    | MessageUnreadable
    | ConfigurationApplied
    | ConfigurationRefused
    | EndpointSwitched
    | AcquisitionFailed
    | SnapshotNotLater
    | SnapshotEvicted
    | SnapshotsErased
    | SnapshotsSetAside
    | SnapshotsReadmitted
    | TransferUnacknowledged
    | TransferRefused
    | PayloadLimitTooSmall
    | PersistFailed
    | ClockWentBack
    | ClockNotTrusted
    | ClockTooEarly
    | DailyCapReached
    | RecordUnreadable
    | FactoryConfigured
    | CertificateRenewed
    | VehicleChanged
    | PseudonymRenewed
    | TestEnded
)
"""Any of the kinds. Later releases may know more."""

for _kind in list(globals().values()):
    if isinstance(_kind, type) and issubclass(_kind, _Kind) and _kind is not _Kind:
        made_without_names(_kind)
