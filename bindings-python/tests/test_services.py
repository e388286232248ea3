"""The services' decisions from Python (P-7): what the vectors do not show."""

import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from iot4emissions import (
    ConfigurationError,
    CountryError,
    ProtocolError,
    Snapshot,
    Values,
    Vin,
)
from iot4emissions.device import input_from_json
from iot4emissions.services import data, registration

VIN = "JFXHF05K1L4104934"
RECORD = registration.new_record(Vin(VIN))
BROKER: data.EndpointForm = {"endpoint": "data.example.eu", "port": 8883, "protocol": "mqtts"}
PARAMETERS: data.ConfigurationParameters = {
    "registrationMqtt": BROKER,
    "obfcmDataMqtt": BROKER,
    "acquireFrequency": "0 0 0 1 * ? *",
    "transferFrequency": "0 0 0 1 1/3 ? *",
    "configCheckFrequency": "0 0 6 ? * SUN",
    "firstVersion": 7,
}
PAYLOAD = b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}'


NOW = datetime(2021, 6, 1, tzinfo=UTC)


def introduced() -> data.DeviceRecord:
    call: data.Call = {"deviceId": "d1", "sequence": 1, "call": "introduced", "attributes": {}}
    record, _ = data.answer(None, call, PARAMETERS, NOW)
    assert record is not None
    return record


def cleared() -> data.DeviceRecord:
    record, answer = data.answer(
        introduced(), {"deviceId": "d1", "sequence": 2, "call": "cleared"}, PARAMETERS, NOW
    )
    assert record is not None
    assert answer == "applied"
    return record


def test_a_call_goes_from_one_service_to_the_other() -> None:
    request: registration.Request = {
        "device": "d1",
        "attributes": {"mh": "FIAT GROUP"},
        "boundElsewhere": False,
        "lastSequence": 0,
    }
    record, effects = registration.decide(RECORD, {"requested": request})
    assert effects == ["callDataService"]
    call = registration.outstanding(record)
    assert call is not None
    known, answer = data.answer(None, call, PARAMETERS, NOW)
    assert known is not None
    assert known["attributes"] == {"mh": "FIAT GROUP"}
    assert known["configuration"]["version"] == 7
    assert registration.clearance(record) == data.clearance(known) == {"suspended": "notCleared"}
    answered: registration.Answered = {"device": "d1", "sequence": 1, "answer": answer}
    record, effects = registration.decide(record, {"callAnswered": answered})
    assert effects == [{"publishStatus": {"device": "d1", "status": "registered"}}]
    assert registration.status_of("d1", [record]) == "registered"
    assert registration.status_of("d2", [record]) is None


def test_a_registration_service_from_a_backup_gets_ahead() -> None:
    call: data.Call = {"deviceId": "d1", "sequence": 1, "call": "introduced", "attributes": {}}
    record, answer = data.answer(cleared(), call, PARAMETERS, NOW)
    assert (record, answer) == (cleared(), {"overtaken": {"last": 2}})
    request: registration.Request = {
        "device": "d1",
        "attributes": {},
        "boundElsewhere": False,
        "lastSequence": 0,
    }
    vehicle, _ = registration.decide(RECORD, {"requested": request})
    answered: registration.Answered = {"device": "d1", "sequence": 1, "answer": answer}
    vehicle, effects = registration.decide(vehicle, {"callAnswered": answered})
    notice = {"misnumbered": {"device": "d1", "sequence": 1, "last": 2}}
    assert effects == [{"raise": notice}, "callDataService"]
    again = registration.outstanding(vehicle)
    assert again is not None
    assert data.answer(cleared(), again, PARAMETERS, NOW)[1] == "applied"


def test_what_a_suspended_device_shows_is_noted() -> None:
    denied = data.receive(introduced(), PAYLOAD)
    assert denied == data.Denied(snapshots=1, after_suspension=1)
    assert isinstance(denied, data.Denied)
    noted, notice = data.note(introduced(), denied)
    assert notice == {"stillSending": {"device": "d1", "version": 7}}
    assert data.note(noted, denied)[1] is None
    again = data.reissue(noted, 1000, NOW)
    assert (data.status(again)["configuration"]["version"], again["stillSending"]) == (1000, 0)
    with pytest.raises(ConfigurationError, match="expected a version of at most") as raised:
        data.reissue(again, 2**24 + 1001, NOW)
    assert raised.value.code == "too-far"


