"""For type checkers only: a `match` on all outputs or inputs is exhaustive, patterns by place
are understood, and the aliases are what the device takes and gives.
"""

from datetime import datetime, timedelta
from typing import assert_never, assert_type

from iot4emissions import (
    BrokerRole,
    ConfigurationStatus,
    DeviceId,
    DeviceSecret,
    DeviceState,
    Endpoint,
    OtaDevice,
    RegistrationRequest,
    Schedule,
    SealedDeviceId,
    Snapshot,
    Topic,
    Values,
)
from iot4emissions.device import (
    Acquire,
    Acquired,
    AcquisitionFailed,
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
    DisconnectReason,
    EndpointInUse,
    EndpointOrigin,
    Event,
    FactoryConfiguration,
    FactoryConfigured,
    Ignition,
    Input,
    LoggedEvent,
    Message,
    NetworkAvailable,
    Notify,
    Now,
    Output,
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
    RecordFault,
    RecordUnreadable,
    RefusedConfiguration,
    RegisterAgain,
    Restart,
    SetAsideReason,
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
    events,
)


def carry_out(output: Output) -> str:
    match output:
        case Persist() | Restart():
            return ""
        case ReadVehicle(request) | Acquire(request):
            assert_type(request, int)
            return str(request)
        case Connect(connection, broker, endpoint, device):
            assert_type(device, DeviceId)
            assert_type(connection, int)
            assert_type(broker, BrokerRole)
            assert_type(endpoint, Endpoint)
            return endpoint.host
        case Subscribe(connection, topic):
            assert_type(topic, Topic)
            return str(topic)
        case Publish(connection, publish, topic, payload):
            assert_type(payload, bytes)
            return str(connection + publish)
        case Disconnect(connection):
            return str(connection)
        case Notify(event):
            return explain(event)
        case Status(state, version, refused, registration_endpoint):
            assert_type(state, DeviceState)
            assert_type(version, int | None)
            assert_type(refused, RefusedConfiguration | None)
            assert_type(registration_endpoint, EndpointInUse | None)
            return show(output)
        case Wait(timeout, alarm):
            assert_type(timeout, timedelta | None)
            assert_type(alarm, datetime | None)
            return str(alarm)
        case other:
            assert_never(other)


def show(status: Status) -> str:
    assert_type(status.wait, Wait)
    assert_type(status.clock, ClockStatus)
    assert_type(status.clock.last_trusted, datetime | None)
    assert_type(status.network, bool | None)
    assert_type(status.last_success.transfer, datetime | None)
    assert_type(status.failures.connections, dict[DisconnectReason, int])
    assert_type(status.allowance.persisted_bytes, int)
    assert_type(status.last_test, TestResult | None)
    assert_type(status.events, tuple[LoggedEvent, ...])
    if status.data_endpoint is not None:
        assert_type(status.data_endpoint.origin, EndpointOrigin)
    return str(status.accounts.set_aside)


def name(given: Input) -> str:
    match given:
        case ProvisioningComplete(provisioning):
            assert_type(provisioning, Provisioning)
            assert_type(provisioning.secret, DeviceSecret)
            assert_type(provisioning.data_pseudonym, DataPseudonym | None)
            assert_type(provisioning.factory.settings, Settings)
            assert_type(provisioning.factory.settings.earliest_time, datetime)
            assert_type(provisioning.factory.permitted_domains, tuple[str, ...])
            return str(provisioning.device)
        case RecordUnreadable(fault, found):
            assert_type(fault, RecordFault)
            assert_type(found, int | None)
            return fault
        case FactoryConfigured(factory):
            assert_type(factory, FactoryConfiguration)
            return str(factory.registration_mqtt)
        case PseudonymRenewed(pseudonym):
            assert_type(pseudonym.sealed, SealedDeviceId)
            return str(pseudonym.device)
        case CertificateRenewed(device):
            assert_type(device, DeviceId)
            return str(device)
        case (
            RegisterAgain()
            | VehicleChanged()
            | DataErased()
            | Decommissioned()
            | Wake()
            | PersistFailed()
        ):
            return ""
        case StatusQuery() | CommunicationTest():
            return ""
        case ClockTrusted(said) | NetworkAvailable(said) | Ignition(said):
            assert_type(said, bool)
            return ""
        case VehicleUnreadable(request) | AcquisitionFailed(request):
            assert_type(request, int)
            return ""
        case VehicleRead(request, vehicle):
            assert_type(vehicle, RegistrationRequest)
            return str(request)
        case Connected(connection) | Subscribed(connection):
            return str(connection)
        case Disconnected(connection, reason, code):
            assert_type(reason, DisconnectReason)
            assert_type(code, int | None)
            return str(connection)
        case SubscribeRefused(connection, refusal):
            assert_type(refusal, int)
            return str(connection)
        case Message(connection, topic, payload, retain):
            assert_type((topic, payload, retain), tuple[str, bytes, bool])
            return topic
        case PublishAcknowledged(connection, publish):
            return str(connection + publish)
        case PublishRefused(connection, publish, refusal):
            assert_type(refusal, int)
            return str(connection + publish)
        case Acquired(request, values):
            assert_type(values, Values)
            return str(request)
        case Persisted(stored):
            assert_type(stored, int)
            return str(stored)
        case other:
            assert_never(other)


def explain(event: Event) -> str:
    match event.kind:
        case events.StateChanged(from_state, to_state):
            assert_type(from_state, DeviceState)
            return to_state
        case events.ConfigurationRefused(version=version, reason=reason):
            assert_type(version, int)
            return reason
        case events.ConnectionLost(broker, lost, code):
            assert_type(lost, DisconnectReason)
            assert_type(code, int | None)
            return broker
        case kind:
            return type(kind).__name__


def drive(device: OtaDevice, now: Now, given: Input) -> timedelta | None:
    device.handle_input(now, given)
    output: Output = device.poll_output()
    assert_type(device.record(), bytes | None)
    assert_type(device.state, DeviceState)
    assert_type(device.device_at("data"), DeviceId | None)
    assert_type(device.data_pseudonym, DataPseudonym | None)
    assert_type(device.factory, FactoryConfiguration | None)
    assert_type(device.pending, tuple[Snapshot, ...])
    assert_type(device.set_aside, tuple[tuple[Snapshot, SetAsideReason], ...])
    assert_type(device.configuration, ConfigurationStatus | None)
    assert_type(OtaDevice.restore_last(b""), tuple[OtaDevice, int])
    assert_type((now.monotonic, now.wall), tuple[timedelta, datetime])
    for time in Schedule("0 0 0 1 * ? *").occurrences(now.wall, limit=2):
        assert_type(time, datetime)
    return output.duration_from(now) if isinstance(output, Wait) else None
