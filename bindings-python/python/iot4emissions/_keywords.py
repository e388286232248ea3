"""Unexpected keyword arguments, refused without their names, as the native module does.

What is passed as ``**row`` may have a VIN for a name, and Python's own error repeats it (P-1.5).
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FunctionType

_Function = TypeVar("_Function", bound="Callable[..., Any]")
_Class = TypeVar("_Class", bound=type)


def without_names(function: _Function) -> _Function:
    """The same function, but for what it says of an unexpected keyword argument."""
    checked: _Function = _checked(function, function.__qualname__, 0)  # type: ignore[arg-type]
    return checked


def made_without_names(made: _Class) -> _Class:
    """The same class, but for what making one of it says of an unexpected keyword argument."""
    maker = "__new__" if issubclass(made, tuple) else "__init__"
    setattr(made, maker, _checked(getattr(made, maker), f"{made.__name__}.{maker}", 1))
    return made


def _checked(function: FunctionType, name: str, itself: int) -> Any:
    code = function.__code__
    first, end = itself + code.co_posonlyargcount, code.co_argcount + code.co_kwonlyargcount
    names = code.co_varnames[first:end]

    @wraps(function)
    def checked(*args: Any, **keywords: Any) -> Any:
        if not keywords.keys() <= set(names):
            expected = ", ".join(names) or "none"
            raise TypeError(f"{name}() got an unexpected keyword argument, expected {expected}")
        return function(*args, **keywords)

    return checked
