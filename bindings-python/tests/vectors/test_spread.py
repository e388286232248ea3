"""``spread.json`` (P-6.12, P-6.11)."""

from datetime import timedelta

import pytest
from iot4emissions import DeviceSecret, Schedule, spread_offset
from vectors_common import Case, cases, names, time_of


@pytest.mark.parametrize("case", cases("spread"), ids=names("spread"))
def test_spread(case: Case) -> None:
    secret = DeviceSecret.from_hex(case["secret"])
    window = timedelta(seconds=case["windowSeconds"])
    match case["function"]:
        case "offset":
            following = None if case["next"] is None else time_of(case["next"])
            found = spread_offset(secret, window, time_of(case["occurrence"]), following)
            assert found == timedelta(seconds=case["offset"])
        case "after":
            schedule = Schedule(case["schedule"])
            spread = schedule.spread_after(secret, window, time_of(case["after"]))
            assert spread == (None if case["spread"] is None else time_of(case["spread"]))
        case other:
            pytest.fail(f"there is no function {other}")
