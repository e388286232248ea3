"""From a line or a file to its payload: envelopes, topics and kinds."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from .._enums import TopicKind
from .._errors import ProtocolError, TopicError
from .._native import DeviceId, Topic, open_line
from .._transfers import Form, Names
from ._say import UserError


@dataclass(frozen=True)
class Payload:
    """A payload, and what is known about it."""

    device: DeviceId | None
    kind: TopicKind
    content: bytes


@dataclass(frozen=True)
class Asked:
    """What ``--topic`` or ``--kind`` says."""

    kind: TopicKind | None
    device: DeviceId | None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Asked:
        if arguments.topic is not None:
            try:
                topic = Topic.parse(arguments.topic)
            except TopicError as error:
                raise UserError(f"--topic: {error}") from None
            return cls(topic.kind, topic.device)
        return cls(None if arguments.kind is None else TopicKind(arguments.kind), None)

    def open(
        self, line: bytes, form: Form | None = None, names: Names | None = None
    ) -> Payload | None:
        """What is in the line; ``None`` if it is blank. Raises ``ProtocolError``."""
        opened = open_line(line, form, names, self.kind)
        if opened is None:
            return None
        device, kind, content = opened
        if kind is None:
            found = "no envelope" if device is None else "an envelope without a topic"
            text = f"expected a topic in an envelope, --topic or --kind, found {found}"
            raise ProtocolError(text, "kind" if device is None else "topic")
        if self.device is not None and device is not None and device != self.device:
            raise ProtocolError("expected the device of --topic, found another one", "device")
        return Payload(device or self.device, kind, content)
