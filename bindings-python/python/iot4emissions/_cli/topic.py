"""``iot4emissions topic``."""

from __future__ import annotations

import argparse

from .._errors import TopicError, TopicFilterError
from .._native import Delivery, Topic, TopicFilter
from ._say import UserError, complain, json_line, say

DESCRIPTION = """\
Explains a topic of the protocol (P-3.1 to P-3.4): whose it is, who publishes to it and who
subscribes to it, on which broker and how. With --filter, says whether topic filters match a
topic, whatever topic it is (P-3.8)."""

EPILOG = """\
examples:
  $ iot4emissions topic iot4emissions/dataDevice/vehicle-7
  $ iot4emissions topic iot4emissions/configServer/vehicle-7 --json
  $ iot4emissions topic iot4emissions/dataDevice/vehicle-7 --filter 'iot4emissions/dataDevice/+'

exit status: 0 it is one, or every filter matches, 1 not so, 2 wrong arguments
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", metavar="TOPIC", help="the text of an MQTT topic")
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="FILTER",
        help="a topic filter to try; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    return _try(arguments) if arguments.filter else _explain(arguments)


def _explain(arguments: argparse.Namespace) -> int:
    try:
        topic = Topic.parse(arguments.topic)
    except TopicError as error:
        complain(f"no topic of the protocol: {error}")
        if arguments.json:
            say(json_line({"topic": None, "code": error.code, "text": str(error)}))
        return 1
    delivery = Delivery(topic.kind)
    found: dict[str, object] = {
        "topic": str(topic),
        "kind": topic.kind,
        "device": str(topic.device),
        "publisher": delivery.publisher,
        "subscriber": delivery.subscriber,
        "broker": delivery.broker,
        "qos": delivery.qos,
        "retained": delivery.retained,
    }
    if arguments.json:
        say(json_line(found))
    else:
        found["retained"] = "yes" if delivery.retained else "no"
        for name, value in found.items():
            say(f"{name + ':':<12}{value}")
    return 0


def _try(arguments: argparse.Namespace) -> int:
    all_match = True
    for text in arguments.filter:
        try:
            matches = TopicFilter(text).matches(arguments.topic)
        except TopicFilterError as error:
            raise UserError(f"--filter: {error}") from None
        all_match &= matches
        if arguments.json:
            say(json_line({"filter": text, "matches": matches}))
        else:
            say(f"{'matches' if matches else 'does not match'}: {text}")
    return int(not all_match)
