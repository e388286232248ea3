"""The OTA device from Python: a whole life, power losses, and threads."""

import copy
import pickle
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from device_world import DEVICE, FACTORY, SECRET, START, VIN, Vehicle, counters, live
from iot4emissions import (
    BrokerRole,
    DeviceId,
    DeviceState,
    OpeningKey,
    OtaDevice,
    RecordError,
    TopicKind,
)
from iot4emissions.device import (
    Accounts,
    Acquire,
    Acquired,
    CertificateRenewed,
    Connect,
    DataPseudonym,
    Decommissioned,
    Disconnect,
    Disconnected,
    DisconnectReason,
    FactoryConfiguration,
    FactoryConfigured,
    Input,
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
    RecordFault,
    RecordUnreadable,
    RegisterAgain,
    SetAsideReason,
    Settings,
    Status,
    StatusQuery,
    VehicleChanged,
    Wait,
    Wake,
    events,
    output_from_json,
)

NOW = Now(timedelta(hours=1), START)
PROVISIONED = ProvisioningComplete(Provisioning(DEVICE, SECRET, FACTORY))

MONTHS = [(2021, month) for month in range(2, 13)] + [(2022, 1), (2022, 4)]


def months(vehicle: Vehicle) -> list[tuple[int, int]]:
    times = sorted(vehicle.services.stored)
    return [(time.year, time.month) for time in times]


def test_a_life() -> None:
    """Registration, configuration, a year of data, a pause, withdrawal (T-1 to T-6)."""
    seen: dict[str, tuple[DeviceState, Accounts]] = {}

    def visit(chapter: str, vehicle: Vehicle) -> None:
        seen[chapter] = vehicle.device.state, vehicle.device.status().accounts
        assert len(vehicle.device.pending) == vehicle.device.status().accounts.pending

    vehicle = live(visit=visit)
    assert seen == {
        "configured": (DeviceState.INITIALIZED, Accounts(0, 0, 0, 0, 0, 0)),
        "unreachable": (DeviceState.OPERATIONAL, Accounts(9, 6, 3, 0, 0, 0)),
        "a year of data": (DeviceState.OPERATIONAL, Accounts(12, 12, 0, 0, 0, 0)),
        "paused": (DeviceState.STANDBY, Accounts(12, 12, 0, 0, 0, 0)),
        "resumed": (DeviceState.OPERATIONAL, Accounts(15, 13, 2, 0, 0, 0)),
        "withdrawn": (DeviceState.INITIALIZED, Accounts(15, 13, 0, 2, 0, 0)),
    }
    assert months(vehicle) == MONTHS
    assert vehicle.services.duplicates == 0
    # 180 days after the start, 3 litres a day.
    july = vehicle.services.stored[datetime(2021, 7, 1, tzinfo=UTC)]
    assert str(july.values.total_fuel_consumed) == "540.0"
    # Quarterly: five transfers for thirteen snapshots.
    assert len(vehicle.services.received) == 5
    configuration = vehicle.device.configuration
    assert configuration is not None
    assert configuration.configuration.version == 5
    kinds = Counter(type(event.kind) for event in vehicle.events)
    assert kinds[events.ConfigurationApplied] == 5
    assert kinds[events.ConnectionFailed] > 1
    assert events.SnapshotsErased(count=2) in [event.kind for event in vehicle.events]


def test_no_vin_leaves_for_the_data_service_or_is_stored() -> None:
    """P-1.5, P-6.3: in the record, in what the Data Service gets, in any repr."""
    vehicle = live()
    assert vehicle.disk is not None
    assert VIN.encode() not in vehicle.disk
    assert VIN.encode() not in b"".join(vehicle.services.received)
    texts = [repr(vehicle.device), repr(vehicle.device.status()), repr(vehicle.events)]
    assert VIN not in "".join(texts)


MOMENTS = live().moments


def test_power_loss_at_every_moment() -> None:
    """P-6.2: wherever the power fails, before or behind a write, the device restored from its record goes on, and not
    a month is lost.
    """
    undisturbed = live()
    failures = []
    for number in range(1, MOMENTS + 1):
        vehicle = live(power_loss=number)
        # What was on its way when the power failed is sent again: one transfer's three.
        found = (
            months(vehicle),
            vehicle.device.state,
            vehicle.device.status().accounts,
            vehicle.services.duplicates <= 3,
        )
        expected = (MONTHS, DeviceState.INITIALIZED, undisturbed.device.status().accounts, True)
        if found != expected:
            failures.append((number, found))
    assert not failures
    assert MOMENTS > 300


