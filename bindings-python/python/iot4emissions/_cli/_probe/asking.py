"""The order of things: who is connected while a question is asked, and who sees what.

Those who see and send (``device``, ``other``, ``service``) stay connected, one connection each,
and are looked after before each group of questions: a broker that takes the asker for one of
them ends theirs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import groupby

from ..._native import _Probe
from .._say import UserError
from .asker import Asker
from .clearing import Clearing
from .dial import Dialler, Guise
from .line import NO, Gone, Kept, Line
from .question import OWN_VERSION, Answer, Question, Topics, in_order
from .witnesses import Witnesses

# How long clearing may take, s.
CLEARING = 60.0


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
        self._topics = Topics(self._questions)
        self._asker = Asker(plan, dialler)
        self._witnesses = Witnesses(plan, dialler, self._topics)
        self._clearing = Clearing(plan, dialler, self._topics, self._asker, self._witnesses, settle)
        self._granted: list[str] = []
        self._unlooked: set[str] = set()
        self._blind: set[str] = set()

    @property
    def left(self) -> list[str]:
        """The topics on which the broker still keeps something."""
        return self._clearing.left

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
            self._clearing.clear_all()
            self._witnesses.close()
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
            looking = self._witnesses.line(who)
            if looking is not None and self._watching(who, looking):
                found |= looking.kept
        others = sorted(each.topic for each in found if not each.by_a_probe)
        if others:
            raise UserError(
                f"found a message that somebody else keeps on {others[0]}: these devices are in "
                "use; nothing was published"
            )
        for each in found:
            self._clearing.expect(each.topic)
        self._clearing.clear_all()
        for who in ("device", "other", "service"):
            self._witnesses.line(who)
            if not self._caught_up(who):
                # Nobody could look, or nobody could clear.
                own = [*self._topics.down.values(), *self._topics.up.values()]
                self._unlooked |= set(own if who == "service" else [self._topics.down[who]])
        return None

    def _watching(self, who: str, line: Line) -> bool:
        try:
            for topic in self._topics.up.values() if who == "service" else ():
                line.subscribe(topic)
            time.sleep(self._settle)
            line.ping()
        except Gone:
            return False
        return True

    # Connections.

    # One guise.

    def _visit(self, guise: Guise, asked: list[Question]) -> None:
        self._asker.become(guise)
        self._granted = []
        if not self._dialler.given(guise[0]):
            self._answer_all(asked, ("not-given", None))
            return
        if time.monotonic() > self._dialler.until:
            self._answer_all(asked, ("no-time", None))
            return
        # Its own connection would end the asker's.
        self._witnesses.drop(guise[0])
        of = {name: [each for each in asked if each.action == name] for name in ACTIONS}
        for question in of["take-over"]:
            self._take_over(question)
        try:
            self._asker.line()
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
        self._asker.leave()

    def _answer_all(self, asked: Iterable[Question], answer: Answer) -> None:
        for question in asked:
            self._answers.setdefault(question.number, answer)

    def _take_over(self, question: Question) -> None:
        other = self._witnesses.line("other")
        if other is None:
            self._answer_all([question], ("no-witness", None))
            return
        answer: Answer = ("undisturbed", None)
        try:
            self._asker.line()
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
        self._asker.leave()
        if not self._seeing(question):
            return
        payload = self._plan.payload(question.number)
        try:
            will = (question.about, payload, question.retain)
            line = self._dialler.dial(self._plan, self._asker.guise, will=will)
            line.cut()
        except Gone as gone:
            self._answer_all([question], (gone.seen, gone.code))
            return
        if question.retain:
            self._clearing.expect(question.about, self._asker.guise)
        time.sleep(self._settle)
        caught_up = self._caught_up(question.witness)
        self._judge_published(question, ("undelivered", None), caught_up)
        if self._answers[question.number][0] == "kept":
            self._clearing.clear_will(question.about)

    def _publish(self, asked: list[Question]) -> None:
        said: dict[int, Answer] = {}
        for question in asked:
            if question.witness != "asker":
                self._witnesses.line(question.witness)
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
            self._clearing.expect(question.about, self._asker.guise)
        try:
            code = self._asker.attempt(lambda line: self._publish_on(line, question))
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
        line = self._witnesses.connected(question.witness)
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
            self._clearing.forget(question.about)
        else:
            self._clearing.clear(question.about)

    def _by_code(self, question: Question, answer: Answer) -> Answer:
        """Where no other witness could see it: MQTT 5 says what became of it, 3.1.1 does not."""
        if self._asker.guise[2] == "5" and answer[1] is not None:
            return "accepted", answer[1]
        return "undelivered" if question.witness == "asker" else "no-witness", None

    def _seeing(self, question: Question) -> bool:
        if self._witnesses.line(question.witness) is not None:
            return True
        self._answer_all([question], ("no-witness", None))
        return False

    def _caught_up(self, witness: str) -> bool:
        """What was published has arrived, if it ever does: a later message of who may send it
        has, too."""
        if self._asker.guise[0] == "service":
            sender, topic = None, self._topics.down[witness]
        elif witness == "service":
            sender, topic = "other", self._topics.up["other"]
        else:
            sender, topic = "service", self._topics.down[witness]
        # Who once saw nothing is not waited for as long again.
        patience = self._settle if witness in self._blind else self._dialler.patience
        self._blind.add(witness)
        self._marks += 1
        try:
            speaker = self._asker.line() if sender is None else self._witnesses.line(sender)
            line = self._witnesses.connected(witness)
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
            line = self._asker.line()
            line.subscribe(question.about)
            if question.number not in line.retained:
                time.sleep(self._settle)
            line.ping()
            return question.number in line.retained
        except Gone:
            self._asker.lose()
            return False

    # Subscribing and receiving.

    def _subscribe(self, question: Question) -> None:
        try:
            code = self._asker.attempt(lambda line: line.subscribe(question.about))
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
            self._asker.guise[1], "service" if "of-service" in self._asker.guise[1] else ""
        )
        try:
            # Whatever was granted at once, on one connection.
            self._asker.leave()
            line = self._asker.line()
            for filter in self._granted:
                line.subscribe(filter)
        except Gone as gone:
            self._asker.lose()
            self._answer_all(asked, (gone.seen, gone.code))
            return
        for question in asked:
            answer: Answer = ("undelivered", None)
            seer = self._seer(question.about, taken)
            try:
                seeing = self._witnesses.line(seer) if seer else None
                sender = (
                    line if question.witness == "asker" else self._witnesses.line(question.witness)
                )
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
                self._asker.lose()
                self._answer_all(asked, (gone.seen, gone.code))
                return
            self._answer_all([question], answer)

    def _seer(self, topic: str, taken: str) -> str:
        """Who is to receive it beside the asker, so that it shows that it was sent."""
        who = self._topics.receiver(topic)
        return "" if who is None or who in (taken, self._asker.guise[0]) else who

    def _receive_system(self, question: Question) -> None:
        try:
            line = self._asker.line()
            line.wait_for(-1, self._settle)
            line.ping()
        except Gone as gone:
            self._asker.lose()
            self._answer_all([question], (gone.seen, gone.code))
            return
        self._answer_all([question], ("delivered" if line.system else "undelivered", None))


ACTIONS = ("connect", "take-over", "will", "publish", "subscribe", "receive", "receive-system")
