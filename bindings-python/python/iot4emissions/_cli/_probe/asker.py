"""The connection of who asks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from ..._native import _Probe
from .dial import Dialler, Guise
from .line import Gone, Line
from .question import PLAIN

# A moment for a broker that is taking down the client's last connection.
MOMENT = 0.2

Outcome = TypeVar("Outcome")


class Asker:
    """Poses as one after the other."""

    def __init__(self, plan: _Probe, dialler: Dialler) -> None:
        self._plan = plan
        self._dialler = dialler
        self._line: Line | None = None
        self.guise: Guise = PLAIN

    def become(self, guise: Guise) -> None:
        """The next connection is made so."""
        self.leave()
        self.guise = guise

    def line(self) -> Line:
        """The connection, a new one if the last was closed for a question."""
        if self._line is not None:
            return self._line
        patient = self.guise[1] == "plain" and self.guise[0] in self._dialler.pairs
        for attempt in range(3):
            try:
                self._line = self._dialler.dial(self._plan, self.guise)
                return self._line
            except Gone as gone:
                again = patient and (gone.seen == "closed" or gone.code in (3, 0x88))
                if attempt == 2 or not again:
                    raise
                time.sleep(MOMENT)
        raise Gone("unreachable")

    def attempt(self, act: Callable[[Line], Outcome]) -> Outcome:
        """Does something on the connection. One that has ended before, for another reason, is
        no answer: then on a new one."""
        used = self._line is not None
        try:
            return act(self.line())
        except Gone as gone:
            self.lose()
            if not used or gone.seen != "closed":
                raise
        try:
            return act(self.line())
        except Gone:
            self.lose()
            raise

    def leave(self) -> None:
        """Says good-bye."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def lose(self) -> None:
        """It is gone, or should be."""
        if self._line is not None:
            self._line.cut()
            self._line = None
