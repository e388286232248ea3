"""For type checkers only: a `match` on all outputs or inputs is exhaustive, patterns by place
are understood, and the aliases are what the device takes and gives.
"""

from datetime import datetime
from typing import assert_never, assert_type

from iot4emissions import (
    BrokerRole,
    ConfigurationStatus,
    DeviceState,
    Endpoint,
    OtaDevice,
    Schedule,
    Snapshot,
    Topic,
    Values,
)
from iot4emissions.device import (
    Acquire,
    Acquired,
    AcquisitionFailed,
    ClockTrusted,
    CommunicationTest,
    Connect,
    Connected,
    Disconnect,
    Disconnected,
    Event,
    Input,
    Message,
    Notify,
    Output,
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
    events,
)


def carry_out(output: Output) -> str:
    match output:
        case Persist() | ReadVehicle() | Acquire() | Restart():
            return ""
        case Connect(connection, broker, endpoint):
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
        case Status(state, version, accounts, last_test, happened):
            assert_type(state, DeviceState)
            assert_type(version, int | None)
            assert_type(last_test, TestResult | None)
            assert_type(happened, tuple[Event, ...])
            return str(accounts.acquired)
        case Wait(until):
            assert_type(until, datetime | None)
            return str(until)
        case other:
            assert_never(other)


def name(given: Input) -> str:
    match given:
        case ProvisioningComplete(provisioning):
            assert_type(provisioning, Provisioning)
            assert_type(provisioning.factory.settings, Settings)
            assert_type(provisioning.factory.permitted_domains, tuple[str, ...])
            return str(provisioning.device)
        case Wake() | VehicleUnreadable() | AcquisitionFailed() | PersistFailed():
            return ""
        case StatusQuery() | CommunicationTest() | VehicleRead():
            return ""
        case ClockTrusted(trusted):
            assert_type(trusted, bool)
            return ""
        case Connected(connection) | Disconnected(connection):
            return str(connection)
        case Subscribed(connection, accepted):
            assert_type(accepted, bool)
            return str(connection)
        case Message(connection, topic, payload, retain):
            assert_type((topic, payload, retain), tuple[str, bytes, bool])
            return topic
        case PublishAcknowledged(connection, publish):
            return str(connection + publish)
        case Acquired(values):
            assert_type(values, Values)
            return ""
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
        case kind:
            return type(kind).__name__


def drive(device: OtaDevice, now: datetime, given: Input) -> datetime | None:
    device.handle_input(now, given)
    output: Output = device.poll_output()
    assert_type(device.record(), bytes | None)
    assert_type(device.state, DeviceState)
    assert_type(device.pending, tuple[Snapshot, ...])
    assert_type(device.configuration, ConfigurationStatus | None)
    for time in Schedule("0 0 0 1 * ? *").occurrences(now, limit=2):
        assert_type(time, datetime)
    return output.until if isinstance(output, Wait) else None