def test_numbers_can_be_restarted() -> None:
    restarted = data.restart_numbers(cleared(), PARAMETERS, NOW)
    assert restarted["last"] == {"sequence": 0, "kind": "introduced"}
    assert data.clearance(restarted) == {"suspended": "notCleared"}


def test_what_is_read_becomes_messages() -> None:
    match data.receive(cleared(), PAYLOAD):
        case data.Accept(message, deviations):
            (snapshot,) = message.snapshots
            assert deviations == ()
            assert snapshot.acquired == datetime(2021, 6, 1, 9, tzinfo=UTC)
        case other:
            pytest.fail(f"{other}")
    match data.receive(cleared(), b'{"data":[]}', profile="strict"):
        case data.Quarantine(error):
            assert [issue.pointer for issue in error.issues] == ["/data"]
        case other:
            pytest.fail(f"{other}")
    assert data.receive(introduced(), PAYLOAD) == data.Denied(1, 1)
    assert data.receive(None, PAYLOAD) == data.Unknown()


def test_the_profile_counts() -> None:
    payload = PAYLOAD.replace(b"32.5", b'"32.5"')
    accepted = data.receive(cleared(), payload)
    assert isinstance(accepted, data.Accept)
    assert [deviation.pointer for deviation in accepted.deviations] == ["/data/0/tfc"]
    assert isinstance(data.receive(cleared(), payload, "strict"), data.Quarantine)


def test_receptions_are_values() -> None:
    accepted = data.receive(cleared(), PAYLOAD)
    assert accepted == data.receive(cleared(), PAYLOAD)
    assert pickle.loads(pickle.dumps(accepted)) == accepted
    assert len({accepted, data.Unknown(), data.Unknown(), data.Denied(0, 0)}) == 3
    assert pickle.loads(pickle.dumps(data.Storing.NEW)) is data.Storing.NEW


def test_what_was_acquired_before_a_withdrawal_ended_is_not_kept() -> None:
    withdrawn: data.Call = {
        "deviceId": "d1",
        "sequence": 3,
        "call": "suspended",
        "reason": "notCleared",
    }
    record, _ = data.answer(cleared(), withdrawn, PARAMETERS, NOW)
    assert record is not None
    assert record["withdrawal"] == "lasts"
    again: data.Call = {"deviceId": "d1", "sequence": 4, "call": "cleared"}
    record, _ = data.answer(record, again, PARAMETERS, NOW)
    assert record is not None
    assert record["withdrawal"] == {"endedAt": int(NOW.timestamp())}
    for seconds, kept in [(-1, False), (0, True)]:
        acquired = NOW + timedelta(seconds=seconds)
        payload = f'{{"data":[{{"acquired":{int(acquired.timestamp())},"tfc":1.0}}]}}'.encode()
        received = data.receive(record, payload)
        assert isinstance(received, data.Accept)
        (snapshot,) = received.message.snapshots
        assert data.keeps(record, snapshot) is kept
        assert data.keeps(cleared(), snapshot)


def test_storing() -> None:
    def at(second: int, fuel: float) -> Snapshot:
        return Snapshot(datetime(2021, 6, 1, 9, 0, second, tzinfo=UTC), Values(fuel))

    assert data.store(None, at(0, 1)) is data.Storing.NEW
    assert data.store(at(0, 1), at(0, 1)) is data.Storing.DUPLICATE
    assert data.store(at(0, 1), at(0, 2)) is data.Storing.CONFLICT


def test_countries() -> None:
    assert registration.is_member_state("FR")
    assert not registration.is_member_state("NO")
    with pytest.raises(CountryError, match="two capitals"):
        registration.is_member_state("fr")


