"""
The native part of `iot4emissions`; import that.
"""

import collections.abc
import decimal
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import SupportsIndex, final

from _typeshed import ReadableBuffer, SupportsGetItem

import iot4emissions._enums
from iot4emissions._enums import (
    BrokerRole,
    ConfiguredState,
    DeviationCode,
    Format,
    Parameter,
    Profile,
    TopicKind,
)

__all__ = [
    "AwsPlace",
    "Backoff",
    "BrokerNotes",
    "Configuration",
    "ConfigurationStatus",
    "DataTransfer",
    "Decoded",
    "Deviation",
    "DeviceId",
    "Difference",
    "Endpoint",
    "Enforcement",
    "Export",
    "ExportFile",
    "Finding",
    "InterpolationFamily",
    "Issue",
    "Lint",
    "RegistrationRequest",
    "RegistrationStatus",
    "Schedule",
    "ServiceNames",
    "Snapshot",
    "TlsFiles",
    "Topic",
    "TopicFilter",
    "TypeApprovalNumber",
    "Values",
    "VehicleInfo",
    "Vin",
    "asyncapi",
    "decode",
    "encode",
    "export_rules",
    "hide_vins",
    "is_canonical",
    "is_envelope",
    "max_line",
    "open_line",
    "plausibility",
    "schema",
    "schema_names",
    "spread_offset",
]

