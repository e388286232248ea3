"""
The native part of `iot4emissions`; import that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, SupportsIndex, final

from _typeshed import ReadableBuffer, SupportsGetItem

from iot4emissions._enums import (
    BrokerRole,
    ConfigurationRefusal,
    ConfiguredState,
    DeviationCode,
    DeviceState,
    DisconnectReason,
    EndpointOrigin,
    Format,
    IntroductionScope,
    Kept,
    Parameter,
    Party,
    Profile,
    RecordFault,
    SetAsideReason,
    StorageDecision,
    StoredData,
    SuspensionReason,
    TlsVersion,
    TopicKind,
)
from iot4emissions._errors import DecodeError
from iot4emissions._transfers import Devices, Form, Names, Progress, Source
from iot4emissions._transfers import Values as Values2
from iot4emissions.device import Input, Output
from iot4emissions.device.events import EventKind
from iot4emissions.services import Answer, CallContent, CallKind, Clearance
from iot4emissions.services.data import DataDevice, DeviceEntry, OperatorNotice, Withdrawal
from iot4emissions.services.registration import AcknowledgedClearance, Effect, Phase
from iot4emissions.services.registration import Event as Event2
from iot4emissions.services.registration import OperatorNotice as OperatorNotice2

__all__ = [
    "__VERSION__",
    "Accounts",
    "Acknowledged",
    "Acquire",
    "Acquired",
    "AcquisitionFailed",
    "AllowanceLeft",
    "Applied",
    "AttributeContainsVin",
    "AwsPlace",
    "Backoff",
    "Binding",
    "BrokerNotes",
    "Call",
    "CallAnswered",
    "CallDataService",
    "CertificateRenewed",
    "ClearStatus",
    "ClearanceCall",
    "Cleared",
    "ClockStatus",
    "ClockTrusted",
    "CommunicationTest",
    "Configuration",
    "ConfigurationParameters",
    "ConfigurationStatus",
    "Connect",
    "Connected",
    "ConsentChanged",
    "Contradiction",
    "DataDeviceRefused",
    "DataErased",
    "DataPseudonym",
    "DataServiceRefused",
    "DataTransfer",
    "Decision",
    "Decoded",
    "Decommissioned",
    "DeleteRecord",
    "Delivery",
    "Denied",
    "Deviation",
    "DeviceContainsVin",
    "DeviceHasAnotherVehicle",
    "DeviceId",
    "DeviceNotIntroduced",
    "DeviceRecord",
    "DeviceSecret",
    "DeviceVersionsExhausted",
    "Difference",
    "Disconnect",
    "Disconnected",
    "DueTimes",
    "EndedAt",
    "Endpoint",
    "EndpointInUse",
    "Enforcement",
    "Erased",
    "Event",
    "Export",
    "ExportFile",
    "FactoryConfiguration",
    "FactoryConfigured",
    "Failures",
    "Finding",
    "Forgetting",
    "Forgotten",
    "Ignition",
    "InterpolationFamily",
    "Introduced",
    "Introducing",
    "Introduction",
    "Issue",
    "Known",
    "LastCall",
    "LastSuccess",
    "Lasts",
    "Left",
    "Lint",
    "LoggedEvent",
    "Message",
    "Misnumbered",
    "NetworkAvailable",
    "NoVersionLeft",
    "NotIntroduced",
    "Nothing",
    "Notify",
    "Now",
    "Opened",
    "OpeningKey",
    "OtaDevice",
    "Overtaken",
    "OwnerChanged",
    "Paused",
    "Persist",
    "PersistFailed",
    "Persisted",
    "Principal",
    "Provisioning",
    "ProvisioningComplete",
    "PseudonymKey",
    "PseudonymRenewed",
    "PublicationReport",
    "Publish",
    "PublishAcknowledged",
    "PublishRefused",
    "PublishStatus",
    "Raise",
    "ReadVehicle",
    "RecordUnreadable",
    "RefusedConfiguration",
    "RegisterAgain",
    "Registered",
    "RegistrationRequest",
    "RegistrationStatus",
    "RejectedRows",
    "Released",
    "Releasing",
    "Requested",
    "Restart",
    "RetentionPeriods",
    "Schedule",
    "Scrapped",
    "SealedDeviceId",
    "SealingKey",
    "Segments",
    "ServiceNames",
    "Settings",
    "Snapshot",
    "Status",
    "StatusQuery",
    "StillSending",
    "StoredDataPolicy",
    "Subject",
    "Subscribe",
    "SubscribeRefused",
    "Subscribed",
    "Subscription",
    "Suspended",
    "TellAgain",
    "TestResult",
    "TlsFiles",
    "Tombstone",
    "TooFar",
    "Topic",
    "TopicFilter",
    "TopicName",
    "TransferScan",
    "Transfers",
    "TypeApprovalNumber",
    "Uniqueness",
    "Unopened",
    "Values",
    "VehicleChanged",
    "VehicleHasAnotherDevice",
    "VehicleInfo",
    "VehicleRead",
    "VehicleRecord",
    "VehicleUnreadable",
    "VersionsExhausted",
    "Vin",
    "Wait",
    "Wake",
    "_Fleet",
    "_Probe",
    "_analysis_bounds",
    "_analysis_codes",
    "_attribute_names",
    "_enumerations",
    "_grams_per_litre",
    "_growth_columns",
    "_judge",
    "answer",
    "answer_from_json",
    "answer_to_json",
    "asyncapi",
    "certificate_common_name",
    "column_names",
    "csv_lines",
    "data_receive",
    "decide",
    "decode",
    "delivery",
    "effect_from_json",
    "effect_to_json",
    "encode",
    "event_from_json",
    "event_to_json",
    "export_rules",
    "file_kind",
    "hide_vins",
    "input_from_json",
    "input_to_json",
    "is_canonical",
    "is_member_state",
    "max_line",
    "may_publish",
    "may_receive",
    "may_subscribe",
    "notice_from_json",
    "notice_to_json",
    "open_line",
    "output_from_json",
    "output_to_json",
    "plausibility",
    "probe_disconnect",
    "probe_pingreq",
    "probe_puback",
    "probe_publish",
    "probe_read",
    "probe_subscribe",
    "pseudonym",
    "read_transfers",
    "reconfigure",
    "record_end",
    "refused_in_a_line",
    "reissue",
    "rejected_rows",
    "restart_numbers",
    "retire",
    "scan_transfers",
    "schema",
    "schema_names",
    "spread_offset",
    "status_of",
    "store",
    "subject",
    "unit",
    "untold",
]

__VERSION__: Final[str]
"""
The package's version, which is the workspace's.
"""

@final
class Accounts:
    """
    What became of the snapshots that the device has acquired (P-6.16): numbers of
    snapshots in its life.

    >>> Accounts(
    ...     acquired=3, acknowledged=2, pending=1, erased=0, evicted=0, set_aside=0
    ... ).balance()
    True
    """

    __match_args__ = ("acquired", "acknowledged", "pending", "erased", "evicted", "set_aside")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        acquired: SupportsIndex,
        acknowledged: SupportsIndex,
        pending: SupportsIndex,
        erased: SupportsIndex,
        evicted: SupportsIndex,
        set_aside: SupportsIndex,
    ) -> Accounts: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def acknowledged(self, /) -> int:
        """
        Acknowledged by the broker.
        """
    @property
    def acquired(self, /) -> int:
        """
        Acquired in the device's life.
        """
    def balance(self, /) -> bool:
        """
        Whether every snapshot is accounted for: acquired = acknowledged + pending +
        erased + evicted + set aside (P-6.16).

        >>> Accounts(3, 2, pending=0, erased=0, evicted=0, set_aside=0).balance()
        False
        """
    @property
    def erased(self, /) -> int:
        """
        Erased because the vehicle was no longer cleared (P-6.10).
        """
    @property
    def evicted(self, /) -> int:
        """
        Lost to the storage bound.
        """
    @property
    def pending(self, /) -> int:
        """
        Stored and not yet acknowledged.
        """
    @property
    def set_aside(self, /) -> int:
        """
        Stored, and set aside (P-6.13, P-6.18).
        """

@final
class Acknowledged:
    """
    The Data Service has acknowledged the introduction, and the device knows that it is
    registered (P-7.1, P-7.4). In JSON `introduced`.

    >>> Acknowledged(Nothing(), None).call is None
    True
    """

    __match_args__ = ("acknowledged", "call")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, acknowledged: AcknowledgedClearance, call: ClearanceCall | None
    ) -> Acknowledged: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def acknowledged(self, /) -> AcknowledgedClearance:
        """
        What the Data Service acknowledged last.
        """
    @property
    def call(self, /) -> ClearanceCall | None:
        """
        The call that it has not answered; `None` where it has answered all.
        """

@final
class Acquire:
    """
    Read the OBFCM device, and answer with `Acquired` or `AcquisitionFailed`
    (P-6.13).

    >>> Acquire(request=1).request
    1
    """

    __match_args__ = ("request",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, request: SupportsIndex) -> Acquire: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def request(self, /) -> int:
        """
        The question's number, to be repeated with the answer.
        """

@final
class Acquired:
    """
    The OBFCM device's answer to `Acquire` (P-6.13).

    >>> acquired = Acquired(request=1, values=Values(total_fuel_consumed=32.5))
    >>> acquired.values.total_fuel_consumed
    Decimal('32.5')
    """

    __match_args__ = ("request", "values")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, request: SupportsIndex, values: Values) -> Acquired: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def request(self, /) -> int:
        """
        The question's number, from `Acquire`.
        """
    @property
    def values(self, /) -> Values:
        """
        What the counters showed.
        """

@final
class AcquisitionFailed:
    """
    The OBFCM device gave no answer to `Acquire` (P-6.13).

    >>> AcquisitionFailed(request=1).request
    1
    """

    __match_args__ = ("request",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, request: SupportsIndex) -> AcquisitionFailed: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def request(self, /) -> int:
        """
        The question's number, from `Acquire`.
        """

@final
class AllowanceLeft:
    """
    What is left of the daily caps (P-6.19).

    >>> ota_device = OtaDevice()
    >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    >>> ota_device.status().allowance.connections
    11
    """

    __match_args__ = ("connections", "persisted_bytes")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, connections: SupportsIndex, persisted_bytes: SupportsIndex
    ) -> AllowanceLeft: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connections(self, /) -> int:
        """
        Connections that may be tried at once.
        """
    @property
    def persisted_bytes(self, /) -> int:
        """
        Bytes that may be stored before acquisitions and connections wait.
        """

@final
class Applied:
    """
    The call holds now (P-5.51). The status of the record, where there is one now, is to be
    published, retained, before this is answered.

    >>> Applied()
    Applied()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Applied: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class AttributeContainsVin:
    """
    An attribute of a request contains the vehicle's VIN, or the shape of one (P-1.5).

    >>> AttributeContainsVin(DeviceId("vehicle-7"), attribute="va").attribute
    'va'
    """

    __match_args__ = ("device", "attribute")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId, attribute: str) -> AttributeContainsVin: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attribute(self, /) -> str:
        """
        The attribute's name on the wire.
        """
    @property
    def device(self, /) -> DeviceId:
        """
        The device that asked.
        """

@final
class AwsPlace:
    """
    Where in AWS the broker is: part of every resource's name (P-4.1).

    `region` is such as `"eu-central-1"`, `account` 12 digits; `export_rules` checks both.
    Without them, the region above and the account of AWS's own documentation.

    >>> AwsPlace()
    AwsPlace(region='eu-central-1', account='123456789012')
    """

    __match_args__ = ("region", "account")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, region: str | None = None, account: str | None = None) -> AwsPlace: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account(self, /) -> str:
        """
        The account's number.
        """
    @property
    def region(self, /) -> str:
        """
        The region.
        """

@final
class Backoff:
    """
    How long a device waits before it tries again what failed: up to `base` after the first
    attempt, up to twice as long after each further one, never more than `cap`, and another
    time for every device (P-6.14).

    Both are `timedelta`s of whole milliseconds, 1 ms ≤ base ≤ cap ≤ 365 days; by default
    1 s and 1 h. Raises `BackoffError` for others.

    >>> from datetime import timedelta
    >>> backoff = Backoff(timedelta(seconds=1), timedelta(hours=1))
    >>> backoff == Backoff()
    True
    >>> backoff.delay(DeviceSecret(bytes(range(16))), 2, 1)
    datetime.timedelta(seconds=2, microseconds=45000)
    """

    __match_args__ = ("base", "cap")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, base: timedelta | None = None, cap: timedelta | None = None) -> Backoff: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def base(self, /) -> timedelta:
        """
        The longest delay of attempt 0.
        """
    @property
    def cap(self, /) -> timedelta:
        """
        The longest delay of any attempt.
        """
    def delay(
        self, /, secret: DeviceSecret, attempt: SupportsIndex, episode: SupportsIndex
    ) -> timedelta:
        """
        The delay before attempt number `attempt` is repeated, counted from 0 to
        4294967295; a `timedelta` of whole milliseconds. `episode`, of the same range, tells one
        row of failures from the next: a device takes the number of its last connection. The
        same secret, attempt and episode always give the same delay (P-6.14).

        >>> Backoff().delay(DeviceSecret(bytes(range(16))), 0, 7) <= Backoff().base
        True
        """

@final
class Binding:
    """
    A vehicle's device, and how far the Data Service has been told of it (P-7.1 to P-7.3).

    >>> Binding(DeviceId("vehicle-7"), VehicleInfo(), Introducing(sequence=1)).phase
    Introducing(1)
    """

    __match_args__ = ("device", "attributes", "phase", "new_segment", "data_device")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        device: DeviceId,
        attributes: VehicleInfo,
        phase: Phase,
        new_segment: bool = False,
        data_device: SealedDeviceId | None = None,
    ) -> Binding: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attributes(self, /) -> VehicleInfo:
        """
        The attributes of its latest request.
        """
    @property
    def data_device(self, /) -> SealedDeviceId | None:
        """
        Its ID for the Data Service, where it is another one: sealed, so that this service
        does not know it (P-1.7).
        """
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """
    @property
    def new_segment(self, /) -> bool:
        """
        Whether a new segment of its data is to begin that the Data Service has not
        acknowledged (P-7.13).
        """
    @property
    def phase(self, /) -> Phase:
        """
        How far it has come: `Introducing`, `Acknowledged`, `Forgetting`, `Forgotten` or
        `Releasing`.
        """

@final
class BrokerNotes:
    """
    What one broker can be told, what it enforces, and what to look out for.

    Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.

    >>> BrokerNotes("mosquitto").enforces.subscribe
    False
    >>> BrokerNotes(Format.RABBITMQ).lists_devices
    True
    """

    __match_args__ = ("format",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, format: Format | str) -> BrokerNotes: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def broker(self, /) -> str:
        """
        The broker's name and the versions that the rendering is made for.
        """
    @property
    def default_version(self, /) -> str | None:
        """
        The release that `export_rules` is for where none is given.
        """
    @property
    def denied(self, /) -> str:
        """
        What a client sees that is denied something, in sentences.
        """
    @property
    def differences(self, /) -> tuple[Difference, ...]:
        """
        Where it decides otherwise than the rules, because its language cannot say them.
        """
    @property
    def enforces(self, /) -> Enforcement:
        """
        Which decisions it takes itself.
        """
    @property
    def format(self, /) -> Format:
        """
        Whose notes they are.
        """
    @property
    def lists_devices(self, /) -> bool:
        """
        Whether its language names each device, so that `devices` matter to `export_rules`.
        """
    @property
    def pitfalls(self, /) -> tuple[str, ...]:
        """
        What an operator has to know besides, one sentence or two each.
        """
    @property
    def reads_revocation_lists(self, /) -> bool:
        """
        Whether it takes the clients' revocation list from a file.
        """
    @property
    def versions(self, /) -> tuple[str, ...]:
        """
        The releases that `export_rules` takes as `version`, oldest first; none for a service
        that has no releases.
        """

@final
class Call:
    """
    A call of the Registration Service to the Data Service: about one device, never with a
    VIN (P-5.51, P-1.5).

    >>> Call(DeviceId("vehicle-7"), 2, Suspended("pause")).to_json()
    '{"deviceId":"vehicle-7","sequence":2,"call":"suspended","reason":"pause"}'
    """

    __match_args__ = ("device", "sequence", "content", "new_segment")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        device: DeviceId,
        sequence: SupportsIndex,
        content: CallContent,
        new_segment: bool = False,
    ) -> Call: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def content(self, /) -> CallContent:
        """
        What is told: `Introduction`, `Cleared`, `Suspended` or `Forgotten`.
        """
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """
    @staticmethod
    def from_json(text: str) -> Call:
        """
        A call from its JSON form, which the Data Service is sent over HTTP (P-5.51).

        Raises `ProtocolError` with code `json-form` for any other text, which it does not
        repeat.

        >>> Call.from_json('{"deviceId":"vehicle-7","sequence":2,"call":"cleared"}').content
        Cleared()
        """
    @property
    def new_segment(self, /) -> bool:
        """
        Whether a new segment of the device's data begins by it (P-7.13). Only of `Cleared`
        and `Suspended`: the others begin with nothing.
        """
    @property
    def sequence(self, /) -> int:
        """
        The call's number, which grows with every call about the device: 1 to 2**53 - 1.
        """
    def to_json(self, /) -> str:
        """
        Its JSON form (P-5.51).

        >>> Call(DeviceId("vehicle-7"), 2, Cleared()).to_json()
        '{"deviceId":"vehicle-7","sequence":2,"call":"cleared"}'
        """

@final
class CallAnswered:
    """
    The Data Service answered the call with this number (P-5.51).

    >>> from iot4emissions.services import Applied
    >>> CallAnswered(DeviceId("vehicle-7"), 1, Applied()).answer
    Applied()
    """

    __match_args__ = ("device", "sequence", "answer")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, device: DeviceId, sequence: SupportsIndex, answer: Answer
    ) -> CallAnswered: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def answer(self, /) -> Answer:
        """
        What it answered.
        """
    @property
    def device(self, /) -> DeviceId:
        """
        The device that the call was about.
        """
    @property
    def sequence(self, /) -> int:
        """
        The call's number.
        """

@final
class CallDataService:
    """
    There is something to call the Data Service with: `VehicleRecord.outstanding` (P-7.1).

    >>> CallDataService()
    CallDataService()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> CallDataService: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class CertificateRenewed:
    """
    The certificate was renewed (P-6.20). With the same device ID the driver connects with
    the new one from now on; with another one the device registers anew.

    >>> CertificateRenewed(device=DeviceId("vehicle-8"))
    CertificateRenewed(DeviceId('vehicle-8'))
    """

    __match_args__ = ("device",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId) -> CertificateRenewed: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device ID that the new certificate bears.
        """

@final
class ClearStatus:
    """
    This vehicle's record says nothing of the device any more: publish what other vehicles'
    records say, `status_of`; where that is nothing, clear its topic by a zero-length payload
    (P-3.6, P-7.10).

    >>> ClearStatus(DeviceId("vehicle-7"))
    ClearStatus(DeviceId('vehicle-7'))
    """

    __match_args__ = ("device",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId) -> ClearStatus: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """

@final
class ClearanceCall:
    """
    A call that clears or suspends, and is not answered (P-5.51).

    >>> from iot4emissions.services import Cleared
    >>> ClearanceCall(2, Cleared()).clearance
    Cleared()
    """

    __match_args__ = ("sequence", "clearance", "new_segment")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, sequence: SupportsIndex, clearance: Clearance, new_segment: bool = False
    ) -> ClearanceCall: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def clearance(self, /) -> Clearance:
        """
        What it tells.
        """
    @property
    def new_segment(self, /) -> bool:
        """
        Whether a new segment begins by it (P-7.13).
        """
    @property
    def sequence(self, /) -> int:
        """
        Its number.
        """

@final
class Cleared:
    """
    The device may send: it is on the allow-list (P-7.4). Also the call that says so
    (P-5.51).

    >>> Cleared()
    Cleared()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Cleared: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class ClockStatus:
    """
    What the device holds of its wall clock (P-6.13).

    >>> OtaDevice().status().clock
    ClockStatus(trusted=False, last_trusted=None)
    """

    __match_args__ = ("trusted", "last_trusted")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, trusted: bool, last_trusted: datetime | None) -> ClockStatus: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def last_trusted(self, /) -> datetime | None:
        """
        The latest time that it trusted, an aware `datetime` in whole seconds; `None`
        before the first.
        """
    @property
    def trusted(self, /) -> bool:
        """
        Whether it trusts it now.
        """

@final
class ClockTrusted:
    """
    Whether the wall clock can be trusted (P-6.13). Until the driver says so, it cannot.

    >>> ClockTrusted(trusted=True).trusted
    True
    """

    __match_args__ = ("trusted",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, trusted: bool) -> ClockTrusted: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def trusted(self, /) -> bool:
        """
        Whether it can.
        """

