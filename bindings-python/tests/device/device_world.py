"""A vehicle, two brokers and two services on a virtual calendar: all that an OTA device
meets in its life, in one process and without a clock.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import assert_never

from iot4emissions import (
    BrokerRole,
    DeviceId,
    DeviceSecret,
    Endpoint,
    OtaDevice,
    RegistrationRequest,
    RegistrationStatus,
    Snapshot,
    Topic,
    TopicKind,
    Values,
    VehicleInfo,
    Vin,
    decode,
    encode,
)
from iot4emissions.device import (
    Acquire,
    Acquired,
    ClockTrusted,
    Connect,
    Connected,
    Disconnect,
    Disconnected,
    DisconnectReason,
    Event,
    FactoryConfiguration,
    Input,
    Message,
    Notify,
    Now,
    Persist,
    Persisted,
    Provisioning,
    ProvisioningComplete,
    Publish,
    PublishAcknowledged,
    ReadVehicle,
    Restart,
    Status,
    Subscribe,
    Subscribed,
    VehicleRead,
    Wait,
    Wake,
)
from iot4emissions.services import Applied, Call, data, registration

VIN = "JFXHF05K1L4104934"
DEVICE = DeviceId("0f8fad5b-d9cb-469f-a165-70867728950e")
# With it the transfer of October 2021 is due at 21:12.
SECRET = DeviceSecret(bytes([43] * 16))
FACTORY = FactoryConfiguration(
    registration_mqtt=Endpoint("registration.example.eu", 8883),
    obfcm_data_mqtt=Endpoint("data.example.eu", 8883),
    permitted_domains=["example.eu"],
    config_check_frequency="0 0 6 10 * ? *",
)
PARAMETERS = data.ConfigurationParameters(
    registration_mqtt=Endpoint("registration.example.eu", 8883),
    obfcm_data_mqtt=Endpoint("data.example.eu", 8883),
    acquire_frequency="0 0 0 1 * ? *",
    transfer_frequency="0 0 12 1 1/3 ? *",
    config_check_frequency="0 0 6 20 * ? *",
    first_version=1,
)
START = datetime(2021, 1, 1, 9, tzinfo=UTC)


class Services:
    """Both services with their brokers; what they decide, the library decides."""

    def __init__(self) -> None:
        self.vehicle = registration.VehicleRecord(Vin(VIN))
        self.device: data.DeviceRecord | None = None
        self.retained: dict[tuple[BrokerRole, str], bytes] = {}
        self.stored: dict[datetime, Snapshot] = {}
        self.received: list[bytes] = []
        self.duplicates = 0

    def happens(self, event: registration.Event) -> None:
        self.vehicle, effects = registration.decide(self.vehicle, event)
        for effect in effects:
            match effect:
                case registration.CallDataService():
                    call = self.vehicle.outstanding()
                    if call is not None:
                        self.call(call)
                case registration.PublishStatus(
                    device, RegistrationStatus(registered=True) as status
                ):
                    topic = str(Topic(TopicKind.REGISTER_SERVER, device))
                    self.retained[BrokerRole.REGISTRATION, topic] = encode(status)
                case other:
                    raise AssertionError(other)

    def call(self, call: Call) -> None:
        self.device, answer = data.answer(self.device, call, PARAMETERS, START)
        assert answer == Applied()
        assert self.device is not None
        topic = str(Topic(TopicKind.CONFIG_SERVER, DEVICE))
        self.retained[BrokerRole.DATA, topic] = encode(self.device.status())
        self.happens(registration.CallAnswered(DEVICE, call.sequence, answer))

    def publish(self, topic: Topic, payload: bytes) -> None:
        if topic.kind == TopicKind.REGISTER_DEVICE:
            request = decode(topic, payload, "strict").message
            assert isinstance(request, RegistrationRequest)
            assert request.vin == Vin(VIN)
            self.happens(registration.Requested(topic.device, request.attributes))
            return
        assert topic.kind == TopicKind.DATA_DEVICE
        self.received.append(payload)
        match data.receive(self.device, payload, "strict"):
            case data.Accept(message):
                for snapshot in message.snapshots:
                    self.store(snapshot)
            case refused:
                raise AssertionError(refused)

    def store(self, snapshot: Snapshot) -> None:
        match data.store(self.stored.get(snapshot.acquired), snapshot):
            case data.StorageDecision.NEW:
                self.stored[snapshot.acquired] = snapshot
            case data.StorageDecision.DUPLICATE:
                self.duplicates += 1
            case data.StorageDecision.CONFLICT:
                raise AssertionError(snapshot)


@dataclass
class Vehicle:
    """The driver of one device: it does what the outputs say, and loses power once, at the
    moment with the number ``power_loss``.
    """

    services: Services
    power_loss: int | None = None
    now: datetime = START
    booted: datetime = START
    device: OtaDevice = field(default_factory=OtaDevice)
    disk: bytes | None = None
    reachable: bool = True
    moments: int = 0
    inputs: deque[Input] = field(default_factory=deque)
    brokers: dict[int, BrokerRole] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    wait: Wait = field(default_factory=lambda: Wait(None, None))

    def __post_init__(self) -> None:
        self.boot()

    def clocks(self) -> Now:
        """The monotonic clock begins with the unit (P-6.17)."""
        return Now(self.now - self.booted, self.now)

    def boot(self) -> None:
        self.booted = self.now
        self.inputs.clear()
        self.brokers.clear()
        self.device = OtaDevice.restore(self.disk) if self.disk else OtaDevice()
        self.inputs.append(ClockTrusted(trusted=True))
        if self.disk is None:
            self.inputs.append(ProvisioningComplete(Provisioning(DEVICE, SECRET, FACTORY)))
        self.run()

    def until(self, time: datetime) -> None:
        """Lives on until `time`."""
        while (
            pause := self.wait.duration_from(self.clocks())
        ) is not None and self.now + pause < time:
            self.now += pause
            self.inputs.append(Wake())
            self.run()
        self.now = time
        self.inputs.append(Wake())
        self.run()

    def run(self) -> None:
        while self.inputs:
            self.device.handle_input(self.clocks(), self.inputs.popleft())
            if not self.drain():
                self.now += timedelta(minutes=10)
                self.boot()
                return

    def fails(self) -> bool:
        """Whether the power fails now."""
        self.moments += 1
        return self.moments == self.power_loss

    def drain(self) -> bool:
        """Carries out the outputs up to `Wait`; `False` where the power failed."""
        while not self.fails():
            match self.device.poll_output():
                case Persist():
                    if self.fails():
                        break
                    self.disk = self.device.record()
                    if self.fails():
                        break
                    self.device.handle_input(self.clocks(), Persisted(len(self.disk or b"")))
                case ReadVehicle(request=request):
                    info = VehicleInfo(manufacturer="FIAT GROUP")
                    vehicle = RegistrationRequest(Vin(VIN), info)
                    self.inputs.append(VehicleRead(request, vehicle))
                case Connect(connection=connection, broker=broker, endpoint=endpoint):
                    assert endpoint.host == f"{broker}.example.eu"
                    if self.reachable:
                        self.brokers[connection] = broker
                        self.inputs.append(Connected(connection))
                    else:
                        self.inputs.append(Disconnected(connection, DisconnectReason.TCP))
                case Subscribe(connection=connection, topic=topic):
                    self.inputs.append(Subscribed(connection))
                    self.hear(connection, topic, retain=True)
                case Publish(connection=connection, publish=publish, topic=topic, payload=payload):
                    before = dict(self.services.retained)
                    self.services.publish(topic, payload)
                    self.inputs.append(PublishAcknowledged(connection, publish))
                    if self.services.retained != before:
                        answer = Topic(TopicKind.REGISTER_SERVER, DEVICE)
                        self.hear(connection, answer, retain=False)
                case Disconnect(connection=connection):
                    del self.brokers[connection]
                case Acquire(request=request):
                    self.inputs.append(Acquired(request, counters(self.now)))
                case Notify(event=event):
                    self.events.append(event)
                case Status() | Restart():
                    pass  # It goes on all the same (P-6.9).
                case Wait() as wait:
                    self.wait = wait
                    return True
                case output:
                    assert_never(output)
        return False

    def hear(self, connection: int, topic: Topic, *, retain: bool) -> None:
        payload = self.services.retained.get((self.brokers[connection], str(topic)))
        if payload is not None:
            self.inputs.append(Message(connection, str(topic), payload, retain))


def counters(time: datetime) -> Values:
    """What the vehicle has consumed by then: 1,500 km a month."""
    days = (time - START).days
    return Values(total_fuel_consumed=days * 3, total_distance_travelled=days * 50)


def pass_by(chapter: str, vehicle: Vehicle) -> None:
    """Looks at nothing."""


def live(power_loss: int | None = None, visit: Callable[[str, Vehicle], None] = pass_by) -> Vehicle:
    """Two years: registration, configuration, data, a pause, and the owner's withdrawal;
    `visit` looks at the vehicle at the end of each chapter.
    """
    services = Services()
    vehicle = Vehicle(services, power_loss)
    vehicle.until(datetime(2021, 1, 12, tzinfo=UTC))
    visit("configured", vehicle)
    services.happens(registration.Registered("DE", VehicleInfo(), consent=True))
    vehicle.until(datetime(2021, 10, 1, 21, tzinfo=UTC))
    vehicle.reachable = False
    vehicle.until(datetime(2021, 10, 1, 22, tzinfo=UTC))
    visit("unreachable", vehicle)
    vehicle.reachable = True
    vehicle.until(datetime(2022, 1, 15, tzinfo=UTC))
    visit("a year of data", vehicle)
    services.happens(registration.Paused(True))
    vehicle.until(datetime(2022, 3, 15, tzinfo=UTC))
    visit("paused", vehicle)
    services.happens(registration.Paused(False))
    vehicle.until(datetime(2022, 6, 15, tzinfo=UTC))
    visit("resumed", vehicle)
    services.happens(registration.ConsentChanged(False))
    vehicle.until(datetime(2022, 12, 31, tzinfo=UTC))
    visit("withdrawn", vehicle)
    return vehicle