@final
class AwsPlace:
    """
    Where in AWS the broker is: part of every resource's name.

    `region` is such as `"eu-central-1"`, `account` 12 digits; `export_rules` checks both.
    Without them, the region above and the account of AWS's own documentation.

    >>> AwsPlace()
    AwsPlace(region='eu-central-1', account='123456789012')
    """

    __match_args__ = ("region", "account")
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, region: str | None = None, account: str | None = None) -> AwsPlace: ...
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
    >>> backoff.delay("0f8fad5b-d9cb-469f-a165-70867728950e", 3)
    datetime.timedelta(microseconds=276000)
    """

    __match_args__ = ("base", "cap")
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, base: timedelta | None = None, cap: timedelta | None = None) -> Backoff: ...
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
    def delay(self, /, device: DeviceId | str, attempt: SupportsIndex) -> timedelta:
        """
        The delay before attempt number `attempt` is repeated, counted from 0 to
        4294967295; a `timedelta` of whole milliseconds. The same device and attempt always
        give the same delay (P-6.14).

        >>> Backoff().delay(DeviceId("vehicle-7"), 0) <= Backoff().base
        True
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, format: Format | str) -> BrokerNotes: ...
    def __repr__(self, /) -> str: ...
    @property
    def broker(self, /) -> str:
        """
        The broker's name and the versions that the rendering is made for.
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        registration_mqtt: Endpoint,
        obfcm_data_mqtt: Endpoint,
        acquire_frequency: str,
        transfer_frequency: str,
        config_check_frequency: str,
        version: SupportsIndex,
    ) -> Configuration: ...
    def __repr__(self, /) -> str: ...
    @property
    def acquire_frequency(self, /) -> str:
        """
        When to take a snapshot (P-5.33).
        """
    @property
    def config_check_frequency(self, /) -> str:
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
    def transfer_frequency(self, /) -> str:
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, device_state: ConfiguredState | str, configuration: Configuration
    ) -> ConfigurationStatus: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, snapshots: Iterable[Snapshot]) -> DataTransfer: ...
    def __repr__(self, /) -> str: ...
    @property
    def snapshots(self, /) -> tuple[Snapshot, ...]:
        """
        The snapshots, strictly ascending by `acquired` (P-5.40). The tuple is made anew at
        each access.
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        message: RegistrationRequest | RegistrationStatus | ConfigurationStatus | DataTransfer,
        deviations: Iterable[Deviation] | None = None,
    ) -> Decoded: ...
    def __repr__(self, /) -> str: ...
    @property
    def deviations(self, /) -> tuple[Deviation, ...]:
        """
        The deviations in the order in which they were met; none in the strict profile
        (P-5.2).
        """
    @property
    def message(
        self, /
    ) -> RegistrationRequest | RegistrationStatus | ConfigurationStatus | DataTransfer:
        """
        The message (P-5). It is made anew at each access.
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: DeviationCode | str, pointer: str, clause: str) -> Deviation: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> DeviceId: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def from_certificate(certificate: bytes, now: datetime | None = None) -> DeviceId:
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
class Difference:
    """
    Where an exported configuration decides otherwise than the rules.

    `name` is stable, such as `"retain"`; `text` says what differs, in a sentence.

    >>> [difference.name for difference in BrokerNotes("mosquitto").differences][0]
    'retain'
    """

    __match_args__ = ("name", "text")
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: str, text: str) -> Difference: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, host: str, port: SupportsIndex) -> Endpoint: ...
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
class Enforcement:
    """
    Which decisions a broker takes itself, with the exported configuration (P-4.2).

    >>> Enforcement(True, False, False, True).receive
    True
    """

    __match_args__ = ("publish", "publish_retained", "subscribe", "receive")
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, publish: bool, publish_retained: bool, subscribe: bool, receive: bool
    ) -> Enforcement: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, entries: SupportsGetItem[int, ExportFile]) -> Export: ...
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
    One file of a broker's configuration.

    `name` is without a folder; `purpose` what it is for, as the rest of the sentence "this
    file holds"; `text` ends with a line feed.

    >>> export_rules("rmqtt", "data").entries[0].name
    'rmqtt-acl.toml'
    """

    __match_args__ = ("name", "purpose", "text")
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: str, purpose: str, text: str) -> ExportFile: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: str, parameter: Parameter | str | None = None) -> Finding: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, family_type: str, number: str, world_manufacturer_identifier: str, suffix: str
    ) -> InterpolationFamily: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
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
class Lint:
    """
    What is probably not meant in a valid schedule (P-5.34): a stable code, and a sentence
    for the person who wrote the schedule.

    >>> Schedule("0 0 0 ? * * *").lint()[0].code
    'daily-or-more-often'
    """

    __match_args__ = ("code", "text")
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: str, text: str) -> Lint: ...
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
class RegistrationRequest:
    """
    What a device asks the Registration Service with: the vehicle's VIN, which is personal
    data, and its attributes. The `repr` hides the VIN.

    Clauses: P-3.1, P-5.10; JRC127600 Table 4.

    >>> request = RegistrationRequest(Vin("JFXHF05K1L4104934"), VehicleInfo(make="JEEP"))
    >>> request
    RegistrationRequest(vin=Vin('<VIN hidden>'), attributes=VehicleInfo(make='JEEP'))
    >>> encode(request)[-28:]
    b'"vehicleInfo":{"mk":"JEEP"}}'
    """

    __match_args__ = ("vin", "attributes")
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, vin: Vin, attributes: VehicleInfo) -> RegistrationRequest: ...
    def __repr__(self, /) -> str: ...
    @property
    def attributes(self, /) -> VehicleInfo:
        """
        The vehicle's attributes, on the wire `vehicleInfo` (P-5.10).
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, registered: bool, text: str | None = None) -> RegistrationStatus: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> Schedule: ...
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
        self, /, device: DeviceId | str, window: timedelta, after: datetime
    ) -> datetime | None:
        """
        The first spread time of `device` strictly after `after`, an aware `datetime`: an
        occurrence plus its `spread_offset`. `None` after that of the last occurrence of
        2099. So a fleet's transfers and configuration checks do not arrive in the same
        second (P-6.11, P-6.12).

        `window` is a `timedelta` of whole seconds.

        >>> from datetime import timedelta
        >>> quarterly, day = Schedule("0 0 0 1 1/3 ? *"), timedelta(days=1)
        >>> str(quarterly.spread_after("a", day, datetime(2021, 6, 1, tzinfo=timezone.utc)))
        '2021-07-01 20:33:16+00:00'
        """
    @property
    def text(self, /) -> str:
        """
        The expression as it came.
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, registration: str | None = None, data: str | None = None
    ) -> ServiceNames: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, acquired: datetime, values: Values) -> Snapshot: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: TopicKind | str, device: DeviceId) -> Topic: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> TopicFilter: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, member_state: SupportsIndex, act: str, base: str, extension: str
    ) -> TypeApprovalNumber: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
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
    def __repr__(self, /) -> str: ...
    def floats(self, /) -> dict[iot4emissions._enums.Parameter, float]:
        """
        The same as the nearest binary floating point numbers.

        >>> Values(total_fuel_consumed=32.5).floats()
        {Parameter.TOTAL_FUEL_CONSUMED: 32.5}
        """
    def present(self, /) -> dict[iot4emissions._enums.Parameter, decimal.Decimal]:
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
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
        further: collections.abc.Mapping[str, str] | None = None,
    ) -> VehicleInfo: ...
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
    def __getnewargs__(self, /) -> tuple[object, ...]: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> Vin: ...
    def __repr__(self, /) -> str: ...
    @property
    def text(self, /) -> str:
        """
        The number itself: personal data, not for logs (P-1.5).
        """