@final
class CommunicationTest:
    """
    Somebody asks for a communication test (T-11, P-6.15).

    >>> CommunicationTest()
    CommunicationTest()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> CommunicationTest: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Configuration:
    """
    A device's configuration parameters.

    The three schedules are cron expressions in Quartz form, UTC; raises `ScheduleError`.
    `version` is 1 to 4294967295; raises `ConfigurationError`. Equality compares what the
    schedules mean, not how they are written (P-6.8).

    Clauses: P-5.31 to P-5.34; JRC127600 Table 6, Box 3.

    >>> configuration = Configuration(
    ...     registration_mqtt=Endpoint("registration.example", 8883),
    ...     obfcm_data_mqtt=Endpoint("data.example", 8883),
    ...     acquire_frequency="0 0 0 1 * ? *",
    ...     transfer_frequency="0 0 0 1 1/3 ? *",
    ...     config_check_frequency="0 0 0 1 * ? *",
    ...     version=1,
    ... )
    >>> configuration.obfcm_data_mqtt.host
    'data.example'
    """

    __match_args__ = (
        "registration_mqtt",
        "obfcm_data_mqtt",
        "acquire_frequency",
        "transfer_frequency",
        "config_check_frequency",
        "version",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        registration_mqtt: Endpoint,
        obfcm_data_mqtt: Endpoint,
        acquire_frequency: Schedule | str,
        transfer_frequency: Schedule | str,
        config_check_frequency: Schedule | str,
        version: SupportsIndex,
    ) -> Configuration: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def acquire_frequency(self, /) -> Schedule:
        """
        When to take a snapshot (P-5.33).
        """
    @property
    def config_check_frequency(self, /) -> Schedule:
        """
        When to look for a new configuration (P-5.33).
        """
    @property
    def obfcm_data_mqtt(self, /) -> Endpoint:
        """
        The Data Service's broker (P-5.31).
        """
    @property
    def registration_mqtt(self, /) -> Endpoint:
        """
        The Registration Service's broker (P-5.31).
        """
    @property
    def transfer_frequency(self, /) -> Schedule:
        """
        When to transfer the snapshots (P-5.33).
        """
    @property
    def version(self, /) -> int:
        """
        The version of these parameters, 1 to 4294967295: the order that guards against
        replay (P-5.32, P-6.8).
        """

@final
class ConfigurationParameters:
    """
    What an operator configures devices with (P-5.31): state and version come from each
    device's record. The schedules are each a `Schedule` or its text, and raise
    `ScheduleError` (P-5.33).

    >>> parameters.acquire_frequency
    Schedule('0 0 0 1 * ? *')
    """

    __match_args__ = (
        "registration_mqtt",
        "obfcm_data_mqtt",
        "acquire_frequency",
        "transfer_frequency",
        "config_check_frequency",
        "first_version",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        registration_mqtt: Endpoint,
        obfcm_data_mqtt: Endpoint,
        acquire_frequency: Schedule | str,
        transfer_frequency: Schedule | str,
        config_check_frequency: Schedule | str,
        first_version: SupportsIndex,
    ) -> ConfigurationParameters: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def acquire_frequency(self, /) -> Schedule:
        """
        When to take a snapshot.
        """
    @property
    def config_check_frequency(self, /) -> Schedule:
        """
        When to look for a new configuration.
        """
    @property
    def first_version(self, /) -> int:
        """
        The least version that is issued, 1 to 4294967295: after a loss of data, one above
        the highest ever issued (P-7.6). Raises `ConfigurationError`.
        """
    @staticmethod
    def from_json(text: str) -> ConfigurationParameters:
        """
        Parameters from their JSON form, as `to_json` writes it (P-5.31).

        Raises `ProtocolError` with code `json-form` for any other text; `path` says where.

        >>> ConfigurationParameters.from_json(parameters.to_json()) == parameters
        True
        """
    @property
    def obfcm_data_mqtt(self, /) -> Endpoint:
        """
        The Data Service's broker.
        """
    @property
    def registration_mqtt(self, /) -> Endpoint:
        """
        The Registration Service's broker.
        """
    def to_json(self, /) -> str:
        """
        Their JSON form (P-5.31).

        >>> parameters.to_json()[-18:]
        ',"firstVersion":1}'
        """
    @property
    def transfer_frequency(self, /) -> Schedule:
        """
        When to transfer the snapshots.
        """

@final
class ConfigurationStatus:
    """
    The Data Service's word to a device, retained: the state to be in, and the parameters
    to use.

    Clauses: P-3.3, P-5.30; JRC127600 Table 6, Box 3.

    >>> here = Endpoint("data.example", 8883)
    >>> monthly = "0 0 0 1 * ? *"
    >>> configuration = Configuration(here, here, monthly, monthly, monthly, 1)
    >>> status = ConfigurationStatus(ConfiguredState.OPERATIONAL, configuration)
    >>> encode(status)[:30]
    b'{"deviceState":"operational","'
    """

    __match_args__ = ("device_state", "configuration")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, device_state: ConfiguredState | str, configuration: Configuration
    ) -> ConfigurationStatus: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def configuration(self, /) -> Configuration:
        """
        The parameters to use (P-5.31).
        """
    @property
    def device_state(self, /) -> ConfiguredState:
        """
        The state to be in (P-5.30).
        """

@final
class Connect:
    """
    Connect to a broker over mutually authenticated TLS, with the certificate that bears
    `device`: MQTT, client ID = `device`, clean session, no will, no user name (P-3.9).

    >>> ota_device = OtaDevice()
    >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    >>> ota_device.poll_output()
    Persist()
    >>> ota_device.handle_input(now, Persisted(len(ota_device.record())))
    >>> outputs = iter(ota_device.poll_output, Wait(None, None))
    >>> connect = next(output for output in outputs if isinstance(output, Connect))
    >>> connect.broker, str(connect.endpoint)
    (BrokerRole.REGISTRATION, 'mqtts://registration.example.eu:8883')
    """

    __match_args__ = ("connection", "broker", "endpoint", "device")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        connection: SupportsIndex,
        broker: BrokerRole | str,
        endpoint: Endpoint,
        device: DeviceId,
    ) -> Connect: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def broker(self, /) -> BrokerRole:
        """
        Which broker it is.
        """
    @property
    def connection(self, /) -> int:
        """
        The connection's number, which what happens on it is reported with.
        """
    @property
    def device(self, /) -> DeviceId:
        """
        The device ID there: the same at both brokers unless there are two pseudonyms
        (P-1.7).
        """
    @property
    def endpoint(self, /) -> Endpoint:
        """
        Where it listens.
        """

@final
class Connected:
    """
    The broker accepted the connection: CONNACK 0 (P-6.4).

    >>> Connected(connection=1).connection
    1
    """

    __match_args__ = ("connection",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, connection: SupportsIndex) -> Connected: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connection(self, /) -> int:
        """
        Its number, from `Connect`.
        """

@final
class ConsentChanged:
    """
    The vehicle's owner gave consent or withdrew it (P-7.4).

    >>> ConsentChanged(consent=False).consent
    False
    """

    __match_args__ = ("consent",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, consent: bool) -> ConsentChanged: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def consent(self, /) -> bool:
        """
        Whether the owner consents now.
        """

@final
class Contradiction:
    """
    Another call with the same number came before it; it took no effect (P-5.51).

    >>> Contradiction(last=2).last
    2
    """

    __match_args__ = ("last",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, last: SupportsIndex) -> Contradiction: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def last(self, /) -> int:
        """
        The number of the last call about the device that the Data Service knows.
        """

@final
class DataDeviceRefused:
    """
    The ID under which the Data Service is to know the device cannot be opened, or another
    device has it: the device is not introduced (P-1.7, P-7.16).

    >>> DataDeviceRefused()
    DataDeviceRefused()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> DataDeviceRefused: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class DataErased:
    """
    The vehicle's owner had erased what is stored of it: so is what the device has not sent,
    and what it keeps to send again (P-6.23). Nothing else changes.

    >>> DataErased()
    DataErased()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> DataErased: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class DataPseudonym:
    """
    The ID under which the Data Service knows a device that the Registration Service knows by
    another one (P-1.7).

    >>> from iot4emissions import OpeningKey
    >>> service = OpeningKey.generate().sealing_key()
    >>> device = DeviceId("9a7d21e7")
    >>> DataPseudonym(device, service.seal(device, DeviceId("vehicle-7")))
    DataPseudonym(device=DeviceId('9a7d21e7'), sealed=SealedDeviceId(<hidden>))
    """

    __match_args__ = ("device", "sealed")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId, sealed: SealedDeviceId) -> DataPseudonym: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device ID, read from the certificate for the Data Service's broker (P-2.2).
        """
    @property
    def sealed(self, /) -> SealedDeviceId:
        """
        The same, sealed for the Data Service: it goes with the Registration Request.
        """

@final
class DataServiceRefused:
    """
    A device's ID for the Data Service was refused there, which cannot open it, or has another
    device by it. The device is answered `error`, and released (P-7.16). In JSON
    `dataDeviceRefused`.

    >>> DataServiceRefused(DeviceId("vehicle-7"))
    DataServiceRefused(DeviceId('vehicle-7'))
    """

    __match_args__ = ("device",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId) -> DataServiceRefused: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """

@final
class DataTransfer:
    """
    A device's snapshots: at least one, strictly ascending by `acquired`.

    Takes any iterable of `Snapshot`; raises `DataTransferError` where there is none, or one
    is not later than the one before it.

    Clauses: P-3.4, P-5.40; JRC127600 Table 7, Box 4.

    >>> june = datetime(2021, 6, 1, 9, tzinfo=timezone.utc)
    >>> encode(DataTransfer([Snapshot(june, Values(total_fuel_consumed=32.5))]))
    b'{"data":[{"acquired":1622538000,"tfc":32.5}]}'
    >>> DataTransfer([])
    Traceback (most recent call last):
        ...
    iot4emissions.DataTransferError: expected at least one snapshot, found none
    """

    __match_args__ = ("snapshots",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, snapshots: Iterable[Snapshot]) -> DataTransfer: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def snapshots(self, /) -> tuple[Snapshot, ...]:
        """
        The snapshots, strictly ascending by `acquired` (P-5.40). The tuple is made anew at
        each access.
        """

@final
class Decision:
    """
    Whether something is allowed, and if not, why. True where it is.

    `rule` is the rule that it breaks, such as `P-4.2`; `reason` says what would have to be
    different, and shows no device ID; `code` is stable, such as `retained`. All three are
    `None` where it is allowed; a `ValueError` otherwise.

    Clauses: P-4.1 to P-4.3, P-3.7; JRC127600 §3.1.2, §4.3.

    >>> device = Principal.device(DeviceId("vehicle-7"))
    >>> match may_publish(device, "data", "iot4emissions/dataDevice/vehicle-8"):
    ...     case Decision(allowed=False, rule=rule, reason=reason):
    ...         rule, reason
    ('P-4.1', "expected the device's own ID in the topic, found another one or a wildcard")
    """

    __match_args__ = ("allowed", "rule", "reason", "code")
    def __bool__(self, /) -> bool: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        allowed: bool,
        rule: str | None = None,
        reason: str | None = None,
        code: str | None = None,
    ) -> Decision: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def allowed(self, /) -> bool:
        """
        Whether it is allowed.
        """
    @property
    def code(self, /) -> str | None:
        """
        The stable code of the reason, such as `other-device`; `None` where it is allowed.
        """
    @property
    def reason(self, /) -> str | None:
        """
        What was expected and what was found; `None` where it is allowed.
        """
    @property
    def rule(self, /) -> str | None:
        """
        The rule that it breaks, such as `P-4.1`; `None` where it is allowed.
        """

@final
class Decoded:
    """
    A message, and how its payload deviated from the canonical forms.

    Clauses: P-5.2, P-5.4.

    >>> match decode(TopicKind.REGISTER_SERVER, b'{"deviceState":"Registered"}'):
    ...     case Decoded(RegistrationStatus(registered=True), deviations):
    ...         [deviation.code for deviation in deviations]
    [DeviationCode.SPELLING]
    """

    __match_args__ = ("message", "deviations")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        message: RegistrationRequest | RegistrationStatus | ConfigurationStatus | DataTransfer,
        deviations: Iterable[Deviation] | None = None,
    ) -> Decoded: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def counts(self, /) -> dict[DeviationCode, int]:
        """
        How many deviations there are by their codes, listed or not (P-5.4).

        >>> decode(TopicKind.REGISTER_SERVER, b'{"deviceState":"Registered"}').counts
        {DeviationCode.SPELLING: 1}
        """
    @property
    def deviations(self, /) -> tuple[Deviation, ...]:
        """
        The deviations in the order in which they were met, the first 64 of them; none in the
        strict profile (P-5.2).
        """
    @property
    def message(
        self, /
    ) -> RegistrationRequest | RegistrationStatus | ConfigurationStatus | DataTransfer:
        """
        The message (P-5). It is made anew at each access.
        """

@final
class Decommissioned:
    """
    The vehicle or the unit is scrapped: everything is erased (T-13, P-6.20). At the
    `Persist` that follows, `OtaDevice.record()` is `None`: delete what is stored.

    >>> Decommissioned()
    Decommissioned()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Decommissioned: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class DeleteRecord:
    """
    Nothing of the vehicle is to be kept (P-7.14): delete its record, the number of its
    device's last call, and whatever else the service keeps by its VIN or its device's ID.

    >>> DeleteRecord(None)
    DeleteRecord(None)
    """

    __match_args__ = ("device",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId | None) -> DeleteRecord: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId | None:
        """
        The device that the vehicle had; `None` where it had none.
        """

@final
class Delivery:
    """
    How the messages of one topic family travel: who publishes what to whom, on which broker
    and how.

    Clauses: P-3.1 to P-3.6; JRC127600 §3.1, §3.2 Table 3.

    >>> row = Delivery(TopicKind.CONFIG_SERVER)
    >>> row.publisher, row.subscriber, row.broker
    (Party.DATA_SERVICE, Party.DEVICE, BrokerRole.DATA)
    >>> row.qos, row.retained
    (1, True)
    """

    __match_args__ = ("kind",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: TopicKind | str) -> Delivery: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def broker(self, /) -> BrokerRole:
        """
        The only broker on which the family exists (P-4.3).
        """
    @property
    def kind(self, /) -> TopicKind:
        """
        The topic family.
        """
    @property
    def publisher(self, /) -> Party:
        """
        Who publishes (P-3.1 to P-3.4).
        """
    @property
    def qos(self, /) -> int:
        """
        The quality of service of publishing and of subscribing: 1, at least once (P-3.5).
        """
    @property
    def retained(self, /) -> bool:
        """
        Whether the publisher sets RETAIN, so that the broker keeps the last message for
        whoever subscribes later (P-3.6).
        """
    @property
    def subscriber(self, /) -> Party:
        """
        Who subscribes (P-3.1 to P-3.4).
        """

@final
class Denied:
    """
    The device is on the deny-list: refuse the message, and count it; nothing of it is
    stored (P-7.7). `DeviceRecord.note` takes it into the record (P-7.12).

    >>> receive(record, b"{}")
    Denied(snapshots=0, after_suspension=0)
    """

    __match_args__ = ("snapshots", "after_suspension")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, snapshots: SupportsIndex, after_suspension: SupportsIndex) -> Denied: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def after_suspension(self, /) -> int:
        """
        How many of them were acquired after the suspension was issued.
        """
    @property
    def snapshots(self, /) -> int:
        """
        How many snapshots the message had; 0 where they cannot be read.
        """

@final
class Deviation:
    """
    One deviation from the canonical forms: a form that the report shows somewhere, but not
    where its rule is.

    `pointer` says where, as a JSON Pointer (RFC 6901) into the payload as it came, and
    `clause` which clause of the report shows the form.

    Clause: P-5.4.

    >>> decoded = decode(TopicKind.DATA_DEVICE, b'{"data":[{"acquired":1,"tfc":"32.5"}]}')
    >>> str(decoded.deviations[0])
    'number-as-string at "/data/0/tfc" (JRC127600 Table 7)'
    """

    __match_args__ = ("code", "pointer", "clause")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: DeviationCode | str, pointer: str, clause: str) -> Deviation: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def clause(self, /) -> str:
        """
        The clause of the report that shows the form, such as `JRC127600 Table 7`.
        """
    @property
    def code(self, /) -> DeviationCode:
        """
        What deviates (P-5.4).
        """
    @property
    def pointer(self, /) -> str:
        """
        Where, as a JSON Pointer (RFC 6901) into the payload as it came.
        """

@final
class DeviceContainsVin:
    """
    A device asked for the vehicle whose VIN its own ID contains, whatever stands between
    the characters (P-1.5). Its ID is not said.

    >>> DeviceContainsVin()
    DeviceContainsVin()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> DeviceContainsVin: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class DeviceHasAnotherVehicle:
    """
    A device that is registered for a vehicle asked for another one (P-7.3).

    >>> DeviceHasAnotherVehicle(DeviceId("vehicle-7"))
    DeviceHasAnotherVehicle(DeviceId('vehicle-7'))
    """

    __match_args__ = ("device",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId) -> DeviceHasAnotherVehicle: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """

@final
class DeviceId:
    """
    The anonymous name of one OTA device: the common name of its certificate, its MQTT
    client id and the last level of its topics.

    Shape: `[A-Za-z0-9_-]{1,64}`, not the shape of a VIN, not the default name of a
    service. Compared character by character. Lower-case UUIDs are the recommended form.

    Raises `DeviceIdError` for any other text, which the error does not repeat: it may be a
    VIN.

    Clauses: P-2.1, P-2.4, P-1.5; JRC127600 §3.1.1.

    >>> DeviceId("f371cb00-68ea-4d5d-9bea-d24cbff2ed28")
    DeviceId('f371cb00-68ea-4d5d-9bea-d24cbff2ed28')
    >>> str(DeviceId("vehicle-7"))
    'vehicle-7'
    """

    __match_args__ = ("text",)
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> DeviceId: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def from_certificate(certificate: ReadableBuffer, now: datetime | None = None) -> DeviceId:
        """
        The device ID in an X.509 certificate, in DER or PEM: its one common name.

        `now` is the time at which the certificate has to be valid, an aware `datetime`; by
        default the system's clock. Chain, signature and revocation are not verified: that
        is the work of a TLS library.

        Raises `CertificateError`. Clauses: P-2.2, P-2.3; JRC127600 §4.1.4.

        >>> DeviceId.from_certificate(b"no certificate")
        Traceback (most recent call last):
            ...
        iot4emissions.CertificateError: expected an X.509 certificate in DER or PEM, found neither
        """
    @property
    def text(self, /) -> str:
        """
        The ID as text.
        """

@final
class DeviceNotIntroduced:
    """
    The Data Service no longer knew a device, and it is introduced again: the Data Service
    has lost records (P-7.11). In JSON `notIntroduced`.

    >>> DeviceNotIntroduced(DeviceId("vehicle-7"))
    DeviceNotIntroduced(DeviceId('vehicle-7'))
    """

    __match_args__ = ("device",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId) -> DeviceNotIntroduced: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """

@final
class DeviceRecord:
    """
    What the Data Service stores of one device that has been introduced (P-1.3): whether it
    may send follows from the last call about it, and what the broker retains for it from
    that. `answer` makes the first one.

    >>> record.last, record.still_sending, record.withdrawal
    (LastCall(sequence=1, kind=Introduced(), new_segment=False), 0, None)
    """

    __match_args__ = (
        "device",
        "attributes",
        "last",
        "configuration",
        "issued",
        "still_sending",
        "withdrawal",
        "segments",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        device: DeviceId,
        attributes: VehicleInfo,
        last: LastCall,
        configuration: Configuration,
        issued: datetime,
        still_sending: SupportsIndex = 0,
        withdrawal: Withdrawal | None = None,
        segments: Segments = ...,
    ) -> DeviceRecord: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attributes(self, /) -> VehicleInfo:
        """
        Its vehicle's attributes.
        """
    def clearance(self, /) -> Clearance:
        """
        Whether the device may send, by the last call about it (P-7.5, P-7.6).

        >>> record.clearance(), cleared.clearance()
        (Suspended(SuspensionReason.NOT_CLEARED), Cleared())
        """
    @property
    def configuration(self, /) -> Configuration:
        """
        Its configuration, but for the state.
        """
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """
    @staticmethod
    def from_json(text: str) -> DeviceRecord:
        """
        A record from its JSON form, as `to_json` writes it (P-1.3).

        Raises `ProtocolError` with code `json-form` for any other text; `path` says where.
        It does not repeat what was found there.

        >>> DeviceRecord.from_json(record.to_json()) == record
        True
        """
    @property
    def issued(self, /) -> datetime:
        """
        When that was issued, with its version: an aware `datetime` in whole seconds.
        """
    def keeps(self, /, snapshot: Snapshot) -> bool:
        """
        Whether a snapshot of an accepted Data Transfer may be stored (P-7.7): not where it
        was acquired before the device's last withdrawal ended, of which the device may
        never have heard. It is refused then, and counted.

        >>> cleared.keeps(Snapshot(now, Values(32)))
        True
        """
    @property
    def last(self, /) -> LastCall:
        """
        The last call that was applied (P-5.51).
        """
    def note(self, /, denied: Denied) -> tuple[DeviceRecord, OperatorNotice | None]:
        """
        The record with a message counted that was denied, and what an operator is told: the
        first time that the device shows that it has not got its suspension, or does not
        obey it (P-7.12).

        >>> noted, notice = record.note(Denied(snapshots=1, after_suspension=1))
        >>> noted.still_sending, notice
        (1, StillSending(device=DeviceId('vehicle-7'), version=1))
        """
    @property
    def segments(self, /) -> Segments:
        """
        Whose its data is: no series goes on from one segment into the next (P-7.13).
        """
    def status(self, /) -> ConfigurationStatus:
        """
        The configuration that the broker retains for the device (P-7.8).

        >>> record.status().device_state
        ConfiguredState.INITIALIZED
        """
    @property
    def still_sending(self, /) -> int:
        """
        How many messages have shown since then that the device does not obey (P-7.12).
        """
    def to_json(self, /) -> str:
        """
        Its JSON form, for a database (P-1.3).

        >>> record.to_json()[:22]
        '{"device":"vehicle-7",'
        """
    @property
    def withdrawal(self, /) -> Withdrawal | None:
        """
        Its last withdrawal, `Lasts` or `EndedAt`; `None` where it never had one.
        """

@final
class DeviceSecret:
    """
    16 bytes that only the device and whoever provisioned it know: the key of its spread and of
    its back-off, so that its times tell nobody which device it is (P-6.3, P-6.12, P-6.14).

    Draw them for each device and each provisioning anew, as `secrets.token_bytes(16)` does.
    `repr` does not show them; the JSON of the input that gives them has them, and so has a
    pickle. Raises `DeviceSecretError` for another number of bytes, and where all are 0.

    >>> secret = DeviceSecret(bytes(range(16)))
    >>> secret
    DeviceSecret(<hidden>)
    >>> secret == DeviceSecret.from_hex("000102030405060708090a0b0c0d0e0f")
    True
    >>> DeviceSecret(bytes(16))
    Traceback (most recent call last):
        ...
    iot4emissions.DeviceSecretError: expected a device secret drawn at random, found 16 bytes of 0
    """

    __match_args__ = ("value",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, value: ReadableBuffer) -> DeviceSecret: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_hex(text: str) -> DeviceSecret:
        """
        The secret of 32 lower-case hexadecimal digits, as the JSON of inputs has it.
        """
    @property
    def value(self, /) -> bytes:
        """
        The bytes themselves: not for logs.
        """

