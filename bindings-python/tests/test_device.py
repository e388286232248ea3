"""The OTA device from Python: a whole life, power losses, and threads."""

import copy
import pickle
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from device_world import DEVICE, FACTORY, START, VIN, Vehicle, live
from iot4emissions import DeviceState, OtaDevice, RecordError, TopicKind
from iot4emissions.device import (
    Accounts,
    ClockTrusted,
    Connect,
    Disconnect,
    Message,
    Notify,
    Persist,
    PersistFailed,
    Provisioning,
    ProvisioningComplete,
    Settings,
    Status,
    StatusQuery,
    Wait,
    Wake,
    events,
)

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
        "configured": (DeviceState.INITIALIZED, Accounts(0, 0, 0, 0, 0)),
        "unreachable": (DeviceState.OPERATIONAL, Accounts(9, 6, 3, 0, 0)),
        "a year of data": (DeviceState.OPERATIONAL, Accounts(12, 12, 0, 0, 0)),
        "paused": (DeviceState.STANDBY, Accounts(12, 12, 0, 0, 0)),
        "resumed": (DeviceState.OPERATIONAL, Accounts(15, 13, 2, 0, 0)),
        "withdrawn": (DeviceState.INITIALIZED, Accounts(15, 13, 0, 2, 0)),
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


OUTPUTS = live().outputs


def test_power_loss_at_every_output() -> None:
    """P-6.2: wherever the power fails, the device restored from its record goes on, and not
    a month is lost.
    """
    undisturbed = live()
    failures = []
    for number in range(1, OUTPUTS + 1):
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
    assert OUTPUTS > 300


def test_a_device_is_equal_while_it_is_given_the_same() -> None:
    first, second = OtaDevice(), OtaDevice()
    assert first == second
    provisioned = ProvisioningComplete(Provisioning(DEVICE, FACTORY))
    first.handle_input(START, provisioned)
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


def test_a_store_that_fails_changes_nothing() -> None:
    """P-6.2: in PreProvisioning again, until the driver repeats the input."""
    device = OtaDevice()
    device.handle_input(START, ProvisioningComplete(Provisioning(DEVICE, FACTORY)))
    assert device.poll_output() == Persist()
    device.handle_input(START, PersistFailed())
    assert device.state == DeviceState.PRE_PROVISIONING
    assert device.record() is None


def test_times_count_to_the_millisecond() -> None:
    device = OtaDevice()
    settings = Settings(connect_timeout_seconds=7)
    factory = type(FACTORY)(
        FACTORY.registration_mqtt,
        FACTORY.obfcm_data_mqtt,
        FACTORY.permitted_domains,
        FACTORY.config_check_frequency,
        settings,
    )
    now = START + timedelta(microseconds=1999)
    device.handle_input(now, ProvisioningComplete(Provisioning(DEVICE, factory)))
    outputs = [device.poll_output() for _ in range(4)]
    assert [type(output) for output in outputs] == [Persist, Notify, Connect, Wait]
    assert outputs[3] == Wait(START + timedelta(seconds=7, milliseconds=1))


def test_the_end_of_time() -> None:
    """No `datetime` is later than the year 9999; the device asks to be woken then."""
    device = OtaDevice()
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    device.handle_input(last, ProvisioningComplete(Provisioning(DEVICE, FACTORY)))
    assert drain(device)[-1] == Wait(datetime.max.replace(microsecond=999000, tzinfo=UTC))


def drain(device: OtaDevice) -> list[object]:
    outputs: list[object] = []
    while not outputs or not isinstance(outputs[-1], Wait):
        outputs.append(device.poll_output())
    return outputs


def test_any_input_is_welcome_in_any_state() -> None:
    device = OtaDevice()
    topic = f"iot4emissions/{TopicKind.CONFIG_SERVER}/{DEVICE}"
    for happened in (Wake(), Message(7, topic, b"\xff", retain=True), PersistFailed()):
        device.handle_input(START, happened)
        assert drain(device) == [Wait(None)]
    with pytest.raises(TypeError, match=r"expected an input such as Wake\(\), found Disconnect"):
        device.handle_input(START, Disconnect(1))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="found type"):
        device.handle_input(START, Wake)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="without a time zone"):
        device.handle_input(START.replace(tzinfo=None), Wake())


def test_threads_wait_for_each_other() -> None:
    """Calls from several threads are carried out one after the other: no query is lost, none
    is answered twice, and nothing is raised.
    """
    device, other, rounds, workers = OtaDevice(), OtaDevice(), 400, 8
    device.handle_input(START, ClockTrusted(trusted=True))
    device.handle_input(START, ProvisioningComplete(Provisioning(DEVICE, FACTORY)))
    answers: list[Status] = []
    raised: list[BaseException] = []
    start = threading.Barrier(workers)

    def work() -> None:
        try:
            start.wait()
            for _ in range(rounds):
                device.handle_input(START, StatusQuery())
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
    answers += [output for output in drain(device) if isinstance(output, Status)]
    assert len(answers) == rounds * workers
