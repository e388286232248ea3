"""What other libraries have for numbers and times: NumPy's scalars are numbers wherever one is
taken, and no fraction of a time is lost in silence.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from iot4emissions import (
    Backoff,
    BackoffError,
    Configuration,
    DeviceId,
    DeviceSecret,
    Endpoint,
    Issue,
    Principal,
    QuantityError,
    Schedule,
    Snapshot,
    TypeApprovalNumber,
    Values,
    VehicleInfo,
    decode,
    spread_offset,
)
from iot4emissions.device import (
    Accounts,
    Disconnected,
    Event,
    Failures,
    Now,
    Persisted,
    Settings,
    SubscribeRefused,
    VehicleUnreadable,
    events,
)
from iot4emissions.services import Introduced, Overtaken, data

SOON = datetime(2021, 6, 1, 9, tzinfo=UTC)
ENDPOINT = Endpoint("data.example", 8883)
MONTHLY = "0 0 0 1 * ? *"
SECRET = DeviceSecret(bytes(range(16)))

# Everything that takes a whole number, and what it makes of 7.
WHOLE: dict[str, Callable[[Any], Any]] = {
    "Accounts": lambda n: Accounts(n, n, n, n, n, n).set_aside,
    "Backoff.delay": lambda n: Backoff().delay(SECRET, n, n),
    "Configuration": lambda n: (
        Configuration(ENDPOINT, ENDPOINT, MONTHLY, MONTHLY, MONTHLY, n).version
    ),
    "ConfigurationParameters": lambda n: (
        data.ConfigurationParameters(ENDPOINT, ENDPOINT, MONTHLY, MONTHLY, MONTHLY, n).first_version
    ),
    "Denied": lambda n: data.Denied(n, n),
    "Disconnected": lambda n: Disconnected(n, "refused", n),
    "Endpoint": lambda n: Endpoint("a", n).port,
    "Failures": lambda n: Failures({"tls": n}, n, n, n, n, n),
    "Issue": lambda n: Issue("precision", "", n, n, "", "").column,
    "Overtaken": lambda n: Overtaken(n).last,
    "Persisted": lambda n: Persisted(n).bytes,
    "Schedule.count_in_year": lambda n: Schedule(MONTHLY).count_in_year(n),
    "Schedule.occurrences": lambda n: len(list(Schedule(MONTHLY).occurrences(SOON, limit=n))),
    "Settings": lambda n: Settings(resend_window=n, storage_limit=n),
    "SubscribeRefused": lambda n: SubscribeRefused(n, reason=n).reason,
    "TypeApprovalNumber": lambda n: TypeApprovalNumber(n, "2007/46", "1", "1").member_state,
    "VehicleInfo": lambda n: VehicleInfo(test_mass=n, carbon_dioxide_emissions=n).test_mass,
    "VehicleUnreadable": lambda n: VehicleUnreadable(n).request,
    "events": lambda n: Event(SOON, events.SnapshotsErased(n)).kind,
}
INTEGERS = [getattr(np, f"{sign}int{bits}") for sign in ("", "u") for bits in (8, 16, 32, 64)]
FLOATS = [np.float16, np.float32, np.float64, np.longdouble]


@pytest.mark.parametrize("kind", INTEGERS)
@pytest.mark.parametrize("name", WHOLE)
def test_whole_numbers_of_numpy(name: str, kind: type) -> None:
    assert WHOLE[name](kind(7)) == WHOLE[name](7)


@pytest.mark.parametrize("kind", [*FLOATS, np.bool_])
@pytest.mark.parametrize("name", WHOLE)
def test_fractions_and_truth_values_of_numpy_are_no_whole_numbers(name: str, kind: type) -> None:
    with pytest.raises(TypeError):
        WHOLE[name](kind(1))


QUANTITIES: dict[str, Callable[[Any], Any]] = {
    "Values": lambda n: Values(n).total_fuel_consumed,
    "VehicleInfo": lambda n: VehicleInfo(carbon_dioxide_reduction=n).carbon_dioxide_reduction,
}


@pytest.mark.parametrize("name", QUANTITIES)
def test_quantities_of_numpy(name: str) -> None:
    """The shortest text of a number in its own precision: 0.1 of 32 bits is one tenth."""
    take = QUANTITIES[name]
    for whole in INTEGERS:
        assert take(whole(7)) == 7
    for fraction in FLOATS:
        assert take(fraction("0.1")) == Decimal("0.1")
        assert take(fraction("32.5")) == Decimal("32.5")
        for odd in ("nan", "inf", "-1"):
            with pytest.raises(QuantityError):
                take(fraction(odd))
    with pytest.raises(QuantityError):
        take(np.float64(0.1) + np.float64(0.2))
    for stranger in (
        np.bool_(True),
        np.str_("1"),
        np.complex128(1),
        np.array([1.0]),
        np.datetime64(1, "s"),
    ):
        with pytest.raises(TypeError, match="expected a Decimal, an int or a float, found"):
            take(stranger)


# Everything that takes a time, by how exactly it does.
TIMES: dict[str, Callable[[Any], Any]] = {
    "ClockWentBack": lambda time: Event(SOON, events.ClockWentBack(time)),
    "EndedAt": data.EndedAt,
    "Event": lambda time: Event(time, events.PersistFailed()),
    "Now": lambda time: Now(timedelta(0), time),
    "Schedule.occurrences": lambda time: list(Schedule(MONTHLY).occurrences(time, limit=1)),
    "Settings": lambda time: Settings(earliest_time=time),
    "Snapshot": lambda time: Snapshot(time, Values(1)),
    "spread_offset": lambda time: spread_offset(SECRET, timedelta(days=1), time),
    "from_certificate": lambda time: DeviceId.from_certificate(b"", time),
    "reissue": lambda time: data.reissue(RECORD, None, time),
}
RECORD = data.DeviceRecord(
    DeviceId("a"),
    VehicleInfo(),
    data.LastCall(1, Introduced()),
    Configuration(ENDPOINT, ENDPOINT, MONTHLY, MONTHLY, MONTHLY, 1),
    SOON,
)


@pytest.mark.parametrize("name", TIMES)
def test_times_that_lose_nothing(name: str) -> None:
    if name == "from_certificate":
        pytest.skip("there is no certificate")
    assert TIMES[name](pd.Timestamp(SOON)) == TIMES[name](SOON)


@pytest.mark.parametrize(
    ("time", "error", "text"),
    [
        (
            pd.Timestamp("2021-06-01T09:00:00.000000001", tz="UTC"),
            ValueError,
            "expected a time in whole microseconds, found nanoseconds, which would be lost",
        ),
        (
            pa.scalar(1, pa.timestamp("ns", tz="UTC")).as_py(),
            ValueError,
            "expected a time in whole microseconds, found nanoseconds, which would be lost",
        ),
        (
            pa.scalar(1, pa.timestamp("ns", tz="UTC")),
            TypeError,
            "expected an aware datetime, found TimestampScalar: its as_py() makes one of it",
        ),
        (
            np.datetime64("2021-06-01T09:00:00"),
            TypeError,
            "expected an aware datetime, found datetime64, which has no time zone",
        ),
        (
            np.datetime64("2021-06-01T09:00:00.000000001"),
            TypeError,
            "expected an aware datetime, found datetime64, which has no time zone",
        ),
        (pd.NaT, TypeError, "expected an aware datetime, found NaTType, which is no time"),
        (np.int64(1), TypeError, "expected an aware datetime, found int64"),
        (date(2021, 6, 1), TypeError, "expected an aware datetime, found date"),
        (
            pd.Timestamp("2021-06-01T09:00:00"),
            ValueError,
            "expected an aware datetime, found one without a time zone",
        ),
    ],
)
@pytest.mark.parametrize("name", TIMES)
def test_times_that_would_be_lost(name: str, time: Any, error: type, text: str) -> None:
    with pytest.raises(error) as raised:
        TIMES[name](time)
    assert type(raised.value) is error
    assert str(raised.value).partition("\n")[0] == text


DURATIONS: dict[str, Callable[[Any], Any]] = {
    "Backoff": lambda duration: Backoff(duration, duration),
    "Now": lambda duration: Now(duration, SOON),
    "spread_offset": lambda duration: spread_offset(SECRET, duration, SOON),
}


@pytest.mark.parametrize("name", DURATIONS)
def test_durations(name: str) -> None:
    take = DURATIONS[name]
    assert take(pd.Timedelta(7, "s")) == take(timedelta(seconds=7))
    for lost in (pd.Timedelta("7s 1ns"), pa.scalar(7_000_000_001, pa.duration("ns")).as_py()):
        with pytest.raises(ValueError, match="found nanoseconds, which would be lost"):
            take(lost)
    for stranger in (np.timedelta64(7, "s"), pd.NaT, pa.scalar(7, pa.duration("s")), 7):
        with pytest.raises(TypeError, match=r"expected a timedelta.*, found "):
            take(stranger)
    with pytest.raises((ValueError, OverflowError), match="0 or more, found a negative one"):
        take(timedelta(seconds=-7))


def test_a_duration_that_is_too_short_says_so() -> None:
    with pytest.raises(BackoffError, match="as base"):
        Backoff(timedelta(0))


def test_what_is_read_is_taken_back() -> None:
    """The counters of a frame, as NumPy has them, make the message that they came from."""
    payload = b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}'
    (snapshot,) = decode("iot4emissions/dataDevice/a", payload).message.snapshots
    assert Values(np.float64(32.5), np.float32(295.9)) == snapshot.values
    assert Principal.from_name("a").name() == "a"