@final
class DeviceVersionsExhausted:
    """
    A device can never be cleared again: it has had the last version of a configuration
    (P-7.6). It needs another identity. In JSON `versionsExhausted`.

    >>> DeviceVersionsExhausted(DeviceId("vehicle-7"))
    DeviceVersionsExhausted(DeviceId('vehicle-7'))
    """

    __match_args__ = ("device",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId) -> DeviceVersionsExhausted: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """

@final
class Difference:
    """
    Where an exported configuration decides otherwise than the rules (P-4.1 to P-4.3).

    `name` is stable, such as `"retain"`; `text` says what differs, in a sentence.

    >>> [difference.name for difference in BrokerNotes("mosquitto").differences][0]
    'retain'
    """

    __match_args__ = ("name", "text")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: str, text: str) -> Difference: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def name(self, /) -> str:
        """
        A name to refer to it by.
        """
    @property
    def text(self, /) -> str:
        """
        What differs.
        """

@final
class Disconnect:
    """
    Disconnect. What still arrives on that connection may be reported (P-6.5).

    >>> Disconnect(connection=1).connection
    1
    """

    __match_args__ = ("connection",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, connection: SupportsIndex) -> Disconnect: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connection(self, /) -> int:
        """
        The connection's number.
        """

@final
class Disconnected:
    """
    The connection ended without having been asked to, or was never established
    (P-6.4, P-6.8).

    The device weighs the reason: want of coverage says nothing of an endpoint. A driver that
    cannot tell says the nearest that is true. `code` comes with the reason `refused`, and
    only with it: `ValueError` otherwise.

    >>> Disconnected(connection=1, reason=DisconnectReason.TIMED_OUT).reason
    DisconnectReason.TIMED_OUT
    >>> Disconnected(1, DisconnectReason.REFUSED, code=5).code
    5
    """

    __match_args__ = ("connection", "reason", "code")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        connection: SupportsIndex,
        reason: DisconnectReason | str,
        code: SupportsIndex | None = None,
    ) -> Disconnected: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def code(self, /) -> int | None:
        """
        The CONNACK's code, where the broker refused: 1 to 5 in MQTT 3.1.1, or the reason code
        of MQTT 5; `None` otherwise.
        """
    @property
    def connection(self, /) -> int:
        """
        Its number, from `Connect`.
        """
    @property
    def reason(self, /) -> DisconnectReason:
        """
        Why.
        """

@final
class DueTimes:
    """
    When each schedule is due next (P-6.11), as aware `datetime`s; `None` where it is
    never, or where no trusted time has been known yet.

    >>> DueTimes(None, None, None).transfer is None
    True
    """

    __match_args__ = ("acquisition", "transfer", "config_check")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        acquisition: datetime | None,
        transfer: datetime | None,
        config_check: datetime | None,
    ) -> DueTimes: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def acquisition(self, /) -> datetime | None:
        """
        The next snapshot; only in Operational.
        """
    @property
    def config_check(self, /) -> datetime | None:
        """
        The next configuration check, spread; from Initialized on.
        """
    @property
    def transfer(self, /) -> datetime | None:
        """
        The next transfer, spread (P-6.12); only in Operational.
        """

@final
class EndedAt:
    """
    The device's withdrawal has ended: it was cleared again, or paused with its vehicle's
    consent (P-7.7).

    >>> EndedAt(now).time.year
    2021
    """

    __match_args__ = ("time",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, time: datetime) -> EndedAt: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def time(self, /) -> datetime:
        """
        When, an aware `datetime` in whole seconds.
        """

@final
class Endpoint:
    """
    Where a broker listens: always MQTT over mutually authenticated TLS, `mqtts`.

    `host` is a host name by RFC 1123 or an IP address, at most 253 characters, kept as it
    came; raises `HostError`. `port` is 1 to 65535; raises `ConfigurationError`.

    Clauses: P-5.31; JRC127600 Table 6, Box 3.

    >>> str(Endpoint("data.example", 8883))
    'mqtts://data.example:8883'
    >>> Endpoint("data.example", 0)
    Traceback (most recent call last):
        ...
    iot4emissions.ConfigurationError: expected a port from 1 to 65535, found 0
    """

    __match_args__ = ("host", "port")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, host: str, port: SupportsIndex) -> Endpoint: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def host(self, /) -> str:
        """
        Host name or IP address, on the wire `endpoint` (P-5.31).
        """
    @property
    def port(self, /) -> int:
        """
        TCP port, 1 to 65535 (P-5.31).
        """

@final
class EndpointInUse:
    """
    An endpoint in use, and why it is that one (P-6.8).

    >>> ota_device = OtaDevice()
    >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    >>> in_use = ota_device.status().data_endpoint
    >>> str(in_use.endpoint), in_use.origin
    ('mqtts://data.example.eu:8883', EndpointOrigin.FACTORY)
    """

    __match_args__ = ("endpoint", "origin", "failures", "failing_seconds")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        endpoint: Endpoint,
        origin: EndpointOrigin | str,
        failures: SupportsIndex,
        failing_seconds: SupportsIndex,
    ) -> EndpointInUse: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def endpoint(self, /) -> Endpoint:
        """
        The endpoint.
        """
    @property
    def failing_seconds(self, /) -> int:
        """
        For how many seconds of running time.
        """
    @property
    def failures(self, /) -> int:
        """
        How many connections in a row have failed for reasons that speak of the endpoint.
        """
    @property
    def origin(self, /) -> EndpointOrigin:
        """
        Where it comes from.
        """

@final
class Enforcement:
    """
    Which decisions a broker takes itself, with the exported configuration (P-4.2).

    >>> Enforcement(True, False, False, True).receive
    True
    """

    __match_args__ = ("publish", "publish_retained", "subscribe", "receive")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, publish: bool, publish_retained: bool, subscribe: bool, receive: bool
    ) -> Enforcement: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def publish(self, /) -> bool:
        """
        It refuses a publish to a topic that no rule grants.
        """
    @property
    def publish_retained(self, /) -> bool:
        """
        It tells a publish with RETAIN from one without.
        """
    @property
    def receive(self, /) -> bool:
        """
        It checks each delivery, whatever was subscribed.
        """
    @property
    def subscribe(self, /) -> bool:
        """
        It refuses a SUBSCRIBE of a filter that no rule grants.
        """

@final
class Erased:
    """
    The vehicle's owner had erased what is stored of it: by both services, the vehicle's
    record too (P-7.14).

    >>> Erased()
    Erased()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Erased: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Event:
    """
    Something that happened, and when (T-9, T-10, JRC127600 Table 1).

    >>> event = Event(now.wall, events.ConfigurationApplied(version=2))
    >>> match event.kind:
    ...     case events.ConfigurationApplied(version=version):
    ...         print(version)
    2
    """

    __match_args__ = ("time", "kind")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, time: datetime, kind: EventKind) -> Event: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def kind(self, /) -> EventKind:
        """
        What happened: one of the classes of `iot4emissions.device.events`.
        """
    @property
    def time(self, /) -> datetime:
        """
        The wall clock when it happened, right or wrong: an aware `datetime` in whole
        seconds.
        """

@final
class Export:
    """
    All files of a broker's configuration, the one with the rules first.

    `export_rules` makes it. Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.

    >>> for name, text in export_rules("emqx", "data").files.items():
    ...     print(name, text.endswith("\\n"))
    acl.conf True
    emqx.conf True
    """

    __match_args__ = ("entries",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, entries: SupportsGetItem[int, ExportFile]) -> Export: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def entries(self, /) -> tuple[ExportFile, ...]:
        """
        The files with their names and purposes, in their order.
        """
    @property
    def files(self, /) -> MappingProxyType[str, str]:
        """
        Each file's text by its name, in their order; cannot be changed.
        """

@final
class ExportFile:
    """
    One file of a broker's configuration (P-4.1 to P-4.3).

    `name` is without a folder; `purpose` what it is for, as the rest of the sentence "this
    file holds"; `text` ends with a line feed.

    >>> export_rules("rmqtt", "data").entries[0].name
    'rmqtt-acl.toml'
    """

    __match_args__ = ("name", "purpose", "text")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: str, purpose: str, text: str) -> ExportFile: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def name(self, /) -> str:
        """
        Its name, without a folder.
        """
    @property
    def purpose(self, /) -> str:
        """
        What it is for.
        """
    @property
    def text(self, /) -> str:
        """
        Its text.
        """

@final
class FactoryConfiguration:
    """
    The factory configuration (P-6.3); its version counts as 0 (P-6.8).

    `permitted_domains` are the domains that a configuration's endpoints may lie in: hosts
    and everything below them, IP addresses only by themselves; none permits none. Raises
    `HostError` for what is no host, and `ScheduleError`. A new one may replace it in the field
    (P-6.20): `FactoryConfigured`.

    >>> provisioning.factory.permitted_domains
    ('example.eu',)
    """

    __match_args__ = (
        "registration_mqtt",
        "obfcm_data_mqtt",
        "permitted_domains",
        "config_check_frequency",
        "settings",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        registration_mqtt: Endpoint,
        obfcm_data_mqtt: Endpoint,
        permitted_domains: Iterable[str],
        config_check_frequency: Schedule | str,
        settings: Settings | None = None,
    ) -> FactoryConfiguration: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def config_check_frequency(self, /) -> Schedule:
        """
        When to look for a configuration where the one in force gives no further time
        (JRC127600 §2.2.2).
        """
    @property
    def obfcm_data_mqtt(self, /) -> Endpoint:
        """
        The Data Service's broker.
        """
    @property
    def permitted_domains(self, /) -> tuple[str, ...]:
        """
        The domains that a configuration's endpoints may lie in (P-6.8).
        """
    @property
    def registration_mqtt(self, /) -> Endpoint:
        """
        The Registration Service's broker.
        """
    @property
    def settings(self, /) -> Settings:
        """
        How the device behaves.
        """

@final
class FactoryConfigured:
    """
    A new factory configuration, which the driver has authenticated (P-6.20). The
    configuration in force stays.

    >>> FactoryConfigured(provisioning.factory).factory.permitted_domains
    ('example.eu',)
    """

    __match_args__ = ("factory",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, factory: FactoryConfiguration) -> FactoryConfigured: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def factory(self, /) -> FactoryConfiguration:
        """
        The factory configuration.
        """

@final
class Failures:
    """
    How often what failed in the device's life (P-6.22); each number stops at 4294967295.

    >>> failures = OtaDevice().status().failures
    >>> failures.connections[DisconnectReason.NO_NETWORK], failures.acquisitions
    (0, 0)
    """

    __match_args__ = (
        "connections",
        "subscriptions_refused",
        "publishes",
        "registrations",
        "acquisitions",
        "persists",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        connections: Mapping[DisconnectReason, SupportsIndex],
        subscriptions_refused: SupportsIndex,
        publishes: SupportsIndex,
        registrations: SupportsIndex,
        acquisitions: SupportsIndex,
        persists: SupportsIndex,
    ) -> Failures: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def acquisitions(self, /) -> int:
        """
        Acquisitions that brought no values.
        """
    @property
    def connections(self, /) -> dict[DisconnectReason, int]:
        """
        Connections that failed or were lost, by reason: a `dict` with every member of
        `DisconnectReason`; one that is not given is 0.
        """
    @property
    def persists(self, /) -> int:
        """
        Records that could not be stored.
        """
    @property
    def publishes(self, /) -> int:
        """
        Publishes that a broker refused, or did not acknowledge in time.
        """
    @property
    def registrations(self, /) -> int:
        """
        Registrations that were refused or not answered.
        """
    @property
    def subscriptions_refused(self, /) -> int:
        """
        Subscriptions that a broker refused.
        """

@final
class Finding:
    """
    What is implausible about a snapshot: flagged with the data, never a reason to drop it.

    `code` is `too-fast`, `too-thirsty`, `decrease`, `reset`, `from-the-future` or
    `parts-exceed-total`; `parameter` the counter that decreased or the total that is
    exceeded. Raises `ProtocolError` for others.

    Clause: P-7.9.

    >>> finding = Finding("decrease", Parameter.TOTAL_FUEL_CONSUMED)
    >>> str(finding)
    'decrease:tfc'
    """

    __match_args__ = ("code", "parameter")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: str, parameter: Parameter | str | None = None) -> Finding: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        The finding's stable code, such as `too-fast` (P-7.9).
        """
    @property
    def parameter(self, /) -> Parameter | None:
        """
        The counter that decreased or the total that is exceeded; `None` for a finding
        about the whole snapshot.
        """

@final
class Forgetting:
    """
    The Data Service has not acknowledged that it erased what it has of the device, which
    the vehicle keeps (P-7.14).

    >>> Forgetting(sequence=3).sequence
    3
    """

    __match_args__ = ("sequence",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, sequence: SupportsIndex) -> Forgetting: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def sequence(self, /) -> int:
        """
        The number of the call.
        """

@final
class Forgotten:
    """
    All that is stored of the device is to be erased, or is (P-7.14): as what a call tells,
    as the kind of a last call, or as how far a vehicle's device has come.

    >>> Call(DeviceId("vehicle-7"), 4, Forgotten()).to_json()
    '{"deviceId":"vehicle-7","sequence":4,"call":"forgotten"}'
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Forgotten: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Ignition:
    """
    Whether the vehicle's control units are awake (P-6.21). A driver that never says it has
    them asked at every acquisition's time.

    >>> Ignition(on=True).on
    True
    """

    __match_args__ = ("on",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, on: bool) -> Ignition: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def on(self, /) -> bool:
        """
        Whether they are.
        """

@final
class InterpolationFamily:
    """
    The parts of an interpolation family identifier `FT-n…-WMI-x`, at most 24 characters.

    `family_type` is two capitals, `number` 1 to 15 of `[A-Za-z0-9_]`,
    `world_manufacturer_identifier` three of the VIN alphabet (ISO 3780), `suffix` one
    digit. Raises `VehicleAttributeError` for other parts.

    Clauses: P-5.12; JRC127600 Table 4, Box 1.

    >>> family = InterpolationFamily.parse("IP-03_MX_0169-1C4-1")
    >>> family.world_manufacturer_identifier
    '1C4'
    """

    __match_args__ = ("family_type", "number", "world_manufacturer_identifier", "suffix")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, family_type: str, number: str, world_manufacturer_identifier: str, suffix: str
    ) -> InterpolationFamily: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def family_type(self, /) -> str:
        """
        The kind of family, two capitals, such as `IP` (P-5.12).
        """
    @property
    def number(self, /) -> str:
        """
        The manufacturer's number, 1 to 15 of `[A-Za-z0-9_]` (P-5.12).
        """
    @staticmethod
    def parse(text: str) -> InterpolationFamily:
        """
        The parts of `text`. Raises `VehicleAttributeError` where it has another form.

        >>> InterpolationFamily.parse("IP-03_MX_0169-1C4-1").number
        '03_MX_0169'
        """
    @property
    def suffix(self, /) -> str:
        """
        One digit (P-5.12).
        """
    @property
    def world_manufacturer_identifier(self, /) -> str:
        """
        The world manufacturer identifier, three of the VIN alphabet (ISO 3780).
        """

@final
class Introduced:
    """
    A device of which nothing was told but that it has registered: as the kind of a last
    call (P-7.5), or as what the Data Service is known to hold (P-7.4).

    >>> Introduced()
    Introduced()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Introduced: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Introducing:
    """
    The Data Service has not acknowledged the introduction (P-7.1), or no longer knows the
    device (P-7.11).

    >>> Introducing(sequence=1).sequence
    1
    """

    __match_args__ = ("sequence",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, sequence: SupportsIndex) -> Introducing: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def sequence(self, /) -> int:
        """
        The introduction's number.
        """

@final
class Introduction:
    """
    The call by which a device is made known: it has registered (P-7.1).

    >>> Introduction(VehicleInfo(make="JEEP")).attributes.make
    'JEEP'
    """

    __match_args__ = ("attributes", "data_device")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, attributes: VehicleInfo, data_device: SealedDeviceId | None = None
    ) -> Introduction: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attributes(self, /) -> VehicleInfo:
        """
        Its vehicle's attributes.
        """
    @property
    def data_device(self, /) -> SealedDeviceId | None:
        """
        The ID under which the Data Service is to know the device, where it is another one:
        as the device sent it, sealed (P-1.7).
        """

@final
class Issue:
    """
    One problem of a payload. No text in it repeats a VIN.

    `code` says what, such as `missing-member`; `pointer` where, as a JSON Pointer
    (RFC 6901), empty for the whole payload; `line` and `column` where in the text, both
    from 1, the column in characters; `expected` and `found` are for people.

    Clauses: P-5.3, P-5.4.

    >>> try:
    ...     decode(TopicKind.REGISTER_SERVER, b'{"deviceState":1}')
    ... except DecodeError as error:
    ...     str(error.issues[0])
    'line 1, column 16 (/deviceState): expected a string, found 1'
    """

    __match_args__ = ("code", "pointer", "line", "column", "expected", "found")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        code: str,
        pointer: str,
        line: SupportsIndex,
        column: SupportsIndex,
        expected: str,
        found: str,
    ) -> Issue: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        What is wrong, such as `missing-member`; in the strict profile also a code of a
        deviation (P-5.3).
        """
    @property
    def column(self, /) -> int:
        """
        The character in the line, from 1.
        """
    @property
    def expected(self, /) -> str:
        """
        What was expected there.
        """
    @property
    def found(self, /) -> str:
        """
        What was found there.
        """
    @property
    def line(self, /) -> int:
        """
        The line, from 1.
        """
    @property
    def pointer(self, /) -> str:
        """
        Where, as a JSON Pointer (RFC 6901); empty for the whole payload.
        """

@final
class Known:
    """
    What is stored that a call may be about (P-7.16).

    >>> Known(record).linked is None
    True
    """

    __match_args__ = ("named", "linked", "data_device")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        named: DeviceEntry | None = None,
        linked: DeviceRecord | None = None,
        data_device: DataDevice | None = None,
    ) -> Known: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def data_device(self, /) -> DataDevice | None:
        """
        The device ID in the introduction, `Opened` or `Unopened`; `None` where it brings
        none, or the call is no introduction.
        """
    @property
    def linked(self, /) -> DeviceRecord | None:
        """
        The record of the device that the ID is linked to: a service finds it by a keyed hash
        of the ID that the call names, so that nobody joins the two who has its files and not
        its key.
        """
    @property
    def named(self, /) -> DeviceEntry | None:
        """
        What is stored under the ID that the call names: a device that both services know by
        one ID, or a tombstone.
        """

@final
class LastCall:
    """
    The last call about a device that was applied (P-5.51).

    >>> LastCall(2, Cleared()).kind
    Cleared()
    """

    __match_args__ = ("sequence", "kind", "new_segment")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, sequence: SupportsIndex, kind: CallKind, new_segment: bool = False
    ) -> LastCall: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def kind(self, /) -> CallKind:
        """
        What it told: `Introduced`, `Cleared` or `Suspended`.
        """
    @property
    def new_segment(self, /) -> bool:
        """
        Whether a new segment began by it (P-7.13).
        """
    @property
    def sequence(self, /) -> int:
        """
        Its number.
        """

@final
class LastSuccess:
    """
    When something succeeded last, as aware `datetime`s; `None` where it never did
    (P-6.22).

    >>> OtaDevice().status().last_success.transfer is None
    True
    """

    __match_args__ = ("registration", "data", "acquisition", "transfer")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        registration: datetime | None,
        data: datetime | None,
        acquisition: datetime | None,
        transfer: datetime | None,
    ) -> LastSuccess: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def acquisition(self, /) -> datetime | None:
        """
        An acquisition.
        """
    @property
    def data(self, /) -> datetime | None:
        """
        A connection to the Data Service's broker that did its work.
        """
    @property
    def registration(self, /) -> datetime | None:
        """
        A connection to the Registration Service's broker that did its work.
        """
    @property
    def transfer(self, /) -> datetime | None:
        """
        A transfer that was acknowledged.
        """

@final
class Lasts:
    """
    The device's withdrawal has not ended: an introduction says nothing of consent (P-7.5,
    P-7.7).

    >>> Lasts()
    Lasts()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Lasts: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Left:
    """
    The vehicle left the Union, or circulation (P-7.4).

    >>> Left()
    Left()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Left: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Lint:
    """
    What is probably not meant in a valid schedule (P-5.34): a stable code, and a sentence
    for the person who wrote the schedule.

    >>> Schedule("0 0 0 ? * * *").lint()[0].code
    'daily-or-more-often'
    """

    __match_args__ = ("code", "text")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: str, text: str) -> Lint: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        The stable code.
        """
    @property
    def text(self, /) -> str:
        """
        The sentence.
        """

@final
class LoggedEvent:
    """
    Events of one kind in the log (P-6.16): one that repeats is counted, and pushes no
    other one out.

    >>> ota_device = OtaDevice()
    >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    >>> [logged] = ota_device.status().events
    >>> logged.count, logged.last.year, logged.kind.to_state
    (1, 2026, DeviceState.PROVISIONED)
    """

    __match_args__ = ("first", "last", "count", "kind")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, first: datetime, last: datetime, count: SupportsIndex, kind: EventKind
    ) -> LoggedEvent: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def count(self, /) -> int:
        """
        How many there were; it stops at 4294967295.
        """
    @property
    def first(self, /) -> datetime:
        """
        When the first of them happened, an aware `datetime` in whole seconds.
        """
    @property
    def kind(self, /) -> EventKind:
        """
        What happened; numbers in it are the last one's.
        """
    @property
    def last(self, /) -> datetime:
        """
        When the last of them happened.
        """

@final
class Message:
    """
    A message arrived (P-3.6, P-6.4). Its repr hides VINs.

    >>> topic = "iot4emissions/registerServer/vehicle-7"
    >>> Message(1, topic, b'{"deviceState":"registered"}', retain=True).topic
    'iot4emissions/registerServer/vehicle-7'
    """

    __match_args__ = ("connection", "topic", "payload", "retain")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, connection: SupportsIndex, topic: str, payload: ReadableBuffer, retain: bool
    ) -> Message: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connection(self, /) -> int:
        """
        The connection's number.
        """
    @property
    def payload(self, /) -> bytes:
        """
        Its payload, as it came.
        """
    @property
    def retain(self, /) -> bool:
        """
        Its RETAIN flag: whether it is old news.
        """
    @property
    def topic(self, /) -> str:
        """
        Its topic name, as it came.
        """

@final
class Misnumbered:
    """
    A call's number did not fit those that the Data Service knows, and it is made again with
    another one: one of the services has lost records (P-5.51, P-7.11).

    >>> Misnumbered(DeviceId("vehicle-7"), sequence=1, last=2).last
    2
    """

    __match_args__ = ("device", "sequence", "last")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, device: DeviceId, sequence: SupportsIndex, last: SupportsIndex
    ) -> Misnumbered: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """
    @property
    def last(self, /) -> int:
        """
        The last that the Data Service knows. After 2**53 - 1 there is none to go on with:
        the Data Service's operator restarts them, `data.restart_numbers`.
        """
    @property
    def sequence(self, /) -> int:
        """
        The number that did not fit.
        """

@final
class NetworkAvailable:
    """
    Whether there is a network to connect by (P-6.21). A driver that never says it has
    every attempt made at its time.

    >>> NetworkAvailable(available=False).available
    False
    """

    __match_args__ = ("available",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, available: bool) -> NetworkAvailable: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def available(self, /) -> bool:
        """
        Whether there is.
        """

@final
class NoVersionLeft:
    """
    The device may not send, and never again: no version of a configuration is left to
    clear it with (P-7.6).

    >>> NoVersionLeft()
    NoVersionLeft()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> NoVersionLeft: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class NotIntroduced:
    """
    The device was never introduced, or the Data Service has forgotten that it was; over
    HTTP 409 (P-5.51, P-7.11).

    >>> NotIntroduced()
    NotIntroduced()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> NotIntroduced: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Nothing:
    """
    Nothing is known of what the Data Service holds: one of the services has lost records
    (P-7.11).

    >>> Nothing()
    Nothing()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Nothing: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Notify:
    """
    Tell other control units (T-9, Device Status Push).

    >>> notify = Notify(Event(now.wall, events.ConfigurationApplied(version=2)))
    >>> notify.event.kind.version
    2
    """

    __match_args__ = ("event",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, event: Event) -> Notify: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def event(self, /) -> Event:
        """
        What happened.
        """

@final
class Now:
    """
    The present moment on both clocks (P-6.17): the library reads none (P-6.1). Both count
    to the millisecond.

    >>> import time
    >>> now = Now(timedelta(seconds=time.monotonic()), datetime.now(timezone.utc))
    >>> now.wall <= datetime.now(timezone.utc)
    True
    """

    __match_args__ = ("monotonic", "wall")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, monotonic: timedelta, wall: datetime) -> Now: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def monotonic(self, /) -> timedelta:
        """
        How much time has passed, for time-outs, back-off and keep-alive: a `timedelta`
        since any beginning, such as the start of the unit, by a clock that is never set
        and goes on while the unit sleeps. A restored device may be given another beginning.
        """
    @property
    def wall(self, /) -> datetime:
        """
        Which day it is, right or wrong, for schedules and a snapshot's `acquired`: an
        aware `datetime`.
        """

@final
class Opened:
    """
    The device ID that an introduction brings sealed was opened (P-1.7, P-7.16).

    >>> Opened(DeviceId("9a7d21e7")).known
    False
    """

    __match_args__ = ("device", "known")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId, known: bool = False) -> Opened: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The ID.
        """
    @property
    def known(self, /) -> bool:
        """
        Whether there is a record under this ID.
        """

@final
class OpeningKey:
    """
    The Data Service's private key, 32 random bytes: `OpeningKey(secrets.token_bytes(32))`, or
    `OpeningKey.generate()` (P-1.7). Nothing shows it but `bytes`, for whoever stores it: its
    `repr` hides it, and it is neither pickled nor compared.

    Raises `SealingError` with code `key` for another number of bytes, and where all are 0.

    >>> OpeningKey(bytes(range(32)))
    OpeningKey(<hidden>)
    >>> OpeningKey(b"too short")
    Traceback (most recent call last):
        ...
    iot4emissions.SealingError: expected a key of 32 bytes of X25519, found another one
    """
    def __bytes__(self, /) -> bytes: ...
    def __new__(cls, /, value: ReadableBuffer) -> OpeningKey: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def generate() -> OpeningKey:
        """
        A key that is drawn by `secrets.token_bytes` (P-1.7).

        >>> OpeningKey.generate()
        OpeningKey(<hidden>)
        """
    def open(self, /, sealed: SealedDeviceId, device: DeviceId) -> DeviceId:
        """
        The ID under which the Data Service is to know `device` (P-1.7).

        Raises `SealingError`: code `sealed` for what was sealed for another service or by another
        device, or changed on its way; `device-id` where it is no device ID, or `device` itself.

        >>> OpeningKey.generate().open(SealedDeviceId("A" * 150), DeviceId("vehicle-7"))
        Traceback (most recent call last):
            ...
        iot4emissions.SealingError: expected a device ID sealed for this service by that device, found another one
        """
    def sealing_key(self, /) -> SealingKey:
        """
        The public key that belongs to it: for the devices (P-1.7).

        >>> OpeningKey(bytes(range(32))).sealing_key() == OpeningKey.generate().sealing_key()
        False
        """

