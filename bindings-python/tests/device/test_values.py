"""Every value class of ``iot4emissions.device``, and of its ``events``, behaves as Python's
own values do.
"""

import copy
import dataclasses
import inspect
import pickle
import re
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, get_args

import pytest
import samples
from device_samples import NOT_VALUES, PRIVATE, SAMPLES
from iot4emissions import (
    Backoff,
    BrokerRole,
    DeviceState,
    ProtocolError,
    SettingsError,
    device,
)
from iot4emissions.device import Event, events

NAMESPACE = samples.NAMESPACE | {name: getattr(device, name) for name in device.__all__}

FIELDS: dict[str, Any] = {
    "int": 7,
    "int | None": 7,
    "bool": True,
    "datetime": datetime(2021, 6, 1, 9, tzinfo=UTC),
    "BrokerRole": BrokerRole.DATA,
    "DeviceState": DeviceState.STANDBY,
    "ConfigurationRefusal": device.ConfigurationRefusal.OLDER_VERSION,
    "DailyCap": device.DailyCap.CONNECTIONS,
    "DisconnectReason": device.DisconnectReason.REFUSED,
    "RecordFault": device.RecordFault.VERSION,
    "SetAsideReason": device.SetAsideReason.LATER_THAN_CLOCK,
}
# Other than the first ones, these reasons and faults have no number beside them.
OTHERS: dict[str, Any] = {
    "int": 8,
    "int | None": None,
    "bool": False,
    "datetime": datetime(2021, 6, 1, 10, tzinfo=UTC),
    "BrokerRole": BrokerRole.REGISTRATION,
    "DeviceState": DeviceState.OPERATIONAL,
    "ConfigurationRefusal": device.ConfigurationRefusal.SAME_VERSION,
    "DailyCap": device.DailyCap.PERSISTED_BYTES,
    "DisconnectReason": device.DisconnectReason.CLOSED,
    "RecordFault": device.RecordFault.INCONSISTENT,
    "SetAsideReason": device.SetAsideReason.REFUSED,
}


def make(expression: str) -> Any:
    return samples.make(expression, NAMESPACE)


def kinds() -> list[type]:
    return [getattr(events, name) for name in events.__all__ if name != "EventKind"]


def kind_of(kind: Any, values: dict[str, Any] = FIELDS) -> Any:
    return kind(*(values[str(field.type)] for field in dataclasses.fields(kind)))


def public() -> dict[str, type]:
    found = {name: getattr(device, name) for name in device.__all__}
    return {
        name: value
        for name, value in found.items()
        if inspect.isclass(value) and not issubclass(value, Enum)
    }


VALUES = [(name, expression) for name, found in SAMPLES.items() for expression in found]
VALUES += [(kind.__name__, repr(kind_of(kind))) for kind in kinds()]
ENUMERATIONS = [
    found
    for found in (getattr(device, name) for name in device.__all__)
    if inspect.isclass(found) and issubclass(found, StrEnum)
]
each_value = pytest.mark.parametrize(("name", "expression"), VALUES)


def test_every_class_has_a_sample() -> None:
    assert public().keys() == SAMPLES.keys() | NOT_VALUES.keys()


@each_value
def test_equal_by_fields(name: str, expression: str) -> None:
    value, same = make(expression), make(expression)
    assert type(value).__name__ == type(value).__qualname__ == name
    assert type(value).__module__ in ("iot4emissions.device", "iot4emissions.device.events")
    assert value is not same
    assert value == same
    assert (value != same) is False
    assert hash(value) == hash(same)
    for _, other in VALUES:
        if other != expression:
            assert value != make(other)
            assert (value == make(other)) is False
    for stranger in (None, 0, repr(value), (value,), ()):
        assert value != stranger


