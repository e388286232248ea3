"""``data.json`` (P-5.51, P-7.5 to P-7.9, P-7.12 to P-7.16)."""

import json
from typing import Any

import pytest
from iot4emissions import DataTransfer, DeviceId, plausibility
from iot4emissions.services import (
    Answer,
    Call,
    RetentionPeriods,
    answer_from_json,
    answer_to_json,
    data,
)
from iot4emissions.services.data import ConfigurationParameters, DeviceRecord
from vectors_common import Case, bytes_of, cases, either, names, time_of
from vectors_values import snapshot

RECEPTIONS = {
    "unknown": data.Unknown,
    "denied": data.Denied,
    "quarantine": data.Quarantine,
    "accept": data.Accept,
}


def record(value: Case | None) -> Any:
    """The record of a case; what it is read from, it is written as."""
    if value is None:
        return None
    found = DeviceRecord.from_json(json.dumps(value))
    assert json.loads(found.to_json()) == value
    return found


def entry(value: Case | None) -> Any:
    """What is stored of a device in a case, read and written."""
    if value is None or "introduced" in value:
        return record(value and value["introduced"])
    found = data.Tombstone.from_json(json.dumps(value["forgotten"]))
    assert json.loads(found.to_json()) == value["forgotten"]
    return found


def parameters(value: Case) -> ConfigurationParameters:
    found = ConfigurationParameters.from_json(json.dumps(value))
    assert json.loads(found.to_json()) == value
    return found


def data_device(value: Any) -> data.DataDevice | None:
    match value:
        case "absent":
            return None
        case "unopened":
            return data.Unopened()
        case _:
            return data.Opened(DeviceId(value["device"]), value["known"])


def subject(found: data.Subject | Answer) -> Case:
    if not isinstance(found, data.Subject):
        return {"answer": json.loads(answer_to_json(found))}
    replaced = found.replaced and found.replaced.text
    return {"device": found.device.text, "link": found.link, "replaced": replaced}


def written(found: DeviceRecord | None) -> Any:
    return found and json.loads(found.to_json())


@pytest.mark.parametrize("case", cases("data"), ids=names("data"))
def test_data(case: Case) -> None:
    before = record(case.get("record"))
    match case["function"]:
        case "answer":
            call = Call.from_json(json.dumps(case["call"]))
            assert json.loads(call.to_json()) == case["call"]
            now = time_of(case["now"])
            given = parameters(case["parameters"])
            after, answer = data.answer(entry(case["entry"]), call, given, now)
            assert after == entry(case["after"])
            assert json.loads(answer_to_json(answer)) == case["answer"]
            assert answer_from_json(json.dumps(case["answer"])) == answer
        case "reconfigure":
            given, now = parameters(case["parameters"]), time_of(case["now"])
            either(case, "after", lambda: written(data.reconfigure(before, given, now)))
        case "reissue":
            version, now = case["version"], time_of(case["now"])
            either(case, "after", lambda: written(data.reissue(before, version, now)))
        case "restartNumbers":
            given, now = parameters(case["parameters"]), time_of(case["now"])
            assert data.restart_numbers(before, given, now) == record(case["after"])
        case "subject":
            call = Call.from_json(json.dumps(case["call"]))
            named, linked = entry(case["named"]), record(case["linked"])
            known = data.Known(named, linked, data_device(case["dataDevice"]))
            assert subject(data.subject(call, known)) == case["subject"]
        case "retire":
            given, now = parameters(case["parameters"]), time_of(case["now"])
            assert data.retire(before, given, now) == record(case["after"])
        case "earliest":
            periods, now = RetentionPeriods(**case["periods"]), time_of(case["now"])
            assert periods.earliest(case["kept"], now) == time_of(case["earliest"])
        case "note":
            counts = case["denied"]
            denied = data.Denied(counts["snapshots"], counts["afterSuspension"])
            after, notice = before.note(denied)
            assert after == record(case["after"])
            said = notice and json.loads(data.notice_to_json(notice))
            assert said == case["notice"]
            if notice:
                assert data.notice_from_json(json.dumps(case["notice"])) == notice
        case "receive":
            reception = data.receive(before, bytes_of(case, "payload"), case["profile"])
            assert isinstance(reception, RECEPTIONS[case["reception"].split()[0]])
            match reception:
                case data.Denied(snapshots, after_suspension):
                    assert case["reception"] == f"denied {snapshots} {after_suspension}"
                case data.Accept(message):
                    assert isinstance(message, DataTransfer)
                case data.Quarantine(error):
                    assert error.issues
        case "keeps":
            assert before.keeps(snapshot(case["snapshot"])) is case["keeps"]
        case "store":
            stored = case["stored"] and snapshot(case["stored"])
            assert data.store(stored, snapshot(case["snapshot"])) == case["storing"]
        case "findings":
            earlier = case["before"] and snapshot(case["before"])
            received = time_of(case["received"])
            found = plausibility(earlier, snapshot(case["snapshot"]), received)
            assert sorted(map(str, found)) == case["findings"]
        case other:
            pytest.fail(f"there is no function {other}")
    assert before == record(case.get("record")), "what is passed stays as it is"