@final
class OtaDevice:
    """
    An OTA device (P-6, JRC127600 §1.3, §4.2): a state machine without I/O, clock and
    randomness. The same inputs give the same outputs.

    Say what happened by `handle_input`, then carry out what `poll_output` asks for, in
    order, until it is a `Wait`. The inputs and outputs are the classes of
    `iot4emissions.device`.

    Several threads may call one device: the calls are carried out one after the other.
    Which output belongs to which input only a lock of the caller's around both can tell.

    Two devices are equal if they are in the same state of everything; then they go on
    alike. A copy (`copy.copy`) is a device of its own.

    >>> import time
    >>> from iot4emissions.device import Now, Status, StatusQuery
    >>> ota_device = OtaDevice()
    >>> now = Now(timedelta(seconds=time.monotonic()), datetime.now(timezone.utc))
    >>> ota_device.handle_input(now, StatusQuery())
    >>> match ota_device.poll_output():
    ...     case Status(state=state):
    ...         print(state)
    preProvisioning
    >>> ota_device.poll_output()
    Wait(timeout=None, alarm=None)
    """
    def __copy__(self, /) -> OtaDevice: ...
    def __deepcopy__(self, /, _memo: Any) -> OtaDevice: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __new__(cls, /) -> OtaDevice:
        """
        A device in PreProvisioning.
        """
    def __repr__(self, /) -> str: ...
    @property
    def configuration(self, /) -> ConfigurationStatus | None:
        """
        The configuration in force; `None` for the factory's (P-6.8).
        """
    @property
    def data_pseudonym(self, /) -> DataPseudonym | None:
        """
        The ID for the Data Service's broker, where it is another one (P-1.7).
        """
    @property
    def device(self, /) -> DeviceId | None:
        """
        The device ID, which is the MQTT client ID, at both brokers unless there is a
        `data_pseudonym`; `None` in PreProvisioning.
        """
    def device_at(self, /, broker: BrokerRole | str) -> DeviceId | None:
        """
        The ID that the certificate for a broker has to bear (P-1.7); `None` in PreProvisioning.

        >>> OtaDevice().device_at("data") is None
        True
        """
    @property
    def due(self, /) -> DueTimes:
        """
        When each schedule is due next (P-6.11).
        """
    @property
    def factory(self, /) -> FactoryConfiguration | None:
        """
        The factory configuration (P-6.3); `None` in PreProvisioning.
        """
    def handle_input(self, /, now: Now, input: Input) -> None:
        """
        Takes in what happened at `now`, a `Now` with both clocks (P-6.17). Any input is
        welcome in any state: what does not fit changes nothing.

        >>> import time
        >>> from iot4emissions.device import Now, Wake
        >>> now = Now(timedelta(seconds=time.monotonic()), datetime.now(timezone.utc))
        >>> OtaDevice().handle_input(now, Wake())
        """
    @property
    def pending(self, /) -> tuple[Snapshot, ...]:
        """
        The snapshots not yet acknowledged, oldest first (P-6.6).
        """
    def poll_output(self, /) -> Output:
        """
        The next thing to do; `Wait` when there is none before the next input, such as
        `Persisted` after a `Persist`.

        >>> OtaDevice().poll_output()
        Wait(timeout=None, alarm=None)
        """
    def record(self, /) -> bytes | None:
        """
        What must survive power loss, which `Persist` asks to store: bytes for `restore`, or to
        be appended for `restore_last`, without a VIN (P-6.2, P-6.3). `None` in PreProvisioning,
        when there is nothing to remember: after `Decommissioned`, delete what is stored.

        >>> OtaDevice().record() is None
        True
        """
    @staticmethod
    def restore(record: ReadableBuffer) -> OtaDevice:
        """
        The device whose `record()` the bytes are, as after a lost connection (P-6.2). What is
        said of clock, network and ignition has to be said anew, and the monotonic clock may
        begin anew.

        Raises `RecordError` where the bytes are no record, were damaged since, come from a
        later version in another form, or do not fit each other: begin anew from the factory,
        and say so with `RecordUnreadable`.

        >>> OtaDevice.restore(b"")
        Traceback (most recent call last):
            ...
        iot4emissions.RecordError: expected a device record, found 0 bytes whose checksum does not fit
        """
    @staticmethod
    def restore_last(records: ReadableBuffer) -> tuple[OtaDevice, int]:
        """
        The device of the last intact record of those that were appended one behind the other,
        and where it ends (P-6.2): what follows, such as one whose writing was cut short, is to
        be cut off before the next is appended.

        Raises `RecordError` as `restore` does, where not even the first one is intact.

        >>> OtaDevice.restore_last(b"torn")
        Traceback (most recent call last):
            ...
        iot4emissions.RecordError: expected a device record, found 4 bytes whose checksum does not fit
        """
    @property
    def set_aside(self, /) -> tuple[tuple[Snapshot, SetAsideReason], ...]:
        """
        The snapshots that are set aside, in the order in which they were, and why (P-6.13,
        P-6.18).
        """
    @property
    def state(self, /) -> DeviceState:
        """
        The state (JRC127600 §1.3.2).
        """
    def status(self, /) -> Status:
        """
        The status, as a `StatusQuery` is answered (T-10).

        >>> OtaDevice().status().accounts.acquired
        0
        """

@final
class Overtaken:
    """
    A call with a higher number came before it; it took no effect (P-5.51).

    >>> Overtaken(last=2).last
    2
    """

    __match_args__ = ("last",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, last: SupportsIndex) -> Overtaken: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def last(self, /) -> int:
        """
        The number of the last call about the device that the Data Service knows, 0 where
        it knows none.
        """

@final
class OwnerChanged:
    """
    The vehicle has another owner: a new segment of its data begins, also where the new one
    consents at once (P-7.13).

    >>> OwnerChanged(consent=True).consent
    True
    """

    __match_args__ = ("consent",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, consent: bool) -> OwnerChanged: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def consent(self, /) -> bool:
        """
        Whether the new owner consents.
        """

@final
class Paused:
    """
    An operator paused the vehicle's data collection, or resumed it (P-7.4).

    >>> Paused(paused=True).paused
    True
    """

    __match_args__ = ("paused",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, paused: bool) -> Paused: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def paused(self, /) -> bool:
        """
        Whether it is paused now.
        """

@final
class Persist:
    """
    Store `OtaDevice.record()` durably, and say `Persisted` when it is, or `PersistFailed`:
    nothing else is given out before (P-6.2). Where it is `None`, delete what is stored.

    >>> Persist()
    Persist()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Persist: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class PersistFailed:
    """
    The last `Persist` could not be carried out (P-6.2). The device tries again by
    itself, but for the very first one: see `ProvisioningComplete`.

    >>> PersistFailed()
    PersistFailed()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> PersistFailed: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Persisted:
    """
    The last `Persist` was carried out: what it asked for is durable (P-6.2). What follows
    it is given out only now.

    >>> Persisted(bytes=512).bytes
    512
    """

    __match_args__ = ("bytes",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, bytes: SupportsIndex) -> Persisted: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def bytes(self, /) -> int:
        """
        How many bytes were written for it, for the daily cap (P-6.19).
        """

@final
class Principal:
    """
    Who is at the other end of a connection, by its certificate's common name: a device or
    one of the two services.

    Made by `Principal.device(…)`, `Principal.registration_service()`,
    `Principal.data_service()` or `Principal.from_name(…)`. The constructor takes the party
    and, for a device and nobody else, its `DeviceId`; a `ValueError` otherwise.

    Clauses: P-1.1 to P-1.3, P-2.4; JRC127600 §4.3.

    >>> Principal.device(DeviceId("vehicle-7"))
    Principal(party=Party.DEVICE, device_id=DeviceId('vehicle-7'))
    >>> Principal.data_service()
    Principal(party=Party.DATA_SERVICE)
    """

    __match_args__ = ("party", "device_id")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, party: Party | str, device_id: DeviceId | None = None) -> Principal: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def data_service() -> Principal:
        """
        The OBFCM Data Service (P-1.3).
        """
    @staticmethod
    def device(id: DeviceId) -> Principal:
        """
        An OTA device (P-1.1).

        >>> Principal.device(DeviceId("vehicle-7")).name()
        'vehicle-7'
        """
    @property
    def device_id(self, /) -> DeviceId | None:
        """
        The device ID, `None` for a service (P-2.1).
        """
    @staticmethod
    def from_name(name: str, services: ServiceNames | None = None) -> Principal:
        """
        The principal that bears `name`: a service if it is one of `services`, otherwise a
        device. Raises `DeviceIdError` where the name is neither; the default names stay
        reserved where an operator chose others (P-2.4).

        >>> Principal.from_name("obfcm-data-service")
        Principal(party=Party.DATA_SERVICE)
        """
    def name(self, /, services: ServiceNames | None = None) -> str:
        """
        The name by which brokers know the principal.

        >>> Principal.registration_service().name()
        'ota-registration-service'
        """
    @property
    def party(self, /) -> Party:
        """
        The kind of client that it is (P-1.1 to P-1.3).
        """
    @staticmethod
    def registration_service() -> Principal:
        """
        The OTA Registration Service (P-1.2).
        """

@final
class Provisioning:
    """
    What makes a device Provisioned (T-1, P-6.3): the identity that its certificate bears
    (P-2.2), its secret, drawn for it alone and anew whenever it is provisioned, its factory
    configuration, and its ID for the Data Service where that is another one (P-1.7).

    >>> provisioning.device
    DeviceId('vehicle-7')
    """

    __match_args__ = ("device", "secret", "factory", "data_pseudonym")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        device: DeviceId,
        secret: DeviceSecret,
        factory: FactoryConfiguration,
        data_pseudonym: DataPseudonym | None = None,
    ) -> Provisioning: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def data_pseudonym(self, /) -> DataPseudonym | None:
        """
        Another ID for the Data Service, from a certificate of its own; `None` where both
        services know the device by one ID, as in the report (P-1.7).
        """
    @property
    def device(self, /) -> DeviceId:
        """
        The device ID, read from the certificate.
        """
    @property
    def factory(self, /) -> FactoryConfiguration:
        """
        The factory configuration.
        """
    @property
    def secret(self, /) -> DeviceSecret:
        """
        What keys its spread and its back-off (P-6.12, P-6.14).
        """

@final
class ProvisioningComplete:
    """
    Security assets and factory configuration are complete (T-1, P-6.3).

    Where the first `Persist` after it fails, the device is in PreProvisioning again and
    waits for no time: the driver has to repeat it (P-6.2). Repeated to a device that is
    provisioned it changes nothing.

    >>> ota_device = OtaDevice()
    >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    >>> ota_device.state
    DeviceState.PROVISIONED
    """

    __match_args__ = ("provisioning",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, provisioning: Provisioning) -> ProvisioningComplete: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def provisioning(self, /) -> Provisioning:
        """
        The device's identity and factory configuration.
        """

@final
class PseudonymKey:
    """
    32 random bytes from which the pseudonyms of one publication are made, and of no other
    (P-10.2): `PseudonymKey(secrets.token_bytes(32))`. Whoever has it and the device IDs has
    every pseudonym, so that nothing shows it: it has no attribute, its `repr` hides it, and it
    is neither pickled nor compared.

    Raises `PublicationError` for other than 32 bytes, and for such as are not random: zeros,
    or fewer than 16 different ones.

    >>> from iot4emissions.publication import PseudonymKey
    >>> PseudonymKey(bytes(range(32)))
    PseudonymKey(<hidden>)
    """
    def __new__(cls, /, key: ReadableBuffer) -> PseudonymKey: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_hex(text: str) -> PseudonymKey:
        """
        The key of 64 hexadecimal digits, in either letter case: what `openssl rand -hex 32`
        writes, without its line end. Raises as the constructor does.

        >>> PseudonymKey.from_hex(bytes(range(32)).hex())
        PseudonymKey(<hidden>)
        """

@final
class PseudonymRenewed:
    """
    The device has another ID for the Data Service, from a certificate of its own, as for a
    new owner (P-1.7, P-6.24). What it has is erased, as it was acquired under the ID before,
    and it registers again.

    >>> from iot4emissions import SealedDeviceId
    >>> pseudonym = DataPseudonym(DeviceId("9a7d21e7"), SealedDeviceId("A" * 150))
    >>> PseudonymRenewed(pseudonym).pseudonym.device
    DeviceId('9a7d21e7')
    """

    __match_args__ = ("pseudonym",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, pseudonym: DataPseudonym) -> PseudonymRenewed: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def pseudonym(self, /) -> DataPseudonym:
        """
        The ID, and the same sealed.
        """

@final
class PublicationReport:
    """
    What a publication holds, what it leaves out, and how far one vehicle can still be told from
    another (P-10.7). Counts alone: it names no vehicle, no type and no value.

    Every vehicle is counted once: published, suppressed, or excluded; so is every month in
    which a cleared vehicle has a snapshot that stands. `publish` makes one.

    >>> report.min_vehicles, report.published_vehicles, report.suppressed_vehicles
    (10, 10, 0)
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def by(self, /) -> list[str]:
        """
        The attributes that groups are made by, and that are columns.
        """
    @property
    def excluded_months(self, /) -> dict[str, int]:
        """
        Months of cleared vehicles that are left out whatever their group: `outside`,
        `unfinished`, `months-missing`, `reset`, `new-vehicle`, `decrease`, `no-counter`.
        """
    @property
    def excluded_snapshots(self, /) -> dict[str, int]:
        """
        Snapshots of cleared vehicles that do not stand, and rows that are no snapshot, by the
        first reason, as in `iot4emissions.analysis`.
        """
    @property
    def excluded_vehicles(self, /) -> dict[str, int]:
        """
        Vehicles that are left out whatever their group: `not-cleared`, `unknown-vehicle`,
        `no-month`.
        """
    @property
    def group_sizes(self, /) -> dict[int, int]:
        """
        How many groups, types in a month, of each number of vehicles are published.
        """
    @property
    def min_vehicles(self, /) -> int:
        """
        The fewest vehicles of a group (P-10.5).
        """
    @property
    def months(self, /) -> tuple[str, str] | None:
        """
        The first and the last month that is published, such as `2025-03`.
        """
    @property
    def pseudonyms(self, /) -> int:
        """
        How many pseudonyms there are: owners' times.
        """
    @property
    def published_rows(self, /) -> int:
        """
        How many rows are published.
        """
    @property
    def published_vehicles(self, /) -> int:
        """
        How many vehicles are published, in some months at least.
        """
    @property
    def suppressed_group_sizes(self, /) -> dict[int, int]:
        """
        How many groups of each number of vehicles are suppressed.
        """
    @property
    def suppressed_rows(self, /) -> int:
        """
        How many rows are left out because their groups are too small.
        """
    @property
    def suppressed_vehicles(self, /) -> int:
        """
        How many vehicles are left out because all their groups are too small.
        """
    def to_json(self, /) -> str:
        """
        The report as JSON that people read.
        """
    @property
    def unique_rows(self, /) -> int:
        """
        How many published rows have values that no other of their group has.
        """
    @property
    def unique_series(self, /) -> int:
        """
        How many pseudonyms have values, over all their months, that no other of their types has.
        """
    @property
    def uniqueness(self, /) -> Uniqueness:
        """
        How many cleared vehicles are unique in what was stored, by `by`, before any group is
        made. In the publication none is.
        """

@final
class Publish:
    """
    Publish with QoS 1, not retained, DUP = 0, and answer with `PublishAcknowledged` or
    `PublishRefused` (P-6.6). Its repr hides VINs: a Registration Request bears one.

    >>> topic = Topic.parse("iot4emissions/dataDevice/vehicle-7")
    >>> publish = Publish(connection=3, publish=1, topic=topic, payload=b'{"data":[]}')
    >>> publish.payload
    b'{"data":[]}'
    """

    __match_args__ = ("connection", "publish", "topic", "payload")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        connection: SupportsIndex,
        publish: SupportsIndex,
        topic: Topic,
        payload: ReadableBuffer,
    ) -> Publish: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connection(self, /) -> int:
        """
        The connection's number.
        """
    @property
    def payload(self, /) -> bytes:
        """
        The bytes to send: JSON in UTF-8 (P-5.1).
        """
    @property
    def publish(self, /) -> int:
        """
        The publish's number, to be repeated with the PUBACK.
        """
    @property
    def topic(self, /) -> Topic:
        """
        The topic.
        """

@final
class PublishAcknowledged:
    """
    The broker acknowledged a publish: PUBACK (P-6.6).

    >>> PublishAcknowledged(connection=1, publish=0).publish
    0
    """

    __match_args__ = ("connection", "publish")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, connection: SupportsIndex, publish: SupportsIndex
    ) -> PublishAcknowledged: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connection(self, /) -> int:
        """
        The connection's number.
        """
    @property
    def publish(self, /) -> int:
        """
        The publish's number, from `Publish`.
        """

@final
class PublishRefused:
    """
    The broker answered a publish with a reason other than success (P-6.18): MQTT 5 only,
    as MQTT 3.1.1 has no word for it.

    >>> PublishRefused(connection=1, publish=0, reason=0x97).reason
    151
    """

    __match_args__ = ("connection", "publish", "reason")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, connection: SupportsIndex, publish: SupportsIndex, reason: SupportsIndex
    ) -> PublishRefused: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connection(self, /) -> int:
        """
        The connection's number.
        """
    @property
    def publish(self, /) -> int:
        """
        The publish's number, from `Publish`.
        """
    @property
    def reason(self, /) -> int:
        """
        The reason code, 0 to 255.
        """

@final
class PublishStatus:
    """
    Publish the status, retained, to the device's RegisterServer topic (P-3.2, P-7.1).

    >>> PublishStatus(DeviceId("vehicle-7"), RegistrationStatus(True)).status.registered
    True
    """

    __match_args__ = ("device", "status")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId, status: RegistrationStatus) -> PublishStatus: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """
    @property
    def status(self, /) -> RegistrationStatus:
        """
        Its status.
        """

@final
class Raise:
    """
    Tell the operator (P-7.3, P-7.11).

    >>> match Raise(DeviceHasAnotherVehicle(DeviceId("vehicle-7"))):
    ...     case Raise(DeviceHasAnotherVehicle(device)):
    ...         print(device)
    vehicle-7
    """

    __match_args__ = ("notice",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, notice: OperatorNotice2) -> Raise: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def notice(self, /) -> OperatorNotice2:
        """
        What was found.
        """

@final
class ReadVehicle:
    """
    Read VIN and attributes from the vehicle, and answer with `VehicleRead` or
    `VehicleUnreadable` (P-6.3).

    >>> ReadVehicle(request=1).request
    1
    """

    __match_args__ = ("request",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, request: SupportsIndex) -> ReadVehicle: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def request(self, /) -> int:
        """
        The question's number, to be repeated with the answer.
        """

@final
class RecordUnreadable:
    """
    What is stored is no record that this version can read, and the device begins anew from
    the factory (P-6.2): said after `ProvisioningComplete`, so that it stands in the log.

    Both fields are in the `RecordError` that `OtaDevice.restore` raises. `ValueError` where
    they do not fit each other.

    >>> try:
    ...     ota_device = OtaDevice.restore(b"torn")
    ... except RecordError as error:
    ...     ota_device = OtaDevice()
    ...     ota_device.handle_input(now, ProvisioningComplete(provisioning))
    ...     ota_device.handle_input(now, RecordUnreadable(error.code, error.found))
    >>> ota_device.status().events[-1].kind
    events.RecordUnreadable(fault=RecordFault.DAMAGED, found=4)
    """

    __match_args__ = ("fault", "found")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, fault: RecordFault | str, found: SupportsIndex | None = None
    ) -> RecordUnreadable: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def fault(self, /) -> RecordFault:
        """
        What is wrong with it: the error's `code`.
        """
    @property
    def found(self, /) -> int | None:
        """
        The number of bytes of a damaged one, or the version of a later one; `None` otherwise.
        """

@final
class RefusedConfiguration:
    """
    A configuration that was refused (P-6.8).

    >>> RefusedConfiguration(now.wall, 2, ConfigurationRefusal.OLDER_VERSION).version
    2
    """

    __match_args__ = ("time", "version", "reason")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, time: datetime, version: SupportsIndex, reason: ConfigurationRefusal | str
    ) -> RefusedConfiguration: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def reason(self, /) -> ConfigurationRefusal:
        """
        Why.
        """
    @property
    def time(self, /) -> datetime:
        """
        When it was refused last, an aware `datetime` in whole seconds.
        """
    @property
    def version(self, /) -> int:
        """
        Its version.
        """

@final
class RegisterAgain:
    """
    The device is to register again, at the broker that the configuration names (P-6.20):
    a service has lost it.

    >>> RegisterAgain()
    RegisterAgain()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> RegisterAgain: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Registered:
    """
    A registrar registered the vehicle (P-5.50, P-7.4).

    >>> Registered("DE", VehicleInfo(), consent=True).country
    'DE'
    """

    __match_args__ = ("country", "attributes", "consent")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, country: str, attributes: VehicleInfo, consent: bool) -> Registered: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attributes(self, /) -> VehicleInfo:
        """
        The attributes in the registrar's papers.
        """
    @property
    def consent(self, /) -> bool:
        """
        Whether its owner consents to the collection of data.
        """
    @property
    def country(self, /) -> str:
        """
        Where, by its ISO 3166-1 alpha-2 code of two capitals; raises `CountryError`.
        """

@final
class RegistrationRequest:
    """
    What a device asks the Registration Service with: the vehicle's VIN, which is personal
    data, and its attributes; `data_device` where the Data Service is to know the device by
    another ID. The `repr` hides the VIN.

    Clauses: P-1.7, P-3.1, P-5.10; JRC127600 Table 4.

    >>> request = RegistrationRequest(Vin("JFXHF05K1L4104934"), VehicleInfo(make="JEEP"))
    >>> request
    RegistrationRequest(vin=Vin('<VIN hidden>'), attributes=VehicleInfo(make='JEEP'))
    >>> encode(request)[-28:]
    b'"vehicleInfo":{"mk":"JEEP"}}'
    """

    __match_args__ = ("vin", "attributes", "data_device")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, vin: Vin, attributes: VehicleInfo, data_device: SealedDeviceId | None = None
    ) -> RegistrationRequest: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attributes(self, /) -> VehicleInfo:
        """
        The vehicle's attributes, on the wire `vehicleInfo` (P-5.10).
        """
    @property
    def data_device(self, /) -> SealedDeviceId | None:
        """
        The ID under which the Data Service is to know the device, sealed for it, on the wire
        `dataDevice`; `None` where both services know it by one ID (P-1.7).
        """
    @property
    def vin(self, /) -> Vin:
        """
        The vehicle identification number: personal data (P-5.11).
        """

@final
class RegistrationStatus:
    """
    The Registration Service's answer to a device, retained: registered, or an error.

    `text` are the service's own words, where it sent any in place of `error`; they are
    never written. `registered` with a `text` is a `ValueError`.

    Clauses: P-3.2, P-5.20; JRC127600 Table 5, Box 2.

    >>> def tell(status):
    ...     match status:
    ...         case RegistrationStatus(registered=True):
    ...             return "registered"
    ...         case RegistrationStatus(registered=False, text=text):
    ...             return text or "an error"
    >>> tell(decode(TopicKind.REGISTER_SERVER, b'{"deviceState":"VIN taken"}').message)
    'VIN taken'
    >>> encode(RegistrationStatus(False, "VIN taken"))
    b'{"deviceState":"error"}'
    """

    __match_args__ = ("registered", "text")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, registered: bool, text: str | None = None) -> RegistrationStatus: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def registered(self, /) -> bool:
        """
        Whether the device has been admitted to the data collection network (P-5.20).
        """
    @property
    def text(self, /) -> str | None:
        """
        The service's own words, where it sent any in place of `error` (P-5.20).
        """

@final
class RejectedRows:
    """
    The lines or messages that are no Data Transfer, each with its reason (P-5.3).

    An Arrow table for every library that takes one, such as `pyarrow.table(rejected)`:

    | column | type | |
    |---|---|---|
    | `source_row` | `uint64` | the line or message, from 0 |
    | `device` | `large_utf8`, may be null | who sent it, where that much is known |
    | `code` | `large_utf8` | the first problem, such as `missing-member` |
    | `pointer` | `large_utf8` | where, as a JSON Pointer (RFC 6901); empty for the whole |
    | `error` | `large_utf8` | every problem, in words, behind the number of the line, from 1, where it is one; never a VIN |

    `len()` is the number of rows.

    >>> rejected = read_transfers(b'{"data":[]}').rejected
    >>> len(rejected)
    1
    >>> rejected
    <RejectedRows: 1>
    """
    def __arrow_c_array__(self, /, requested_schema: object | None = None) -> tuple[object, object]:
        """
        All rows as one array, as capsules of Arrow's C data interface. The requested
        schema is not used.
        """
    def __arrow_c_schema__(self, /) -> object:
        """
        The schema as a capsule of Arrow's C data interface.
        """
    def __arrow_c_stream__(self, /, requested_schema: object | None = None) -> object:
        """
        All rows as a capsule of Arrow's C stream interface. The requested schema is not
        used.
        """
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...

@final
class Released:
    """
    An operator released the VIN from its device, which was replaced (P-7.3).

    >>> Released()
    Released()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Released: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Releasing:
    """
    The vehicle is released from the device: that ends once the Data Service lets it send no
    longer (P-7.3).

    >>> Releasing(sequence=3).erase
    False
    """

    __match_args__ = ("sequence", "erase")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, sequence: SupportsIndex, erase: bool = False) -> Releasing: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def erase(self, /) -> bool:
        """
        Whether the Data Service is to erase what it has of it (P-7.14).
        """
    @property
    def sequence(self, /) -> int:
        """
        The number of the call that suspends it, or has it forgotten.
        """

