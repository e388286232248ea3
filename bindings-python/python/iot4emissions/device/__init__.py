"""The OTA device (P-6): what a driver tells it, and what it asks of its driver.

A driver says what happened by ``OtaDevice.handle_input``, and then carries out what
``OtaDevice.poll_output`` asks for, in order, until it is a ``Wait``:

>>> from datetime import datetime, timezone
>>> from iot4emissions import BrokerRole, DeviceId, Endpoint, OtaDevice
>>> now = datetime(2026, 1, 1, tzinfo=timezone.utc)
>>> provisioning = Provisioning(
...     device=DeviceId("vehicle-7"),
...     factory=FactoryConfiguration(
...         registration_mqtt=Endpoint("registration.example.eu", 8883),
...         obfcm_data_mqtt=Endpoint("data.example.eu", 8883),
...         permitted_domains=["example.eu"],
...         config_check_frequency="0 0 0 ? * SUN",
...     ),
... )
>>> def run(ota_device, now, input):
...     ota_device.handle_input(now, input)
...     while True:
...         match ota_device.poll_output():
...             case Persist():
...                 record = ota_device.record()  # store it durably before going on (P-6.2)
...             case Wait(until=until):
...                 return until
...             case Connect(connection=connection, endpoint=endpoint):
...                 print(f"connection {connection}: {endpoint}")
...             case output:
...                 print(type(output).__name__)  # subscribe, publish, read the OBFCM device, …
>>> ota_device = OtaDevice()
>>> until = run(ota_device, now, ProvisioningComplete(provisioning))
Notify
connection 1: mqtts://registration.example.eu:8883
>>> str(until)
'2026-01-01 00:00:30+00:00'

Inputs and outputs are plain values, which can be written down, replayed and compared; their
JSON form is the one of the vectors in ``schemas/vectors/device.json``.
"""

from __future__ import annotations

from typing import TypeAlias

from .._enums import ConfigurationRefusal
from .._native import (
    Accounts,
    Acquire,
    Acquired,
    AcquisitionFailed,
    ClockTrusted,
    CommunicationTest,
    Connect,
    Connected,
    Disconnect,
    Disconnected,
    DueTimes,
    Event,
    FactoryConfiguration,
    Message,
    Notify,
    OtaDevice,
    Persist,
    PersistFailed,
    Provisioning,
    ProvisioningComplete,
    Publish,
    PublishAcknowledged,
    ReadVehicle,
    Restart,
    Settings,
    Status,
    StatusQuery,
    Subscribe,
    Subscribed,
    TestResult,
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
    "ClockTrusted",
    "CommunicationTest",
    "ConfigurationRefusal",
    "Connect",
    "Connected",
    "Disconnect",
    "Disconnected",
    "DueTimes",
    "Event",
    "FactoryConfiguration",
    "Input",
    "Message",
    "Notify",
    "OtaDevice",
    "Output",
    "Persist",
    "PersistFailed",
    "Provisioning",
    "ProvisioningComplete",
    "Publish",
    "PublishAcknowledged",
    "ReadVehicle",
    "Restart",
    "Settings",
    "Status",
    "StatusQuery",
    "Subscribe",
    "Subscribed",
    "TestResult",
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
    | Wake
    | ClockTrusted
    | VehicleRead
    | VehicleUnreadable
    | Connected
    | Disconnected
    | Subscribed
    | Message
    | PublishAcknowledged
    | Acquired
    | AcquisitionFailed
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
