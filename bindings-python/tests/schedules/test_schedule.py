"""Schedules (P-5.33, P-5.34), their spread (P-6.12) and the back-off (P-6.14): what the
vectors do not show.
"""

import copy
import itertools
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from iot4emissions import (
    Backoff,
    BackoffError,
    DeviceId,
    DeviceSecret,
    Lint,
    Schedule,
    ScheduleError,
)
from iot4emissions import spread_offset as offset

QUARTERLY = Schedule("0 0 0 1 1/3 ? *")
JUNE = datetime(2021, 6, 1, tzinfo=UTC)
JULY = datetime(2021, 7, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_times_come_back_aware_and_in_utc() -> None:
    found = QUARTERLY.next_after(JUNE)
    assert found == JULY
    assert found.tzinfo is UTC


def test_any_time_zone_is_understood() -> None:
    rome = datetime(2021, 7, 1, 1, 59, tzinfo=ZoneInfo("Europe/Rome"))
    assert QUARTERLY.next_after(rome) == JULY
    assert QUARTERLY.next_after(rome + timedelta(minutes=1)) == datetime(2021, 10, 1, tzinfo=UTC)
    west = datetime(2021, 6, 30, 19, tzinfo=timezone(timedelta(hours=-5)))
    assert QUARTERLY.next_after(west) == datetime(2021, 10, 1, tzinfo=UTC)


def test_a_fraction_of_a_second_is_not_lost() -> None:
    """Strictly after 23:59:59.999999 is midnight; strictly after 00:00:00.000001 is not."""
    assert QUARTERLY.next_after(JULY - timedelta(microseconds=1)) == JULY
    assert QUARTERLY.next_after(JULY + timedelta(microseconds=1)) == datetime(
        2021, 10, 1, tzinfo=UTC
    )


def test_naive_and_strange_times_are_refused() -> None:
    with pytest.raises(ValueError, match="found one without a time zone"):
        QUARTERLY.next_after(JUNE.replace(tzinfo=None))
    with pytest.raises(TypeError, match="expected an aware datetime, found int"):
        QUARTERLY.next_after(1622505600)  # type: ignore[arg-type]
    with pytest.raises(OverflowError, match="from 1970"):
        QUARTERLY.next_after(datetime(1969, 12, 31, tzinfo=UTC))


def test_occurrences_are_an_iterator_of_their_own() -> None:
    every_second = Schedule("* * * * * *").occurrences(JUNE)
    assert isinstance(every_second, Iterator)
    assert iter(every_second) is every_second
    assert next(every_second) == JUNE + timedelta(seconds=1)
    assert next(every_second) == JUNE + timedelta(seconds=2)
    assert len(list(QUARTERLY.occurrences(JUNE))) == 2 + (2099 - 2021) * 4
    assert list(QUARTERLY.occurrences(datetime(2100, 1, 1, tzinfo=UTC))) == []


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_occurrences_end_at_the_limit(limit: int) -> None:
    endless = QUARTERLY.occurrences(JUNE)
    assert list(QUARTERLY.occurrences(JUNE, limit=limit)) == list(itertools.islice(endless, limit))
    done = QUARTERLY.occurrences(JUNE, limit)
    list(done)
    assert next(done, None) is None
    with pytest.raises(OverflowError):
        QUARTERLY.occurrences(JUNE, -1)


def test_counts_of_years_that_there_are_not() -> None:
    assert QUARTERLY.count_in_year(2021) == 4
    for year in (-1, 0, 1969, 2100, 65536 + 2021, 2**40):
        assert QUARTERLY.count_in_year(year) == 0


def test_equality_compares_the_meaning_and_keeps_the_text() -> None:
    same = Schedule("0 0 0 1 1,4,7,10 ?")
    assert same == QUARTERLY
    assert hash(QUARTERLY) == hash(same)
    assert (str(QUARTERLY), str(same)) == ("0 0 0 1 1/3 ? *", "0 0 0 1 1,4,7,10 ?")
    assert repr(pickle.loads(pickle.dumps(same))) == repr(same)


def test_a_lint_says_what_is_meant() -> None:
    (lint,) = Schedule("0 0 0 ? * * *").lint()
    assert lint == Lint(lint.code, lint.text)
    assert str(lint) == lint.text
    assert 'monthly is "0 0 0 1 * ? *"' in lint.text
    assert QUARTERLY.lint() == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # Reported: said to fire daily, 24 times a year.
        ("0 0 0 1,2 * ?", ["close-together"]),
        # Reported differences from Quartz.
        ("0 0 0 ? * 02", []),
        ("0 0 0 1 02 ?", []),
        ("0 0 0 1 JAN-NOV/2 ?", ["step-after-names"]),
        ("0 0 0 * * *", ["daily-or-more-often", "question-mark"]),
    ],
)
def test_lints_say_what_is_so(text: str, codes: list[str]) -> None:
    assert [lint.code for lint in Schedule(text).lint()] == codes
    assert Schedule("0 0 0 ? * 02") == Schedule("0 0 0 ? * MON")


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("0 60 0 1 * ?", "field", "minute"),
        ("0 0 0 32 * ?", "field", "day of month"),
        ("0 0 0 1 *", "text", None),
        ("0 0 0 1 * MON", "both-days", None),
        ("0 0 0 30 2 ?", "never-occurs", None),
    ],
)
def test_errors_name_the_field_and_pickle(text: str, code: str, field: str | None) -> None:
    with pytest.raises(ScheduleError) as raised:
        Schedule(text)
    error = raised.value
    for found in (error, pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(found) is ScheduleError
        assert (found.code, found.field, found.path) == (code, field, "")
        assert str(found) == str(error)


def secret(number: int) -> DeviceSecret:
    return DeviceSecret((number + 1).to_bytes(16))


def test_a_fleet_is_spread() -> None:
    window = timedelta(hours=6)
    times = {QUARTERLY.spread_after(secret(number), window, JUNE) for number in range(1000)}
    assert all(time is not None and JULY <= time < JULY + window for time in times)
    assert len(times) > 950


def test_a_device_is_spread_by_its_secret_and_nothing_else() -> None:
    counted = DeviceSecret(bytes(range(16)))
    assert offset(counted, DAY, JULY) == timedelta(seconds=53715)
    assert QUARTERLY.spread_after(counted, DAY, JUNE) == JULY + timedelta(seconds=53715)
    for other in (7, "vehicle-7", DeviceId("vehicle-7"), bytes(range(16))):
        with pytest.raises(TypeError):
            offset(other, DAY, JULY)  # type: ignore[arg-type]


def test_windows_are_whole_seconds() -> None:
    with pytest.raises(ValueError, match="expected a timedelta of whole seconds"):
        QUARTERLY.spread_after(secret(0), timedelta(milliseconds=1500), JUNE)
    with pytest.raises(ValueError, match="negative"):
        offset(secret(0), -DAY, JULY)
    with pytest.raises(TypeError):
        offset(secret(0), 86400, JULY)  # type: ignore[arg-type]


def test_the_back_off_grows_to_its_cap() -> None:
    backoff = Backoff(base=timedelta(seconds=2), cap=timedelta(seconds=9))
    assert (backoff.base, backoff.cap) == (timedelta(seconds=2), timedelta(seconds=9))
    for attempt, ceiling in ((0, 2), (1, 4), (2, 8), (3, 9), (4294967295, 9)):
        delays = [backoff.delay(secret(number), attempt, 0) for number in range(2000)]
        assert timedelta(seconds=ceiling) * 0.95 < max(delays) <= timedelta(seconds=ceiling)
    episodes = {Backoff().delay(secret(0), 20, episode) for episode in range(100)}
    assert len(episodes) > 95


def test_a_back_off_out_of_range() -> None:
    with pytest.raises(BackoffError, match="expected whole milliseconds from 1 ms") as raised:
        Backoff(timedelta(microseconds=1500))
    assert raised.value.code == "base"
    with pytest.raises(BackoffError) as raised:
        Backoff(cap=timedelta(days=366))
    assert raised.value.code == "cap"
    with pytest.raises(OverflowError):
        Backoff().delay(secret(0), -1, 0)