@final
class Requested:
    """
    A device sent a Registration Request with this vehicle's VIN (P-7.1).

    >>> Requested(DeviceId("vehicle-7"), VehicleInfo()).bound_elsewhere
    False
    """

    __match_args__ = ("device", "attributes", "bound_elsewhere", "last_sequence", "data_device")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        device: DeviceId,
        attributes: VehicleInfo,
        bound_elsewhere: bool = False,
        last_sequence: SupportsIndex = ...,
        data_device: SealedDeviceId | None = None,
    ) -> Requested: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attributes(self, /) -> VehicleInfo:
        """
        The attributes that it sent.
        """
    @property
    def bound_elsewhere(self, /) -> bool:
        """
        Whether another vehicle's record is bound to the same device (P-7.3).
        """
    @property
    def data_device(self, /) -> SealedDeviceId | None:
        """
        Its ID for the Data Service, sealed, where it sent one (P-1.7).
        """
    @property
    def device(self, /) -> DeviceId:
        """
        The device, by the topic that it published to.
        """
    @property
    def last_sequence(self, /) -> int:
        """
        The number of the last call about the device, 0 before the first (P-5.51).
        """

@final
class Restart:
    """
    The configuration changed (P-6.9): reboot, or restore the device from its record in
    its place. One that does neither goes on all the same.

    >>> Restart()
    Restart()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Restart: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class RetentionPeriods:
    """
    How long the services keep what names a vehicle or a device, in days (P-7.15): an
    operator's setting.

    >>> RetentionPeriods(quarantine=30).quarantine
    30
    """

    __match_args__ = ("snapshots", "devices", "quarantine", "tombstones", "vehicles", "notices")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        snapshots: SupportsIndex = ...,
        devices: SupportsIndex = ...,
        quarantine: SupportsIndex = ...,
        tombstones: SupportsIndex = ...,
        vehicles: SupportsIndex = ...,
        notices: SupportsIndex = ...,
    ) -> RetentionPeriods: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def devices(self, /) -> int:
        """
        Records of devices that may not send, once nothing of them is stored.
        """
    def earliest(self, /, kept: Kept | str, now: datetime) -> datetime:
        """
        The time from which on such things are kept at `now`, an aware `datetime`: what is
        earlier goes (P-7.15). Not before 1970.

        >>> from datetime import datetime, timezone
        >>> RetentionPeriods(quarantine=31).earliest(
        ...     "quarantine", datetime(2026, 2, 1, tzinfo=timezone.utc)
        ... )
        datetime.datetime(2026, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
        """
    @property
    def notices(self, /) -> int:
        """
        What operators were told.
        """
    @property
    def quarantine(self, /) -> int:
        """
        Payloads that could not be read.
        """
    @property
    def snapshots(self, /) -> int:
        """
        Snapshots, from when they were acquired.
        """
    @property
    def tombstones(self, /) -> int:
        """
        That a device was forgotten.
        """
    @property
    def vehicles(self, /) -> int:
        """
        Records of vehicles that are registered in no country.
        """

@final
class Schedule:
    """
    A schedule: a cron expression in Quartz form, in UTC (P-5.33, JRC127600 Table 6).

    Six or seven fields with exactly one blank between them: second, minute, hour, day of
    month, month, day of week and, where not every year is meant, year; 1 = Sunday; `?` is
    `*` in the two day fields, of which at most one may be restricted. At most 256 bytes.
    Occurrences lie in the years 1970 to 2099. Raises `ScheduleError`, whose `field` names
    the field that is wrong.

    Two schedules are equal if they fire at the same times, whatever their texts (P-6.8);
    each keeps its own text.

    >>> quarterly = Schedule("0 0 0 1 1/3 ? *")
    >>> quarterly == Schedule("0 0 0 1 1,4,7,10 ?")
    True
    >>> str(quarterly.next_after(datetime(2021, 6, 1, 9, tzinfo=timezone.utc)))
    '2021-07-01 00:00:00+00:00'
    >>> Schedule("0 60 0 1 * ?")
    Traceback (most recent call last):
        ...
    iot4emissions.ScheduleError: expected 0 to 59, a range, a step, a list of them or * alone in field minute, found "60"
    """

    __match_args__ = ("text",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> Schedule: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def count_in_year(self, /, year: SupportsIndex) -> int:
        """
        How often the schedule fires in `year`; 0 for years outside 1970 to 2099 (P-5.34).

        >>> Schedule("0 0 0 29 2 ?").count_in_year(2023)
        0
        """
    def explain(self, /) -> str:
        """
        The schedule in English, with its count a year (P-5.34). Equal schedules are
        explained alike.

        >>> Schedule("0 0 0 1 1/3 ? *").explain()
        'on day 1 of January, April, July and October at 00:00:00 UTC; 4 times a year'
        """
    def lint(self, /) -> tuple[Lint, ...]:
        """
        What is probably not meant, although it is valid (P-5.34); empty if nothing is
        found.

        What Box 3 of the report calls monthly fires every day:

        >>> [lint.code for lint in Schedule("0 0 0 ? * * *").lint()]
        ['daily-or-more-often']
        """
    def next_after(self, /, after: datetime) -> datetime | None:
        """
        The first occurrence strictly after `after`, an aware `datetime`; `None` where there
        is none up to the end of 2099 (P-5.33, P-6.11).

        >>> str(Schedule("0 0 0 ? * MON").next_after(datetime(2026, 1, 1, tzinfo=timezone.utc)))
        '2026-01-05 00:00:00+00:00'
        """
    def occurrences(
        self, /, after: datetime, limit: SupportsIndex | None = None
    ) -> Iterator[datetime]:
        """
        The occurrences strictly after `after`, an aware `datetime`, ascending up to the end
        of 2099: an iterator that computes one at a time, and ends after `limit` of them
        where one is given (P-5.33).

        >>> new_year = datetime(2026, 1, 1, tzinfo=timezone.utc)
        >>> [time.month for time in Schedule("0 0 0 1 1/3 ?").occurrences(new_year, limit=3)]
        [4, 7, 10]
        """
    @property
    def per_year(self, /) -> tuple[int, int]:
        """
        The fewest and the most occurrences in one of the schedule's years (P-5.34). Years
        that the expression's last field leaves out do not count as years with 0.

        >>> Schedule("0 0 0 ? * * *").per_year
        (365, 366)
        """
    def spread_after(
        self, /, secret: DeviceSecret, window: timedelta, after: datetime
    ) -> datetime | None:
        """
        The first spread time of the device with `secret` strictly after `after`, an aware `datetime`: an
        occurrence plus its `spread_offset`. `None` after that of the last occurrence of
        2099. So a fleet's transfers and configuration checks do not arrive in the same
        second (P-6.11, P-6.12).

        `window` is a `timedelta` of whole seconds.

        >>> from datetime import timedelta
        >>> quarterly, day = Schedule("0 0 0 1 1/3 ? *"), timedelta(days=1)
        >>> june, secret = datetime(2021, 6, 1, tzinfo=timezone.utc), DeviceSecret(bytes(range(16)))
        >>> str(quarterly.spread_after(secret, day, june))
        '2021-07-01 14:55:15+00:00'
        """
    @property
    def text(self, /) -> str:
        """
        The expression as it came.
        """

@final
class Scrapped:
    """
    The vehicle was scrapped: its device is released, and its record deleted (P-7.14).

    >>> Scrapped()
    Scrapped()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Scrapped: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class SealedDeviceId:
    """
    The ID under which the Data Service knows a device, sealed for it: the Registration Service
    passes it on and cannot read it (P-1.7). `SealingKey.seal` makes one, `OpeningKey.open` reads
    it.

    Shape: 150 characters of Base64 for URLs without padding (RFC 4648 §5), which are 112 bytes.
    `str` and `bytes` give them; the `repr` shows none of it.

    Raises `SealedDeviceIdError` for any other text, which the error does not repeat.

    >>> sealed = SealedDeviceId("A" * 150)
    >>> sealed
    SealedDeviceId(<hidden>)
    >>> SealedDeviceId.from_bytes(bytes(sealed)) == sealed
    True
    >>> SealedDeviceId("vehicle-7")
    Traceback (most recent call last):
        ...
    iot4emissions.SealedDeviceIdError: expected 112 bytes, as 150 characters, as sealed device ID, found 9
    """

    __match_args__ = ("text",)
    def __bytes__(self, /) -> bytes: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> SealedDeviceId: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def from_bytes(value: ReadableBuffer) -> SealedDeviceId:
        """
        The one of these 112 bytes. Raises `SealedDeviceIdError` for another number of them
        (P-1.7).
        """
    @property
    def text(self, /) -> str:
        """
        The 150 characters, as the Registration Request has them in `dataDevice`.
        """

@final
class SealingKey:
    """
    The Data Service's public key: what a device seals its ID for (P-1.7). 32 bytes of X25519
    (RFC 7748), which `bytes` gives; a device may have them with its factory configuration.

    Raises `SealingError` with code `key` for another number of bytes.

    >>> key = OpeningKey(bytes(range(32))).sealing_key()
    >>> SealingKey(bytes(key)) == key
    True
    """

    __match_args__ = ("value",)
    def __bytes__(self, /) -> bytes: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, value: ReadableBuffer) -> SealingKey: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def seal(
        self, /, data_device: DeviceId, device: DeviceId, random: ReadableBuffer | None = None
    ) -> SealedDeviceId:
        """
        `data_device`, the ID under which the Data Service is to know the device, sealed for it
        and bound to `device`, under which the Registration Service knows it (P-1.7): HPKE
        (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
        ChaCha20Poly1305.

        `random` are 32 bytes that were drawn for this one sealing; for `None` they are drawn by
        `secrets.token_bytes`. With the same ones it gives the same, and whoever knows them reads
        it.

        Raises `SealingError`: code `device-id` where both IDs are the same one, `key` for a public
        key whose secrets anybody knows, `random` for another number of random bytes.

        >>> key = OpeningKey.generate()
        >>> sealed = key.sealing_key().seal(DeviceId("9a7d21e7"), DeviceId("vehicle-7"))
        >>> key.open(sealed, DeviceId("vehicle-7"))
        DeviceId('9a7d21e7')
        """
    @property
    def value(self, /) -> bytes:
        """
        Its 32 bytes.
        """

@final
class Segments:
    """
    When the segments of a device's data began (P-7.13): what lies in one of them may be read
    as one series, as it is one owner's. The first, 0, began with the introduction.

    >>> segments = Segments(begun=[now])
    >>> segments.present(), segments.of(now), segments.of(now - timedelta(days=1))
    (1, 1, 0)
    """

    __match_args__ = ("first", "begun")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, first: SupportsIndex = 0, begun: Iterable[datetime] = ...) -> Segments: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def begun(self, /) -> tuple[datetime, ...]:
        """
        When the later ones began: any iterable of aware `datetime`s in whole seconds, kept
        as a tuple, ascending, the latest 64.
        """
    @property
    def first(self, /) -> int:
        """
        How many segments began before those whose times are kept.
        """
    def of(self, /, acquired: datetime) -> int:
        """
        The number of the segment that a snapshot belongs to, by when it was acquired, an
        aware `datetime` (P-7.13).

        >>> Segments().of(now)
        0
        """
    def present(self, /) -> int:
        """
        The number of the segment that goes on now (P-7.13).

        >>> Segments().present()
        0
        """

@final
class ServiceNames:
    """
    The names by which the two services are known to the brokers: the common names of
    their certificates. No device may bear them (P-2.4).

    Both have the shape of a `DeviceId`, and they differ; raises `ServiceNamesError`
    otherwise.

    >>> ServiceNames()
    ServiceNames(registration='ota-registration-service', data='obfcm-data-service')
    """

    __match_args__ = ("registration", "data")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, registration: str | None = None, data: str | None = None
    ) -> ServiceNames: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def data(self, /) -> str:
        """
        The principal name of the OBFCM Data Service.
        """
    @property
    def registration(self, /) -> str:
        """
        The principal name of the OTA Registration Service.
        """

@final
class Settings:
    """
    How a device behaves (P-6.3); the defaults are those of the rules. Numbers are 0 to
    4294967295.

    Raises `SettingsError`, which names the first setting that no device could live
    with.

    >>> Settings(storage_limit=100).storage_limit
    100
    >>> Settings().backoff == Backoff()
    True
    >>> Settings(connect_timeout_seconds=0)
    Traceback (most recent call last):
        ...
    iot4emissions.SettingsError: expected 1 to 3600 as connect_timeout_seconds, found 0
    """

    __match_args__ = (
        "connect_timeout_seconds",
        "retained_wait_seconds",
        "answer_wait_seconds",
        "backoff",
        "refusal_backoff",
        "acquisition_backoff",
        "spread_window_seconds",
        "storage_limit",
        "event_log_limit",
        "resend_window",
        "endpoint_failures",
        "endpoint_failure_seconds",
        "max_payload",
        "refusals_alone",
        "min_acquire_interval_seconds",
        "min_transfer_interval_seconds",
        "min_config_check_interval_seconds",
        "daily_connections",
        "daily_persisted_bytes",
        "earliest_time",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        connect_timeout_seconds: SupportsIndex | None = None,
        retained_wait_seconds: SupportsIndex | None = None,
        answer_wait_seconds: SupportsIndex | None = None,
        backoff: Backoff | None = None,
        refusal_backoff: Backoff | None = None,
        acquisition_backoff: Backoff | None = None,
        spread_window_seconds: SupportsIndex | None = None,
        storage_limit: SupportsIndex | None = None,
        event_log_limit: SupportsIndex | None = None,
        resend_window: SupportsIndex | None = None,
        endpoint_failures: SupportsIndex | None = None,
        endpoint_failure_seconds: SupportsIndex | None = None,
        max_payload: SupportsIndex | None = None,
        refusals_alone: SupportsIndex | None = None,
        min_acquire_interval_seconds: SupportsIndex | None = None,
        min_transfer_interval_seconds: SupportsIndex | None = None,
        min_config_check_interval_seconds: SupportsIndex | None = None,
        daily_connections: SupportsIndex | None = None,
        daily_persisted_bytes: SupportsIndex | None = None,
        earliest_time: datetime | None = None,
    ) -> Settings: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def acquisition_backoff(self, /) -> Backoff:
        """
        Base and cap of the back-off between readings of an OBFCM device that does not answer
        (P-6.14); 10 s and 6 h by default.
        """
    @property
    def answer_wait_seconds(self, /) -> int:
        """
        How long to wait for an answer: of the Registration Service, of the broker to a
        publish, of the vehicle to a reading; in seconds, 1 to 3600 (P-6.4); 60 by default.
        """
    @property
    def backoff(self, /) -> Backoff:
        """
        Base and cap of the back-off after a failure (P-6.14); 1 s and 1 h by default.
        """
    @property
    def connect_timeout_seconds(self, /) -> int:
        """
        How long establishing a connection and its subscription may take, in seconds each, 1
        to 3600; 30 by default.
        """
    @property
    def daily_connections(self, /) -> int:
        """
        How many connections are tried in 24 hours at most, at least 2 (P-6.19); 24 by default.
        """
    @property
    def daily_persisted_bytes(self, /) -> int:
        """
        How many bytes are stored in 24 hours before acquisitions and connections wait, at
        least 2 (P-6.19); 256 KiB by default. It counts what `Persisted` says.
        """
    @property
    def earliest_time(self, /) -> datetime:
        """
        No time before this one is trusted, whatever the driver says (P-6.13): the day on which
        the device was made, an aware `datetime` in whole seconds. 1970 by default.
        """
    @property
    def endpoint_failure_seconds(self, /) -> int:
        """
        For how long, in seconds of running time, those connections must have failed besides,
        at most 366 days (P-6.8); 24 h by default.
        """
    @property
    def endpoint_failures(self, /) -> int:
        """
        After how many failed connections in a row to a new endpoint the device turns to the
        last that worked, at least 1 (P-6.8); 5 by default.
        """
    @property
    def event_log_limit(self, /) -> int:
        """
        How many kinds of events the log holds, at most 256 (P-6.16); 32 by default.
        """
    @property
    def max_payload(self, /) -> int:
        """
        The largest payload of a Data Transfer in bytes, at least 1 (P-6.6); 128 KiB by
        default, which is also the largest that counts.
        """
    @property
    def min_acquire_interval_seconds(self, /) -> int:
        """
        The shortest interval of acquisitions in seconds, at most 366 days (P-6.11); 1 h by
        default.
        """
    @property
    def min_config_check_interval_seconds(self, /) -> int:
        """
        The shortest interval of configuration checks in seconds, at most 366 days (P-6.11);
        1 h by default.
        """
    @property
    def min_transfer_interval_seconds(self, /) -> int:
        """
        The shortest interval of transfers in seconds, at most 366 days (P-6.11); 1 h by
        default.
        """
    @property
    def refusal_backoff(self, /) -> Backoff:
        """
        Base and cap of the back-off after somebody said no: the Registration Service, a
        broker's rights, a vehicle without a VIN (P-6.14); 1 min and 24 h by default.
        """
    @property
    def refusals_alone(self, /) -> int:
        """
        How often a snapshot that is published alone may be refused before it is set aside, at
        least 1 (P-6.18); 8 by default.
        """
    @property
    def resend_window(self, /) -> int:
        """
        How many acknowledged snapshots are kept and sent again with the next transfer, at most
        100,000 (P-6.7); 0 by default.
        """
    @property
    def retained_wait_seconds(self, /) -> int:
        """
        How long to wait for a retained message after the SUBACK, in seconds, 1 to 3600 (P-6.4,
        P-6.5); 5 by default.
        """
    @property
    def spread_window_seconds(self, /) -> int:
        """
        Over how long transfers and configuration checks of a fleet are spread, in seconds, at
        most 366 days (P-6.12); 24 h by default.
        """
    @property
    def storage_limit(self, /) -> int:
        """
        How many snapshots are stored before the oldest is evicted (P-6.16), 1 to 100,000; 512
        by default.
        """

@final
class Snapshot:
    """
    What the vehicle's counters showed at one moment: at least one value, and a time that
    ten digits can write.

    `acquired` is an aware `datetime` in whole seconds, from 1970-01-01T00:00:01Z to
    2286-11-20T17:46:39Z; it comes back in UTC. Raises `SnapshotError` for another time and
    where no value is present.

    Clauses: P-5.41 to P-5.43; JRC127600 Table 7.

    >>> june = datetime(2021, 6, 1, 9, tzinfo=timezone.utc)
    >>> snapshot = Snapshot(june, Values(total_fuel_consumed=32.5))
    >>> snapshot.values.total_fuel_consumed
    Decimal('32.5')
    >>> Snapshot(june, Values())
    Traceback (most recent call last):
        ...
    iot4emissions.SnapshotError: expected at least one OBFCM value, found none
    """

    __match_args__ = ("acquired", "values")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, acquired: datetime, values: Values) -> Snapshot: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def acquired(self, /) -> datetime:
        """
        When the snapshot was taken, UTC (P-5.41).
        """
    @property
    def values(self, /) -> Values:
        """
        What the counters showed (P-5.42).
        """

@final
class Status:
    """
    All that a workshop wants to see of a device (T-10, P-6.22): what
    `OtaDevice.status()` gives, and the output that answers a `StatusQuery`.

    >>> status = OtaDevice().status()
    >>> status.state, status.accounts.balance(), status.events
    (DeviceState.PRE_PROVISIONING, True, ())
    """

    __match_args__ = (
        "state",
        "configuration_version",
        "refused_configuration",
        "registration_endpoint",
        "data_endpoint",
        "due",
        "wait",
        "clock",
        "network",
        "ignition",
        "last_success",
        "failures",
        "allowance",
        "accounts",
        "last_test",
        "events",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        state: DeviceState | str,
        configuration_version: SupportsIndex | None,
        refused_configuration: RefusedConfiguration | None,
        registration_endpoint: EndpointInUse | None,
        data_endpoint: EndpointInUse | None,
        due: DueTimes,
        wait: Wait,
        clock: ClockStatus,
        network: bool | None,
        ignition: bool | None,
        last_success: LastSuccess,
        failures: Failures,
        allowance: AllowanceLeft,
        accounts: Accounts,
        last_test: TestResult | None,
        events: Iterable[LoggedEvent],
    ) -> Status: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def accounts(self, /) -> Accounts:
        """
        What became of the snapshots.
        """
    @property
    def allowance(self, /) -> AllowanceLeft:
        """
        What is left of the daily caps (P-6.19).
        """
    @property
    def clock(self, /) -> ClockStatus:
        """
        What the device holds of its wall clock.
        """
    @property
    def configuration_version(self, /) -> int | None:
        """
        The version of the configuration in force, 1 or more; `None` for the factory's.
        """
    @property
    def data_endpoint(self, /) -> EndpointInUse | None:
        """
        Where the Data Service's broker is.
        """
    @property
    def due(self, /) -> DueTimes:
        """
        When each schedule is due next.
        """
    @property
    def events(self, /) -> tuple[LoggedEvent, ...]:
        """
        The event log, oldest first (P-6.16).
        """
    @property
    def failures(self, /) -> Failures:
        """
        How often what failed, by reason, in the device's life.
        """
    @property
    def ignition(self, /) -> bool | None:
        """
        The same of the ignition.
        """
    @property
    def last_success(self, /) -> LastSuccess:
        """
        When something succeeded last.
        """
    @property
    def last_test(self, /) -> TestResult | None:
        """
        The last communication test (P-6.15); `None` before the first.
        """
    @property
    def network(self, /) -> bool | None:
        """
        What the driver said of the network; `None` where it said nothing (P-6.21).
        """
    @property
    def refused_configuration(self, /) -> RefusedConfiguration | None:
        """
        The last configuration that was refused since, if any: a device that stays behind
        the Data Service's record shows it here.
        """
    @property
    def registration_endpoint(self, /) -> EndpointInUse | None:
        """
        Where the Registration Service's broker is; `None` before the device is
        provisioned.
        """
    @property
    def state(self, /) -> DeviceState:
        """
        The state.
        """
    @property
    def wait(self, /) -> Wait:
        """
        Until when the device waits, if nothing happens meanwhile.
        """