PHASE = "/record/binding/phase/releasing/<VIN hidden>"
# Changes to a record, the path of the problem, and a part of the text.
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"consent": VIN}, "/record/consent", "invalid type, expected a boolean"),
    ({"sequence": -1}, "/record/sequence", "invalid value, expected u64"),
    ({"country": VIN[:-1]}, "/record/country", "expected an ISO 3166-1 alpha-2 code"),
    ({"vin": VIN[:-1]}, "/record/vin", "expected 17 characters, found 16"),
    ({"binding": VIN[:-1]}, "/record/binding", "invalid type, expected struct Binding"),
    ({"binding": {"device": "d1"}}, "/record/binding", "missing field `attributes`"),
    ({"binding": {"phase": VIN.lower()}}, "/record/binding/phase", "unknown variant"),
    ({"binding": {"phase": {"releasing": {VIN: 1}}}}, PHASE, "unknown field"),
    ({"refused": ["d1", {"a": VIN}]}, "/record/refused/1", "invalid type"),
    ({VIN: VIN}, "/record/<VIN hidden>", "unknown field"),
    ({"a/b~c": VIN}, "/record/a~1b~0c", "unknown field"),
    ({"a]},": [], "b": 1}, "/record/a]},", "unknown field"),
]


@pytest.mark.parametrize(("change", "path", "text"), WRONG)
def test_data_of_another_shape(change: dict[str, Any], path: str, text: str) -> None:
    """The place and what was expected there; never what was found, also not nearly a VIN."""
    record: Any = RECORD | change
    functions: list[Callable[[], Any]] = [
        lambda: registration.decide(record, "left"),
        lambda: registration.clearance(record),
        lambda: registration.outstanding(record),
        lambda: registration.retained(record),
    ]
    for function in functions:
        with pytest.raises(ProtocolError) as raised:
            function()
        error = raised.value
        assert (error.code, error.path) == ("json-form", path)
        assert text in str(error)
        assert str(error).startswith("expected a vehicle's record in its JSON form: ")
        assert VIN[:-1].lower() not in f"{error!r} {error.path}".lower()
        assert error.__cause__ is None is error.__context__


def test_every_argument_has_its_path() -> None:
    wrong: Any = 7
    cases: list[tuple[str, Callable[[], Any]]] = [
        ("/event", lambda: registration.decide(RECORD, wrong)),
        ("/call", lambda: data.answer(None, wrong, PARAMETERS, NOW)),
        ("/record", lambda: data.answer(wrong, introduction(), PARAMETERS, NOW)),
        ("/parameters", lambda: data.answer(None, introduction(), wrong, NOW)),
        ("/record", lambda: data.reconfigure(wrong, PARAMETERS, NOW)),
        ("/parameters", lambda: data.reconfigure(introduced(), wrong, NOW)),
        ("/record", lambda: data.clearance(wrong)),
        ("/record", lambda: data.status(wrong)),
        ("/record", lambda: data.reissue(wrong, None, NOW)),
        ("/record", lambda: data.restart_numbers(wrong, PARAMETERS, NOW)),
        ("/parameters", lambda: data.restart_numbers(introduced(), wrong, NOW)),
        ("/record", lambda: data.note(wrong, data.Denied(0, 0))),
        ("/records/0", lambda: registration.status_of("d1", [wrong])),
        ("/record", lambda: data.receive(wrong, PAYLOAD)),
        ("/record", lambda: data.keeps(wrong, Snapshot(NOW, Values(1)))),
    ]
    for path, function in cases:
        with pytest.raises(ProtocolError) as raised:
            function()
        assert raised.value.path == path
    with pytest.raises(TypeError, match="not JSON serializable"):
        registration.decide(RECORD | {"vin": Vin(VIN)}, "left")  # type: ignore[arg-type]


def introduction() -> data.Call:
    return {"deviceId": "d1", "sequence": 1, "call": "introduced", "attributes": {}}


def test_any_torn_text_is_answered() -> None:
    """Where a text ends in its middle, or has a byte changed, there is an answer."""
    text = json.dumps(
        {"message": {"connection": 1, "topic": f'"\\{VIN}', "payload": [1], "x": VIN}}
    )
    torn = [text[:length] for length in range(len(text))]
    torn += [
        text[:at] + other + text[at + 1 :] for at in range(len(text)) for other in '"\\{}[],:é\n'
    ]
    for broken in torn:
        with pytest.raises(ProtocolError) as raised:
            input_from_json(broken)
        assert VIN not in f"{raised.value!r} {raised.value.path}"
