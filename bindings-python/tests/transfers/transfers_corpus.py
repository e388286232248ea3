"""Random corpora of Data Transfers, good and bad, and what has to come of each line.

The expectation is worked out here, with the ``json`` module alone.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

COUNTERS = ("tfc", "tdt", "tfccdo", "tfcdscio", "tdtcdoeo", "tdtcdoer", "tdtdscio", "tgeib")


@dataclass
class Corpus:
    """Lines, and what they are to give."""

    lines: list[bytes] = field(default_factory=list)
    # (device, payload) for each line that is not blank; None where it cannot be told apart.
    messages: list[tuple[str | None, bytes]] = field(default_factory=list)
    # (device, seconds, eight values, row)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    rejected: list[int] = field(default_factory=list)


def payload(draw: random.Random) -> str:
    """A good message in one of the accepted forms."""
    snapshots = []
    start = draw.randrange(1, 4_000_000_000)
    for place in range(draw.randint(1, 4)):
        names = draw.sample(COUNTERS, draw.randint(1, 8))
        names.sort(key=COUNTERS.index)
        values = {name: Decimal(draw.randrange(0, 5_000_000)) / 10 for name in names}
        snapshots.append((start + place * 86_400, values))
    kind = draw.choice(("canonical", "canonical", "spaced", "text"))

    def one(time: int, values: dict[str, Decimal]) -> str:
        members = [f'"acquired":{time}']
        for name, value in values.items():
            text = f"{value:.1f}"
            members.append(f'"{name}":"{text}"' if kind == "text" else f'"{name}":{text}')
        if kind == "spaced":
            draw.shuffle(members)
            return "{ " + " , ".join(members) + " }"
        return "{" + ",".join(members) + "}"

    return '{"data":[' + ",".join(one(*snapshot) for snapshot in snapshots) + "]}"


BAD = (
    '{"data":[]}',
    '{"data":[{"acquired":1622538000,"tfc":null}]}',
    '{"data":[{"acquired":1622538000}]}',
    '{"data":[{"acquired":1622538000,"tfc":1.0},{"acquired":1622538000,"tfc":1.0}]}',
    '{"data":[{"acquired":1622538000,"tfc":-1.0}]}',
    '{"data":[{"acquired":1622538000,"tf',
    "\0",
    "[]",
    "null",
    '{"data":[{"acquired":1622538000,"tfc":1.0}]}[]',
)


def expect(corpus: Corpus, row: int, device: str | None, text: str) -> None:
    """Adds what ``text``, a good payload, gives."""
    for snapshot in json.loads(text, parse_float=Decimal)["data"]:
        values = tuple(
            None if name not in snapshot else Decimal(snapshot[name]) for name in COUNTERS
        )
        corpus.rows.append((device, snapshot["acquired"], *values, row))


def make(seed: int, lines: int, *, envelope: bool, blank: bool = True, ends: bool = True) -> Corpus:
    """``blank`` allows for blank lines, ``ends`` for Windows line ends."""
    draw = random.Random(seed)
    corpus = Corpus()
    devices = [f"vehicle-{number}" for number in range(7)]
    while len(corpus.lines) < lines:
        row = len(corpus.lines)
        end = b"\r\n" if ends and draw.random() < 0.1 else b"\n"
        kind = draw.random()
        # The first line decides about the form.
        if row and blank and kind < 0.05:
            corpus.lines.append(draw.choice((b"", b" ", b"\t \t")) + end)
            continue
        good = row == 0 or kind < 0.85
        text = payload(draw) if good else draw.choice(BAD)
        device = draw.choice(devices)
        corpus.messages.append((device if envelope else None, text.encode()))
        if good:
            expect(corpus, row, device if envelope else None, text)
        else:
            corpus.rejected.append(row)
        corpus.lines.append((enveloped(draw, device, text) if envelope else text).encode() + end)
    if draw.random() < 0.5:
        corpus.lines[-1] = corpus.lines[-1].rstrip(b"\r\n")
    return corpus


def enveloped(draw: random.Random, device: str, text: str) -> str:
    """The payload in one of the envelopes."""
    sender = draw.choice(
        (
            {"device": device},
            {"topic": f"iot4emissions/dataDevice/{device}"},
            {"device": device, "topic": f"iot4emissions/dataDevice/{device}"},
        )
    )
    members = [f"{json.dumps(name)}:{json.dumps(value)}" for name, value in sender.items()]
    try:
        is_object = isinstance(json.loads(text), dict)
    except ValueError:
        is_object = False
    as_string = not is_object or draw.random() < 0.4
    members.append('"payload":' + (json.dumps(text) if as_string else text))
    members.append('"received":1622538007')
    draw.shuffle(members)
    return "{" + ",".join(members) + "}"