@final
class StatusQuery:
    """
    Somebody asks for the status (T-10).

    >>> ota_device = OtaDevice()
    >>> ota_device.handle_input(now, StatusQuery())
    >>> ota_device.poll_output().state
    DeviceState.PRE_PROVISIONING
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> StatusQuery: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class StillSending:
    """
    A suspended device acquires and sends on: it has not got the configuration that suspends
    it, refuses it, or its clock is ahead (P-7.12).

    >>> StillSending(DeviceId("vehicle-7"), version=2).version
    2
    """

    __match_args__ = ("device", "version")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId, version: SupportsIndex) -> StillSending: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device.
        """
    @property
    def version(self, /) -> int:
        """
        The version of the configuration that it does not obey, 1 to 4294967295.
        """

@final
class StoredDataPolicy:
    """
    What becomes of stored data when something happens to its vehicle (P-7.14): an
    operator's setting, each `keep`, `separate` into a segment of its own, or `erase`. Data of
    two owners is never one series, and what its owner had erased is erased: neither is a
    setting.

    >>> StoredDataPolicy(withdrawal="erase").leaving
    StoredData.SEPARATE
    """

    __match_args__ = ("withdrawal", "leaving", "release", "scrapping")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        withdrawal: StoredData | str = ...,
        leaving: StoredData | str = ...,
        release: StoredData | str = ...,
        scrapping: StoredData | str = ...,
    ) -> StoredDataPolicy: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def leaving(self, /) -> StoredData:
        """
        The vehicle leaves the Union, or circulation.
        """
    @property
    def release(self, /) -> StoredData:
        """
        An operator releases the vehicle from its device. `separate` does what `keep` does.
        """
    @property
    def scrapping(self, /) -> StoredData:
        """
        The vehicle is scrapped. `separate` does what `keep` does.
        """
    @property
    def withdrawal(self, /) -> StoredData:
        """
        The owner withdraws consent.
        """

@final
class Subject:
    """
    What a call is about (P-7.16).

    >>> Subject(DeviceId("9a7d21e7"), link=True, replaced=DeviceId("vehicle-7")).link
    True
    """

    __match_args__ = ("device", "link", "replaced")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId, link: bool, replaced: DeviceId | None) -> Subject: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device, under the Data Service's ID: `answer` goes by what is stored of it.
        """
    @property
    def link(self, /) -> bool:
        """
        Whether the link is to be stored, once the call is applied; `False` where it stands
        already, or none is needed.
        """
    @property
    def replaced(self, /) -> DeviceId | None:
        """
        The device that is replaced, where it has another ID now: `retire` it once the call
        is applied, and no link leads to it any more.
        """

@final
class Subscribe:
    """
    Subscribe the topic with QoS 1, and answer with `Subscribed` or `SubscribeRefused`
    (P-6.4).

    >>> topic = Topic.parse("iot4emissions/configServer/vehicle-7")
    >>> str(Subscribe(connection=1, topic=topic).topic)
    'iot4emissions/configServer/vehicle-7'
    """

    __match_args__ = ("connection", "topic")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, connection: SupportsIndex, topic: Topic) -> Subscribe: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connection(self, /) -> int:
        """
        The connection's number.
        """
    @property
    def topic(self, /) -> Topic:
        """
        The topic, which is its own filter.
        """

@final
class SubscribeRefused:
    """
    The broker refused the subscription: SUBACK (P-6.4).

    >>> SubscribeRefused(connection=1, reason=0x80).reason
    128
    """

    __match_args__ = ("connection", "reason")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, connection: SupportsIndex, reason: SupportsIndex) -> SubscribeRefused: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connection(self, /) -> int:
        """
        The connection's number.
        """
    @property
    def reason(self, /) -> int:
        """
        The reason code, 0 to 255: 0x80 in MQTT 3.1.1, and what MQTT 5 says.
        """

@final
class Subscribed:
    """
    The broker accepted the subscription: SUBACK (P-6.4).

    >>> Subscribed(connection=1).connection
    1
    """

    __match_args__ = ("connection",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, connection: SupportsIndex) -> Subscribed: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def connection(self, /) -> int:
        """
        The connection's number.
        """

@final
class Subscription:
    """
    What a SUBSCRIBE packet may carry: a filter, or a filter that several clients of a group
    share, each message going to one of them.

    Shape: `<filter>` or `$share/<group>/<filter>`, at most 65,535 bytes in all; a group is
    not empty and has no U+0000, `/`, `+` and `#`. Raises `SubscriptionError`. Whether
    somebody may share is said by `may_subscribe`.

    Clauses: P-3.7, P-3.8; MQTT 5 §4.8.2.

    >>> shared = Subscription(TopicFilter("iot4emissions/dataDevice/+"), "readers")
    >>> str(shared)
    '$share/readers/iot4emissions/dataDevice/+'
    """

    __match_args__ = ("filter", "group")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, filter: TopicFilter, group: str | None = None) -> Subscription: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def filter(self, /) -> TopicFilter:
        """
        The filter, without `$share/` and the group (P-3.8).
        """
    @property
    def group(self, /) -> str | None:
        """
        The group's name, `None` where the subscription is not shared (P-3.7).
        """
    @staticmethod
    def parse(text: str) -> Subscription:
        """
        Reads what a SUBSCRIBE packet carries. Raises `SubscriptionError` for a text that is
        no subscription.

        >>> Subscription.parse("$share/readers/iot4emissions/dataDevice/+").group
        'readers'
        """

@final
class Suspended:
    """
    The device may not send: it is on the deny-list (P-5.50, P-7.4). Also the call that
    says so (P-5.51).

    >>> Suspended("pause")
    Suspended(SuspensionReason.PAUSE)
    """

    __match_args__ = ("reason",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, reason: SuspensionReason | str) -> Suspended: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def reason(self, /) -> SuspensionReason:
        """
        Why.
        """

@final
class TellAgain:
    """
    One of the services was restored from a backup: the Data Service is told again what
    holds, by a call with a new number (P-7.11).

    >>> TellAgain()
    TellAgain()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> TellAgain: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class TestResult:
    """
    The result of a communication test (P-6.15).

    >>> TestResult(now.wall, passed=True).passed
    True
    """

    __match_args__ = ("time", "passed")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, time: datetime, passed: bool) -> TestResult: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def passed(self, /) -> bool:
        """
        Whether it did what the state allows.
        """
    @property
    def time(self, /) -> datetime:
        """
        When it ended, an aware `datetime` in whole seconds.
        """

@final
class TlsFiles:
    """
    The broker's certificate and the authority that issues its clients' certificates: paths
    of PEM files on the broker's machine.

    Only Mosquitto reads the authority's revocation list from a file. The paths are checked
    by `export_rules`. Clauses: P-1.1 to P-1.3; JRC127600 §4.3.

    >>> TlsFiles("/etc/ca.pem", "/etc/broker.pem", "/etc/broker.key").certificate
    '/etc/broker.pem'
    """

    __match_args__ = ("client_authority", "certificate", "key", "revocation_list")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        client_authority: str,
        certificate: str,
        key: str,
        revocation_list: str | None = None,
    ) -> TlsFiles: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def certificate(self, /) -> str:
        """
        The broker's certificate with its chain.
        """
    @property
    def client_authority(self, /) -> str:
        """
        The authority that the clients' certificates come from.
        """
    @property
    def key(self, /) -> str:
        """
        The broker's private key.
        """
    @property
    def revocation_list(self, /) -> str | None:
        """
        The authority's revocation list, where there is one.
        """

@final
class Tombstone:
    """
    That a device was forgotten, and nothing of what: neither the device nor its vehicle
    (P-7.14). A service finds it by a keyed hash of the device ID.

    >>> forgotten, answered = answer(
    ...     record, Call(DeviceId("vehicle-7"), 2, Forgotten()), parameters, now
    ... )
    >>> forgotten.last, answered
    (2, Applied())
    """

    __match_args__ = ("last", "forgotten", "version")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, last: SupportsIndex, forgotten: datetime, version: SupportsIndex | None = None
    ) -> Tombstone: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def forgotten(self, /) -> datetime:
        """
        When the data was erased: an aware `datetime` in whole seconds.
        """
    @staticmethod
    def from_json(text: str) -> Tombstone:
        """
        A tombstone from its JSON form, as `to_json` writes it (P-7.14).

        Raises `ProtocolError` with code `json-form` for any other text.

        >>> tombstone = Tombstone(2, now)
        >>> Tombstone.from_json(tombstone.to_json()) == tombstone
        True
        """
    @property
    def last(self, /) -> int:
        """
        The number of the last call: one that was sent before takes no effect (P-5.51).
        """
    def to_json(self, /) -> str:
        """
        Its JSON form, for a database (P-7.14).

        >>> Tombstone(2, now).to_json()
        '{"last":2,"forgotten":1622505600}'
        """
    @property
    def version(self, /) -> int | None:
        """
        The version that its configuration had, above which one goes on that is introduced
        again (P-6.8); `None` where it had none.
        """

@final
class TooFar:
    """
    Its number is more than 2**32 above the last one; it took no effect (P-5.51).

    >>> TooFar(last=2).last
    2
    """

    __match_args__ = ("last",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, last: SupportsIndex) -> TooFar: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def last(self, /) -> int:
        """
        The number of the last call about the device that the Data Service knows, 0 where
        it knows none.
        """

@final
class Topic:
    """
    One of a device's four topics: `iot4emissions/<kind>/<device-ID>` (P-3.1 to P-3.4,
    JRC127600 Table 3).

    >>> topic = Topic(TopicKind.DATA_DEVICE, DeviceId("vehicle-7"))
    >>> str(topic)
    'iot4emissions/dataDevice/vehicle-7'
    >>> Topic.parse(str(topic)) == topic
    True
    """

    __match_args__ = ("kind", "device")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: TopicKind | str, device: DeviceId) -> Topic: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        Whose topic it is.
        """
    @property
    def kind(self, /) -> TopicKind:
        """
        Which of the four topics it is.
        """
    @staticmethod
    def parse(text: str) -> Topic:
        """
        Reads a topic name as a broker delivers it. Raises `TopicError` for any other text.

        >>> Topic.parse("iot4emissions/dataDevice/vehicle-7").device
        DeviceId('vehicle-7')
        """

@final
class TopicFilter:
    """
    An MQTT topic filter (P-3.8, MQTT 3.1.1 §4.7). Raises `TopicFilterError` for a text
    that is none.

    >>> everything = TopicFilter("iot4emissions/dataDevice/+")
    >>> everything.matches("iot4emissions/dataDevice/vehicle-7")
    True
    >>> everything.covers(TopicFilter("iot4emissions/#"))
    False
    """

    __match_args__ = ("text",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> TopicFilter: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def covers(self, /, other: TopicFilter) -> bool:
        """
        Whether the filter matches every topic that `other` can match.
        """
    def matches(self, /, topic: str) -> bool:
        """
        Whether a message on `topic`, any text, is delivered to a subscriber of the filter.
        """
    @property
    def text(self, /) -> str:
        """
        The filter as text.
        """

@final
class TopicName:
    """
    A text that MQTT lets a client publish to; most are no `Topic` of this protocol.

    Shape: 1 to 65,535 bytes of UTF-8 without U+0000, `+` and `#`. Raises `TopicError` for
    any other text.

    Clauses: P-3.8; MQTT 3.1.1 §4.7, §1.5.3.

    >>> TopicName("sensors/7")
    TopicName('sensors/7')
    >>> TopicName("sensors/+")
    Traceback (most recent call last):
        ...
    iot4emissions.TopicError: expected a topic name without wildcards, found "+" in level 2
    """

    __match_args__ = ("text",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> TopicName: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def text(self, /) -> str:
        """
        The name as text.
        """

@final
class TransferScan:
    """
    A source that is read part by part, with bounded memory: what `scan_transfers` returns.

    An iterator of `Transfers` in the order of the source; their rows count on over the
    whole source. Each is of about 4 MiB of input. Or, instead, one Arrow stream:
    `polars.DataFrame(scan)`, `pyarrow.RecordBatchReader.from_stream(scan)`. Through the
    stream an error of the source becomes an error of who reads it, with the same text; the
    exception itself is then in `error`.

    Memory holds what is being read and what is not yet taken, and at most 64 MiB of the
    `rejected` rows so far, which `take_rejected` empties. Each part has all of its own.

    After Ctrl-C, `finish` takes no more from the source, and the scan gives what it had read.

    Also a context manager, which closes it. Letting go of it stops its threads. Clauses:
    P-5.3, P-5.40 to P-5.43; JRC127600 Table 7.

    >>> with scan_transfers(b'{"data":[{"acquired":1622538000,"tfc":32.5}]}') as scan:
    ...     sum(len(transfers) for transfers in scan)
    1
    """
    def __arrow_c_schema__(self, /) -> object:
        """
        The schema as a capsule of Arrow's C data interface.
        """
    def __arrow_c_stream__(self, /, requested_schema: object | None = None) -> object:
        """
        What is not yet taken, as a capsule of Arrow's C stream interface; once. The
        requested schema is not used.
        """
    def __enter__(self, /) -> TransferScan: ...
    def __exit__(self, /, *_exception: object) -> None: ...
    def __iter__(self, /) -> TransferScan: ...
    def __next__(self, /) -> Transfers: ...
    def __repr__(self, /) -> str: ...
    def close(self, /) -> None:
        """
        Stops reading and ends the threads. What was given before stays.
        """
    @property
    def error(self, /) -> BaseException | None:
        """
        The exception that ended the scan; `None` where there was none.
        """
    def finish(self, /) -> None:
        """
        Takes no more from the source. What was taken is still given: then the scan ends.
        """
    @property
    def rejected(self, /) -> RejectedRows:
        """
        The rows that were refused so far, or since `take_rejected`; of more than 64 MiB of
        them the last one says how many more there are.
        """
    def take_rejected(self, /) -> RejectedRows:
        """
        The same, and forgets them.
        """

@final
class Transfers:
    """
    Snapshots as Arrow columns, one row a snapshot, and what was refused. What
    `read_transfers` returns, and the parts that `scan_transfers` gives.

    Every library that takes Arrow data takes it without a copy:
    `pyarrow.table(transfers)`, `polars.DataFrame(transfers)`,
    `pandas.DataFrame.from_arrow(transfers)`, `duckdb.from_arrow(pyarrow.table(transfers))`;
    and as often as is wanted.

    | column | type | unit, meaning |
    |---|---|---|
    | `device` | dictionary of `utf8` or `utf8`, may be null | device ID of the sender, where it is known |
    | `acquired` | `timestamp[us, UTC]` | when the vehicle took the snapshot |
    | `tfc` | `decimal128(10, 1)` or `float64`, may be null | total fuel consumed, l |
    | `tdt` | 〃 | total distance travelled, km |
    | `tfccdo` | 〃 | fuel, charge depleting operation, l |
    | `tfcdscio` | 〃 | fuel, driver-selectable charge increasing operation, l |
    | `tdtcdoeo` | 〃 | distance, charge depleting, engine off, km |
    | `tdtcdoer` | 〃 | distance, charge depleting, engine running, km |
    | `tdtdscio` | 〃 | distance, driver-selectable charge increasing, km |
    | `tgeib` | 〃 | grid energy into the battery, kWh |
    | `received` | `timestamp[ms, UTC]`, may be null | when the message was received, where its envelope says so |
    | `source_row` | `uint64` | line or message of the source, from 0 |

    All record batches share one dictionary of device IDs.

    A value is null where the vehicle has no such counter (P-5.43); 0 is a counter at 0.
    Each field bears its `meaning` and `unit` as metadata. `len()` is the number of
    snapshots. Clauses: P-5.40 to P-5.43; JRC127600 Table 7.

    >>> transfers = read_transfers(b'{"data":[{"acquired":1622538000,"tfc":32.5}]}')
    >>> transfers
    <Transfers: 1 snapshot of 1 message in 1 row, 0 rejected>
    """
    @property
    def __arrow_c_array__(self, /) -> Callable[..., tuple[object, object]]:
        """
        The method that gives all snapshots as one array, as capsules of Arrow's C data
        interface. It takes a requested schema, which is not used.

        Only there where the snapshots are in at most one record batch, since it would have
        to copy them else, and some libraries ask for it first: so they take the stream.
        `combined()` makes one of many.
        """
    def __arrow_c_schema__(self, /) -> object:
        """
        The schema as a capsule of Arrow's C data interface.
        """
    def __arrow_c_stream__(self, /, requested_schema: object | None = None) -> object:
        """
        All snapshots as a capsule of Arrow's C stream interface, without a copy. The
        requested schema is not used.
        """
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    def _array(self, /, requested_schema: object | None = None) -> tuple[object, object]:
        """
        What `__arrow_c_array__` is.
        """
    @property
    def batches(self, /) -> int:
        """
        How many record batches the snapshots are in.
        """
    def combined(self, /) -> Transfers:
        """
        The snapshots in one record batch: a copy, unless they are in one already.

        >>> transfers = read_transfers(b'{"data":[{"acquired":1,"tfc":1.0}]}\\n' * 2, block_size=1)
        >>> transfers.batches, transfers.combined().batches
        (2, 1)
        """
    @property
    def deviations(self, /) -> dict[DeviationCode, int]:
        """
        How often accepted messages deviate from the canonical forms, by the deviations
        that were met (P-5.4).

        >>> read_transfers(b'{"data":[{"acquired":1622538000,"tfc":"32.5"}]}').deviations
        {DeviationCode.NUMBER_AS_STRING: 1}
        """
    @property
    def messages(self, /) -> int:
        """
        How many messages were accepted.
        """
    @property
    def rejected(self, /) -> RejectedRows:
        """
        The rows that were refused, each with its reason.
        """
    @property
    def rows(self, /) -> int:
        """
        How many rows the source has: lines, blank ones too, or messages.
        """
    @property
    def unread_times(self, /) -> int:
        """
        How many accepted messages have an envelope in which something stands where the time
        belongs that is no time: their `received` is null.
        """

@final
class TypeApprovalNumber:
    """
    The parts of a type-approval number `e<n>*<act>*<base>*<ext>`, read in either letter
    case.

    `member_state` is the number of the Member State that granted it, 1 to 99, `act` the
    act under which it did, `base` and `extension` are digits. Raises
    `VehicleAttributeError` for other parts.

    Clauses: P-5.13; JRC127600 Table 4, Box 1.

    >>> number = TypeApprovalNumber.parse("E4*2007/46*1410*01")
    >>> number.member_state, number.extension
    (4, '01')
    """

    __match_args__ = ("member_state", "act", "base", "extension")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, member_state: SupportsIndex, act: str, base: str, extension: str
    ) -> TypeApprovalNumber: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def act(self, /) -> str:
        """
        The act under which it was granted, such as `2007/46` (P-5.13).
        """
    @property
    def base(self, /) -> str:
        """
        The base approval number, digits (P-5.13).
        """
    @property
    def extension(self, /) -> str:
        """
        The number of the extension, digits (P-5.13).
        """
    @property
    def member_state(self, /) -> int:
        """
        The number of the Member State that granted it, 1 to 99 (P-5.13).
        """
    @staticmethod
    def parse(text: str) -> TypeApprovalNumber:
        """
        The parts of `text`. Raises `VehicleAttributeError` where it has another form.

        >>> str(TypeApprovalNumber.parse("E4*2007/46*1410*01"))
        'e4*2007/46*1410*01'
        """

@final
class Uniqueness:
    """
    How many vehicles of a fleet are the only ones of their kind (P-10.7): by their types,
    as the public register has them, and by their types with the first odometer reading, as
    a roadworthiness test has it.

    >>> Uniqueness(4, 2, 1, 2).unique_by_types
    1
    """

    __match_args__ = ("vehicles", "combinations", "unique_by_types", "unique_by_types_and_odometer")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        vehicles: SupportsIndex,
        combinations: SupportsIndex,
        unique_by_types: SupportsIndex,
        unique_by_types_and_odometer: SupportsIndex,
    ) -> Uniqueness: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def combinations(self, /) -> int:
        """
        How many combinations of types there are.
        """
    @property
    def unique_by_types(self, /) -> int:
        """
        How many vehicles are the only ones of their combination.
        """
    @property
    def unique_by_types_and_odometer(self, /) -> int:
        """
        How many vehicles are the only ones of their combination with their first odometer
        reading.
        """
    @property
    def vehicles(self, /) -> int:
        """
        How many vehicles there are.
        """

@final
class Unopened:
    """
    The device ID that an introduction brings sealed cannot be opened (P-1.7, P-7.16).

    >>> Unopened()
    Unopened()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Unopened: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Values:
    """
    The eight lifetime counters as they stood at one moment; one that the vehicle has not
    got is `None`, never zero.

    Each is a `Decimal` with one place, 0.0 to 429496729.4, in litres, kilometres or
    kilowatt-hours. The constructor also takes an `int` or a `float` with at most one
    place, and raises `QuantityError` for any other number.

    Clauses: P-5.42, P-5.43; JRC127600 Table 7.

    >>> values = Values(total_fuel_consumed=Decimal("32.5"), total_distance_travelled=296)
    >>> values.total_distance_travelled
    Decimal('296.0')
    >>> values
    Values(total_fuel_consumed=Decimal('32.5'), total_distance_travelled=Decimal('296.0'))
    """

    __match_args__ = (
        "total_fuel_consumed",
        "total_distance_travelled",
        "total_fuel_consumed_charge_depleting",
        "total_fuel_consumed_charge_increasing",
        "total_distance_charge_depleting_engine_off",
        "total_distance_charge_depleting_engine_running",
        "total_distance_charge_increasing",
        "total_grid_energy_into_battery",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        total_fuel_consumed: Decimal | float | None = None,
        total_distance_travelled: Decimal | float | None = None,
        total_fuel_consumed_charge_depleting: Decimal | float | None = None,
        total_fuel_consumed_charge_increasing: Decimal | float | None = None,
        total_distance_charge_depleting_engine_off: Decimal | float | None = None,
        total_distance_charge_depleting_engine_running: Decimal | float | None = None,
        total_distance_charge_increasing: Decimal | float | None = None,
        total_grid_energy_into_battery: Decimal | float | None = None,
    ) -> Values: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def floats(self, /) -> dict[Parameter, float]:
        """
        The same as the nearest binary floating point numbers.

        >>> Values(total_fuel_consumed=32.5).floats()
        {Parameter.TOTAL_FUEL_CONSUMED: 32.5}
        """
    def present(self, /) -> dict[Parameter, Decimal]:
        """
        The values that are present, by `Parameter`, in the order of Table 7.

        >>> Values(total_fuel_consumed=32.5).present()
        {Parameter.TOTAL_FUEL_CONSUMED: Decimal('32.5')}
        """
    @property
    def total_distance_charge_depleting_engine_off(self, /) -> Decimal | None:
        """
        `tdtcdoeo`: total distance travelled in charge depleting operation with engine
        off, km (P-5.42).
        """
    @property
    def total_distance_charge_depleting_engine_running(self, /) -> Decimal | None:
        """
        `tdtcdoer`: total distance travelled in charge depleting operation with engine
        running, km (P-5.42).
        """
    @property
    def total_distance_charge_increasing(self, /) -> Decimal | None:
        """
        `tdtdscio`: total distance travelled in driver-selectable charge increasing
        operation, km (P-5.42).
        """
    @property
    def total_distance_travelled(self, /) -> Decimal | None:
        """
        `tdt`: total distance travelled, km (P-5.42).
        """
    @property
    def total_fuel_consumed(self, /) -> Decimal | None:
        """
        `tfc`: total fuel consumed, l (P-5.42).
        """
    @property
    def total_fuel_consumed_charge_depleting(self, /) -> Decimal | None:
        """
        `tfccdo`: total fuel consumed in charge depleting operation, l (P-5.42).
        """
    @property
    def total_fuel_consumed_charge_increasing(self, /) -> Decimal | None:
        """
        `tfcdscio`: total fuel consumed in driver-selectable charge increasing operation,
        l (P-5.42).
        """
    @property
    def total_grid_energy_into_battery(self, /) -> Decimal | None:
        """
        `tgeib`: total grid energy into the battery, kWh (P-5.42).
        """
    def value(self, /, parameter: Parameter | str) -> Decimal | None:
        """
        The value of `parameter`, a `Parameter` or its wire name, in its unit; `None` where
        the vehicle has not got it.

        >>> Values(total_fuel_consumed=32.5).value(Parameter.TOTAL_FUEL_CONSUMED)
        Decimal('32.5')
        """

