"""``iot4emissions may``."""

from __future__ import annotations

import argparse

from .._enums import BrokerRole
from .._errors import DeviceIdError, ServiceNamesError
from .._native import Principal, ServiceNames, may_publish, may_receive, may_subscribe
from ._say import UserError, json_line, say

DESCRIPTION = """\
Says whether a client may do something on one of the two brokers (P-4.1 to P-4.3), and if
not, which rule forbids it and what would have to be different."""

EPILOG = """\
examples:
  $ iot4emissions may publish vehicle-7 data iot4emissions/dataDevice/vehicle-7
  $ iot4emissions may subscribe obfcm-data-service data 'iot4emissions/dataDevice/+'
  $ iot4emissions may receive vehicle-7 data iot4emissions/configServer/vehicle-7 --json
  $ iot4emissions may publish vehicle-7 data iot4emissions/dataDevice/x || echo no

exit status: 0 it may, 1 it may not, 2 wrong arguments
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        metavar="ACTION",
        choices=["publish", "subscribe", "receive"],
        help="publish, subscribe or receive",
    )
    parser.add_argument(
        "principal", metavar="CLIENT", help="a device ID, or the name of one of the services"
    )
    parser.add_argument(
        "broker",
        metavar="BROKER",
        choices=[str(role) for role in BrokerRole],
        help=f"{' or '.join(BrokerRole)}",
    )
    parser.add_argument(
        "topic", metavar="TOPIC", help="any topic, or to subscribe any topic filter"
    )
    parser.add_argument("--retain", action="store_true", help="publish with RETAIN")
    parser.add_argument(
        "--registration-service", metavar="NAME", help="the name of that service, if another"
    )
    parser.add_argument("--data-service", metavar="NAME", help="the name of that service")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    if arguments.retain and arguments.action != "publish":
        raise UserError("expected --retain with publish only")
    try:
        services = ServiceNames(arguments.registration_service, arguments.data_service)
        principal = Principal.from_name(arguments.principal, services)
    except (DeviceIdError, ServiceNamesError) as error:
        raise UserError(str(error)) from None
    broker, topic = arguments.broker, arguments.topic
    if arguments.action == "publish":
        decision = may_publish(principal, broker, topic, arguments.retain)
    elif arguments.action == "subscribe":
        decision = may_subscribe(principal, broker, topic)
    else:
        decision = may_receive(principal, broker, topic)
    if arguments.json:
        found: dict[str, object] = {
            "allowed": decision.allowed,
            "rule": decision.rule,
            "code": decision.code,
            "reason": decision.reason,
        }
        say(json_line(found))
    elif decision.allowed:
        say("allowed")
    else:
        say(f"denied by {decision.rule}: {decision.reason}")
    return int(not decision.allowed)
