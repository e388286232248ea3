"""``data.json`` (P-5.51, P-7.5 to P-7.9)."""

import json

import pytest
from iot4emissions import DataTransfer, plausibility
from iot4emissions.services import data
from test_messages_vectors import snapshot
from vectors_common import Case, bytes_of, cases, either, names, time_of

RECEPTIONS = {
    "unknown": data.Unknown,
    "denied": data.Denied,
    "quarantine": data.Quarantine,
    "accept": data.Accept,
}


@pytest.mark.parametrize("case", cases("data"), ids=names("data"))
def test_data(case: Case) -> None:
    before = json.dumps(case)
    match case["function"]:
        case "answer":
            now = time_of(case["now"])
            after, answer = data.answer(case["record"], case["call"], case["parameters"], now)
            assert (after, answer) == (case["after"], case["answer"])
        case "reconfigure":
            record, parameters, now = case["record"], case["parameters"], time_of(case["now"])
            either(case, "after", lambda: data.reconfigure(record, parameters, now))
        case "reissue":
            record, version, now = case["record"], case["version"], time_of(case["now"])
            either(case, "after", lambda: data.reissue(record, version, now))
        case "restartNumbers":
            now = time_of(case["now"])
            after = data.restart_numbers(case["record"], case["parameters"], now)
            assert after == case["after"]
        case "note":
            counts = case["denied"]
            denied = data.Denied(counts["snapshots"], counts["afterSuspension"])
            assert data.note(case["record"], denied) == (case["after"], case["notice"])
        case "receive":
            reception = data.receive(case["record"], bytes_of(case, "payload"), case["profile"])
            assert isinstance(reception, RECEPTIONS[case["reception"].split()[0]])
            match reception:
                case data.Denied(snapshots, after_suspension):
                    assert case["reception"] == f"denied {snapshots} {after_suspension}"
                case data.Accept(message):
                    assert isinstance(message, DataTransfer)
                case data.Quarantine(error):
                    assert error.issues
        case "keeps":
            assert data.keeps(case["record"], snapshot(case["snapshot"])) is case["keeps"]
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
    assert json.dumps(case) == before, "what is passed stays as it is"
