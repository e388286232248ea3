"""The order of things: who is connected while a question is asked, and who sees what.

Those who see and send (``device``, ``other``, ``service``) stay connected, one connection each,
and are looked after before each group of questions: a broker that takes the asker for one of
them ends theirs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import groupby
from typing import NamedTuple, TypeVar

from ..._native import _Probe
from .._say import UserError
from .dial import Dialler, Guise
from .line import NO, Gone, Kept, Line

# The version in which everybody but the asker speaks.
OWN_VERSION = "3.1.1"
# How long clearing may take, s.
CLEARING = 60.0
# A moment for a broker that is taking down the client's last connection.
MOMENT = 0.2

Outcome = TypeVar("Outcome")
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


class Asking:
    """Puts all questions to one broker."""

    def __init__(
        self,
        plan: _Probe,
        dialler: Dialler,
        *,
        seconds: float,
        settle: float,
        progress: Callable[[str], None],
    ) -> None:
        self._plan = plan
        self._dialler = dialler
        dialler.until = time.monotonic() + seconds
        self._settle = settle
        self._progress = progress
        self._questions = in_order(plan)
        self._answers: dict[int, Answer] = {}
        self._marks = len(self._questions)
        self._lines: dict[str, Line] = {}
        self._asker: Line | None = None
        self._guise: Guise = ("device", "plain", OWN_VERSION)
        self._granted: list[str] = []
        self._unlooked: set[str] = set()
        self._blind: set[str] = set()
        self._to_clear: dict[str, Guise] = {}
        self.left: list[str] = []
        topics = [each for each in self._questions if each.action == "publish"]
        # Each one's own topics, by who sees them.
        self._down = {
            each.witness: each.about
            for each in topics
            if each.guise[0] == "service" and each.witness != "asker"
        }
        self._up = {"device": topics[0].about, "other": topics[2].about}

    def run(self) -> list[Answer]:
        """All answers, in the plan's order; what is kept of the probe is cleared, also where
        somebody stops it."""
        try:
            nobody = self._look_first()
            if nobody is not None:
                self._answer_all(self._questions, nobody)
            left = [each for each in self._questions if each.number not in self._answers]
            for guise, asked in groupby(left, key=lambda each: each.guise):
                self._progress(f"{guise[0]}, {guise[1]}, MQTT {guise[2]}")
                self._visit(guise, list(asked))
        finally:
            # Clearing has time and connections of its own.
            self._dialler.until = time.monotonic() + CLEARING
            self._dialler.opened = 0
            self._clear_all()
            self._leave()
            for line in self._lines.values():
                line.close()
        stopped: Answer = ("stopped", None)
        return [self._answers.get(each.number, stopped) for each in self._questions]

    # Before anything is published.

    def _look_first(self) -> Answer | None:
        """Nobody may be at work under these names: not with a session on the broker, which
        connecting would end, nor with a message that is kept on a topic. What is the answer
        to everything where nothing answers."""
        for who in ("device", "other", "service"):
            try:
                line = self._dialler.dial(self._plan, (who, "plain", OWN_VERSION), clean=False)
            except Gone as gone:
                if gone.seen in ("unreachable", "silent", "no-time"):
                    return gone.seen, None
            else:
                line.cut()
                if line.session_present:
                    raise UserError(
                        f"found a session of the {who} kept on the broker: somebody is at work "
                        "under this name, and would lose what waits for it; nothing was published"
                    )
        found: set[Kept] = set()
        for who in ("device", "other", "service"):
            looking = self._line(who)
            if looking is not None and self._watching(who, looking):
                found |= looking.kept
        others = sorted(each.topic for each in found if not each.by_a_probe)
        if others:
            raise UserError(
                f"found a message that somebody else keeps on {others[0]}: these devices are in "
                "use; nothing was published"
            )
        for each in found:
            self._to_clear[each.topic] = ("device", "plain", OWN_VERSION)
        self._clear_all()
        self._leave()
        for who in ("device", "other", "service"):
            self._line(who)
            if not self._caught_up(who):
                # Nobody could look, or nobody could clear.
                own = [*self._down.values(), *self._up.values()]
                self._unlooked |= set(own if who == "service" else [self._down[who]])
        return None

    def _watching(self, who: str, line: Line) -> bool:
        try:
            for topic in self._up.values() if who == "service" else ():
                line.subscribe(topic)
            time.sleep(self._settle)
            line.ping()
        except Gone:
            return False
        return True

    # Connections.

    def _line(self, who: str) -> Line | None:
        """Somebody's own connection with its own subscription; ``None`` if there is none."""
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
                self._look(who, line)
                return line
            except Gone as gone:
                if gone.seen != "closed" and gone.code != 3:
                    break
                time.sleep(MOMENT)
        self._lines.pop(who, None)
        return None

    def _look(self, who: str, line: Line) -> None:
        """Subscribes what is its own."""
        if who == "service":
            line.subscribe(self._up["device"].rpartition("/")[0] + "/+")
        else:
            line.subscribe(self._down[who])

    def _drop(self, who: str) -> None:
        line = self._lines.pop(who, None)
        if line is not None:
            line.close()

    def _ask_as(self) -> Line:
        """The asker's connection, a new one if the last was closed for a question."""
        if self._asker is not None:
            return self._asker
        patient = self._guise[1] == "plain" and self._guise[0] in self._dialler.pairs
        for attempt in range(3):
            try:
                self._asker = self._dialler.dial(self._plan, self._guise)
                return self._asker
            except Gone as gone:
                again = patient and (gone.seen == "closed" or gone.code in (3, 0x88))
                if attempt == 2 or not again:
                    raise
                time.sleep(MOMENT)
        raise Gone("unreachable")

    def _try(self, act: Callable[[Line], Outcome]) -> Outcome:
        """On the asker's connection. One that has ended before, for another reason, is no
        answer: then on a new one."""
        used = self._asker is not None
        try:
            return act(self._ask_as())
        except Gone as gone:
            self._lose()
            if not used or gone.seen != "closed":
                raise
        try:
            return act(self._ask_as())
        except Gone:
            self._lose()
            raise

    def _leave(self) -> None:
        if self._asker is not None:
            self._asker.close()
            self._asker = None

    def _lose(self) -> None:
        if self._asker is not None:
            self._asker.cut()
            self._asker = None

    # One guise.

    def _visit(self, guise: Guise, asked: list[Question]) -> None:
        self._guise, self._granted = guise, []
        if not self._dialler.given(guise[0]):
            self._answer_all(asked, ("not-given", None))
            return
        if time.monotonic() > self._dialler.until:
            self._answer_all(asked, ("no-time", None))
            return
        # Its own connection would end the asker's.
        self._drop(guise[0])
        of = {name: [each for each in asked if each.action == name] for name in ACTIONS}
        for question in of["take-over"]:
            self._take_over(question)
        try:
            self._ask_as()
            self._answer_all(of["connect"], ("connected", None))
        except Gone as gone:
            self._answer_all(asked, (gone.seen, gone.code))
            return
        for question in of["will"]:
            self._will(question)
        self._publish(of["publish"])
        for question in of["subscribe"]:
            self._subscribe(question)
        self._receive(of["receive"])
        for question in of["receive-system"]:
            self._receive_system(question)
        self._leave()

    def _answer_all(self, asked: Iterable[Question], answer: Answer) -> None:
        for question in asked:
            self._answers.setdefault(question.number, answer)

    def _take_over(self, question: Question) -> None:
        other = self._line("other")
        if other is None:
            self._answer_all([question], ("no-witness", None))
            return
        answer: Answer = ("undisturbed", None)
        try:
            self._ask_as()
        except Gone as gone:
            answer = (gone.seen, gone.code)
        try:
            for _ in range(4):
                time.sleep(self._settle)
                other.ping()
        except Gone:
            answer = ("ended", None)
        self._answer_all([question], answer)

    # Publishing.

    def _will(self, question: Question) -> None:
        self._leave()
        if not self._seeing(question):
            return
        payload = self._plan.payload(question.number)
        try:
            will = (question.about, payload, question.retain)
            line = self._dialler.dial(self._plan, self._guise, will=will)
            line.cut()
        except Gone as gone:
            self._answer_all([question], (gone.seen, gone.code))
            return
        if question.retain:
            self._to_clear[question.about] = self._guise
        time.sleep(self._settle)
        caught_up = self._caught_up(question.witness)
        self._judge_published(question, ("undelivered", None), caught_up)
        if self._answers[question.number][0] == "kept":
            with suppress(Gone):
                will = (question.about, b"", True)
                self._dialler.dial(self._plan, self._guise, will=will).cut()
        # That ended it, if the broker still had one.
        self._lose()

    def _publish(self, asked: list[Question]) -> None:
        said: dict[int, Answer] = {}
        for question in asked:
            if question.witness != "asker":
                self._line(question.witness)
            if question.retain and question.about in self._unlooked:
                self._answer_all([question], ("no-witness", None))
                continue
            said[question.number] = self._publish_one(question)
        published = [each for each in asked if each.number in said]
        witnesses = {each.witness for each in published} - {"asker"}
        caught_up = {each for each in sorted(witnesses) if self._caught_up(each)}
        for question in published:
            seen = question.witness in caught_up
            self._judge_published(question, said[question.number], seen)

    def _publish_one(self, question: Question) -> Answer:
        if question.retain:
            self._to_clear[question.about] = self._guise
        try:
            code = self._try(lambda line: self._publish_on(line, question))
        except Gone as gone:
            return gone.seen, gone.code
        if code is None:
            return "delivered", None
        if code >= NO:
            return "refused", code
        return "undelivered", code

    def _publish_on(self, line: Line, question: Question) -> int | None:
        """The code; ``None`` where the asker is its own witness, and got it."""
        alone = question.witness == "asker"
        if alone:
            line.subscribe(question.about)
        payload = self._plan.payload(question.number)
        code = line.publish(question.about, payload, question.retain)
        if alone and not line.wait_for(question.number, self._settle):
            line.ping()
        got = alone and not question.retain and question.number in line.arrived
        return None if got else code

    def _judge_published(self, question: Question, said: Answer, caught_up: bool) -> None:
        """By what the witness has; ``said`` where that is nothing."""
        line = self._lines.get(question.witness)
        answer = said
        if question.witness == "asker":
            if question.retain and self._kept_for_asker(question):
                answer = ("kept", None)
        elif line is not None and caught_up:
            if question.retain and self._is_kept(line, question):
                answer = ("kept", None)
            elif question.number in line.arrived:
                answer = ("delivered", None)
            elif said[0] == "undelivered":
                answer = ("undelivered", None)
        if answer[0] == "undelivered" and not (line is not None and caught_up):
            answer = self._by_code(question, answer)
        self._answer_all([question], answer)
        if not question.retain:
            return
        if answer[0] in ("refused", "closed"):
            self._to_clear.pop(question.about, None)
        else:
            self._clear(question.about)

    def _by_code(self, question: Question, answer: Answer) -> Answer:
        """Where no other witness could see it: MQTT 5 says what became of it, 3.1.1 does not."""
        if self._guise[2] == "5" and answer[1] is not None:
            return "accepted", answer[1]
        return "undelivered" if question.witness == "asker" else "no-witness", None

    def _seeing(self, question: Question) -> bool:
        if self._line(question.witness) is not None:
            return True
        self._answer_all([question], ("no-witness", None))
        return False

    def _caught_up(self, witness: str) -> bool:
        """What was published has arrived, if it ever does: a later message of who may send it
        has, too."""
        if self._guise[0] == "service":
            sender, topic = None, self._down[witness]
        elif witness == "service":
            sender, topic = "other", self._up["other"]
        else:
            sender, topic = "service", self._down[witness]
        # Who once saw nothing is not waited for as long again.
        patience = self._settle if witness in self._blind else self._dialler.patience
        self._blind.add(witness)
        self._marks += 1
        try:
            speaker = self._ask_as() if sender is None else self._line(sender)
            line = self._lines.get(witness)
            if speaker is None or line is None:
                return False
            speaker.publish(topic, self._plan.payload(self._marks))
            if not line.wait_for(self._marks, patience):
                return False
            self._blind.discard(witness)
            time.sleep(self._settle)
            line.ping()
        except Gone:
            return False
        return True

    def _is_kept(self, line: Line, question: Question) -> bool:
        """By a subscription of the topic alone: RabbitMQ gives nothing kept to a wildcard."""
        try:
            line.subscribe(question.about)
            if question.number not in line.retained:
                time.sleep(self._settle)
            line.ping()
        except Gone:
            return False
        return question.number in line.retained

    def _kept_for_asker(self, question: Question) -> bool:
        try:
            line = self._ask_as()
            line.subscribe(question.about)
            if question.number not in line.retained:
                time.sleep(self._settle)
            line.ping()
            return question.number in line.retained
        except Gone:
            self._lose()
            return False

    # Clearing.

    def _clear(self, topic: str) -> None:
        """By the same means, and as who may."""
        try:
            self._ask_as().publish(topic, b"", True)
        except Gone:
            self._lose()
        self._clear_as_owner(topic)

    def _clear_as_owner(self, topic: str) -> None:
        owners = {self._up["device"]: "device", self._up["other"]: "other"}
        owners |= dict.fromkeys(self._down.values(), "service")
        owner = owners.get(topic)
        if owner is None or owner == self._guise[0]:
            return
        with suppress(Gone):
            line = self._line(owner)
            if line is not None:
                line.publish(topic, b"", True)

    def _clear_all(self) -> None:
        """Looks whether anything is left, and tries once more."""
        if not self._to_clear:
            return
        for topic, guise in list(self._to_clear.items()):
            self._leave()
            self._guise = guise
            with suppress(Gone, UserError):
                self._clear(topic)
                if not self._still_kept(topic):
                    del self._to_clear[topic]
        self.left = sorted(self._to_clear)

    def _still_kept(self, topic: str) -> bool:
        """As far as anybody can see it."""
        self._leave()
        lookers = {topic: who for who, topic in self._down.items()}
        lookers |= dict.fromkeys(self._up.values(), "service")
        who = lookers.get(topic)
        credential = who or self._guise[0]
        self._drop(credential)
        line = self._dialler.dial(self._plan, (credential, "plain", OWN_VERSION))
        try:
            line.subscribe(topic)
            time.sleep(self._settle)
            line.ping()
            return bool(line.retained) or any(each.topic == topic for each in line.kept)
        finally:
            line.close()

    # Subscribing and receiving.

    def _subscribe(self, question: Question) -> None:
        try:
            code = self._try(lambda line: line.subscribe(question.about))
        except Gone as gone:
            self._answer_all([question], (gone.seen, gone.code))
            return
        if code < NO:
            self._granted.append(question.about)
        self._answer_all([question], ("accepted" if code < NO else "refused", code))

    def _receive(self, asked: list[Question]) -> None:
        if not asked:
            return
        taken = {"user-name-of-other": "other", "client-id-of-other": "other"}.get(
            self._guise[1], "service" if "of-service" in self._guise[1] else ""
        )
        try:
            # Whatever was granted at once, on one connection.
            self._leave()
            line = self._ask_as()
            for filter in self._granted:
                line.subscribe(filter)
        except Gone as gone:
            self._lose()
            self._answer_all(asked, (gone.seen, gone.code))
            return
        for question in asked:
            answer: Answer = ("undelivered", None)
            seer = self._seer(question.about, taken)
            try:
                seeing = self._line(seer) if seer else None
                sender = line if question.witness == "asker" else self._line(question.witness)
                if sender is None or (seer and seeing is None):
                    raise Gone("no-witness")
                payload = self._plan.payload(question.number)
                code = sender.publish(question.about, payload)
                patience = self._settle if seer in self._blind else self._dialler.patience
                if seeing is not None and not seeing.wait_for(question.number, patience):
                    self._blind.add(seer)
                    raise Gone("no-witness")
                if code >= NO and seeing is None:
                    answer = ("refused", code)
            except Gone as gone:
                answer = (gone.seen if question.witness == "asker" else "no-witness", gone.code)
            try:
                if not line.wait_for(question.number, self._settle):
                    line.ping()
                if question.number in line.arrived:
                    answer = ("delivered", None)
            except Gone as gone:
                self._lose()
                self._answer_all(asked, (gone.seen, gone.code))
                return
            self._answer_all([question], answer)

    def _seer(self, topic: str, taken: str) -> str:
        """Who is to receive it beside the asker, so that it shows that it was sent."""
        who = next((who for who, own in self._down.items() if own == topic), "service")
        return "" if who in (taken, self._guise[0]) else who

    def _receive_system(self, question: Question) -> None:
        try:
            line = self._ask_as()
            line.wait_for(-1, self._settle)
            line.ping()
        except Gone as gone:
            self._lose()
            self._answer_all([question], (gone.seen, gone.code))
            return
        self._answer_all([question], ("delivered" if line.system else "undelivered", None))


ACTIONS = ("connect", "take-over", "will", "publish", "subscribe", "receive", "receive-system")