@each_value
def test_frozen(name: str, expression: str) -> None:
    value = make(expression)
    for field in (*type(value).__match_args__, "another"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(value, field, None)
        with pytest.raises((AttributeError, TypeError)):
            delattr(value, field)
    assert value == make(expression)


@each_value
def test_repr_evaluates(name: str, expression: str) -> None:
    value = make(expression)
    # The kind of event has the input's name, and nothing to hide.
    if name in PRIVATE and not expression.startswith("events."):
        assert "hidden>" in repr(value)
        assert "0123456789abcdef" not in repr(value)
        assert "JFXHF05K1L4104934" not in repr(value)
    else:
        assert make(repr(value)) == value
        assert repr(make(repr(value))) == repr(value)


@each_value
def test_fields_match(name: str, expression: str) -> None:
    value = make(expression)
    fields = type(value).__match_args__
    values = [getattr(value, field) for field in fields]
    assert type(value)(*values) == value
    assert type(value)(**dict(zip(fields, values, strict=True))) == value
    source = f"match value:\n case Class({', '.join(fields)}):\n  found = [{', '.join(fields)}]"
    scope = {"value": value, "Class": type(value)}
    exec(source, scope)
    assert scope["found"] == values


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@each_value
def test_pickles_and_copies(name: str, expression: str, protocol: int) -> None:
    value = make(expression)
    copies = [pickle.loads(pickle.dumps(value, protocol)), copy.copy(value), copy.deepcopy(value)]
    for found in copies:
        assert type(found) is type(value)
        assert found == value
        assert repr(found) == repr(value)


@pytest.mark.parametrize("kind", kinds())
def test_event_kinds_cross_the_border(kind: type) -> None:
    """From Python to the core and back, each field in its place; another one is refused."""
    time = FIELDS["datetime"]
    for values in (FIELDS, OTHERS):
        value = kind_of(kind, values)
        found = Event(time, value).kind
        assert found == value
        assert type(found) is kind
        written = device.output_to_json(device.Notify(Event(time, value)))
        assert device.output_from_json(written) == device.Notify(Event(time, value))
    for field in dataclasses.fields(kind):
        with pytest.raises((TypeError, ValueError)):
            Event(time, dataclasses.replace(kind_of(kind), **{field.name: object()}))


@pytest.mark.parametrize("member", [member for kind in ENUMERATIONS for member in kind])
def test_enumerations(member: StrEnum) -> None:
    assert type(member).__module__ == "iot4emissions.device"
    assert make(repr(member)) is member
    assert copy.deepcopy(member) is member
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(member, protocol)) is member


@pytest.mark.parametrize("reason", device.DisconnectReason)
def test_a_code_comes_with_a_refusal_and_with_nothing_else(
    reason: device.DisconnectReason,
) -> None:
    """Of the input and of both events."""
    refused = reason is device.DisconnectReason.REFUSED
    right, wrong = (5, None) if refused else (None, 5)
    assert device.Disconnected(1, reason, right).code == right
    with pytest.raises(ValueError, match=r"expected .* code with the reason refused"):
        device.Disconnected(1, reason, wrong)
    for kind in (events.ConnectionFailed, events.ConnectionLost):
        value = kind(BrokerRole.DATA, reason, right)
        assert Event(FIELDS["datetime"], value).kind == value
        with pytest.raises(ValueError, match=r"expected .* code with the reason refused"):
            Event(FIELDS["datetime"], kind(BrokerRole.DATA, reason, wrong))
    with pytest.raises(OverflowError):
        device.Disconnected(1, device.DisconnectReason.REFUSED, 256)


def test_a_fault_comes_with_its_number() -> None:
    """Of the input and of the event."""
    fault = device.RecordFault
    for right in ((fault.DAMAGED, 0), (fault.VERSION, 255), (fault.INCONSISTENT, None)):
        assert device.RecordUnreadable(*right).found == right[1]
    for wrong in (
        (fault.DAMAGED, None),
        (fault.VERSION, None),
        (fault.VERSION, 256),
        (fault.INCONSISTENT, 1),
    ):
        with pytest.raises(ValueError, match="expected a length with the fault damaged"):
            device.RecordUnreadable(*wrong)
        with pytest.raises(ValueError, match="expected a length with the fault damaged"):
            Event(FIELDS["datetime"], events.RecordUnreadable(*wrong))


# The smallest and the largest of each.
RANGES = {
    "connect_timeout_seconds": (1, 3600),
    "retained_wait_seconds": (1, 3600),
    "answer_wait_seconds": (1, 3600),
    "spread_window_seconds": (0, 31_622_400),
    "storage_limit": (1, 100_000),
    "event_log_limit": (0, 256),
    "resend_window": (0, 100_000),
    "endpoint_failures": (1, 2**32 - 1),
    "endpoint_failure_seconds": (0, 31_622_400),
    "max_payload": (1, 2**32 - 1),
    "refusals_alone": (1, 2**32 - 1),
    "min_acquire_interval_seconds": (0, 31_622_400),
    "min_transfer_interval_seconds": (0, 31_622_400),
    "min_config_check_interval_seconds": (0, 31_622_400),
    "daily_connections": (2, 2**32 - 1),
    "daily_persisted_bytes": (2, 2**32 - 1),
}


@pytest.mark.parametrize("name", RANGES)
def test_settings_are_checked(name: str) -> None:
    """P-6.3: on both sides of both limits, and each value in its own place."""
    smallest, largest = RANGES[name]
    for value in (smallest, largest):
        assert getattr(device.Settings(**{name: value}), name) == value
    others = {other: getattr(device.Settings(), other) for other in RANGES if other != name}
    changed = device.Settings(**{name: largest})
    assert {other: getattr(changed, other) for other in others} == others
    for value in (smallest - 1, largest + 1):
        if not 0 <= value < 2**32:
            with pytest.raises(OverflowError):
                device.Settings(**{name: value})
            continue
        with pytest.raises(SettingsError) as raised:
            device.Settings(**{name: value})
        error = raised.value
        text = f"expected {smallest} to {largest} as {name}, found {value}"
        assert (error.code, error.setting, str(error)) == ("settings", name, text)
        for found in (copy.copy(error), pickle.loads(pickle.dumps(error))):
            assert (found.code, found.setting, str(found)) == ("settings", name, text)