@final
class VehicleChanged:
    """
    The unit sits in another vehicle now: what it has is erased, and it registers again
    (P-6.20).

    >>> VehicleChanged()
    VehicleChanged()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> VehicleChanged: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class VehicleHasAnotherDevice:
    """
    A device asked for a vehicle that has a device (P-7.3).

    >>> found = VehicleHasAnotherDevice(DeviceId("vehicle-8"), registered=DeviceId("vehicle-7"))
    >>> str(found.registered)
    'vehicle-7'
    """

    __match_args__ = ("device", "registered")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, device: DeviceId, registered: DeviceId) -> VehicleHasAnotherDevice: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def device(self, /) -> DeviceId:
        """
        The device that asked.
        """
    @property
    def registered(self, /) -> DeviceId:
        """
        The device that the vehicle has.
        """

@final
class VehicleInfo:
    """
    The attributes of a vehicle from its certificate of conformity, all optional: there is
    no place for a VIN.

    Texts raise `VehicleAttributeError` where they are too long or, but for `family` and
    `innovative_technology`, empty or with control characters. Numbers raise
    `QuantityError`. `further` are attributes beyond Table 4, at most 32, by name. A text in
    the shape of a VIN is hidden in the `repr`.

    Clauses: P-5.10, P-5.12 to P-5.17, P-1.5; JRC127600 §3.3.1, Table 4.

    >>> info = VehicleInfo(make="JEEP", test_mass=1575, further={"fuel": "petrol"})
    >>> info
    VehicleInfo(make='JEEP', test_mass=1575, further={'fuel': 'petrol'})
    >>> info.variant is None
    True
    """

    __match_args__ = (
        "family",
        "manufacturer",
        "type_approval_number",
        "vehicle_type",
        "variant",
        "version",
        "make",
        "test_mass",
        "carbon_dioxide_emissions",
        "electric_energy_consumption",
        "innovative_technology",
        "carbon_dioxide_reduction",
        "further",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        family: str | None = None,
        manufacturer: str | None = None,
        type_approval_number: str | None = None,
        vehicle_type: str | None = None,
        variant: str | None = None,
        version: str | None = None,
        make: str | None = None,
        test_mass: SupportsIndex | None = None,
        carbon_dioxide_emissions: SupportsIndex | None = None,
        electric_energy_consumption: SupportsIndex | None = None,
        innovative_technology: str | None = None,
        carbon_dioxide_reduction: Decimal | float | None = None,
        further: Mapping[str, str] | None = None,
    ) -> VehicleInfo: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    def attribute_containing(self, /, vin: Vin) -> str | None:
        """
        The wire name of the first attribute whose text contains `vin`, in any letter case,
        or `None`: such a vehicle is not to be introduced to the Data Service (P-1.5,
        P-7.3).

        >>> info = VehicleInfo(variant="of JFXHF05K1L4104934")
        >>> info.attribute_containing(Vin("JFXHF05K1L4104934"))
        'va'
        """
    @property
    def carbon_dioxide_emissions(self, /) -> int | None:
        """
        `ewltp`: specific CO2 emissions by WLTP, g/km, 0 to 99999 (P-5.14).
        """
    @property
    def carbon_dioxide_reduction(self, /) -> Decimal | None:
        """
        `erwltp`: reduction of CO2 emissions by innovative technology, g/km, a `Decimal`
        with two places, 0.00 to 999.99 (P-5.16).
        """
    @property
    def electric_energy_consumption(self, /) -> int | None:
        """
        `z`: electric energy consumption, Wh/km, 0 to 99999 (P-5.14).
        """
    @property
    def family(self, /) -> str | None:
        """
        `vfn`: vehicle (interpolation) family number, at most 25 characters (P-5.12).
        """
    @property
    def further(self, /) -> dict[str, str]:
        """
        Attributes beyond Table 4, at most 32, by name in byte order: names of 1 to 16
        letters and digits that begin with a letter, texts of at most 50 characters
        (P-5.17).
        """
    @property
    def innovative_technology(self, /) -> str | None:
        """
        `it`: code of the innovative technology, at most 25 characters (P-5.15).
        """
    @property
    def interpolation_family(self, /) -> InterpolationFamily | None:
        """
        The parts of `family`, where it is an interpolation family identifier, otherwise
        `None` (P-5.12).
        """
    @property
    def make(self, /) -> str | None:
        """
        `mk`: make, 1 to 25 characters (P-5.13).
        """
    @property
    def manufacturer(self, /) -> str | None:
        """
        `mh`: manufacturer by its EU standard denomination, 1 to 50 characters (P-5.13).
        """
    @property
    def test_mass(self, /) -> int | None:
        """
        `mt`: WLTP test mass, kg, 0 to 99999 (P-5.14).
        """
    @property
    def type_approval(self, /) -> TypeApprovalNumber | None:
        """
        The parts of `type_approval_number`, where it has that form, otherwise `None`
        (P-5.13).
        """
    @property
    def type_approval_number(self, /) -> str | None:
        """
        `tan`: type-approval number, 1 to 50 characters (P-5.13).
        """
    @property
    def variant(self, /) -> str | None:
        """
        `va`: variant, 1 to 25 characters (P-5.13).
        """
    @property
    def vehicle_type(self, /) -> str | None:
        """
        `t`: type, 1 to 25 characters (P-5.13).
        """
    @property
    def version(self, /) -> str | None:
        """
        `ve`: version, 1 to 35 characters (P-5.13).
        """

@final
class VehicleRead:
    """
    The vehicle's answer to `ReadVehicle` (P-6.3). Its repr hides the VIN.

    >>> vehicle = RegistrationRequest(Vin("JFXHF05K1L4104934"), VehicleInfo())
    >>> "JFXHF05K1L4104934" in repr(VehicleRead(request=1, vehicle=vehicle))
    False
    """

    __match_args__ = ("request", "vehicle")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, request: SupportsIndex, vehicle: RegistrationRequest) -> VehicleRead: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def request(self, /) -> int:
        """
        The question's number, from `ReadVehicle`.
        """
    @property
    def vehicle(self, /) -> RegistrationRequest:
        """
        The VIN and the attributes.
        """

@final
class VehicleRecord:
    """
    What the Registration Service stores of one vehicle (P-1.2); with its VIN alone, one of
    which nothing is known yet. The VIN is personal data, which the repr hides; a pickle and
    the JSON form hold it.

    >>> VehicleRecord(Vin("JFXHF05K1L4104934")).sequence
    0
    """

    __match_args__ = (
        "vin",
        "country",
        "registered_attributes",
        "consent",
        "paused",
        "withdrawn",
        "separated",
        "ending",
        "binding",
        "refused",
        "sequence",
    )
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        vin: Vin,
        country: str | None = None,
        registered_attributes: VehicleInfo | None = None,
        consent: bool = False,
        paused: bool = False,
        withdrawn: bool = False,
        separated: bool = False,
        ending: bool = False,
        binding: Binding | None = None,
        refused: Iterable[DeviceId] = ...,
        sequence: SupportsIndex = ...,
    ) -> VehicleRecord: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def binding(self, /) -> Binding | None:
        """
        The vehicle's device, which no other vehicle's record may have.
        """
    def clearance(self, /) -> Clearance:
        """
        What the device may do now: send, once the vehicle is registered in a Member State
        and consent is given, unless an operator has paused it (P-7.4).

        >>> VehicleRecord(Vin("JFXHF05K1L4104934")).clearance()
        Suspended(SuspensionReason.NOT_CLEARED)
        """
    @property
    def consent(self, /) -> bool:
        """
        Whether the owner consents.
        """
    @property
    def country(self, /) -> str | None:
        """
        Where it is registered, by its ISO 3166-1 alpha-2 code of two capitals; `None`
        before it is and after it left. Raises `CountryError`.
        """
    @property
    def ending(self, /) -> bool:
        """
        Whether the record is to be deleted once the vehicle has no device (P-7.14).
        """
    @staticmethod
    def from_json(text: str) -> VehicleRecord:
        """
        A record from its JSON form, as `to_json` writes it (P-1.2).

        Raises `ProtocolError` with code `json-form` for any other text; `path` says where.
        It does not repeat what was found there, because it may be a VIN.

        >>> record = VehicleRecord(Vin("JFXHF05K1L4104934"))
        >>> VehicleRecord.from_json(record.to_json()) == record
        True
        """
    def outstanding(self, /, scope: IntroductionScope | str = ...) -> Call | None:
        """
        What the Data Service is to be called with until it answers, one call at a time
        (P-5.51); `None` where it knows everything. No call has a VIN (P-1.5). An
        introduction has as much of the vehicle's attributes as `scope` lets through
        (P-1.6): an operator's setting, the same for every call of a service.

        >>> VehicleRecord(Vin("JFXHF05K1L4104934")).outstanding() is None
        True
        """
    @property
    def paused(self, /) -> bool:
        """
        Whether an operator has paused the collection.
        """
    @property
    def refused(self, /) -> tuple[DeviceId, ...]:
        """
        Devices whose requests were refused, and whose retained status says so: any iterable,
        kept as a tuple in byte order, each once.
        """
    @property
    def registered_attributes(self, /) -> VehicleInfo | None:
        """
        The attributes in the registrar's papers.
        """
    def retained(self, /) -> tuple[tuple[DeviceId, RegistrationStatus], ...]:
        """
        Every retained status that the broker should hold because of this vehicle, by
        device: to publish again where a broker lost it (P-7.8).

        >>> VehicleRecord(Vin("JFXHF05K1L4104934")).retained()
        ()
        """
    @property
    def separated(self, /) -> bool:
        """
        Whether a segment of its data ever ended (P-7.13).
        """
    @property
    def sequence(self, /) -> int:
        """
        The number of the last call about any of the vehicle's devices, 0 before the first
        (P-5.51).
        """
    def to_json(self, /) -> str:
        """
        Its JSON form, for a database (P-1.2). Not for logs: it bears the VIN (P-1.5).

        >>> VehicleRecord(Vin("JFXHF05K1L4104934")).to_json()[-14:]
        ',"sequence":0}'
        """
    @property
    def vin(self, /) -> Vin:
        """
        The vehicle.
        """
    @property
    def withdrawn(self, /) -> bool:
        """
        Whether the vehicle was ever withdrawn after it was registered with consent (P-7.4).
        """

@final
class VehicleUnreadable:
    """
    The vehicle gave no answer to `ReadVehicle` (P-6.3).

    >>> VehicleUnreadable(request=1).request
    1
    """

    __match_args__ = ("request",)
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, request: SupportsIndex) -> VehicleUnreadable: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def request(self, /) -> int:
        """
        The question's number, from `ReadVehicle`.
        """

@final
class VersionsExhausted:
    """
    The device is not cleared: no version of a configuration is left by which it could be
    told so (P-7.6).

    >>> VersionsExhausted()
    VersionsExhausted()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> VersionsExhausted: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class Vin:
    """
    A vehicle identification number: 17 characters of `[A-HJ-NPR-Z0-9]`. Europe uses no
    check digit.

    Personal data: neither `repr` nor `str` show it, only `text` does, and no error repeats
    it. Raises `VinError` for any other text. A pickle holds it.

    Clauses: P-5.11, P-1.5; ISO 3779; JRC127600 §1.2, Table 4.

    >>> vin = Vin("JFXHF05K1L4104934")
    >>> vin
    Vin('<VIN hidden>')
    >>> vin.text[:3]
    'JFX'
    """

    __match_args__ = ("text",)
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> Vin: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def text(self, /) -> str:
        """
        The number itself: personal data, not for logs (P-1.5).
        """

@final
class Wait:
    """
    Nothing more is to be done before the next input; say `Wake` when either time has
    come (P-6.1). Each is on its own clock (P-6.17); too early or too often does no harm.

    >>> OtaDevice().poll_output()
    Wait(timeout=None, alarm=None)
    """

    __match_args__ = ("timeout", "alarm")
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, timeout: timedelta | None, alarm: datetime | None) -> Wait: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def alarm(self, /) -> datetime | None:
        """
        What a schedule says, on the wall clock: an aware `datetime`. An alarm may wake a
        sleeping unit for it.
        """
    def duration_from(self, /, now: Now) -> timedelta | None:
        """
        How long it is from `now`, if no clock is set meanwhile; `None` where only an input
        can bring something about.

        >>> Wait(timeout=now.monotonic + timedelta(seconds=5), alarm=None).duration_from(now)
        datetime.timedelta(seconds=5)
        """
    @property
    def timeout(self, /) -> timedelta | None:
        """
        A time-out or the end of a back-off, on the monotonic clock: a `timedelta` since its
        beginning, as in `Now`. A timer of the running unit.
        """

@final
class Wake:
    """
    Time has passed, or the vehicle woke (P-6.1).

    >>> Wake()
    Wake()
    """

    __match_args__ = ()
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Wake: ...
    def __reduce__(self, /) -> tuple[type, tuple[object, ...]]: ...
    def __repr__(self, /) -> str: ...

@final
class _Fleet:
    """
    What is stored of a fleet; what `iot4emissions.publication` and the command line fill.
    """
    def __new__(cls, /) -> _Fleet: ...
    def add_rows(
        self,
        /,
        device: list[str | None],
        segment: list[int],
        acquired: list[int | None],
        received: list[int | None],
        tenths: list[list[float | None]],
    ) -> None:
        """
        Adds rows: device, segment, UNIX seconds, values in tenths of their unit.
        """
    def add_transfers(self, /, transfers: Transfers) -> None:
        """
        Adds snapshots that were read; each device's belong to one owner.
        """
    def add_vehicles(
        self, /, device: list[str], attributes: list[list[str | None]], cleared: list[bool]
    ) -> None:
        """
        Adds vehicles: for each its device, its attributes in the order of `_attribute_names()`
        as texts, and whether it is cleared.
        """
    def publish(
        self,
        /,
        key: PseudonymKey,
        by: list[str],
        min_vehicles: SupportsIndex,
        first: str | None,
        last: str | None,
    ) -> tuple[
        tuple[list[str], list[str], list[list[str | None]], list[list[int | None]]],
        str,
        str,
        PublicationReport,
    ]:
        """
        The rows that may be given to people, as columns and as CSV, the groups' totals as CSV, and
        the report (P-10).
        """
    def uniqueness(self, /, device: list[str], types: list[list[str | None]]) -> Uniqueness:
        """
        How many of these vehicles are unique, each by its types, which may be any texts, and by
        the first odometer reading that the fleet has of its device.
        """

@final
class _Probe:
    """
    The questions to one broker, the packets that ask them, and what the answers come to. Texts
    in and out are the core's.
    """
    def __new__(
        cls,
        /,
        role: BrokerRole | str,
        device: DeviceId,
        other: DeviceId,
        services: ServiceNames,
        mark: str,
        tls_1_2: bool,
    ) -> _Probe: ...
    def connect(
        self,
        /,
        credential: str,
        disguise: str,
        version: str,
        clean: bool,
        will: tuple[str, SupportsGetItem[int, SupportsIndex], bool] | None,
    ) -> bytes:
        """
        CONNECT; `will` is a topic, a payload and whether it is retained.
        """
    def elsewhere(self, /) -> str:
        """
        The topic outside the protocol on which it publishes.
        """
    def judge(
        self,
        /,
        answers: SupportsGetItem[int, tuple[str, SupportsIndex | None]],
        left: SupportsGetItem[int, str],
        format: Format | str | None,
    ) -> tuple[list[tuple[str, str, str | None]], list[tuple[str, str]], int, bool]:
        """
        What the answers, each as what was seen and its code, come to for a broker with this
        configuration; `left` are the topics that could not be cleared.
        """
    def number(self, /, payload: bytes) -> int | None:
        """
        The question for which a payload was published; `None` if by somebody else.
        """
    def payload(self, /, number: SupportsIndex) -> bytes:
        """
        What each of them publishes for a question.
        """
    def questions(self, /) -> list[tuple[str, str, str, str, str, bool, str]]:
        """
        What to ask, in this order.
        """

def _analysis_bounds() -> tuple[int, int, int]:
    """
    The first and the last time that a snapshot can have, and the longest time between two
    that counts as one month's, all in seconds.
    """

def _analysis_codes() -> tuple[list[str], list[str], list[str], list[str]]:
    """
    The codes of every reason for which a row is not used, of those among them that an analysis
    itself has, of every state of a month, and of every note on a vehicle.
    """

def _attribute_names() -> tuple[list[str], list[str], int]:
    """
    The names of the attributes that may be published (P-10.6), and of those that are published
    by default.
    """

def _enumerations() -> dict[str, list[str]]:
    """
    Each enumeration's name and texts, for the test that Python has the same.
    """

def _grams_per_litre() -> dict[str, int]:
    """
    CO2 of a litre of fuel, g/l, by fuel type.
    """

def _growth_columns() -> list[str]:
    """
    The names of the columns of growth.
    """

def _judge(
    device: list[str | None],
    acquired: list[int | None],
    received: list[int | None],
    tenths: list[list[float | None]],
) -> tuple[list[str], list[int], list[bool], list[bool]]:
    """
    Judges rows that are sorted by device and `acquired` (P-7.7, P-7.9), each vehicle's
    together: for each row its verdict, the segment of its vehicle between two restarts,
    whether the verdict is about plausibility alone, and whether its time makes a month.

    A verdict is empty where the row stands, else the codes of the core's reasons. Times are
    UNIX seconds, values tenths of their unit.
    """

def answer(
    entry: DeviceEntry | None, call: Call, parameters: ConfigurationParameters, now: datetime
) -> tuple[DeviceEntry | None, Answer]:
    """
    What a call of the Registration Service makes of what is stored of a device, and the answer
    to it (P-5.51, P-7.5, P-7.6, P-7.14): its record, `None` before the introduction, or a
    `Tombstone` once it is forgotten, where all of it is to be erased before the answer is given.
    `now` is an aware `datetime`.

    >>> call = Call(DeviceId("vehicle-7"), 2, Suspended("pause"))
    >>> paused, answered = answer(record, call, parameters, now)
    >>> answered, paused.status().device_state, paused.configuration.version
    (Applied(), ConfiguredState.STANDBY, 2)
    """

def answer_from_json(text: str) -> Answer:
    """
    An answer from its JSON form, as `answer_to_json` writes it (P-5.51).

    Raises `ProtocolError` with code `json-form` for any other text, which it does not repeat.

    >>> answer_from_json('{"overtaken":{"last":2}}')
    Overtaken(2)
    """

def answer_to_json(answer: Answer) -> str:
    """
    The JSON form of an answer: an object with the case's name as its one member, or that name
    where there is nothing more to say (P-5.51).

    >>> answer_to_json(Applied())
    '"applied"'
    """

def asyncapi() -> dict[str, object]:
    """
    The `AsyncAPI` 3.0 document of the protocol: both brokers, the four channels, and each
    party's operations with QoS and retain.

    Each call makes a new `dict`. Clauses: P-3.1 to P-3.9, P-4.1; JRC127600 §3.1, Table 3.

    >>> sorted(asyncapi()["channels"])
    ['configServer', 'dataDevice', 'registerDevice', 'registerServer']
    """

def certificate_common_name(certificate: ReadableBuffer, now: datetime | None = None) -> str:
    """
    The one common name of an X.509 certificate, in DER or PEM, that is valid for a client at
    `now`, an aware `datetime`, by default the system's clock: the name of a device or of a
    service.

    Raises `CertificateError`. Chain, signature and revocation are not verified.

    Clauses: P-2.2, P-2.3; JRC127600 §4.1.4.

    >>> certificate_common_name(b"no certificate")
    Traceback (most recent call last):
        ...
    iot4emissions.CertificateError: expected an X.509 certificate in DER or PEM, found neither
    """

def column_names(transfers: Transfers) -> tuple[str, ...]:
    """
    The names of the columns of `transfers`.
    """

def csv_lines(transfers: Transfers, last: bytes) -> bytes:
    """
    The snapshots as lines of comma-separated values, `last` at the end of each.
    """

def data_receive(
    record: DeviceRecord | None, payload: ReadableBuffer, profile: Profile | str
) -> Denied | Decoded | DecodeError | None:
    """
    For `iot4emissions.services.data.receive`, which documents it.
    """

def decide(
    record: VehicleRecord, event: Event2, policy: StoredDataPolicy | None = None
) -> tuple[VehicleRecord, tuple[Effect, ...]]:
    """
    What an event makes of a vehicle's record, and what follows once that is stored, in this
    order (P-7.1 to P-7.4). What becomes of stored data where it is a setting, `policy` says
    (P-7.14), the standard one for `None`. The record that is passed stays as it is.

    >>> record, effects = decide(VehicleRecord(Vin("JFXHF05K1L4104934")), ConsentChanged(True))
    >>> record.consent, effects
    (True, ())
    """

def decode(
    topic: Topic | TopicKind | str,
    payload: ReadableBuffer,
    profile: Profile | str = ...,
    *,
    null_is_absent: bool = False,
) -> Decoded:
    """
    Reads the payload of a message.

    `topic` is the topic on which it came, a `Topic` or its text, or a `TopicKind` where
    there is nothing but the payload; a text that is no topic raises `TopicError`.
    `payload` is anything bytes-like, at most 128 KiB. `profile` is `tolerant`, which takes
    the report's own forms and tells each as a `Deviation`, or `strict`, which takes only
    the canonical ones. With `null_is_absent`, a member that is `null` counts as one that is not
    there, as data frames write it: a deviation, `null-member`.

    Raises `DecodeError` with every problem of the payload: it is accepted or refused whole.

    Clauses: P-5.2 to P-5.5; JRC127600 §3.3.

    >>> decoded = decode(
    ...     "iot4emissions/dataDevice/vehicle-7",
    ...     b'{"data":[{"acquired":1622538000,"tfc":"32.5","tdt":295.9}]}',
    ... )
    >>> decoded.message.snapshots[0].values.total_fuel_consumed
    Decimal('32.5')
    >>> decoded.deviations[0].pointer
    '/data/0/tfc'
    """

def delivery(kind: TopicKind | str) -> Delivery:
    """
    How the messages of the topics of `kind` travel.

    Clauses: P-3.1 to P-3.6; JRC127600 §3.2 Table 3.

    >>> delivery(TopicKind.DATA_DEVICE).retained
    False
    """

