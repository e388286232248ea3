"""No error repeats the name of an unexpected keyword argument, which may be a VIN (P-1.5)."""

import inspect
import traceback
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, is_typeddict

import device_samples
import iot4emissions
import pytest
import samples
import services_samples
from iot4emissions import DeviceId, decode, device
from test_doc_examples import modules, public

# In two parts, so that it does not stand in the source lines of a traceback.
VIN = "JFXHF05K" + "1L4104934"
NAMES = (VIN, VIN.lower(), f"\ud800{VIN}", VIN * 1000)

NAMESPACE = samples.NAMESPACE | {
    name: getattr(module, name) for module in modules() for name in module.__all__
}
EXPRESSIONS: dict[str, tuple[str, ...]] = (
    samples.SAMPLES
    | device_samples.SAMPLES
    | services_samples.SERVICES
    | services_samples.REGISTRATION
    | services_samples.DATA
)


def is_called_otherwise(found: Any) -> bool:
    """An enumeration is looked up by Python's own means; shapes for type checkers and unions
    are not called.
    """
    if not callable(found) or is_typeddict(found) or getattr(found, "_is_protocol", False):
        return True
    return inspect.isclass(found) and issubclass(found, Enum)


def callables() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public class and function, and every method of what there is a sample of."""
    for module in modules():
        for name, found in public(module).items():
            if is_called_otherwise(found):
                continue
            yield name, found
            if not inspect.isclass(found):
                continue
            for owner in (found, *(make(sample) for sample in EXPRESSIONS.get(name, ())[:1])):
                for member in dir(owner):
                    method = getattr(owner, member, None)
                    if not member.startswith("_") and callable(method):
                        yield f"{name}.{member}", method


def make(expression: str) -> Any:
    return samples.make(expression, NAMESPACE)


CALLABLES = dict(callables())


def test_there_is_something_to_call() -> None:
    assert {"decode", "Vin", "DeviceId.from_certificate", "OpeningKey"} <= CALLABLES.keys()
    assert {"services.data.receive", "device.events.TestEnded", "analysis.gap_by_family"} - (
        CALLABLES.keys()
    ) <= {"analysis.gap_by_family"}
    assert len(CALLABLES) > 200


@pytest.mark.parametrize("name", CALLABLES)
def test_no_keyword_is_repeated(name: str) -> None:
    for keyword in NAMES:
        with pytest.raises(Exception) as raised:
            CALLABLES[name](**{keyword: 1})
        shown = "".join(traceback.format_exception(raised.value))
        assert VIN.lower() not in f"{shown}{raised.value!r}".lower()
        assert len(str(raised.value)) < 1000


def test_what_could_have_been_passed_is_said() -> None:
    for attempt, expected in (
        (lambda: DeviceId(txt="a"), "DeviceId.__new__() got an unexpected keyword argument"),
        (lambda: DeviceId(txt="a"), ", expected text"),
        (lambda: decode("a", b"", strict=True), "expected topic, payload, profile, null_is_absent"),
        (lambda: device.Settings(resend=1), ", expected connect_timeout_seconds, "),
        (lambda: device.Wake(now=1), ", expected none"),
        (lambda: device.events.TestEnded(pased=True), "TestEnded.__init__() got an unexpected"),
        (lambda: device.events.TestEnded(pased=True), ", expected passed"),
        (lambda: iot4emissions.services.data.receive(None, b"", odd=1), "expected record, payload"),
    ):
        with pytest.raises(TypeError) as raised:
            attempt()  # type: ignore[no-untyped-call]
        assert expected in str(raised.value)


def test_the_other_errors_of_arguments_stay() -> None:
    for attempt, expected in (
        (lambda: DeviceId(), "missing 1 required positional argument: 'text'"),
        (lambda: DeviceId("a", text="a"), "got multiple values for argument 'text'"),
        (lambda: DeviceId("a", "b"), "takes 1 positional arguments but 2 were given"),
    ):
        with pytest.raises(TypeError) as raised:
            attempt()  # type: ignore[no-untyped-call]
        assert expected in str(raised.value)
