"""The examples in the docstrings of the device and of the services run."""

import doctest
import inspect
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
import samples
from device_samples import SAMPLES
from iot4emissions import device, services
from iot4emissions.device import events
from iot4emissions.services import data, registration

NOW = datetime(2026, 1, 1, tzinfo=UTC)


# As the example of `iot4emissions.device` makes it.
PROVISIONING = SAMPLES["Provisioning"][0].replace(", '192.0.2.7'", "")


def scope(module: ModuleType) -> dict[str, Any]:
    """What an example may use: the package, its module, `now` and `provisioning`."""
    names = samples.NAMESPACE | {name: getattr(module, name) for name in module.__all__}
    provisioning = samples.make(PROVISIONING, names | vars(device))
    return names | {"now": NOW, "provisioning": provisioning}


def documented(module: ModuleType) -> dict[str, str]:
    """What is public in a module with its docstring, methods too."""
    found: dict[str, Any] = {"": module}
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isclass(value) or inspect.isroutine(value):
            found[name] = value
        if inspect.isclass(value) and value.__module__.startswith("iot4emissions"):
            found |= {
                f"{name}.{member}": getattr(value, member)
                for member in vars(value)
                # A dataclass documents its fields in its own docstring.
                if not member.startswith("_") and member not in value.__dict__.get("__slots__", ())
            }
    return {name: inspect.getdoc(value) or "" for name, value in found.items()}


EXAMPLES = [
    pytest.param(module, text, id=f"{module.__name__}.{name}")
    for module in (device, events, registration, data)
    for name, text in documented(module).items()
    if ">>>" in text
]


@pytest.mark.parametrize(("module", "text"), EXAMPLES)
def test_the_example_runs(module: ModuleType, text: str) -> None:
    example = doctest.DocTestParser().get_doctest(text, scope(module), module.__name__, None, 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(example, out=report.append)
    assert not runner.summarize(verbose=False).failed, "".join(report)


@pytest.mark.parametrize("module", [device, events, services, registration, data])
def test_everything_public_is_documented(module: ModuleType) -> None:
    texts = documented(module)
    assert not [name for name, text in texts.items() if len(text) < 10]


def test_every_class_and_function_of_the_device_has_an_example() -> None:
    texts = documented(device)
    names = [name for name in device.__all__ if name in texts and name != "ConfigurationRefusal"]
    assert not [name for name in names if ">>>" not in texts[name]]