def effect_from_json(text: str) -> Effect:
    """
    An effect from its JSON form, as `effect_to_json` writes it (P-7.1): a service that may stop
    in between stores the effects with the record.

    Raises `ProtocolError` with code `json-form` for any other text, which it does not repeat.

    >>> effect_from_json('{"clearStatus":{"device":"vehicle-7"}}')
    ClearStatus(DeviceId('vehicle-7'))
    """

def effect_to_json(effect: Effect) -> str:
    """
    The JSON form of an effect: an object with the case's name as its one member, or that name
    where there is nothing more to say (P-7.1).

    >>> effect_to_json(CallDataService())
    '"callDataService"'
    """

def encode(
    message: RegistrationRequest | RegistrationStatus | ConfigurationStatus | DataTransfer,
) -> bytes:
    """
    The canonical bytes of a message: no white space, members in the report's order, every
    number in its one form. The same message gives the same bytes for ever.

    Clause: P-5.1.

    >>> encode(RegistrationStatus(registered=True))
    b'{"deviceState":"registered"}'
    """

def event_from_json(text: str) -> Event2:
    """
    An event from its JSON form, as `event_to_json` writes it (P-5.50, P-7.1).

    Raises `ProtocolError` with code `json-form` for any other text, which it does not repeat.

    >>> event_from_json('{"consentChanged":{"consent":true}}')
    ConsentChanged(True)
    """

def event_to_json(event: Event2) -> str:
    """
    The JSON form of an event: an object with the case's name as its one member, or that name
    where there is nothing more to say (P-5.50, P-7.1).

    >>> event_to_json(Left())
    '"left"'
    """

def export_rules(
    format: Format | str,
    broker: BrokerRole | str,
    *,
    services: ServiceNames | None = None,
    devices: Iterable[DeviceId] = ...,
    listen: str | None = None,
    folder: str | None = None,
    state_folder: str | None = None,
    tls: TlsFiles | None = None,
    plugin: str | None = None,
    version: str | None = None,
    oldest_tls: TlsVersion | str = ...,
    aws: AwsPlace | None = None,
) -> Export:
    """
    Who may publish, subscribe and receive what, as the configuration of a broker: every
    file that it needs, with the listener settings without which the rules protect nothing.

    `format` is the broker, `broker` which of the two it is. `devices` are for the formats
    that list them, any iterable (`BrokerNotes(format).lists_devices`). `listen` is address and port of
    the TLS listener, such as `"0.0.0.0:8883"`, which is the default. `folder` is where the
    files will be on the broker's machine, by default where its own package puts them;
    `tls` the paths of certificates, by default `certs/` in that folder;
    `state_folder` is where the broker keeps messages across its restarts; `plugin` the path of
    Mosquitto's plugin, for dynamic security or from 2.1 for ACL files; `version` the broker's
    release, such as `"2.1"` (`BrokerNotes(format).versions`); `oldest_tls` the oldest version
    of TLS that the broker speaks, by default `"1.3"` (P-3.10); `aws` region and account.

    Pure: nothing is written. The same arguments give the same bytes. Raises `ExportError`
    if a setting is not fit to be written into a configuration.

    Clauses: P-4.1 to P-4.3, P-2.4; JRC127600 §3.1.2.

    >>> export = export_rules("mosquitto", "data")
    >>> list(export.files)
    ['acl', 'mosquitto.conf']
    >>> "pattern write iot4emissions/dataDevice/%u" in export.files["acl"]
    True
    """

def file_kind(start: bytes) -> str | None:
    """
    The name of the kind of file that bytes begin like, where it is one that cannot be read.
    """

def hide_vins(text: str) -> str:
    """
    `text` with everything that has the shape of a VIN replaced by `<VIN hidden>`.

    For logs and traces: what has the shape but is no VIN goes too. Total: half a surrogate
    pair becomes replacement characters. A VIN is personal data.
    Clauses: P-5.11, P-6.3; JRC127600 §1.2.

    >>> hide_vins("no answer for 1M8GDM9AXKP042788")
    'no answer for <VIN hidden>'
    """

def input_from_json(text: str) -> Input:
    """
    An input from its JSON form, as `input_to_json` writes it: a trace can be replayed, also
    one that another language has written (P-6.1).

    Raises `ProtocolError` with code `json-form` for any other text; it does not repeat
    what it found.

    >>> input_from_json('{"connected":{"connection":1}}')
    Connected(1)
    """

def input_to_json(input: Input) -> str:
    """
    The JSON form of an input: an object with the variant's name as its one member, or that
    name where there is nothing more to say. Bytes are arrays of numbers, times milliseconds or
    UNIX time in seconds, quantities tenths. Not for logs: it bears VINs
    (P-1.5).

    >>> input_to_json(Connected(connection=1))
    '{"connected":{"connection":1}}'
    """

def is_canonical(topic: Topic | TopicKind | str, payload: ReadableBuffer) -> bool:
    """
    Whether `payload` is the canonical form of a message of that kind: a `TopicKind`, a
    `Topic` or its text, which raises `TopicError` where it is none.

    Clause: P-5.1.

    >>> is_canonical(TopicKind.REGISTER_SERVER, b'{"deviceState":"registered"}')
    True
    >>> is_canonical(TopicKind.REGISTER_SERVER, b'{"deviceState": "registered"}')
    False
    """

def is_member_state(country: str) -> bool:
    """
    Whether a country, by its ISO 3166-1 alpha-2 code of two capitals, is a Member State of the
    European Union (P-7.4). Raises `CountryError` for another text.

    >>> is_member_state("DE"), is_member_state("CH")
    (True, False)
    """

def max_line() -> int:
    """
    The longest line in bytes, its end not counted.
    """

def may_publish(
    principal: Principal,
    broker: BrokerRole | str,
    topic: Topic | TopicName | str,
    retain: bool = False,
) -> Decision:
    """
    Whether `principal` may publish to `topic` on `broker`, with RETAIN set if `retain`.

    `topic` is a `Topic` or the text of a PUBLISH packet, which may be anything; `broker` is
    a `BrokerRole` or its text.

    Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.

    >>> device = Principal.device(DeviceId("vehicle-7"))
    >>> topic = Topic(TopicKind.DATA_DEVICE, DeviceId("vehicle-7"))
    >>> bool(may_publish(device, BrokerRole.DATA, topic))
    True
    >>> may_publish(device, BrokerRole.DATA, topic, retain=True).rule
    'P-4.2'
    """

def may_receive(
    principal: Principal, broker: BrokerRole | str, topic: Topic | TopicName | str
) -> Decision:
    """
    Whether `broker` may deliver a message on `topic` to `principal`.

    `topic` is a `Topic` or any text. For a service this is every topic that its filter
    matches, also one whose last level is no device ID: MQTT has no narrower wildcard.

    Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.

    >>> device = Principal.device(DeviceId("vehicle-7"))
    >>> bool(may_receive(device, "data", "iot4emissions/configServer/vehicle-7"))
    True
    >>> may_receive(device, "registration", "iot4emissions/configServer/vehicle-7").code
    'other-broker'
    """

def may_subscribe(
    principal: Principal, broker: BrokerRole | str, filter: TopicFilter | Subscription | Topic | str
) -> Decision:
    """
    Whether `principal` may subscribe `filter` on `broker`: every topic that it can match
    must be one that the principal may receive.

    `filter` is a `TopicFilter`, a `Subscription`, a `Topic` or the text of a SUBSCRIBE
    packet, which may be anything, a shared subscription included.

    Clauses: P-4.1 to P-4.3, P-3.7; JRC127600 §3.1.2.

    >>> everything = TopicFilter("iot4emissions/dataDevice/+")
    >>> bool(may_subscribe(Principal.data_service(), "data", everything))
    True
    >>> bool(may_subscribe(Principal.device(DeviceId("vehicle-7")), "data", everything))
    False
    """

def notice_from_json(text: str) -> OperatorNotice:
    """
    A notice from its JSON form, as `notice_to_json` writes it (P-7.12).

    Raises `ProtocolError` with code `json-form` for any other text, which it does not repeat.

    >>> notice_from_json('{"stillSending":{"device":"vehicle-7","version":2}}').version
    2
    """

def notice_to_json(notice: OperatorNotice) -> str:
    """
    The JSON form of a notice: an object with the case's name as its one member (P-7.12).

    >>> notice_to_json(StillSending(DeviceId("vehicle-7"), version=2))
    '{"stillSending":{"device":"vehicle-7","version":2}}'
    """

def open_line(
    line: bytes,
    form: Form | None = None,
    names: Names | None = None,
    kind: TopicKind | str | None = None,
) -> tuple[DeviceId | None, TopicKind | None, bytes] | None:
    """
    Device, kind and payload of a line without its end, by what it is or as `form` says;
    `None` if it is blank. Raises `ProtocolError` for a line that is too long or no envelope,
    and for one that holds several records, which `record_end` parts.
    """

def output_from_json(text: str) -> Output:
    """
    An output from its JSON form, as `output_to_json` writes it (P-6.1).

    Raises `ProtocolError` with code `json-form` for any other text; it does not repeat
    what it found.

    >>> output_from_json('{"wait":{"timeout":30000,"alarm":null}}').timeout
    datetime.timedelta(seconds=30)
    """

def output_to_json(output: Output) -> str:
    """
    The JSON form of an output, alike. The payload of a `Publish` is a text. Not for logs: a
    Registration Request bears a VIN (P-1.5).

    >>> output_to_json(Persist())
    '"persist"'
    """

def plausibility(
    before: Snapshot | None, snapshot: Snapshot, received: datetime
) -> tuple[Finding, ...]:
    """
    What is implausible about `snapshot`, received at `received`, after `before`, the same
    vehicle's latest earlier snapshot or `None`.

    `received` is an aware `datetime`. Distance that grew by more than 250 km/h × elapsed
    time + 1 km, more than 100 l per 100 km, counters that decreased, a time more than 24 h
    after reception, parts above their total by more than 0.1.

    Clause: P-7.9.

    >>> def at(day, fuel):
    ...     acquired = datetime(2021, 6, day, tzinfo=timezone.utc)
    ...     return Snapshot(acquired, Values(total_fuel_consumed=fuel, total_distance_travelled=99))
    >>> found = plausibility(at(1, 40), at(2, 32.5), datetime(2021, 6, 3, tzinfo=timezone.utc))
    >>> [str(finding) for finding in found]
    ['decrease:tfc']
    """

def probe_disconnect() -> bytes:
    """
    DISCONNECT.
    """

def probe_pingreq() -> bytes:
    """
    PINGREQ.
    """

def probe_puback(id: SupportsIndex) -> bytes:
    """
    PUBACK for a delivery.
    """

def probe_publish(
    version: str, id: SupportsIndex, topic: str, payload: bytes, retain: bool
) -> bytes:
    """
    PUBLISH, with QoS 1.
    """

def probe_read(
    version: str, sent: bytes, limit: SupportsIndex
) -> tuple[str, int, int, str, bytes, bool, int] | None:
    """
    The first packet in what a broker sent; `None` if more has to come. Raises `ProtocolError`
    for what is longer than `limit` bytes or no packet.
    """

def probe_subscribe(version: str, id: SupportsIndex, filter: str) -> bytes:
    """
    SUBSCRIBE of one filter, with QoS 1.
    """

def pseudonym(key: PseudonymKey, device: DeviceId, segment: SupportsIndex = 0) -> str:
    """
    The pseudonym of one owner's time of a device, 32 lower-case hexadecimal digits (P-10.2):
    the first 128 bits of HMAC-SHA-256 by `key` of `iot4emissions pseudonym 1`, the device ID,
    a zero byte and `segment` in four bytes. The first owner's `segment` is 0.

    >>> key = PseudonymKey(bytes(range(32)))
    >>> pseudonym(key, DeviceId("f371cb00-68ea-4d5d-9bea-d24cbff2ed28"))
    '80cd585c79f8f1bd55379defcd8b7f53'
    """

def read_transfers(
    source: Source,
    *,
    form: Form | None = None,
    names: Names | None = None,
    profile: Profile | str = ...,
    null_is_absent: bool = False,
    values: Values2 | None = None,
    devices: Devices | None = None,
    threads: SupportsIndex | None = None,
    progress: Progress | None = None,
    block_size: SupportsIndex | None = None,
) -> Transfers:
    """
    Read many Data Transfer messages into Arrow columns, checked, on all cores: all parts of
    `scan_transfers` in one.

    `source` is a path, bytes or another buffer, a binary file object (anything with
    `read(n)`), or an iterable of pairs `(device, payload)`: a `DeviceId`, a text or `None`,
    and bytes or a text. All but the iterable hold newline-delimited JSON, compressed with
    gzip or not; which of them, their content says.

    A line is what it is, and a file may hold several kinds:

    - a Data Transfer payload and nothing around it;
    - an object around one, as services, brokers and sinks write it:
      `{"device": "f371cb00", "received": 1622538007, "payload": {"data": […]}}` or
      `{"topic": "iot4emissions/dataDevice/f371cb00", "payload": "{\\"data\\":[…]}"}`. One of
      `device` and `topic` is there; where both are, they name the same device. `payload` is
      an object, a string, or a string in Base64. Members come in any order, and others are
      ignored;
    - a payload with the sender beside its members: `{"topic": "…", "data": […]}`;
    - `{"schema": …, "payload": …}` of Kafka Connect, whose device is not known;
    - a topic, a blank and a payload, as `mosquitto_sub -v` writes it.

    `form` takes only one of them: `"payload"` or `"envelope"`. `names` says what an
    envelope's members are called: a mapping with any of `device`, `topic`, `payload`,
    `received` and `received_unit` (`"s"` or `"ms"`, for times that are numbers), or the
    name of what wrote them:

    | preset | what writes it | `received` |
    |---|---|---|
    | `"aws-iot"` | a rule `SELECT *, topic() AS topic, timestamp() AS ts` | `ts`, ms |
    | `"emqx"` | a rule `SELECT *` | `publish_received_at`, ms |
    | `"fluent-bit"` | the MQTT input | `date`, s |
    | `"kafka-connect"` | JSON converters, with and without schemas | none |
    | `"mosquitto-sub"` | `mosquitto_sub -F %J` or `%j`; `-v` | `tst`, RFC 3339 |
    | `"node-red"` | the message object as JSON | none |

    `profile` is how payloads are read (P-5.2). With `null_is_absent`, a member that is
    `null` counts as one that is not there, as data frames and brokers' structs write it: a
    deviation, `null-member`; otherwise it is wrong (P-5.3).

    `values` are `"decimal"`, exact and the default, or `"float64"`, the nearest number.
    `devices` are in a `"dictionary"`, the default, or each a `"string"`, which takes more
    memory: for pyarrow, which cannot sort by a dictionary, and Polars, which joins none with
    a text.

    `threads` is all cores by default, at most 1024. `progress` is a callable of (bytes done,
    bytes in all or `None`, rows done), or an object like `tqdm` with `update(n)`; what it
    raises ends the reading. A record batch is made of about `block_size` bytes of input,
    4 MiB by default, or of less where much is rejected.

    One bad row never costs the others: it is in `rejected` with its number, code, pointer
    and text. A message is accepted or refused whole (P-5.3). What else may come:

    - A line ends with LF or CR LF, the last also with the source. Lines of white space are
      rows without a message. An empty source has no rows. Records that follow each other
      without a line end are read as one row.
    - A last line that was cut off, a NUL byte, a byte order mark, a line of more than 1 MiB
      and a text that is no device ID are rejected rows.
    - A path that cannot be opened raises what `open` raises, with the path. A source that
      begins like Avro, Parquet, Zstandard, bzip2, xz, zip or UTF-16 is a `ValueError`.
    - A file that becomes shorter while it is read raises `OSError`.
    - A gzip source that is cut off raises `EOFError`, one that is damaged
      `gzip.BadGzipFile`, an `OSError`. Behind its last member, zeros and line ends are
      ignored; anything else counts as damage.
    - What a file object or an iterable raises comes out unchanged; an item that is no pair
      is a `TypeError` with its position. A note says how many rows were read before. To
      keep those, use `scan_transfers`.

    Clauses: P-5.1 to P-5.5, P-5.40 to P-5.43; JRC127600 Table 7.

    >>> lines = b'''{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}
    ... {"data":[{"acquired":1622538000,"tfc":null}]}
    ... '''
    >>> transfers = read_transfers(lines)
    >>> transfers
    <Transfers: 1 snapshot of 1 message in 2 rows, 1 rejected>
    >>> read_transfers(lines, null_is_absent=True).rejected
    <RejectedRows: 1>
    >>> read_transfers([(DeviceId("vehicle-7"), lines.splitlines()[0])]).messages
    1
    """

def reconfigure(
    record: DeviceRecord, parameters: ConfigurationParameters, now: datetime
) -> DeviceRecord | None:
    """
    The record with an operator's new parameters and the next version; `None` where the device
    has them already (P-7.6). The record's `status()` is to be published, retained. `now` is an
    aware `datetime`.

    Raises `ConfigurationError` where no version is left.

    >>> reconfigure(record, parameters, now) is None
    True
    """

def record_end(line: bytes, start: SupportsIndex) -> int | None:
    """
    Where the record ends that stands in a line at the byte `start` or, after blanks, behind
    it; `None` where there is none any more.
    """

def refused_in_a_line() -> tuple[int, str, str]:
    """
    How many records of one line are refused, each with its reason, and the code and the text
    by which the others are.
    """

def reissue(record: DeviceRecord, version: SupportsIndex | None, now: datetime) -> DeviceRecord:
    """
    The record with the same configuration and a higher version, `version` or the next one for
    `None`: for a device that evidently has not got it (P-7.12). The record's `status()` is to be
    published, retained. `now` is an aware `datetime`.

    Raises `ConfigurationError` where no version is left, or the device would refuse it as more
    than 2**24 above the one before.

    >>> reissue(record, 1000, now).configuration.version
    1000
    """

def rejected_rows(rejected: RejectedRows) -> list[tuple[int, str | None, str, str, str]]:
    """
    The rejected rows one by one, their texts without the line, which the command line tells
    apart from them.
    """

def restart_numbers(
    record: DeviceRecord, parameters: ConfigurationParameters, now: datetime
) -> DeviceRecord:
    """
    The record with no call known, and the device on the deny-list until there is one: for a
    device whose numbers are used up (P-5.51). The record's `status()` is to be published,
    retained. `now` is an aware `datetime`.

    >>> restart_numbers(cleared, parameters, now).last
    LastCall(sequence=0, kind=Introduced(), new_segment=False)
    """

def retire(
    record: DeviceRecord, parameters: ConfigurationParameters, now: datetime
) -> DeviceRecord:
    """
    The record of a device that has another ID now: it may not send, whatever is told of the
    vehicle (P-7.16). Its data stay, under an ID to which nothing leads any more. The record's
    `status()` is to be published, retained. `now` is an aware `datetime`.

    >>> retire(cleared, parameters, now).clearance()
    Suspended(SuspensionReason.NOT_CLEARED)
    """

def scan_transfers(
    source: Source,
    *,
    form: Form | None = None,
    names: Names | None = None,
    profile: Profile | str = ...,
    null_is_absent: bool = False,
    values: Values2 | None = None,
    devices: Devices | None = None,
    threads: SupportsIndex | None = None,
    progress: Progress | None = None,
    block_size: SupportsIndex | None = None,
) -> TransferScan:
    """
    Read Data Transfer messages part by part, with bounded memory: for what is larger than
    memory, or does not end.

    The arguments are those of `read_transfers`. An error of the source is raised after
    what came before it was given. Each part has a dictionary of device IDs of its own; so
    has each record batch, where the scan is taken as an Arrow stream. Clauses: P-5.3, P-5.40
    to P-5.43; JRC127600 Table 7.

    >>> scan = scan_transfers([("vehicle-7", '{"data":[{"acquired":1622538000,"tfc":1.0}]}')])
    >>> [len(transfers) for transfers in scan]
    [1]
    """

def schema(name: str) -> dict[str, object]:
    """
    The JSON Schema (draft 2020-12) of that name, with its members in the order in which
    they are read.

    Each call makes a new `dict`. Raises `ProtocolError`, code `"schema"`, for a text that
    is none of `schema_names()`.

    Clauses: P-5.1 to P-5.5; JRC127600 §3.3.

    >>> schema("data-transfer.canonical")["title"]
    'Data Transfer'
    >>> schema("data-transfer")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    iot4emissions.ProtocolError: expected one of "registration-request.canonical", ...
    """

def schema_names() -> tuple[str, ...]:
    """
    The names of all schemas, in the report's order of messages: what may be sent
    (canonical), then what is understood (accepted).

    Clauses: P-5.1, P-5.2; JRC127600 §3.3.

    >>> schema_names()[-2:]
    ('data-transfer.canonical', 'data-transfer.accepted')
    """

def spread_offset(
    secret: DeviceSecret, window: timedelta, occurrence: datetime, next: datetime | None = None
) -> timedelta:
    """
    A device's delay after an occurrence (P-6.12): a `timedelta` of whole seconds, shorter
    than `window` and than the time from `occurrence` to `next`. Each occurrence has its own,
    and nobody without the device's secret can tell one from that of another device.

    `next` is the occurrence that follows, `None` where none does. Times are aware
    `datetime`s in whole seconds, `window` a `timedelta` of whole seconds.

    >>> from datetime import timedelta
    >>> july = datetime(2021, 7, 1, tzinfo=timezone.utc)
    >>> spread_offset(DeviceSecret(bytes(range(16))), timedelta(days=1), july)
    datetime.timedelta(seconds=53715)
    """

def status_of(device: DeviceId, records: Iterable[VehicleRecord]) -> RegistrationStatus | None:
    """
    What a device's retained status should be, out of all vehicles' records that name it
    (P-7.10): an error where one of them refused it, else registered where one has it, else
    `None`.

    >>> record = VehicleRecord(Vin("JFXHF05K1L4104934"), refused=[DeviceId("vehicle-7")])
    >>> status_of(DeviceId("vehicle-7"), [record])
    RegistrationStatus(registered=False)
    >>> status_of(DeviceId("vehicle-8"), [record]) is None
    True
    """

def store(stored: Snapshot | None, snapshot: Snapshot) -> StorageDecision:
    """
    What to do with a snapshot of an accepted Data Transfer, when `stored` is what the service
    has of the same device and acquisition time (P-7.7).

    >>> snapshot = Snapshot(datetime(2021, 6, 1, tzinfo=timezone.utc), Values(32))
    >>> store(None, snapshot), store(snapshot, snapshot)
    (StorageDecision.NEW, StorageDecision.DUPLICATE)
    """

def subject(call: Call, known: Known) -> Subject | Answer:
    """
    Which of the Data Service's devices a call is about, under the ID by which that service knows
    it (P-1.7, P-7.16): a `Subject`, or the answer to a call that takes no effect.

    A call that comes late must not lead back to an ID that was replaced: only a number above the
    last one names another device.

    >>> call = Call(DeviceId("vehicle-7"), 2, Introduction(VehicleInfo()))
    >>> subject(call, Known(record, data_device=Opened(DeviceId("9a7d21e7"))))
    Subject(device=DeviceId('9a7d21e7'), link=True, replaced=DeviceId('vehicle-7'))
    >>> subject(call, Known(record, data_device=Unopened()))
    DataDeviceRefused()
    """

def unit(parameter: Parameter | str) -> str:
    """
    The unit of a parameter, such as `km`.
    """

def untold(before: Iterable[DeviceRecord], after: Iterable[DeviceRecord]) -> tuple[DeviceId, ...]:
    """
    The devices of which nothing was told between two looks at the records: once every vehicle's
    device has been told again what holds, those that the Registration Service does not know.
    Nobody could suspend them, so `restart_numbers` puts them on the deny-list (P-7.11).

    >>> untold([record], [record])
    (DeviceId('vehicle-7'),)
    """