def test_every_setting_has_its_place() -> None:
    backoffs = {
        name: Backoff(timedelta(seconds=2), timedelta(seconds=3 + place))
        for place, name in enumerate(("backoff", "refusal_backoff", "acquisition_backoff"))
    }
    latest = datetime(2100, 1, 1, tzinfo=UTC)
    settings = device.Settings(**backoffs, earliest_time=latest)
    assert {name: getattr(settings, name) for name in backoffs} == backoffs
    assert settings.earliest_time == latest
    assert device.Settings().earliest_time == datetime(1970, 1, 1, tzinfo=UTC)
    assert {*RANGES, *backoffs, "earliest_time"} == set(device.Settings.__match_args__)
    with pytest.raises(SettingsError, match="as earliest_time") as raised:
        device.Settings(earliest_time=latest + timedelta(seconds=1))
    assert raised.value.setting == "earliest_time"


def test_failures_are_by_reason() -> None:
    reason = device.DisconnectReason
    failures = make("Failures({'tls': 2}, 1, 2, 3, 4, 5)")
    assert failures.connections == {each: 2 * (each is reason.TLS) for each in reason}
    for wrong, kind in (({"odd": 1}, ProtocolError), ([], TypeError), ({"tls": -1}, OverflowError)):
        with pytest.raises(kind):
            device.Failures(wrong, 1, 2, 3, 4, 5)


def test_the_state_before_comes_first() -> None:
    """Swapped both ways, the fields would still cross the border."""
    changed = events.StateChanged(DeviceState.STANDBY, to_state=DeviceState.OPERATIONAL)
    written = device.output_to_json(device.Notify(Event(FIELDS["datetime"], changed)))
    assert '{"stateChanged":{"from":"standby","to":"operational"}}' in written


def test_only_event_kinds_are_kinds() -> None:
    class PersistFailed:
        pass

    for stranger in (PersistFailed(), device.PersistFailed(), events.PersistFailed, None):
        with pytest.raises(
            TypeError, match=r"expected one of the classes of iot4emissions\.device"
        ):
            Event(FIELDS["datetime"], stranger)  # type: ignore[arg-type]


def test_every_event_of_the_core_has_a_class() -> None:
    core = Path(__file__).parents[3] / "iot4emissions-proto/src/device/event.rs"
    enumeration = core.read_text().split("pub enum EventKind {")[1].split("\n}\n")[0]
    variants = re.findall(r"^    (\w+)(?: \{|,)$", enumeration, re.MULTILINE)
    assert variants == [kind.__name__ for kind in get_args(events.EventKind)]
    assert sorted([*variants, "EventKind"]) == events.__all__


def test_the_aliases_are_all_inputs_and_outputs() -> None:
    values = {
        device.Accounts,
        device.AllowanceLeft,
        device.ClockStatus,
        device.DataPseudonym,
        device.DueTimes,
        device.EndpointInUse,
        device.Event,
        device.FactoryConfiguration,
        device.Failures,
        device.LastSuccess,
        device.LoggedEvent,
        device.Now,
        device.OtaDevice,
        device.Provisioning,
        device.RefusedConfiguration,
        device.Settings,
        device.TestResult,
    }
    inputs, outputs = set(get_args(device.Input)), set(get_args(device.Output))
    assert not inputs & outputs
    assert inputs | outputs | values == set(public().values())


@pytest.mark.parametrize("alias", [device.Input, device.Output])
def test_inputs_and_outputs_have_a_json_form(alias: Any) -> None:
    read, write = (
        (device.input_from_json, device.input_to_json)
        if alias is device.Input
        else (device.output_from_json, device.output_to_json)
    )
    for kind in get_args(alias):
        for expression in SAMPLES[kind.__name__]:
            value = make(expression)
            assert read(write(value)) == value
    with pytest.raises(TypeError, match=r"such as .* found str"):
        write("Wake")  # type: ignore[arg-type]


def test_vins_are_hidden_in_every_case() -> None:
    vin = "JFXHF05K1L4104934"
    topic = make("Topic.parse('iot4emissions/registerDevice/vehicle-7')")
    for payload in (
        f'{{"vin":"{vin}"}}'.encode(),
        f'{{"vin":"{vin.lower()}"}}'.encode(),
        b"\x00" + vin.lower().encode(),
        b"\xff" + vin.encode() + b"\xff",
        b"\n" + vin.lower().encode(),
    ):
        for value in (
            device.Publish(1, 0, topic, payload),
            device.Message(1, "a", payload, False),
            device.Message(1, payload.decode("latin-1"), b"", False),
        ):
            assert vin.lower() not in repr(value).lower()
    with pytest.raises(SyntaxError):
        make(repr(device.Publish(1, 0, topic, payload)))