def asyncapi() -> dict[str, object]:
    """
    The `AsyncAPI` 3.0 document of the protocol: both brokers, the four channels, and each
    party's operations with QoS and retain.

    Each call makes a new `dict`. Clauses: P-3.1 to P-3.9, P-4.1; JRC127600 §3.1, Table 3.

    >>> sorted(asyncapi()["channels"])
    ['configServer', 'dataDevice', 'registerDevice', 'registerServer']
    """

def decode(
    topic: Topic | TopicKind | str, payload: ReadableBuffer, profile: Profile | str = ...
) -> Decoded:
    """
    Reads the payload of a message.

    `topic` is the topic on which it came, a `Topic` or its text, or a `TopicKind` where
    there is nothing but the payload; a text that is no topic raises `TopicError`.
    `payload` is anything bytes-like, at most 128 KiB. `profile` is `tolerant`, which takes
    the report's own forms and tells each as a `Deviation`, or `strict`, which takes only
    the canonical ones.

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

def export_rules(
    format: Format | str,
    broker: BrokerRole | str,
    *,
    services: ServiceNames | None = None,
    devices: SupportsGetItem[int, DeviceId] = ...,
    listen: str | None = None,
    folder: str | None = None,
    tls: TlsFiles | None = None,
    dynamic_security_plugin: str | None = None,
    aws: AwsPlace | None = None,
) -> Export:
    """
    Who may publish, subscribe and receive what, as the configuration of a broker: every
    file that it needs, with the listener settings without which the rules protect nothing.

    `format` is the broker, `broker` which of the two it is. `devices` are for the formats
    that list them (`BrokerNotes(format).lists_devices`). `listen` is address and port of
    the TLS listener, such as `"0.0.0.0:8883"`, which is the default. `folder` is where the
    files will be on the broker's machine, by default where its own package puts them;
    `tls` the paths of certificates, by default `certs/` in that folder;
    `dynamic_security_plugin` the path of Mosquitto's plugin; `aws` region and account.

    Pure: nothing is written. The same arguments give the same bytes. Raises `ExportError`
    if a setting is not fit to be written into a configuration.

    Clauses: P-4.1 to P-4.3, P-2.4; JRC127600 §3.1.2.

    >>> export = export_rules("mosquitto", "data")
    >>> list(export.files)
    ['acl', 'mosquitto.conf']
    >>> "pattern write iot4emissions/dataDevice/%u" in export.files["acl"]
    True
    """

def hide_vins(text: str) -> str:
    """
    `text` with everything that has the shape of a VIN replaced by `<VIN hidden>`.

    For logs and traces: what has the shape but is no VIN goes too. A VIN is personal data.
    Clauses: P-5.11, P-6.3; JRC127600 §1.2.

    >>> hide_vins("no answer for 1M8GDM9AXKP042788")
    'no answer for <VIN hidden>'
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

def is_envelope(lines: bytes) -> bool | None:
    """
    Whether the first line that is not blank is an envelope; `None` if all are blank.
    """

def _judge(
    device: list[str | None],
    acquired: list[int | None],
    received: list[int | None],
    tenths: list[list[float | None]],
) -> tuple[list[str], list[int]]:
    """
    Judges rows that are sorted by device and `acquired` (P-7.7, P-7.9): for each row its
    verdict, and the segment of its vehicle between two resets.

    A verdict is empty where the row stands, else `duplicate`, `conflict`, the findings'
    codes, or, for a row that no Data Transfer can hold, the code of what is wrong. Times
    are UNIX seconds, values tenths of their unit.
    """

def max_line() -> int:
    """
    The longest line in bytes, its end not counted.
    """

def open_line(
    line: bytes, envelope: bool, kind: TopicKind | str | None = None
) -> tuple[DeviceId | None, TopicKind | None, bytes] | None:
    """
    Device, kind and payload of a line without its end; `None` if it is blank. Raises
    `ProtocolError` for a line that is too long or no envelope.
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
    device: DeviceId | str, window: timedelta, occurrence: datetime, next: datetime | None = None
) -> timedelta:
    """
    A device's delay after an occurrence (P-6.12): a `timedelta` of whole seconds, shorter
    than `window` and than the time from `occurrence` to `next`.

    `next` is the occurrence that follows, `None` where none does. Times are aware
    `datetime`s in whole seconds, `window` a `timedelta` of whole seconds.

    >>> from datetime import timedelta
    >>> july = datetime(2021, 7, 1, tzinfo=timezone.utc)
    >>> spread_offset("a", timedelta(days=1), july)
    datetime.timedelta(seconds=73996)
    """
