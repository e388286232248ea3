"""Every class of the package that is a value behaves as Python's own values do."""

import copy
import pickle
from enum import StrEnum
from typing import Any

import iot4emissions
import pytest
from samples import NOT_VALUES, PRIVATE, SAMPLES, classes, make

ENUMERATIONS = [
    found
    for found in (getattr(iot4emissions, name) for name in iot4emissions.__all__)
    if isinstance(found, type) and issubclass(found, StrEnum)
]

each_value = pytest.mark.parametrize(
    ("name", "expression"),
    [(name, expression) for name, pair in SAMPLES.items() for expression in pair],
)


def test_every_class_has_a_sample() -> None:
    missing = classes().keys() - SAMPLES.keys() - NOT_VALUES.keys()
    assert not missing, f"no sample of {sorted(missing)} in tests/values/samples_*.py"
    assert not SAMPLES.keys() & NOT_VALUES.keys()
    unknown = (SAMPLES.keys() | NOT_VALUES.keys()) - classes().keys()
    assert not unknown, f"{sorted(unknown)} are not public classes"


@each_value
def test_a_sample_is_of_its_class(name: str, expression: str) -> None:
    value = make(expression)
    assert type(value) is classes()[name]
    assert type(value).__module__ == "iot4emissions"
    assert type(value).__name__ == type(value).__qualname__ == name


@each_value
def test_equal_by_fields(name: str, expression: str) -> None:
    value, same = make(expression), make(expression)
    assert value is not same
    assert value == same
    assert (value != same) is False
    assert hash(value) == hash(same)
    assert len({value, same}) == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_different_by_fields(name: str) -> None:
    first, second = map(make, SAMPLES[name])
    assert first != second
    assert (first == second) is False
    assert len({first, second}) == 2


@each_value
def test_unequal_to_other_types(name: str, expression: str) -> None:
    value = make(expression)
    others: list[Any] = [None, 0, str(value), repr(value), object(), (value,)]
    others += [make(pair[0]) for other, pair in SAMPLES.items() if other != name]
    for other in others:
        assert value != other
        assert (value == other) is False
        assert other != value


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
    assert repr(value).startswith(f"{name}(")
    if name in PRIVATE:
        assert "hidden>" in repr(value)
        assert "0123456789abcdef" not in repr(value)
    else:
        assert make(repr(value)) == value
        assert repr(make(repr(value))) == repr(value)


@each_value
def test_fields_match(name: str, expression: str) -> None:
    value = make(expression)
    fields = type(value).__match_args__
    assert fields
    assert all(isinstance(field, str) for field in fields)
    values = [getattr(value, field) for field in fields]
    # The constructor takes the fields in their order, and by their names.
    assert type(value)(*values) == value
    assert type(value)(**dict(zip(fields, values, strict=True))) == value
    assert value.__reduce__() == (type(value), tuple(values))
    # A class pattern reads __match_args__ as this statement does.
    source = f"match value:\n case {name}({', '.join(fields)}):\n  found = [{', '.join(fields)}]"
    scope = {"value": value, name: type(value)}
    exec(source, scope)
    assert scope["found"] == values


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@each_value
def test_pickles(name: str, expression: str, protocol: int) -> None:
    value = make(expression)
    found = pickle.loads(pickle.dumps(value, protocol))
    assert type(found) is type(value)
    assert found == value
    assert hash(found) == hash(value)
    assert repr(found) == repr(value)


@each_value
def test_copies(name: str, expression: str) -> None:
    value = make(expression)
    for found in (copy.copy(value), copy.deepcopy(value), copy.deepcopy([value])[0]):
        assert type(found) is type(value)
        assert found == value


@each_value
def test_no_subclass(name: str, expression: str) -> None:
    """A subclass could add fields that equality does not see."""
    with pytest.raises(TypeError):
        type("Sub", (type(make(expression)),), {})


@pytest.mark.parametrize("enumeration", ENUMERATIONS)
def test_enumerations(enumeration: type[StrEnum]) -> None:
    assert enumeration.__module__ == "iot4emissions"
    for member in enumeration:
        assert make(repr(member)) is member
        assert copy.deepcopy(member) is member
        assert str(member) == member.value == member
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(member, protocol)) is member
