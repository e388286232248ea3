"""Every public docstring is there, says which clause it follows, and its examples run."""

import doctest
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any, is_typeddict

import iot4emissions
import pytest

CLAUSE = re.compile(r"\b[PT]-\d+|JRC127600")
EXAMPLE = ">>>"


def modules() -> Iterator[Any]:
    """The package and its public modules."""
    yield iot4emissions
    for module in pkgutil.walk_packages(iot4emissions.__path__, "iot4emissions."):
        if not any(part.startswith("_") for part in module.name.split(".")):
            yield importlib.import_module(module.name)


def public(module: Any) -> dict[str, Any]:
    """What a module offers that can have a docstring: no constants, no aliases of types."""
    everything = {name: getattr(module, name) for name in module.__all__}
    return {
        f"{module.__name__}.{name}".removeprefix("iot4emissions."): found
        for name, found in everything.items()
        if inspect.isclass(found) or inspect.isroutine(found)
    }


def members(name: str, found: type) -> Iterator[tuple[str, Any]]:
    """The methods and properties of a class, those of its bases in the package too."""
    for base in found.__mro__:
        if not base.__module__.startswith("iot4emissions"):
            continue
        for member, value in vars(base).items():
            if member.startswith("_") or isinstance(value, found):
                continue
            if isinstance(value, staticmethod | classmethod):
                value = value.__func__
            # A dataclass says in its own docstring what its fields are.
            is_property = inspect.isdatadescriptor(value) and not inspect.ismemberdescriptor(value)
            if inspect.isroutine(value) or is_property or inspect.isclass(value):
                yield f"{name}.{member}", value


PUBLIC = {name: found for module in modules() for name, found in public(module).items()}
MEMBERS = {
    member: value
    for name, found in PUBLIC.items()
    if inspect.isclass(found)
    for member, value in members(name, found)
}
DOCUMENTED = {module.__name__: module for module in modules()} | PUBLIC | MEMBERS


def has_no_example(found: Any) -> bool:
    """An exception is shown where it is raised, a member of an enumeration where it is used,
    the shape of a `dict` where one is passed.
    """
    return is_typeddict(found) or (inspect.isclass(found) and issubclass(found, Exception | Enum))


def test_there_is_something_to_test() -> None:
    assert {"decode", "Values", "Vin"} <= PUBLIC.keys()
    assert {"Values.floats", "Snapshot.acquired", "Principal.from_name"} <= MEMBERS.keys()


@pytest.mark.parametrize("name", DOCUMENTED)
def test_there_is_a_docstring(name: str) -> None:
    text = inspect.getdoc(DOCUMENTED[name])
    assert text, f"{name} has no docstring"
    # One that is inherited says nothing of its own.
    assert DOCUMENTED[name].__doc__


@pytest.mark.parametrize("name", PUBLIC)
def test_there_is_an_example_and_a_clause(name: str) -> None:
    text = inspect.getdoc(PUBLIC[name]) or ""
    assert EXAMPLE in text or has_no_example(PUBLIC[name]), f"{name} has no example"
    assert CLAUSE.search(text), f"{name} names no clause"


@pytest.mark.parametrize(
    "name", [name for name, found in DOCUMENTED.items() if EXAMPLE in (found.__doc__ or "")]
)
def test_the_examples_run(name: str) -> None:
    namespace = {each: getattr(iot4emissions, each) for each in iot4emissions.__all__} | {
        "UTC": UTC,
        "Decimal": Decimal,
        "datetime": datetime,
        "timedelta": timedelta,
        "timezone": timezone,
    }
    module = name.rpartition(".")[0]
    for found in modules():
        if f"{found.__name__}." in f"iot4emissions.{module}.":
            namespace |= {each: getattr(found, each) for each in found.__all__}
            # An example goes on from that of its module.
            run(found.__name__, inspect.getdoc(found) or "", namespace)
    run(name, inspect.getdoc(DOCUMENTED[name]) or "", namespace)


def run(name: str, text: str, namespace: dict[str, Any]) -> None:
    """Runs the examples in a docstring; what they name is in the namespace then."""
    test = doctest.DocTestParser().get_doctest(text, namespace, name, None, 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    failed, _ = runner.run(test, out=report.append, clear_globs=False)
    assert not failed, "".join(report)
    namespace |= test.globs
