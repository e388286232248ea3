"""The protocol's enumerations. Each member is the text that the protocol itself writes."""

from enum import StrEnum
from typing import NoReturn


class _Texts(StrEnum):
    """A text may stand in place of a member; a member's repr is an expression."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        # Python's own error repeats the text, which may be a VIN (P-1.5).
        expected = ", ".join(member.value for member in cls)
        raise ValueError(f"expected one of {expected} as {cls.__name__}, found another value")


class TopicKind(_Texts):
    """Which of a device's four topics (P-3.1 to P-3.4, JRC127600 Table 3)."""

    REGISTER_DEVICE = "registerDevice"
    REGISTER_SERVER = "registerServer"
    CONFIG_SERVER = "configServer"
    DATA_DEVICE = "dataDevice"


class Profile(_Texts):
    """How a payload is read (P-5.2): canonical forms only, or also the report's own."""

    STRICT = "strict"
    TOLERANT = "tolerant"


class BrokerRole(_Texts):
    """One of the two brokers, by whose service runs it (JRC127600 §3.1.1)."""

    REGISTRATION = "registration"
    DATA = "data"


class Party(_Texts):
    """A kind of MQTT client (P-1.1 to P-1.3)."""

    DEVICE = "device"
    REGISTRATION_SERVICE = "registrationService"
    DATA_SERVICE = "dataService"


class DeviationCode(_Texts):
    """A form that the report shows somewhere, but not where its rule is (P-5.4)."""

    NUMBER_AS_STRING = "number-as-string"
    STRING_AS_NUMBER = "string-as-number"
    TABLE_NAME = "table-name"
    SPELLING = "spelling"
    PRECISION = "precision"
    UNKNOWN_MEMBER = "unknown-member"
    UNORDERED = "unordered"
    FREE_TEXT_STATE = "free-text-state"
    NULL_MEMBER = "null-member"


class ConfiguredState(_Texts):
    """The state that the Data Service commands (P-5.30)."""

    INITIALIZED = "initialized"
    OPERATIONAL = "operational"
    STANDBY = "standby"


class DeviceState(_Texts):
    """A state of the OTA device (JRC127600 §1.3.2)."""

    PRE_PROVISIONING = "preProvisioning"
    PROVISIONED = "provisioned"
    REGISTERED = "registered"
    INITIALIZED = "initialized"
    OPERATIONAL = "operational"
    STANDBY = "standby"


class ConfigurationRefusal(_Texts):
    """Why a device refused a configuration (P-6.8): its version is lower than that of the
    one in force; it has the same version and another content; its version is so much higher
    that few are left after it; an endpoint of it is outside the permitted domains; or a
    schedule fires more often than the factory configuration permits (P-6.11).
    """

    OLDER_VERSION = "olderVersion"
    SAME_VERSION = "sameVersion"
    VERSION_TOO_FAR = "versionTooFar"
    FOREIGN_ENDPOINT = "foreignEndpoint"
    TOO_FREQUENT = "tooFrequent"


class SetAsideReason(_Texts):
    """Why a snapshot is set aside: it is later than the clock that is trusted now (P-6.13), or
    the broker refused it alone again and again (P-6.18).
    """

    LATER_THAN_CLOCK = "laterThanClock"
    REFUSED = "refused"


class DailyCap(_Texts):
    """A daily cap (P-6.19): of connections, or of bytes stored."""

    CONNECTIONS = "connections"
    PERSISTED_BYTES = "persistedBytes"


class EndpointOrigin(_Texts):
    """Where an endpoint comes from (P-6.8): the factory configuration; the configuration in
    force; or it is the last one that worked, as the configured one did not.
    """

    FACTORY = "factory"
    CONFIGURATION = "configuration"
    FALLBACK = "fallback"


class DisconnectReason(_Texts):
    """Why a connection ended without having been asked to, or was never established (P-6.8).

    ``NO_NETWORK``: no coverage, no data connection. ``NAME_RESOLUTION``: the host's name was
    not found. ``TCP``: refused, reset or unreachable before TLS was established. ``TLS``: no
    handshake, or one that either side refused. ``REFUSED``: the broker's CONNACK had a code
    other than 0, which goes with it. ``CLOSED``: the broker, or something on the way, closed
    the connection. ``TIMED_OUT``: nothing came in time. ``PROTOCOL``: the broker did not keep
    to MQTT.
    """

    NO_NETWORK = "noNetwork"
    NAME_RESOLUTION = "nameResolution"
    TCP = "tcp"
    TLS = "tls"
    REFUSED = "refused"
    CLOSED = "closed"
    TIMED_OUT = "timedOut"
    PROTOCOL = "protocol"


