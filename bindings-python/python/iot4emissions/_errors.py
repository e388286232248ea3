"""What the library raises where a text, a payload or a value breaks a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._keywords import made_without_names

if TYPE_CHECKING:
    from ._native import Issue


@made_without_names
class ProtocolError(ValueError):
    """Something breaks a rule of the protocol.

    ``code`` says what, in a stable form such as ``"too-long"``; ``path`` where, as a JSON
    Pointer (RFC 6901) into the payload, empty where there is none; ``issues`` holds every
    problem of a payload (P-5.3). The text says what was expected and what was found, and never
    repeats a VIN.
    """

    code: str
    path: str
    issues: tuple[Issue, ...]

    def __init__(
        self, text: str, code: str = "", path: str = "", issues: tuple[Issue, ...] = ()
    ) -> None:
        super().__init__(text)
        self.code = code
        self.path = path
        self.issues = issues

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.args[0], self.code, self.path, self.issues)


class BackoffError(ProtocolError):
    """No back-off (P-6.14)."""


class CertificateError(ProtocolError):
    """A certificate that names no device (P-2.2, P-2.3)."""


class ConfigurationError(ProtocolError):
    """A number that is no part of a configuration (P-5.31, P-5.32)."""


class CountryError(ProtocolError):
    """No country code (P-5.50)."""


class DataTransferError(ProtocolError):
    """Snapshots that make no Data Transfer message (P-5.40)."""


class DecodeError(ProtocolError):
    """A payload that is no message (P-5.3).

    The first 64 problems are in ``issues``; ``count`` is how many there are.
    """

    count: int = 0
    # Its words for a table whose rows say themselves which line they are about.
    _in_row: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        return *super().__reduce__(), {"count": self.count, "_in_row": self._in_row}


class DeviceIdError(ProtocolError):
    """No device ID (P-2.1)."""


class DeviceSecretError(ProtocolError):
    """No device secret (P-6.3)."""


class ExportError(ProtocolError):
    """Access rules that cannot be written for this broker (P-4.1 to P-4.3)."""


class HostError(ProtocolError):
    """Neither a host name nor an IP address (P-5.31)."""


class PublicationError(ProtocolError):
    """Nothing that may be published, or be published by (P-10)."""


class QuantityError(ProtocolError):
    """A number that is no quantity of the protocol (P-5.5, P-5.43)."""


class RecordError(ProtocolError):
    """Bytes that are no device record (P-6.2).

    ``code`` is the text of a ``iot4emissions.device.RecordFault``; ``found`` the number of bytes
    of a damaged record, or the version of a later one, ``None`` otherwise. An input
    ``RecordUnreadable`` is made of both.
    """

    found: int | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return *super().__reduce__(), {"found": self.found}


class ScheduleError(ProtocolError):
    """No cron expression of P-5.33.

    ``field`` names the field that is wrong, such as ``"day of month"``; ``None`` where it
    is the text as a whole, or more than one field.
    """

    field: str | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return *super().__reduce__(), {"field": self.field}


class SealedDeviceIdError(ProtocolError):
    """No sealed device ID (P-1.7). The text does not repeat it."""


class SealingError(ProtocolError):
    """A device ID that was not sealed or not opened (P-1.7). The text repeats none."""


class ServiceNamesError(ProtocolError):
    """Names that the two services cannot bear (P-2.4)."""


class SettingsError(ProtocolError):
    """A setting of the device that no device could live with (P-6.3).

    ``setting`` names it, such as ``"connect_timeout_seconds"``.
    """

    setting: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        return *super().__reduce__(), {"setting": self.setting}


class SnapshotError(ProtocolError):
    """Time and values that make no snapshot (P-5.41, P-5.43)."""


class SubscriptionError(ProtocolError):
    """No topic filter, or no shared subscription (P-3.7, P-3.8)."""


class TopicError(ProtocolError):
    """No topic of the protocol (P-3.1 to P-3.4), or no topic name."""


class TopicFilterError(ProtocolError):
    """No topic filter (P-3.8)."""


class VehicleAttributeError(ProtocolError):
    """A text that is no attribute of a vehicle (P-5.12 to P-5.17)."""


class VinError(ProtocolError):
    """No vehicle identification number (P-5.11). The text does not repeat it."""


for _class in list(globals().values()):
    # As users import them: in tracebacks, and in pickles that outlive a release.
    if isinstance(_class, type) and issubclass(_class, ProtocolError):
        _class.__module__ = "iot4emissions"
