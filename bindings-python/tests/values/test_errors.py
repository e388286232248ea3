"""Every exception: raised by what a user writes, with the core's text, and as a value."""

import copy
import pickle

import iot4emissions
import pytest
from iot4emissions import (
    DecodeError,
    DeviceId,
    Issue,
    ProtocolError,
    Topic,
    TopicKind,
    VehicleInfo,
    decode,
    encode,
    may_publish,
)
from samples import ERRORS, PENDING_ERRORS, make

EXCEPTIONS = {
    name: found
    for name in iot4emissions.__all__
    if isinstance(found := getattr(iot4emissions, name), type) and issubclass(found, Exception)
}

each_error = pytest.mark.parametrize(
    ("name", "expression", "code", "path", "text"),
    [(name, *raised) for name, each in ERRORS.items() for raised in each],
)


def raised(expression: str) -> ProtocolError:
    with pytest.raises(ProtocolError) as caught:
        make(expression)
    return caught.value


def test_every_exception_is_raised() -> None:
    missing = EXCEPTIONS.keys() - ERRORS.keys() - PENDING_ERRORS
    assert not missing, f"nothing in tests/values/samples_*.py raises {sorted(missing)}"
    assert not ERRORS.keys() & PENDING_ERRORS
    assert not ERRORS.keys() - EXCEPTIONS.keys()


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_the_classes(name: str) -> None:
    found = EXCEPTIONS[name]
    assert issubclass(found, ProtocolError)
    assert issubclass(found, ValueError)
    assert found.__module__ == "iot4emissions"
    assert found.__name__ == name
    assert found.__doc__
    # No class catches what another one is for.
    assert [base for base in found.__mro__ if base in EXCEPTIONS.values()] == [
        found,
        *([ProtocolError] if found is not ProtocolError else []),
    ]


@each_error
def test_code_path_and_text(name: str, expression: str, code: str, path: str, text: str) -> None:
    error = raised(expression)
    assert type(error) is EXCEPTIONS[name]
    assert (error.code, error.path, str(error)) == (code, path, text)
    assert isinstance(error.issues, tuple)
    assert bool(error.issues) is isinstance(error, DecodeError)
    assert all(isinstance(issue, Issue) for issue in error.issues)
    assert not text.endswith("."), "an error is no sentence"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@each_error
def test_errors_pickle(
    name: str, expression: str, code: str, path: str, text: str, protocol: int
) -> None:
    error = raised(expression)
    for found in (pickle.loads(pickle.dumps(error, protocol)), copy.copy(error)):
        assert type(found) is type(error)
        assert (found.code, found.path, found.issues) == (code, path, error.issues)
        assert str(found) == text
        assert repr(found) == repr(error)


def test_a_payload_has_every_issue() -> None:
    payload = b'{"deviceState":7,\n "configuration":{"version":"0","version":1}}'
    with pytest.raises(DecodeError) as caught:
        decode(TopicKind.CONFIG_SERVER, payload)
    issues = caught.value.issues
    assert [issue.code for issue in issues][:2] == ["type", "duplicate-member"]
    assert issues[1].line == 2
    assert issues[0] == Issue("type", "/deviceState", 1, 16, "a string", "7")
    assert str(caught.value) == "not a Configuration Status message: " + "; ".join(map(str, issues))


def test_which_attribute_is_wrong() -> None:
    with pytest.raises(ProtocolError) as caught:
        VehicleInfo(make="JEEP", variant="")
    assert caught.value.__notes__ == ["while processing 'variant'"]


@pytest.mark.parametrize(
    ("expression", "kind", "text"),
    [
        ("decode(7, b'')", TypeError, "expected a Topic, its text or a TopicKind, found int"),
        (
            "decode(TopicKind.DATA_DEVICE, '{}')",
            TypeError,
            "expected bytes as the broker delivers them, found str",
        ),
        ("decode(TopicKind.DATA_DEVICE, None)", TypeError, "found NoneType"),
        ("decode(TopicKind.DATA_DEVICE, 7)", TypeError, "found int"),
        ("encode(b'{}')", TypeError, "expected a message, found bytes"),
        ("Values('32.5')", TypeError, "expected a Decimal, an int or a float, found str"),
        ("Values(True)", TypeError, "expected a Decimal, an int or a float, found bool"),
        ("VehicleInfo(test_mass=1.0)", TypeError, "expected an int, found float"),
        ("VehicleInfo(test_mass=True)", TypeError, "expected an int, found bool"),
        (
            "VehicleInfo(further=['a'])",
            TypeError,
            "expected a mapping of texts by name, found list",
        ),
        ("Endpoint('a', '1')", TypeError, "expected an int, found str"),
        ("DataTransfer([1])", TypeError, "Snapshot"),
        ("DataTransfer(7)", TypeError, "not iterable"),
        ("Snapshot(1, Values(1))", TypeError, "expected an aware datetime, found int"),
        (
            "Snapshot(datetime(2021, 6, 1), Values(1))",
            ValueError,
            "expected an aware datetime, found one without a time zone",
        ),
        (
            "Snapshot(datetime(2021, 6, 1, microsecond=1, tzinfo=UTC), Values(1))",
            ValueError,
            "expected a time in whole seconds, found a fraction of one",
        ),
        (
            "Snapshot(datetime(1969, 12, 31, tzinfo=UTC), Values(1))",
            iot4emissions.SnapshotError,
            "expected an acquisition time from 1 to 9999999999 s, found -86400",
        ),
        ("RegistrationStatus(True, 'a')", ValueError, "expected no text where the device is"),
        ("Principal(Party.DEVICE)", ValueError, "expected the ID of the device, found none"),
        ("Principal('dataService', DeviceId('a'))", ValueError, "expected no device ID of a"),
        ("Decision(True, 'P-4.1')", ValueError, "expected rule, reason and code where"),
        ("Decision(False)", ValueError, "expected rule, reason and code where"),
        ("may_publish(Principal.data_service(), 'data', b'a')", TypeError, "found bytes"),
        ("may_subscribe(Principal.data_service(), 'data', 7)", TypeError, "found int"),
    ],
)
def test_arguments_of_another_type(expression: str, kind: type[Exception], text: str) -> None:
    with pytest.raises(kind) as caught:
        make(expression)
    assert type(caught.value) is kind
    assert text in str(caught.value)


def test_errors_can_be_caught_as_one() -> None:
    for attempt in (
        lambda: DeviceId(""),
        lambda: Topic.parse(""),
        lambda: decode(TopicKind.DATA_DEVICE, b""),
        lambda: may_publish(iot4emissions.Principal.data_service(), "odd", "a"),
        lambda: encode(iot4emissions.DataTransfer([])),
    ):
        with pytest.raises(ProtocolError):
            attempt()
