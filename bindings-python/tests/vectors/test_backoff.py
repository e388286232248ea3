"""``backoff.json`` (P-6.14)."""

from datetime import timedelta

import pytest
from iot4emissions import Backoff
from vectors_common import Case, cases, either, names, text


def millis(case: Case, name: str) -> timedelta:
    return timedelta(milliseconds=case[name])


@pytest.mark.parametrize("case", cases("backoff"), ids=names("backoff"))
def test_backoff(case: Case) -> None:
    base, cap = millis(case, "baseMillis"), millis(case, "capMillis")
    match case["function"]:
        case "settings":
            either(case, "", lambda: Backoff(base, cap))
        case "delay":
            found = Backoff(base, cap).delay(text(case, "device"), case["attempt"])
            assert found == millis(case, "delayMillis")
            assert found <= millis(case, "ceilingMillis")
        case other:
            pytest.fail(f"there is no function {other}")
