"""Every class of ``iot4emissions.services`` behaves as Python's own values do, and every union
of them is whole, has a JSON form and refuses what it does not have.
"""

import copy
import inspect
import json
import pickle
import re
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import numpy
import pytest
import samples
import services_samples
from iot4emissions import CountryError, ProtocolError, services
from iot4emissions.services import data, registration

VIN = "JFXHF05K1L4104934"
MODULES: dict[ModuleType, dict[str, tuple[str, ...]]] = {
    services: services_samples.SERVICES,
    registration: services_samples.REGISTRATION,
    data: services_samples.DATA,
}
NAMESPACE = samples.NAMESPACE | {
    name: getattr(module, name) for module in MODULES for name in module.__all__
}
VALUES = [
    (module.__name__, name, expression)
    for module, found in MODULES.items()
    for name, expressions in found.items()
    for expression in expressions
]
each_value = pytest.mark.parametrize(("module", "name", "expression"), VALUES)


def make(expression: str) -> Any:
    return samples.make(expression, NAMESPACE)


def public(module: ModuleType) -> set[str]:
    """The classes of a module but enumerations."""
    found = {name: getattr(module, name) for name in module.__all__}
    return {
        name
        for name, value in found.items()
        # An alias of one class is no class of its own.
        if inspect.isclass(value) and not issubclass(value, Enum) and name == value.__name__
    }


@pytest.mark.parametrize("module", MODULES)
def test_every_class_has_a_sample(module: ModuleType) -> None:
    not_values = public(module) & services_samples.NOT_VALUES.keys()
    assert public(module) == MODULES[module].keys() | not_values


def test_no_name_is_used_twice() -> None:
    """A ``match`` may import from all of the modules."""
    names = [name for module in MODULES for name in public(module)]
    assert len(names) == len(set(names))


@each_value
def test_equal_by_fields(module: str, name: str, expression: str) -> None:
    value, same = make(expression), make(expression)
    assert type(value).__name__ == type(value).__qualname__ == name
    assert type(value).__module__ == module
    assert value == same
    assert (value != same) is False
    assert hash(value) == hash(same)
    for _, _, other in VALUES:
        if other != expression:
            assert value != make(other)
            assert (value == make(other)) is False
    for stranger in (None, 0, repr(value), (value,), ()):
        assert value != stranger


@each_value
def test_frozen(module: str, name: str, expression: str) -> None:
    value = make(expression)
    for field in (*type(value).__match_args__, "another"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(value, field, None)
        with pytest.raises((AttributeError, TypeError)):
            delattr(value, field)
    assert value == make(expression)


@each_value
def test_repr_evaluates(module: str, name: str, expression: str) -> None:
    value = make(expression)
    for shown in (repr(value), str(value)):
        if name in services_samples.PRIVATE:
            assert "<VIN hidden>" in shown
            assert VIN not in shown
        elif "SealedDeviceId" in expression:
            assert "SealedDeviceId(<hidden>)" in shown
            assert "AAAA" not in shown
        else:
            assert make(shown) == value
            assert repr(make(shown)) == shown


@each_value
def test_fields_match(module: str, name: str, expression: str) -> None:
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
def test_pickles_and_copies(module: str, name: str, expression: str, protocol: int) -> None:
    value = make(expression)
    copies = [pickle.loads(pickle.dumps(value, protocol)), copy.copy(value), copy.deepcopy(value)]
    for found in copies:
        assert type(found) is type(value)
        assert found == value
        assert repr(found) == repr(value)


@pytest.mark.parametrize(
    "member", [*services.SuspensionReason, *data.StorageDecision], ids=lambda member: repr(member)
)
def test_enumerations(member: Any) -> None:
    assert type(member).__module__.startswith("iot4emissions.services")
    assert make(repr(member)) is member
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(member, protocol)) is member


# The unions with the functions of their JSON form, and where the core has their cases; what
# a class is called there, if otherwise.
JSON_FORMS = {
    "Answer": (services.Answer, services.answer_from_json, services.answer_to_json),
    "Event": (registration.Event, registration.event_from_json, registration.event_to_json),
    "Effect": (registration.Effect, registration.effect_from_json, registration.effect_to_json),
    # One class is its own union.
    "OperatorNotice": (data.OperatorNotice | None, data.notice_from_json, data.notice_to_json),
}


@pytest.mark.parametrize("name", JSON_FORMS)
def test_unions_have_a_json_form(name: str) -> None:
    union, read, write = JSON_FORMS[name]
    found = MODULES[services] | MODULES[registration] | MODULES[data]
    for kind in set(get_args(union)) - {type(None)}:
        for expression in found[kind.__name__]:
            value = make(expression)
            assert read(write(value)) == value
    with pytest.raises(TypeError, match=r"^expected an? .* such as .*, found str\b"):
        write("left")  # type: ignore[arg-type]
    for text in ('"odd"', f'{{"{VIN}":1}}', f'"{VIN}', "1"):
        with pytest.raises(ProtocolError, match="in its JSON form") as raised:
            read(text)
        assert raised.value.code == "json-form"
        assert VIN not in f"{raised.value!r}{raised.value.path}"


@pytest.mark.parametrize(
    "name", ["Call", "VehicleRecord", "ConfigurationParameters", "DeviceRecord", "Tombstone"]
)
def test_records_have_a_json_form(name: str) -> None:
    found = MODULES[services] | MODULES[registration] | MODULES[data]
    for expression in found[name]:
        value = make(expression)
        assert type(value).from_json(value.to_json()) == value
        assert isinstance(json.loads(value.to_json()), dict)


