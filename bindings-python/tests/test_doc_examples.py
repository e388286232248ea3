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
from typing import Any

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
            is_property = inspect.isdatadescriptor(value)
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
    """An exception is shown where it is raised, a member of an enumeration where it is used."""
    return inspect.isclass(found) and issubclass(found, Exception | Enum)


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
    text = inspect.getdoc(DOCUMENTED[name]) or ""
    test = doctest.DocTestParser().get_doctest(text, namespace, name, None, 0)
    assert test.examples
    report: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not failed, "".join(report)
