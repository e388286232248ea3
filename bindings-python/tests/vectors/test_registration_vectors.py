"""``registration.json`` (P-7.1 to P-7.4, P-1.5)."""

import json

import pytest
from iot4emissions import Vin
from iot4emissions.services import registration
from test_messages_vectors import vehicle_info
from vectors_common import Case, cases, either, names, text


@pytest.mark.parametrize("case", cases("registration"), ids=names("registration"))
def test_registration(case: Case) -> None:
    match case["function"]:
        case "decide":
            before = json.dumps(case["record"])
            after, effects = registration.decide(case["record"], case["event"])
            assert json.dumps(case["record"]) == before, "what is passed stays as it is"
            assert after == case["after"]
            assert effects == case["effects"]
            assert registration.outstanding(after) == case["outstanding"]
            assert registration.retained(after) == [tuple(pair) for pair in case["retained"]]
            # P-1.5: no call bears the VIN.
            assert after["vin"] not in json.dumps(registration.outstanding(after))
        case "country":
            found = text(case, "text")
            either(case, "isMemberState", lambda: registration.is_member_state(found))
        case "statusOf":
            status = registration.status_of(case["device"], case["records"])
            assert status == case["status"]
        case "attribute":
            info = vehicle_info(case["attributes"])
            assert info.attribute_containing(Vin(case["vin"])) == case["attribute"]
        case other:
            pytest.fail(f"there is no function {other}")