CORE = Path(__file__).parents[3] / "iot4emissions-proto/src/services"
OTHER_NAMES = {
    "Phase": {"Introduced": "Acknowledged"},
    "CallContent": {"Introduced": "Introduction"},
    "OperatorNotice": {
        "DataDeviceRefused": "DataServiceRefused",
        "NotIntroduced": "DeviceNotIntroduced",
        "VersionsExhausted": "DeviceVersionsExhausted",
    },
}
UNIONS = {
    "Answer": (services.Answer, "call/answer.rs", "Answer"),
    "CallContent": (services.CallContent, "call.rs", "CallContent"),
    "CallKind": (services.CallKind, "call.rs", "CallKind"),
    "Clearance": (services.Clearance, "clearance.rs", "Clearance"),
    "Event": (registration.Event, "registration/event.rs", "Event"),
    "Effect": (registration.Effect, "registration/event.rs", "Effect"),
    "OperatorNotice": (
        registration.OperatorNotice,
        "registration/event.rs",
        "(?:Notice|OperatorNotice)",
    ),
    "AcknowledgedClearance": (
        registration.AcknowledgedClearance,
        "registration/binding.rs",
        "(?:Told|AcknowledgedClearance)",
    ),
    "Phase": (registration.Phase, "registration/binding.rs", "Phase"),
    "Withdrawal": (data.Withdrawal, "data/record.rs", "Withdrawal"),
}


@pytest.mark.parametrize("name", UNIONS)
def test_unions_are_whole(name: str) -> None:
    """A ``match`` on one of them has a case for all that the core may say."""
    union, file, enumeration = UNIONS[name]
    text = (CORE / file).read_text()
    body = re.split(rf"pub enum {enumeration} \{{", text)[1].split("\n}\n")[0]
    variants = re.findall(r"^    (\w+)(?: \{|,|\()", body, re.MULTILINE)
    other = OTHER_NAMES.get(name, {})
    classes = [kind.__name__ for kind in get_args(union)]
    assert [other.get(variant, variant) for variant in variants] == classes


def test_a_time_beyond_the_year_9999_is_a_named_error() -> None:
    """A record may hold one, which no ``datetime`` can say."""
    last = 253_402_300_799
    tombstone = data.Tombstone.from_json(f'{{"last":1,"forgotten":{last}}}')
    assert tombstone.forgotten.year == 9999
    for beyond in (last + 1, 2**53, 2**64 - 1):
        tombstone = data.Tombstone.from_json(f'{{"last":1,"forgotten":{beyond}}}')
        for asked in (lambda of=tombstone: of.forgotten, lambda of=tombstone: repr(of)):
            with pytest.raises(ProtocolError, match=f"year 9999, found {beyond} seconds") as raised:
                asked()
            assert raised.value.code == "time"


def test_a_record_has_no_vin_in_its_texts() -> None:
    """Where another field has one, too."""
    record = make(f"VehicleRecord(Vin('{VIN}'), 'DE', VehicleInfo(variant='of {VIN}'))")
    found = make(f"AttributeContainsVin(DeviceId('a'), '{VIN}')")
    for value in (record, found, registration.Raise(found)):
        for shown in (repr(value), str(value), f"{value}"):
            assert VIN not in shown
            assert "<VIN hidden>" in shown


def test_numbers_of_calls() -> None:
    """P-5.51: 0 to 2^53 - 1, of any whole number that Python knows."""
    for number in (0, 2**53 - 1, numpy.int64(7), numpy.uint8(7)):
        assert services.Overtaken(number).last == int(number)
    for wrong, text in (
        (-1, "expected a call's number of 0 or more, found -1"),
        (2**53, "expected a call's number, at most 9007199254740991, found 9007199254740992"),
    ):
        with pytest.raises(ProtocolError) as raised:
            services.Overtaken(wrong)
        assert (raised.value.code, str(raised.value)) == ("sequence", text)
    for stranger in (True, 1.0, "1"):
        with pytest.raises(TypeError, match="expected an int, found"):
            services.Overtaken(stranger)  # type: ignore[arg-type]


def test_a_country_is_two_capitals() -> None:
    with pytest.raises(CountryError, match="two capitals"):
        make("Registered('de', VehicleInfo(), True)")


def test_refused_devices_stand_once_and_in_order() -> None:
    record = make(f"VehicleRecord(Vin('{VIN}'), refused=map(DeviceId, ['b', 'a', 'b']))")
    assert [str(device) for device in record.refused] == ["a", "b"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Raise(Left())", "a notice such as DeviceHasAnotherVehicle(device)"),
        ("ClearanceCall(1, Introduced())", "a clearance such as Cleared()"),
        ("LastCall(1, Introduction(VehicleInfo()))", "the kind of a call such as Cleared()"),
        ("Call(DeviceId('a'), 1, Introduced())", "the content of a call such as Cleared()"),
        ("Acknowledged(Applied(), None)", "what the Data Service is known to hold"),
        ("Binding(DeviceId('a'), VehicleInfo(), Cleared())", "a phase such as Introducing(1)"),
        ("CallAnswered(DeviceId('a'), 1, Cleared())", "an answer such as Applied()"),
        ("Known(Applied())", "a device's record or a tombstone"),
        ("Known(data_device=DeviceId('a'))", "what became of a sealed ID such as Unopened()"),
    ],
)
def test_what_belongs_elsewhere_is_refused(expression: str, expected: str) -> None:
    with pytest.raises(TypeError, match=re.escape(f"expected {expected}")):
        make(expression)
