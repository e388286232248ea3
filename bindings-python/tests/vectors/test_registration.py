"""``registration.json`` (P-7.1 to P-7.4, P-1.5)."""

import json
from typing import Any

import pytest
from iot4emissions import DeviceId, RegistrationStatus, Vin
from iot4emissions.services import registration
from iot4emissions.services.registration import VehicleRecord
from vectors_common import Case, cases, either, names, text
from vectors_values import vehicle_info


def record(value: Case) -> VehicleRecord:
    """The record of a case; what it is read from, it is written as."""
    found = VehicleRecord.from_json(json.dumps(value))
    assert json.loads(found.to_json()) == value
    return found


def status(value: Any) -> RegistrationStatus | None:
    return value and RegistrationStatus(registered=value == "registered")


@pytest.mark.parametrize("case", cases("registration"), ids=names("registration"))
def test_registration(case: Case) -> None:
    match case["function"]:
        case "decide":
            before = record(case["record"])
            event = registration.event_from_json(json.dumps(case["event"]))
            assert json.loads(registration.event_to_json(event)) == case["event"]
            policy = registration.StoredDataPolicy(**case["policy"])
            after, effects = registration.decide(before, event, policy)
            assert before == record(case["record"]), "what is passed stays as it is"
            assert after == record(case["after"])
            written = [json.loads(registration.effect_to_json(effect)) for effect in effects]
            assert written == case["effects"]
            call = after.outstanding()
            assert (call and json.loads(call.to_json())) == case["outstanding"]
            retained = [(str(device), said) for device, said in after.retained()]
            assert retained == [(device, status(said)) for device, said in case["retained"]]
            # P-1.5: no call bears the VIN.
            assert call is None or after.vin.text not in call.to_json()
        case "country":
            found = text(case, "text")
            either(case, "isMemberState", lambda: registration.is_member_state(found))
        case "statusOf":
            records = [record(each) for each in case["records"]]
            found_status = registration.status_of(DeviceId(case["device"]), records)
            assert found_status == status(case["status"])
        case "attribute":
            info = vehicle_info(case["attributes"])
            assert info.attribute_containing(Vin(case["vin"])) == case["attribute"]
        case other:
            pytest.fail(f"there is no function {other}")
