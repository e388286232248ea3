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

if TYPE_CHECKING:
    from datetime import datetime

    from .._enums import BrokerRole, ConfigurationRefusal, DeviceState

__all__ = [
    "AcquisitionFailed",
    "ClockWentBack",
    "ConfigurationApplied",
    "ConfigurationRefused",
    "ConnectionFailed",
    "ConnectionLost",
    "EndpointSwitched",
    "EventKind",
    "MessageUnreadable",
    "NoConfiguration",
    "PayloadLimitTooSmall",
    "PersistFailed",
    "RegistrationRefused",
    "RegistrationUnanswered",
    "SnapshotEvicted",
    "SnapshotNotLater",
    "SnapshotsErased",
    "StateChanged",
    "SubscriptionRefused",
    "TestEnded",
    "TransferUnacknowledged",
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
    """T-1 to T-6: the state changed."""

    from_state: DeviceState
    to_state: DeviceState


@dataclass(frozen=True, slots=True, repr=False)
class ConnectionFailed(_Kind):
    """A connection could not be established, or its subscription was not answered in
    time."""

    broker: BrokerRole


@dataclass(frozen=True, slots=True, repr=False)
class ConnectionLost(_Kind):
    """A connection was lost before its work was done."""

    broker: BrokerRole


@dataclass(frozen=True, slots=True, repr=False)
class SubscriptionRefused(_Kind):
    """The broker refused the subscription (0x80, P-6.4)."""

    broker: BrokerRole


@dataclass(frozen=True, slots=True, repr=False)
class RegistrationRefused(_Kind):
    """T-3: the Registration Service answered with ``error``."""


@dataclass(frozen=True, slots=True, repr=False)
class RegistrationUnanswered(_Kind):
    """The Registration Service did not answer in time (P-6.4)."""


@dataclass(frozen=True, slots=True, repr=False)
class VehicleUnreadable(_Kind):
    """The vehicle did not say its VIN and attributes."""


@dataclass(frozen=True, slots=True, repr=False)
class VehicleRefused(_Kind):
    """An attribute of the vehicle contains its VIN, so the request was not sent (P-1.5)."""


@dataclass(frozen=True, slots=True, repr=False)
class NoConfiguration(_Kind):
    """No configuration was there (P-6.5)."""


@dataclass(frozen=True, slots=True, repr=False)
class MessageUnreadable(_Kind):
    """A status or configuration of this broker could not be read."""

    broker: BrokerRole


@dataclass(frozen=True, slots=True, repr=False)
class ConfigurationApplied(_Kind):
    """A configuration with this version was applied."""

    version: int


@dataclass(frozen=True, slots=True, repr=False)
class ConfigurationRefused(_Kind):
    """A configuration with this version was refused (P-6.8)."""

    version: int
    reason: ConfigurationRefusal


@dataclass(frozen=True, slots=True, repr=False)
class EndpointSwitched(_Kind):
    """Connections to a new endpoint failed so often that the device turned to the other one
    that it knows (P-6.8): to the last that worked (``fallback``), or back to the configured
    one."""

    fallback: bool


@dataclass(frozen=True, slots=True, repr=False)
class AcquisitionFailed(_Kind):
    """The OBFCM device gave no values; it is asked again."""


@dataclass(frozen=True, slots=True, repr=False)
class SnapshotNotLater(_Kind):
    """A snapshot would not have been later than the ``newest`` one, and was not taken
    (P-6.13)."""

    newest: datetime


@dataclass(frozen=True, slots=True, repr=False)
class SnapshotEvicted(_Kind):
    """The oldest snapshot, acquired at this time, was lost to the storage bound (P-6.16)."""

    acquired: datetime


@dataclass(frozen=True, slots=True, repr=False)
class SnapshotsErased(_Kind):
    """So many unsent snapshots were erased (P-6.10)."""

    count: int


@dataclass(frozen=True, slots=True, repr=False)
class TransferUnacknowledged(_Kind):
    """A publish was not acknowledged in time."""


@dataclass(frozen=True, slots=True, repr=False)
class PayloadLimitTooSmall(_Kind):
    """A snapshot does not fit into a message of the largest size."""


@dataclass(frozen=True, slots=True, repr=False)
class PersistFailed(_Kind):
    """The record could not be stored; the old one stays in force (P-6.2)."""


@dataclass(frozen=True, slots=True, repr=False)
class ClockWentBack(_Kind):
    """The clock went back by more than a day (P-6.13); ``before`` is the latest time known
    before."""

    before: datetime


@dataclass(frozen=True, slots=True, repr=False)
class TestEnded(_Kind):
    """T-11: a communication test ended; ``passed`` says whether it did what the state allows
    (P-6.15)."""

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
    | NoConfiguration
    | MessageUnreadable
    | ConfigurationApplied
    | ConfigurationRefused
    | EndpointSwitched
    | AcquisitionFailed
    | SnapshotNotLater
    | SnapshotEvicted
    | SnapshotsErased
    | TransferUnacknowledged
    | PayloadLimitTooSmall
    | PersistFailed
    | ClockWentBack
    | TestEnded
)
"""Any of the kinds. Later releases may know more."""
