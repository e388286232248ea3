"""Reading and writing payloads through the Python surface."""

import array
import json
import mmap
import pickle
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iot4emissions import (
    ConfigurationStatus,
    DataTransfer,
    Decoded,
    DecodeError,
    Deviation,
    DeviationCode,
    DeviceId,
    Finding,
    Message,
    Parameter,
    Profile,
    RegistrationRequest,
    RegistrationStatus,
    Snapshot,
    Topic,
    TopicError,
    TopicKind,
    Values,
    VehicleInfo,
    decode,
    encode,
    is_canonical,
    plausibility,
)
from strategies import data_transfers, messages, values, vehicle_infos

PAYLOAD = b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}'
DEVIATING = b'{"data":[{"acquired":1622538000,"tfc":"32.5"}]}'
TOPIC = "iot4emissions/dataDevice/vehicle-7"
JUNE = datetime(2021, 6, 1, 9, tzinfo=UTC)
KINDS = {
    RegistrationRequest: TopicKind.REGISTER_DEVICE,
    RegistrationStatus: TopicKind.REGISTER_SERVER,
    ConfigurationStatus: TopicKind.CONFIG_SERVER,
    DataTransfer: TopicKind.DATA_DEVICE,
}


@given(messages)
def test_what_is_written_is_read(message: Message) -> None:
    kind, payload = KINDS[type(message)], encode(message)
    assert isinstance(message, Message)
    assert is_canonical(kind, payload)
    for profile in Profile:
        assert decode(kind, payload, profile) == Decoded(message)
    assert encode(decode(kind, payload).message) == payload


@given(messages)
def test_messages_pickle(message: Message) -> None:
    decoded = Decoded(message, [Deviation(DeviationCode.UNORDERED, "/data", "Table 7")])
    for value in (message, decoded):
        found = pickle.loads(pickle.dumps(value))
        assert found == value
        assert hash(found) == hash(value)


@given(messages, st.data())
def test_other_white_space_and_order_is_accepted_too(message: Message, data: st.DataObject) -> None:
    kind, value = KINDS[type(message)], json.loads(encode(message), parse_float=Decimal)
    indent = data.draw(st.none() | st.integers(1, 4))
    # Decimals as they stood: a float would write more or fewer places.
    payload = json.dumps(shuffled(value, data), indent=indent, default=lambda number: f"<{number}>")
    payload = payload.replace('"<', "").replace('>"', "")
    if '"<' in encode(message).decode() or '>"' in encode(message).decode():
        return
    assert decode(kind, payload.encode(), "strict").message == message


def shuffled(value: Any, data: st.DataObject) -> Any:
    match value:
        case dict():
            return {
                name: shuffled(value[name], data)
                for name in data.draw(st.permutations(list(value)))
            }
        case list():
            return [shuffled(each, data) for each in value]
        case _:
            return value