def take(device: OtaDevice, given: Input, now: Now = NOW) -> list[Output]:
    """What the device asks for until it waits; what it asks to store is stored at once."""
    device.handle_input(now, given)
    outputs: list[Output] = []
    while not outputs or not isinstance(outputs[-1], Wait):
        outputs.append(device.poll_output())
        if isinstance(outputs[-1], Persist):
            device.handle_input(now, Persisted(len(device.record() or b"")))
    return outputs


def provisioned(factory: FactoryConfiguration = FACTORY) -> OtaDevice:
    device = OtaDevice()
    take(device, ProvisioningComplete(Provisioning(DEVICE, SECRET, factory)))
    return device


def factory_with(settings: Settings) -> FactoryConfiguration:
    return FactoryConfiguration(
        FACTORY.registration_mqtt,
        FACTORY.obfcm_data_mqtt,
        FACTORY.permitted_domains,
        FACTORY.config_check_frequency,
        settings,
    )


def test_a_device_is_equal_while_it_is_given_the_same() -> None:
    first, second = OtaDevice(), OtaDevice()
    assert first == second
    first.handle_input(NOW, PROVISIONED)
    assert first != second
    twin, deep = copy.copy(first), copy.deepcopy(first)
    assert twin == deep == first
    assert isinstance(twin.poll_output(), Persist)
    assert twin != first
    assert isinstance(first.poll_output(), Persist)
    assert twin == first
    assert first != "a device"


def test_a_device_is_no_value() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(OtaDevice())
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(OtaDevice())


def test_restore_refuses_what_is_no_record() -> None:
    vehicle = live()
    assert vehicle.disk is not None
    assert OtaDevice.restore(vehicle.disk).record() == vehicle.disk
    assert OtaDevice.restore(memoryview(vehicle.disk)).device == DEVICE
    damaged = bytearray(vehicle.disk)
    damaged[len(damaged) // 2] ^= 1
    for record in (b"", vehicle.disk[:-1], bytes(damaged)):
        with pytest.raises(RecordError, match="whose checksum does not fit") as raised:
            OtaDevice.restore(record)
        assert raised.value.code == "damaged"
    with pytest.raises(TypeError, match="found str"):
        OtaDevice.restore("record")  # type: ignore[arg-type]


def of_version(record: bytes, version: int) -> bytes:
    """The record as another version would have written it: FNV-1a-64 over all of it."""
    content = bytes([version]) + record[1:-8]
    checksum = 0xCBF29CE484222325
    for byte in content:
        checksum = (checksum ^ byte) * 0x100000001B3 % 2**64
    return content + checksum.to_bytes(8, "big")


def test_an_unreadable_record_begins_anew_and_says_so() -> None:
    """P-6.2: the error has what the input is made of, and the log has the event."""
    record = provisioned().record() or b""
    assert of_version(record, 1) == record
    for stored, fault, number in (
        (record[:-1], RecordFault.DAMAGED, len(record) - 1),
        (of_version(record, 2), RecordFault.VERSION, 2),
    ):
        with pytest.raises(RecordError) as raised:
            OtaDevice.restore(stored)
        error = raised.value
        assert (error.code, error.found) == (fault, number)
        for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
            assert (twin.code, twin.found) == (error.code, error.found)
        device = provisioned()
        take(device, RecordUnreadable(error.code, error.found))
        kinds = [event.kind for event in device.status().events]
        assert events.RecordUnreadable(fault, number) in kinds


def test_records_may_be_appended() -> None:
    """P-6.2: the last intact one counts, and a torn one behind it is to be cut off."""
    device = provisioned()
    flash = first = device.record() or b""
    take(device, FactoryConfigured(factory_with(Settings(storage_limit=7))))
    flash += device.record() or b""
    restored, end = OtaDevice.restore_last(flash)
    assert (restored.record(), end) == (device.record(), len(flash))
    restored, end = OtaDevice.restore_last(bytearray(flash[:-1]))
    assert (restored.record(), end) == (first, len(first))
    with pytest.raises(RecordError, match="found 9 bytes"):
        OtaDevice.restore_last(first[:9])
    with pytest.raises(RecordError):
        OtaDevice.restore(flash)


def test_nothing_is_given_out_before_it_is_stored() -> None:
    """P-6.2: however often the driver asks."""
    device = OtaDevice()
    device.handle_input(NOW, PROVISIONED)
    assert device.poll_output() == Persist()
    for _ in range(3):
        assert isinstance(device.poll_output(), Wait)
    device.handle_input(NOW, StatusQuery())
    assert isinstance(device.poll_output(), Wait)
    device.handle_input(NOW, Persisted(512))
    outputs = [device.poll_output() for _ in range(4)]
    assert [type(output) for output in outputs] == [Notify, Connect, Status, Wait]


def test_a_store_that_fails_changes_nothing() -> None:
    """P-6.2: in PreProvisioning again, until the driver repeats the input."""
    device = OtaDevice()
    device.handle_input(NOW, PROVISIONED)
    assert device.poll_output() == Persist()
    device.handle_input(NOW, PersistFailed())
    assert device.state == DeviceState.PRE_PROVISIONING
    assert device.record() is None


def test_times_count_to_the_millisecond() -> None:
    device = OtaDevice()
    provisioning = Provisioning(DEVICE, SECRET, factory_with(Settings(connect_timeout_seconds=7)))
    now = Now(timedelta(microseconds=1999), START + timedelta(microseconds=1999))
    assert now == Now(timedelta(milliseconds=1), START + timedelta(milliseconds=1))
    outputs = take(device, ProvisioningComplete(provisioning), now)
    assert [type(output) for output in outputs] == [Persist, Notify, Connect, Wait]
    wait = Wait(timeout=timedelta(seconds=7, milliseconds=1), alarm=None)
    assert outputs[3] == wait
    assert wait.duration_from(now) == timedelta(seconds=7)
    # The wall clock may be set meanwhile (P-6.17).
    assert take(device, Wake(), Now(now.monotonic, START.replace(year=2045))) == [wait]


def test_how_long_to_wait() -> None:
    """The earlier of both, each on its own clock; never less than nothing."""
    second = timedelta(seconds=1)
    assert Wait(NOW.monotonic + 2 * second, START + second).duration_from(NOW) == second
    assert Wait(NOW.monotonic + second, START + 2 * second).duration_from(NOW) == second
    assert Wait(NOW.monotonic - second, START).duration_from(NOW) == timedelta(0)
    assert Wait(None, START + second).duration_from(NOW) == second
    assert Wait(None, None).duration_from(NOW) is None
    with pytest.raises(TypeError, match=r"expected Now\(monotonic, wall\).*found timedelta"):
        Wait(None, None).duration_from(second)  # type: ignore[arg-type]


def test_the_end_of_time() -> None:
    """No `datetime` is later than the year 9999, and no `timedelta` longer than 999,999,999
    days; the device asks to be woken then."""
    device = OtaDevice()
    last = datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)
    longest = timedelta(days=999_999_999, hours=23, minutes=59, seconds=59, milliseconds=999)
    wait = take(device, PROVISIONED, Now(timedelta.max, last))[-1]
    assert wait == Wait(longest, None)
    forever = '{"wait":{"timeout":18446744073709551615,"alarm":18446744073709551615}}'
    assert output_from_json(forever) == Wait(longest, last)


