"""``access.json`` (P-4.1 to P-4.3, P-2.4)."""

from typing import Any

import pytest
from iot4emissions import (
    DeviceId,
    Principal,
    ServiceNames,
    may_publish,
    may_receive,
    may_subscribe,
)
from vectors_common import Case, cases, either, names, text


def principal(value: Any) -> Principal:
    match value:
        case "registrationService":
            return Principal.registration_service()
        case "dataService":
            return Principal.data_service()
        case {"device": device}:
            return Principal.device(DeviceId(device))
        case other:
            raise AssertionError(f"{other} is no principal")


def value_of(found: Principal) -> Any:
    return {"device": found.device_id.text} if found.device_id else found.party


@pytest.mark.parametrize("case", cases("access"), ids=names("access"))
def test_access(case: Case) -> None:
    if case["function"] == "principal":
        services = ServiceNames(**case["services"])
        either(
            case,
            "principal",
            lambda: value_of(Principal.from_name(text(case, "text"), services)),
        )
        return
    who, broker = principal(case["principal"]), case["broker"]
    match case["function"]:
        case "publish":
            found = may_publish(who, broker, text(case, "topic"), case["retain"])
        case "subscribe":
            found = may_subscribe(who, broker, text(case, "filter"))
        case "receive":
            found = may_receive(who, broker, text(case, "topic"))
        case other:
            pytest.fail(f"there is no function {other}")
    assert found.rule == case["deniedBy"]
    assert bool(found) == found.allowed == (case["deniedBy"] is None)
