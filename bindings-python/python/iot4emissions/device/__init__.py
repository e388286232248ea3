"""The OTA device (P-6): what a driver tells it, and what it asks of its driver. The examples
of its classes go on from this one.

A driver says what happened by ``OtaDevice.handle_input``, and then carries out what
``OtaDevice.poll_output`` asks for, in order, until it is a ``Wait``. The library reads no clock:
the driver passes both of them (P-6.17), in real life as
``Now(timedelta(seconds=time.monotonic()), datetime.now(timezone.utc))``. What a ``Persist`` asks
to store is answered by ``Persisted``; nothing that follows from it is given out before (P-6.2):

>>> from datetime import datetime, timedelta, timezone
>>> import secrets
>>> from iot4emissions import DeviceId, DeviceSecret, Endpoint, OtaDevice
>>> from iot4emissions.device import (
...     Connect, FactoryConfiguration, Now, Persist, Persisted, Provisioning, ProvisioningComplete,
...     Wait,
... )
>>> now = Now(timedelta(seconds=5), datetime(2026, 1, 1, tzinfo=timezone.utc))
>>> provisioning = Provisioning(
...     device=DeviceId("vehicle-7"),
...     secret=DeviceSecret(secrets.token_bytes(16)),
...     factory=FactoryConfiguration(
...         registration_mqtt=Endpoint("registration.example.eu", 8883),
...         obfcm_data_mqtt=Endpoint("data.example.eu", 8883),
...         permitted_domains=["example.eu"],
...         config_check_frequency="0 0 0 ? * SUN",
...     ),
... )
>>> flash = bytearray()
>>> def run(ota_device, now, input):
...     ota_device.handle_input(now, input)
...     while True:
...         match ota_device.poll_output():
...             case Persist():
...                 record = ota_device.record()  # None: decommissioned, delete what is stored
...                 flash[:] = record or b""  # durably, before Persisted is said
...                 ota_device.handle_input(now, Persisted(len(flash)))
...             case Wait() as wait:
...                 return wait
...             case Connect(connection=connection, endpoint=endpoint):
...                 print(f"connection {connection}: {endpoint}")
...             case output:
...                 print(type(output).__name__)  # subscribe, publish, read the OBFCM device, …
>>> ota_device = OtaDevice()
>>> wait = run(ota_device, now, ProvisioningComplete(provisioning))
Notify
connection 1: mqtts://registration.example.eu:8883
>>> wait
Wait(timeout=datetime.timedelta(seconds=35), alarm=None)
>>> wait.duration_from(now)
datetime.timedelta(seconds=30)

At start, ``OtaDevice.restore`` goes on from what is stored, or ``OtaDevice.restore_last`` where
records are appended one behind the other. Where neither can read it, the device begins anew from
the factory, and is told so with ``RecordUnreadable``. What to store and when, what to wake for,
what to show and what to update in fifteen years, the docs of the library's module ``device`` say
(P-6.20).

Inputs and outputs are plain values, which can be written down, replayed and compared; their
JSON form is the one of the vectors in ``schemas/vectors/device.json``.
"""

from __future__ import annotations

from typing import TypeAlias

from .._enums import (
    ConfigurationRefusal,
    DailyCap,
    DisconnectReason,
    EndpointOrigin,
    RecordFault,
    SetAsideReason,
)
from .._native import (
    Accounts,
    Acquire,
    Acquired,
    AcquisitionFailed,
    AllowanceLeft,
    CertificateRenewed,
    ClockStatus,
    ClockTrusted,
    CommunicationTest,
    Connect,
    Connected,
    DataErased,
    DataPseudonym,
    Decommissioned,
    Disconnect,
    Disconnected,
    DueTimes,
    EndpointInUse,
    Event,
    FactoryConfiguration,
    FactoryConfigured,
    Failures,
    Ignition,
    LastSuccess,
    LoggedEvent,
    Message,
    NetworkAvailable,
    Notify,
    Now,
    OtaDevice,
    Persist,
    Persisted,
    PersistFailed,
    Provisioning,
    ProvisioningComplete,
    PseudonymRenewed,
    Publish,
    PublishAcknowledged,
    PublishRefused,
    ReadVehicle,
    RecordUnreadable,
    RefusedConfiguration,
    RegisterAgain,
    Restart,
    Settings,
    Status,
    StatusQuery,
    Subscribe,
    Subscribed,
    SubscribeRefused,
    TestResult,
    VehicleChanged,
    VehicleRead,
    VehicleUnreadable,
    Wait,
    Wake,
    input_from_json,
    input_to_json,
    output_from_json,
    output_to_json,
)
from . import events

__all__ = [
    "Accounts",
    "Acquire",
    "Acquired",
    "AcquisitionFailed",
    "AllowanceLeft",
    "CertificateRenewed",
    "ClockStatus",
    "ClockTrusted",
    "CommunicationTest",
    "ConfigurationRefusal",
    "Connect",
    "Connected",
    "DailyCap",
    "DataErased",
    "DataPseudonym",
    "Decommissioned",
    "Disconnect",
    "DisconnectReason",
    "Disconnected",
    "DueTimes",
    "EndpointInUse",
    "EndpointOrigin",
    "Event",
    "FactoryConfiguration",
    "FactoryConfigured",
    "Failures",
    "Ignition",
    "Input",
    "LastSuccess",
    "LoggedEvent",
    "Message",
    "NetworkAvailable",
    "Notify",
    "Now",
    "OtaDevice",
    "Output",
    "Persist",
    "PersistFailed",
    "Persisted",
    "Provisioning",
    "ProvisioningComplete",
    "PseudonymRenewed",
    "Publish",
    "PublishAcknowledged",
    "PublishRefused",
    "ReadVehicle",
    "RecordFault",
    "RecordUnreadable",
    "RefusedConfiguration",
    "RegisterAgain",
    "Restart",
    "SetAsideReason",
    "Settings",
    "Status",
    "StatusQuery",
    "Subscribe",
    "SubscribeRefused",
    "Subscribed",
    "TestResult",
    "VehicleChanged",
    "VehicleRead",
    "VehicleUnreadable",
    "Wait",
    "Wake",
    "events",
    "input_from_json",
    "input_to_json",
    "output_from_json",
    "output_to_json",
]

Input: TypeAlias = (
    ProvisioningComplete
    | RecordUnreadable
    | FactoryConfigured
    | CertificateRenewed
    | PseudonymRenewed
    | RegisterAgain
    | VehicleChanged
    | DataErased
    | Decommissioned
    | Wake
    | ClockTrusted
    | NetworkAvailable
    | Ignition
    | VehicleRead
    | VehicleUnreadable
    | Connected
    | Disconnected
    | Subscribed
    | SubscribeRefused
    | Message
    | PublishAcknowledged
    | PublishRefused
    | Acquired
    | AcquisitionFailed
    | Persisted
    | PersistFailed
    | StatusQuery
    | CommunicationTest
)
"""What happened: any of the inputs."""

Output: TypeAlias = (
    Persist
    | ReadVehicle
    | Connect
    | Subscribe
    | Publish
    | Disconnect
    | Acquire
    | Notify
    | Status
    | Restart
    | Wait
)
"""What is to be done: any of the outputs. A ``match`` on all of them is exhaustive."""