@given(st.sampled_from(TopicKind), st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(kind: TopicKind, payload: bytes) -> None:
    try:
        decoded = decode(kind, payload)
    except DecodeError as error:
        assert error.issues
        with pytest.raises(DecodeError):
            decode(kind, payload, Profile.STRICT)
    else:
        assert KINDS[type(decoded.message)] is kind


@given(values)
def test_values_by_name_and_by_parameter(values: Values) -> None:
    present = values.present()
    for parameter in Parameter:
        value = getattr(values, parameter.name.lower())
        assert values.value(parameter) == values.value(str(parameter)) == value
        assert present.get(parameter) == value
        if value is not None:
            assert isinstance(value, Decimal)
            assert value.as_tuple().exponent == -1
            # The nearest binary number, exactly.
            assert values.floats()[parameter] == float(Fraction(value))
    assert list(present) == [parameter for parameter in Parameter if parameter in present]
    assert values.floats().keys() == present.keys()
    assert (
        Values(**{parameter.name.lower(): value for parameter, value in present.items()}) == values
    )


@given(vehicle_infos)
def test_attributes_are_their_own(info: VehicleInfo) -> None:
    further = info.further
    further["another"] = "text"
    assert info.further != further or len(further) == len(info.further)
    assert list(info.further) == sorted(info.further, key=str.encode)


@pytest.mark.parametrize(
    "payload",
    [
        PAYLOAD,
        bytearray(PAYLOAD),
        memoryview(PAYLOAD),
        memoryview(b"." + PAYLOAD + b".")[1:-1],
        memoryview(PAYLOAD[::-1])[::-1],
        memoryview(PAYLOAD).cast("c"),
        array.array("b", PAYLOAD),
    ],
    ids=["bytes", "bytearray", "memoryview", "slice", "reversed", "cast", "array"],
)
def test_anything_bytes_like(payload: Any) -> None:
    assert decode(TOPIC, payload) == decode(TOPIC, PAYLOAD)
    assert is_canonical(TOPIC, payload)


def test_a_mapped_file() -> None:
    with mmap.mmap(-1, len(PAYLOAD)) as file:
        file.write(PAYLOAD)
        assert decode(TOPIC, file).message == decode(TOPIC, PAYLOAD).message


def test_the_payload_may_change_afterwards() -> None:
    payload = bytearray(PAYLOAD)
    decoded = decode(TOPIC, payload)
    payload[:] = b""
    assert decoded == decode(TOPIC, PAYLOAD)


@pytest.mark.parametrize(
    "topic", [TOPIC, Topic.parse(TOPIC), TopicKind.DATA_DEVICE, type("Text", (str,), {})(TOPIC)]
)
def test_every_form_of_topic(topic: Any) -> None:
    decoded = decode(topic, PAYLOAD)
    assert decoded.message == DataTransfer([Snapshot(JUNE, Values(Decimal("32.5"), 295.9))])
    assert decoded.deviations == ()
    assert is_canonical(topic, PAYLOAD)


@pytest.mark.parametrize("topic", ["dataDevice", "", "iot4emissions/dataDevice/", TOPIC + "/"])
def test_a_text_is_a_topic(topic: str) -> None:
    """The text of a kind is no topic: whoever means the kind says so."""
    with pytest.raises(TopicError):
        decode(topic, PAYLOAD)


def test_the_kind_is_that_of_the_topic() -> None:
    for kind in TopicKind:
        decoded = kind is TopicKind.DATA_DEVICE
        topic = Topic(kind, DeviceId("a"))
        if decoded:
            assert type(decode(topic, PAYLOAD).message) is DataTransfer
        else:
            with pytest.raises(DecodeError):
                decode(topic, PAYLOAD)


def test_profiles() -> None:
    deviation = Deviation(DeviationCode.NUMBER_AS_STRING, "/data/0/tfc", "JRC127600 Table 7")
    for decoded in (
        decode(TOPIC, DEVIATING),
        decode(TOPIC, DEVIATING, "tolerant"),
        decode(TOPIC, DEVIATING, profile=Profile.TOLERANT),
    ):
        assert decoded.deviations == (deviation,)
    for strict in ("strict", Profile.STRICT):
        with pytest.raises(DecodeError) as caught:
            decode(TOPIC, DEVIATING, strict)
        assert caught.value.code == DeviationCode.NUMBER_AS_STRING
    with pytest.raises(ValueError, match='expected one of "strict", "tolerant"'):
        decode(TOPIC, DEVIATING, "lenient")


def test_times_are_whole_seconds_in_utc() -> None:
    warsaw = timezone(timedelta(hours=2))
    snapshot = Snapshot(datetime(2021, 6, 1, 11, tzinfo=warsaw), Values(1))
    assert snapshot.acquired == JUNE
    assert snapshot.acquired.tzinfo is UTC
    for seconds in (1, 9_999_999_999):
        payload = b'{"data":[{"acquired":%d,"tfc":1.0}]}' % seconds
        message = decode(TOPIC, payload).message
        assert isinstance(message, DataTransfer)
        (found,) = message.snapshots
        assert found.acquired == datetime.fromtimestamp(seconds, UTC)
        assert encode(DataTransfer([found])) == payload


def test_any_iterable_of_snapshots() -> None:
    snapshots = [Snapshot(JUNE + timedelta(days=day), Values(day)) for day in range(3)]
    expected = DataTransfer(snapshots)
    assert DataTransfer(tuple(snapshots)) == DataTransfer(iter(snapshots)) == expected
    assert DataTransfer(snapshot for snapshot in snapshots).snapshots == tuple(snapshots)


def test_an_iterable_that_raises() -> None:
    def snapshots() -> Any:
        yield Snapshot(JUNE, Values(1))
        raise RuntimeError("the sensor went away")

    with pytest.raises(RuntimeError, match="the sensor went away"):
        DataTransfer(snapshots())


def test_schedules_are_compared_by_what_they_mean() -> None:
    """P-6.8, and each keeps its text."""
    parts = dict.fromkeys(("acquireFrequency", "transferFrequency", "configCheckFrequency"))

    def status(schedule: str) -> ConfigurationStatus:
        endpoint = {"endpoint": "data.example", "port": 8883, "protocol": "mqtts"}
        configuration: dict[str, Any] = {"registrationMqtt": endpoint, "obfcmDataMqtt": endpoint}
        configuration |= dict.fromkeys(parts, schedule) | {"version": 1}
        value = {"deviceState": "operational", "configuration": configuration}
        message = decode(TopicKind.CONFIG_SERVER, json.dumps(value).encode()).message
        assert isinstance(message, ConfigurationStatus)
        return message

    one, other = status("0 0 0 1 1/3 ? *"), status("0 0 0 1 1,4,7,10 ? *")
    assert one == other
    assert hash(one) == hash(other)
    assert encode(one) != encode(other)


@given(data_transfers)
def test_plausibility_is_about_both_snapshots(message: DataTransfer) -> None:
    before, snapshot = message.snapshots[0], message.snapshots[-1]
    received = snapshot.acquired
    found = plausibility(before, snapshot, received)
    assert all(isinstance(finding, Finding) for finding in found)
    assert set(plausibility(None, snapshot, received)) <= set(found)
    for finding in found:
        assert Finding(finding.code, finding.parameter) == finding
        suffix = f":{finding.parameter}" if finding.parameter else ""
        assert str(finding) == finding.code + suffix


def test_findings() -> None:
    """P-7.9, at its limits."""

    def at(hours: float, **values: float) -> Snapshot:
        return Snapshot(JUNE + timedelta(hours=hours), Values(**values))

    def codes(before: Snapshot | None, after: Snapshot, hours: float = 99) -> list[str]:
        return [str(found) for found in plausibility(before, after, JUNE + timedelta(hours=hours))]

    still = at(0, total_distance_travelled=0)
    assert codes(still, at(1, total_distance_travelled=251)) == []
    assert codes(still, at(1, total_distance_travelled=251.1)) == ["too-fast"]
    assert codes(None, at(24, total_fuel_consumed=1), hours=0) == []
    assert codes(None, at(25, total_fuel_consumed=1), hours=0) == ["from-the-future"]
    microsecond = timedelta(microseconds=1)
    assert plausibility(None, at(0, total_fuel_consumed=1), JUNE + microsecond) == ()
