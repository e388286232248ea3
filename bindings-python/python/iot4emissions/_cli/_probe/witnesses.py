"""Those who see what arrives and send what others are to receive."""

from __future__ import annotations

import time
from contextlib import suppress

from ..._native import _Probe
from .asker import MOMENT
from .dial import Dialler
from .line import Gone, Line
from .question import OWN_VERSION, Topics


class Witnesses:
    """``device``, ``other`` and ``service``, each on a connection of its own with its own
    subscription."""

    def __init__(self, plan: _Probe, dialler: Dialler, topics: Topics) -> None:
        self._plan = plan
        self._dialler = dialler
        self._topics = topics
        self._lines: dict[str, Line] = {}

    def line(self, who: str) -> Line | None:
        """The connection, a new one if the last has ended; ``None`` if there is none."""
        line = self._lines.get(who)
        if line is not None:
            with suppress(Gone):
                line.ping()
                return line
            line.cut()
            del self._lines[who]
        for _ in range(3):
            try:
                line = self._dialler.dial(self._plan, (who, "plain", OWN_VERSION))
                self._lines[who] = line
                line.subscribe(self._topics.all_up if who == "service" else self._topics.down[who])
                return line
            except Gone as gone:
                if gone.seen != "closed" and gone.code != 3:
                    break
                time.sleep(MOMENT)
        self._lines.pop(who, None)
        return None

    def connected(self, who: str) -> Line | None:
        """The connection with all that has arrived, if it was not lost."""
        return self._lines.get(who)

    def drop(self, who: str) -> None:
        """Says good-bye for one."""
        line = self._lines.pop(who, None)
        if line is not None:
            line.close()

    def close(self) -> None:
        """For all."""
        for who in list(self._lines):
            self.drop(who)