class RecordFault(_Texts):
    """Why bytes are no device record (P-6.2), the ``code`` of a ``RecordError``: no device has
    written them, or they were damaged since; a later version of the library wrote them in a
    form that this one does not know; or their fields do not fit each other.
    """

    DAMAGED = "damaged"
    VERSION = "version"
    INCONSISTENT = "inconsistent"


class Parameter(_Texts):
    """One of the eight lifetime counters (P-5.42, JRC127600 Table 7)."""

    TOTAL_FUEL_CONSUMED = "tfc"
    TOTAL_DISTANCE_TRAVELLED = "tdt"
    TOTAL_FUEL_CONSUMED_CHARGE_DEPLETING = "tfccdo"
    TOTAL_FUEL_CONSUMED_CHARGE_INCREASING = "tfcdscio"
    TOTAL_DISTANCE_CHARGE_DEPLETING_ENGINE_OFF = "tdtcdoeo"
    TOTAL_DISTANCE_CHARGE_DEPLETING_ENGINE_RUNNING = "tdtcdoer"
    TOTAL_DISTANCE_CHARGE_INCREASING = "tdtdscio"
    TOTAL_GRID_ENERGY_INTO_BATTERY = "tgeib"


class IntroductionScope(_Texts):
    """How much of a vehicle's attributes goes to the Data Service (P-1.6): an allow-list, or
    the report's full set, which joins with the public register of CO2 emissions.
    """

    MINIMAL = "minimal"
    REPORT = "report"


class StoredData(_Texts):
    """What becomes of what is stored of a device (P-7.14): it stays; it stays, and what comes
    later is a segment of its own (P-7.13); or it is erased.
    """

    KEEP = "keep"
    SEPARATE = "separate"
    ERASE = "erase"


class Kept(_Texts):
    """What the services keep for a time (P-7.15)."""

    SNAPSHOTS = "snapshots"
    DEVICES = "devices"
    QUARANTINE = "quarantine"
    TOMBSTONES = "tombstones"
    VEHICLES = "vehicles"
    NOTICES = "notices"


class SuspensionReason(_Texts):
    """Why a device may not send (P-5.50, P-7.4): its vehicle is not cleared, since it is not
    registered in the Union with its owner's consent; or an operator has paused it.
    """

    NOT_CLEARED = "notCleared"
    PAUSE = "pause"


class StorageDecision(_Texts):
    """What to do with a snapshot of an accepted Data Transfer (P-7.7): store it; count it,
    as it is stored already; or keep the stored one, which has other values, and flag it.
    """

    NEW = "new"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


class Format(_Texts):
    """A broker that access rules can be written for (P-4.1 to P-4.3)."""

    MOSQUITTO = "mosquitto"
    MOSQUITTO_DYNSEC = "mosquitto-dynsec"
    EMQX = "emqx"
    AWS_IOT = "aws-iot"
    RABBITMQ = "rabbitmq"
    RMQTT = "rmqtt"


class TlsVersion(_Texts):
    """A version of TLS that a broker speaks at least (P-3.10)."""

    V1_2 = "1.2"
    V1_3 = "1.3"


for _class in list(globals().values()):
    # As users import them, and in pickles that outlive a release.
    if isinstance(_class, type) and issubclass(_class, _Texts):
        _class.__module__ = "iot4emissions"

for _class in (
    ConfigurationRefusal,
    DailyCap,
    DisconnectReason,
    EndpointOrigin,
    RecordFault,
    SetAsideReason,
):
    _class.__module__ = "iot4emissions.device"
IntroductionScope.__module__ = "iot4emissions.services.registration"
StoredData.__module__ = "iot4emissions.services.registration"
Kept.__module__ = "iot4emissions.services"
SuspensionReason.__module__ = "iot4emissions.services"
StorageDecision.__module__ = "iot4emissions.services.data"
