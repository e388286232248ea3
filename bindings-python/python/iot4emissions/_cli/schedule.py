"""``iot4emissions schedule``."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from .._errors import ScheduleError
from .._native import Schedule
from ._arguments import count, time, written
from ._say import complain, json_line, say

DESCRIPTION = """\
Explains a schedule of the protocol, a cron expression in Quartz form in UTC (P-5.33): in
words, how often it fires a year, when next, and what is probably not meant (P-5.34)."""

EPILOG = """\
examples:
  $ iot4emissions schedule "0 0 0 1 1/3 ? *"
  $ iot4emissions schedule "0 0 0 1 * ? *" --next 12 --after 2026-01-01T00:00:00Z
  $ iot4emissions schedule "0 0 0 ? * * *" --year 2028 --json

exit status: 0 it is one, 1 it is none, or with --lint probably not meant, 2 wrong arguments
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("schedule", metavar="SCHEDULE", help='such as "0 0 0 1 * ? *"')
    parser.add_argument(
        "--next",
        type=count,
        default=3,
        metavar="N",
        help="how many of the next times to print [default: 3]",
    )
    parser.add_argument(
        "--after",
        type=time,
        metavar="TIME",
        help="after which time, such as 2026-01-01T00:00:00Z [default: now]",
    )
    parser.add_argument("--year", type=count, metavar="YEAR", help="count the times in this year")
    parser.add_argument(
        "--lint", action="store_true", help="exit with status 1 if it is probably not meant"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    try:
        schedule = Schedule(arguments.schedule)
    except ScheduleError as error:
        complain(f"no schedule: {error}")
        if arguments.json:
            say(json_line({"schedule": None, "code": error.code, "text": str(error)}))
        return 1
    after: datetime = arguments.after or datetime.now(UTC)
    following = [written(each) for each in schedule.occurrences(after, limit=arguments.next)]
    lints = schedule.lint()
    if arguments.json:
        fewest, most = schedule.per_year
        record: dict[str, object] = {
            "schedule": schedule.text,
            "explanation": schedule.explain(),
            "per_year": {"fewest": fewest, "most": most},
            "next": following,
            "lint": [{"code": lint.code, "text": str(lint)} for lint in lints],
        }
        if arguments.year is not None:
            record["in_year"] = {str(arguments.year): schedule.count_in_year(arguments.year)}
        say(json_line(record))
    else:
        say(schedule.explain())
        if arguments.year is not None:
            say(f"in {arguments.year}: {schedule.count_in_year(arguments.year)}")
        for each in following:
            say(f"next: {each}")
        if arguments.next > 0 and not following:
            say("no next time")
    for lint in lints:
        complain(f"probably not meant ({lint.code}): {lint}")
    return int(bool(lints) and arguments.lint)
