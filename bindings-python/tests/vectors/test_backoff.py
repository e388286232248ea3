"""``backoff.json`` (P-6.14)."""

from datetime import timedelta

import pytest
from iot4emissions import Backoff, DeviceSecret
from vectors_common import Case, cases, either, names


def millis(case: Case, name: str) -> timedelta:
    return timedelta(milliseconds=case[name])


@pytest.mark.parametrize("case", cases("backoff"), ids=names("backoff"))
def test_backoff(case: Case) -> None:
    base, cap = millis(case, "baseMillis"), millis(case, "capMillis")
    match case["function"]:
        case "settings":
            either(case, "", lambda: Backoff(base, cap))
        case "delay":
            secret = DeviceSecret.from_hex(case["secret"])
            found = Backoff(base, cap).delay(secret, case["attempt"], case["episode"])
            assert found == millis(case, "delayMillis")
            assert found <= millis(case, "ceilingMillis")
        case other:
            pytest.fail(f"there is no function {other}")
