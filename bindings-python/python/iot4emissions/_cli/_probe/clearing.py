"""What the broker keeps of a probe is taken back."""

from __future__ import annotations

import time
from contextlib import suppress

from ..._native import _Probe
from .._say import UserError
from .asker import Asker
from .dial import Dialler, Guise
from .line import Gone
from .question import OWN_VERSION, PLAIN, Topics
from .witnesses import Witnesses


class Clearing:
    """Remembers what was published with RETAIN and by whom, until it is seen to be gone."""

    def __init__(
        self,
        plan: _Probe,
        dialler: Dialler,
        topics: Topics,
        asker: Asker,
        witnesses: Witnesses,
        settle: float,
    ) -> None:
        self._plan = plan
        self._dialler = dialler
        self._topics = topics
        self._asker = asker
        self._witnesses = witnesses
        self._settle = settle
        self._pending: dict[str, Guise] = {}
        self.left: list[str] = []

    def expect(self, topic: str, guise: Guise = PLAIN) -> None:
        """Something may be kept there from now on."""
        self._pending[topic] = guise

    def forget(self, topic: str) -> None:
        """The broker refused it."""
        self._pending.pop(topic, None)

    def clear(self, topic: str) -> None:
        """By the same means, and as who may."""
        try:
            self._asker.line().publish(topic, b"", True)
        except Gone:
            self._asker.lose()
        who = self._topics.publisher(topic)
        if who is None or who == self._asker.guise[0]:
            return
        with suppress(Gone):
            line = self._witnesses.line(who)
            if line is not None:
                line.publish(topic, b"", True)

    def clear_will(self, topic: str) -> None:
        """By another will, which ends the asker's connection."""
        with suppress(Gone):
            will = (topic, b"", True)
            self._dialler.dial(self._plan, self._asker.guise, will=will).cut()
        self._asker.lose()

    def clear_all(self) -> None:
        """Tries once more, and looks whether anything is left."""
        for topic, guise in list(self._pending.items()):
            self._asker.become(guise)
            with suppress(Gone, UserError):
                self.clear(topic)
                if not self._still_kept(topic):
                    del self._pending[topic]
        self._asker.leave()
        self.left = sorted(self._pending)

    def _still_kept(self, topic: str) -> bool:
        """As far as anybody can see it."""
        self._asker.leave()
        who = self._topics.receiver(topic) or self._asker.guise[0]
        self._witnesses.drop(who)
        line = self._dialler.dial(self._plan, (who, "plain", OWN_VERSION))
        try:
            line.subscribe(topic)
            time.sleep(self._settle)
            line.ping()
            return bool(line.retained) or any(each.topic == topic for each in line.kept)
        finally:
            line.close()
