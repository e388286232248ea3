"""
The native part of `iot4emissions`; import that.
"""

from datetime import datetime
from typing import final

from iot4emissions._enums import TopicKind

__all__ = ["Deviation", "DeviceId", "Issue", "ServiceNames", "Topic", "TopicFilter"]

@final
class Deviation:
    """
    One deviation from the canonical forms (P-5.4).
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...

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
    def __getnewargs__(self, /) -> tuple: ...
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
class Issue:
    """
    One problem of a payload (P-5.3). No text in it repeats a VIN.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...

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
    def __getnewargs__(self, /) -> tuple: ...
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
    def __getnewargs__(self, /) -> tuple: ...
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
    def __getnewargs__(self, /) -> tuple: ...
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