def test_any_input_is_welcome_in_any_state() -> None:
    device = OtaDevice()
    topic = f"iot4emissions/{TopicKind.CONFIG_SERVER}/{DEVICE}"
    for happened in (Wake(), Message(7, topic, b"\xff", retain=True), PersistFailed()):
        assert take(device, happened) == [Wait(None, None)]
    with pytest.raises(TypeError, match=r"expected an input such as Wake\(\), found Disconnect"):
        device.handle_input(NOW, Disconnect(1))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="found type"):
        device.handle_input(NOW, Wake)  # type: ignore[arg-type]


def test_one_clock_is_not_taken_for_both() -> None:
    """P-6.17."""
    device = OtaDevice()
    expected = r"expected Now\(monotonic, wall\), both clocks, found datetime"
    with pytest.raises(TypeError, match=expected):
        device.handle_input(START, Wake())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"expected a timedelta since .* found datetime"):
        Now(START, START)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected an aware datetime, found timedelta"):
        Now(timedelta(0), timedelta(0))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="without a time zone"):
        Now(timedelta(0), START.replace(tzinfo=None))
    with pytest.raises(OverflowError, match="expected a timedelta of 0 or more"):
        Now(timedelta(microseconds=-1), START)


@pytest.mark.parametrize("reason", DisconnectReason)
def test_every_reason_is_counted_under_its_name(reason: DisconnectReason) -> None:
    """P-6.22: of the input, of the event, and in the status."""
    device = provisioned()
    code = 4 if reason == DisconnectReason.REFUSED else None
    outputs = take(device, Disconnected(1, reason, code))
    failed = events.ConnectionFailed(BrokerRole.REGISTRATION, reason, code)
    notified = [output.event.kind for output in outputs if isinstance(output, Notify)]
    assert failed in notified
    status = device.status()
    assert status.failures.connections == {each: int(each is reason) for each in DisconnectReason}
    assert [event.count for event in status.events if event.kind == failed] == [1]


def test_nothing_is_tried_without_a_network() -> None:
    """P-6.21."""
    device = provisioned()
    take(device, Disconnected(1, DisconnectReason.NO_NETWORK))
    take(device, NetworkAvailable(available=False))
    later = Now(NOW.monotonic + timedelta(days=1), START + timedelta(days=1))
    assert not any(isinstance(output, Connect) for output in take(device, Wake(), later))
    assert device.status().network is False
    came = take(device, NetworkAvailable(available=True), later)
    assert any(isinstance(output, Connect) for output in came)


