"""``messages.json`` (P-5.1 to P-5.44)."""

from collections.abc import Iterable
from typing import Any

import pytest
from iot4emissions import (
    DataTransfer,
    DecodeError,
    Deviation,
    Issue,
    Message,
    RegistrationRequest,
    RegistrationStatus,
    SealedDeviceId,
    Vin,
    decode,
    encode,
    is_canonical,
)
from vectors_common import Case, bytes_of, cases, names
from vectors_values import configuration_status, snapshot, vehicle_info


def message(kind: str, value: Any) -> Message:
    """The case's value, made from its parts."""
    match kind, value:
        case "registerDevice", _:
            sealed = value.get("dataDevice")
            return RegistrationRequest(
                Vin(value["vin"]),
                vehicle_info(value["vehicleInfo"]),
                None if sealed is None else SealedDeviceId(sealed),
            )
        case "registerServer", "registered":
            return RegistrationStatus(registered=True)
        case "registerServer", {"error": error}:
            return RegistrationStatus(registered=False, text=error.get("text"))
        case "configServer", _:
            return configuration_status(value)
        case "dataDevice", _:
            return DataTransfer(map(snapshot, value))
        case _:
            raise AssertionError(f"{kind} is no kind of message")


def places(found: Iterable[Deviation | Issue]) -> list[tuple[str, str]]:
    return sorted((str(place.code), place.pointer) for place in found)


def expected(places: list[Case]) -> list[tuple[str, str]]:
    return sorted((place["code"], place["pointer"]) for place in places)


@pytest.mark.parametrize("profile", ["strict", "tolerant"])
@pytest.mark.parametrize("case", cases("messages"), ids=names("messages"))
def test_messages(case: Case, profile: str) -> None:
    kind, payload = case["kind"], bytes_of(case, "payload")
    topic = f"iot4emissions/{kind}/f371cb00"
    assert is_canonical(topic, payload) is case["isCanonical"]
    if "issues" in case[profile]:
        with pytest.raises(DecodeError) as raised:
            decode(topic, payload, profile)
        issues = raised.value.issues
        assert places(issues) == expected(case[profile]["issues"])
        assert (raised.value.code, raised.value.path) == (issues[0].code, issues[0].pointer)
        if "position" in case:
            assert (issues[0].line, issues[0].column) == (
                case["position"]["line"],
                case["position"]["column"],
            )
        return
    decoded = decode(topic, payload, profile)
    assert places(decoded.deviations) == expected(case[profile]["deviations"])
    assert decoded.message == message(kind, case["value"])
    canonical = encode(decoded.message)
    assert canonical.decode() == case["canonical"]
    assert is_canonical(topic, canonical)
    if isinstance(decoded.message, RegistrationRequest):
        attributes = decoded.message.attributes
        if "vfnParses" in case:
            assert (attributes.interpolation_family is not None) is case["vfnParses"]
        if "tanParses" in case:
            assert (attributes.type_approval is not None) is case["tanParses"]
