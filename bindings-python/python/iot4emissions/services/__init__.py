"""The decisions of both services (P-7), as pure functions.

``registration`` decides which device belongs to which vehicle and which vehicle is cleared,
``data`` which device may send, how it is configured and what becomes of its data. Records,
events and calls are plain data, as they are written to a database or sent over HTTP: a
``dict`` for an object, as ``json.loads`` reads it. The shapes stand in both modules as
``TypedDict``s.

A function raises ``ProtocolError`` for data of another shape: ``code`` is ``json-form``,
``path`` the argument such as ``/record``. Its text does not repeat what was found there,
because it may be a VIN.
"""

from . import data, registration

__all__ = ["data", "registration"]