def test_what_changes_in_fifteen_years() -> None:
    """P-6.20, T-13."""
    device = provisioned()
    assert device.factory == FACTORY
    factory = factory_with(Settings(resend_window=3))
    take(device, FactoryConfigured(factory))
    assert device.factory == factory
    take(device, CertificateRenewed(DeviceId("vehicle-8")))
    assert device.device == DeviceId("vehicle-8")
    for given in (RegisterAgain(), VehicleChanged()):
        take(device, given)
        assert device.state == DeviceState.PROVISIONED
    kinds = [event.kind for event in device.status().events]
    assert events.CertificateRenewed(other_device=True) in kinds
    assert events.VehicleChanged() in kinds
    assert Persist() in take(device, Decommissioned())
    assert (device.record(), device.factory) == (None, None)
    assert device.state == DeviceState.PRE_PROVISIONING


def test_another_id_for_the_data_service() -> None:
    """P-1.7, P-6.24: it registers again, and brings the new one sealed."""
    service = OpeningKey.generate()

    def pseudonym(text: str) -> DataPseudonym:
        return DataPseudonym(DeviceId(text), service.sealing_key().seal(DeviceId(text), DEVICE))

    first, second = pseudonym("9a7d21e7"), pseudonym("9a7d21e8")
    device = OtaDevice()
    outputs = take(device, ProvisioningComplete(Provisioning(DEVICE, SECRET, FACTORY, first)))
    (connect,) = (output for output in outputs if isinstance(output, Connect))
    assert (connect.broker, connect.device) == (BrokerRole.REGISTRATION, DEVICE)
    assert (device.device, device.data_pseudonym) == (DEVICE, first)
    assert device.device_at(BrokerRole.REGISTRATION) == DEVICE
    assert device.device_at("data") == first.device

    take(device, PseudonymRenewed(second))
    assert device.state == DeviceState.PROVISIONED
    assert (device.device, device.data_pseudonym) == (DEVICE, second)
    assert events.PseudonymRenewed() in [event.kind for event in device.status().events]
    record = device.record()
    assert record is not None
    restored = OtaDevice.restore(record)
    assert restored.data_pseudonym == second
    # Repeated it changes nothing.
    take(device, PseudonymRenewed(second))
    assert device.record() == record

    take(device, CertificateRenewed(DeviceId("vehicle-8")))
    assert device.device_at("data") == second.device
    assert provisioned().data_pseudonym is None
    assert provisioned().device_at("data") == DEVICE


def test_a_snapshot_of_a_wrong_clock_is_set_aside() -> None:
    """P-6.13, P-6.16: and shown, with the reason."""

    def visit(chapter: str, vehicle: Vehicle) -> None:
        if chapter != "a year of data":
            return
        found.append(vehicle)
        device, now = copy.copy(vehicle.device), vehicle.clocks()
        wrong = Now(now.monotonic, now.wall.replace(year=2045))
        outputs = take(device, Wake(), wrong)
        (acquire,) = (output for output in outputs if isinstance(output, Acquire))
        take(device, Acquired(acquire.request, counters(now.wall)), wrong)
        take(device, Wake(), now)
        ((snapshot, reason),) = device.set_aside
        assert (snapshot.acquired, reason) == (wrong.wall, SetAsideReason.LATER_THAN_CLOCK)
        assert device.status().accounts.set_aside == 1
        assert vehicle.device.set_aside == ()

    found: list[Vehicle] = []
    live(visit=visit)
    assert found


def test_threads_wait_for_each_other() -> None:
    """Calls from several threads are carried out one after the other: no query is lost, none
    is answered twice, and nothing is raised.
    """
    device, other, rounds, workers = provisioned(), OtaDevice(), 400, 8
    answers: list[Status] = []
    raised: list[BaseException] = []
    start = threading.Barrier(workers)

    def work() -> None:
        try:
            start.wait()
            for _ in range(rounds):
                device.handle_input(NOW, StatusQuery())
                output = device.poll_output()
                if isinstance(output, Status):
                    answers.append(output)
                # Both ways round: neither waits for the lock that the other one holds.
                assert other == OtaDevice()
                assert (device == other, other == device) == (False, False)
                assert OtaDevice.restore(device.record() or b"").device == DEVICE
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
            assert not thread.is_alive()
    finally:
        sys.setswitchinterval(interval)
    assert not raised
    answers += [output for output in take(device, Wake()) if isinstance(output, Status)]
    assert len(answers) == rounds * workers
