"""A sample of every class that is a value: two expressions of values that differ.

A module ``samples_<area>.py`` beside this one has ``SAMPLES``, and may have ``PRIVATE``,
the classes whose ``repr`` hides something and so does not evaluate, and ``NOT_VALUES``, the
classes that are none, with the reason. ``ERRORS`` are, per exception, expressions that raise
it, with ``code``, ``path`` and text.
"""

import importlib
import inspect
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import iot4emissions

NAMESPACE: dict[str, Any] = {
    name: getattr(iot4emissions, name) for name in iot4emissions.__all__
} | {
    "UTC": UTC,
    "Decimal": Decimal,
    "datetime": datetime,
    "timedelta": timedelta,
    "timezone": timezone,
}

SAMPLES: dict[str, tuple[str, str]] = {}
PRIVATE: set[str] = set()
NOT_VALUES: dict[str, str] = {}
ERRORS: dict[str, tuple[tuple[str, str, str, str], ...]] = {}
PENDING_ERRORS: set[str] = set()

for _file in sorted(Path(__file__).parent.glob("samples_*.py")):
    _module = importlib.import_module(_file.stem)
    SAMPLES |= _module.SAMPLES
    PRIVATE |= getattr(_module, "PRIVATE", set())
    NOT_VALUES |= getattr(_module, "NOT_VALUES", {})
    PENDING_ERRORS |= getattr(_module, "PENDING_ERRORS", set())
    for _name, _raised in getattr(_module, "ERRORS", {}).items():
        ERRORS[_name] = ERRORS.get(_name, ()) + _raised


def make(expression: str, namespace: dict[str, Any] = NAMESPACE) -> Any:
    """The value of an expression, in the namespace of the package or another one."""
    # A repr writes `datetime.datetime(…)`, as if the module were imported.
    source = expression
    for name in ("datetime(", "timedelta(", "timezone.utc"):
        source = source.replace(f"datetime.{name}", name)
    return eval(source, dict(namespace))


def classes() -> dict[str, type]:
    """The classes of ``iot4emissions.__all__`` but exceptions and enumerations."""
    public = {name: getattr(iot4emissions, name) for name in iot4emissions.__all__}
    return {
        name: found
        for name, found in public.items()
        if inspect.isclass(found) and not issubclass(found, Exception | Enum)
    }
