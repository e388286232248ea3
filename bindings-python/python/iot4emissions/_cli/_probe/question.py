"""The core's questions, by name, and the topics that are in them."""

from __future__ import annotations

from typing import NamedTuple

from ..._native import _Probe
from .dial import Guise

# The version in which everybody but the asker speaks.
OWN_VERSION = "3.1.1"
PLAIN: Guise = ("device", "plain", OWN_VERSION)

# What was seen, and its code.
Answer = tuple[str, int | None]


class Question(NamedTuple):
    """One of the core's, and its place in the plan."""

    number: int
    guise: Guise
    action: str
    about: str
    retain: bool
    witness: str


def in_order(plan: _Probe) -> list[Question]:
    """The plan."""
    return [
        Question(number, (credential, disguise, version), action, about, retain, witness)
        for number, (credential, disguise, version, action, about, retain, witness) in enumerate(
            plan.questions()
        )
    ]


class Topics:
    """Where the two devices receive and publish, by whose it is."""

    def __init__(self, questions: list[Question]) -> None:
        published = [each for each in questions if each.action == "publish"]
        # The service asks for both, and each device sees its own.
        self.down = {
            each.witness: each.about
            for each in published
            if each.guise[0] == "service" and each.witness != "asker"
        }
        # The device asks for its own, twice, and then for the other's.
        self.up = {"device": published[0].about, "other": published[2].about}
        self.all_up = self.up["device"].rpartition("/")[0] + "/+"

    def publisher(self, topic: str) -> str | None:
        """Who may publish there."""
        owners = {topic: who for who, topic in self.up.items()}
        return (owners | dict.fromkeys(self.down.values(), "service")).get(topic)

    def receiver(self, topic: str) -> str | None:
        """Who may receive it."""
        owners = {topic: who for who, topic in self.down.items()}
        return (owners | dict.fromkeys(self.up.values(), "service")).get(topic)
