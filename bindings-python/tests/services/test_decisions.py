"""The services' decisions from Python (P-7): what the vectors do not show."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from iot4emissions import (
    Configuration,
    ConfigurationError,
    ConfiguredState,
    CountryError,
    DeviceId,
    Endpoint,
    OpeningKey,
    ProtocolError,
    RegistrationStatus,
    Snapshot,
    Values,
    VehicleInfo,
    Vin,
)
from iot4emissions.device import input_from_json
from iot4emissions.services import (
    Applied,
    Call,
    Cleared,
    Contradiction,
    DataDeviceRefused,
    Forgotten,
    Introduced,
    Introduction,
    Overtaken,
    Suspended,
    SuspensionReason,
    data,
    registration,
)

VIN = "JFXHF05K1L4104934"
DEVICE = DeviceId("d1")
RECORD = registration.VehicleRecord(Vin(VIN))
BROKER = Endpoint("data.example.eu", 8883)
PARAMETERS = data.ConfigurationParameters(
    registration_mqtt=BROKER,
    obfcm_data_mqtt=BROKER,
    acquire_frequency="0 0 0 1 * ? *",
    transfer_frequency="0 0 0 1 1/3 ? *",
    config_check_frequency="0 0 6 ? * SUN",
    first_version=7,
)
PAYLOAD = b'{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}'
NOW = datetime(2021, 6, 1, tzinfo=UTC)
NOT_CLEARED = Suspended(SuspensionReason.NOT_CLEARED)


def told(record: data.DeviceRecord | None, call: Call) -> data.DeviceRecord:
    after, answer = data.answer(record, call, PARAMETERS, NOW)
    assert after is not None
    assert answer == Applied()
    return after


def introduced() -> data.DeviceRecord:
    return told(None, Call(DEVICE, 1, Introduction(VehicleInfo())))


def cleared() -> data.DeviceRecord:
    return told(introduced(), Call(DEVICE, 2, Cleared()))


def test_a_call_goes_from_one_service_to_the_other() -> None:
    attributes = VehicleInfo(manufacturer="FIAT GROUP")
    record, effects = registration.decide(RECORD, registration.Requested(DEVICE, attributes))
    assert effects == (registration.CallDataService(),)
    call = record.outstanding()
    assert call == Call(DEVICE, 1, Introduction(attributes))
    known = told(None, call)
    assert known.attributes == attributes
    assert known.configuration.version == 7
    assert record.clearance() == known.clearance() == NOT_CLEARED
    answered = registration.CallAnswered(DEVICE, 1, Applied())
    record, effects = registration.decide(record, answered)
    status = RegistrationStatus(registered=True)
    assert effects == (registration.PublishStatus(DEVICE, status),)
    assert record.retained() == ((DEVICE, status),)
    assert registration.status_of(DEVICE, [record]) == status
    assert registration.status_of(DeviceId("d2"), iter([record])) is None


def test_two_services_know_a_device_by_two_ids() -> None:
    """P-1.7, P-7.16: the one passes on what the other opens, and follows."""
    key, other = OpeningKey.generate(), DeviceId("9a7d21e7")
    sealed = key.sealing_key().seal(other, DEVICE)
    requested = registration.Requested(DEVICE, VehicleInfo(), data_device=sealed)
    vehicle, _ = registration.decide(RECORD, requested)
    assert vehicle.binding is not None
    assert vehicle.binding.data_device == sealed
    call = vehicle.outstanding()
    assert call == Call(DEVICE, 1, Introduction(VehicleInfo(), sealed))
    assert other.text not in call.to_json()
    assert json.loads(call.to_json())["dataDevice"] == str(sealed)

    opened = data.Opened(key.open(sealed, DEVICE))
    found = data.subject(call, data.Known(data_device=opened))
    assert found == data.Subject(other, link=True, replaced=None)
    record = told(None, Call(other, 1, call.content))
    # From then on a call is about the device that its ID is linked to.
    for content in (Cleared(), Suspended("pause"), Forgotten()):
        later = Call(DEVICE, 2, content)
        assert data.subject(later, data.Known(linked=record)) == data.Subject(other, False, None)


def test_another_id_retires_the_one_before() -> None:
    other = DeviceId("9a7d21e7")
    call = Call(DEVICE, 3, Introduction(VehicleInfo()))
    known = data.Known(cleared(), data_device=data.Opened(other))
    assert data.subject(call, known) == data.Subject(other, link=True, replaced=DEVICE)
    retired = data.retire(cleared(), PARAMETERS, NOW)
    assert retired.clearance() == NOT_CLEARED
    assert retired.last.sequence == 2
    assert retired.status().device_state is ConfiguredState.INITIALIZED


def test_an_id_that_cannot_be_another_is_refused() -> None:
    other = DeviceId("9a7d21e7")
    call = Call(DEVICE, 3, Introduction(VehicleInfo()))
    for given in (data.Unopened(), data.Opened(DEVICE), data.Opened(other, known=True)):
        known = data.Known(cleared(), data_device=given)
        assert data.subject(call, known) == DataDeviceRefused()
    late = Call(DEVICE, 1, Introduction(VehicleInfo()))
    known = data.Known(cleared(), data_device=data.Opened(other))
    assert data.subject(late, known) == data.Subject(DEVICE, link=False, replaced=None)
    twice = Call(DEVICE, 2, Introduction(VehicleInfo()))
    assert data.subject(twice, known) == Contradiction(last=2)
    vehicle, _ = registration.decide(RECORD, registration.Requested(DEVICE, VehicleInfo()))
    answered = registration.CallAnswered(DEVICE, 1, DataDeviceRefused())
    _, effects = registration.decide(vehicle, answered)
    notice = registration.DataServiceRefused(DEVICE)
    assert registration.Raise(notice) in effects


def test_a_registration_service_from_a_backup_gets_ahead() -> None:
    call = Call(DEVICE, 1, Introduction(VehicleInfo()))
    assert data.answer(cleared(), call, PARAMETERS, NOW) == (cleared(), Overtaken(last=2))
    requested = registration.Requested(DEVICE, VehicleInfo())
    vehicle, _ = registration.decide(RECORD, requested)
    answered = registration.CallAnswered(DEVICE, 1, Overtaken(last=2))
    vehicle, effects = registration.decide(vehicle, answered)
    notice = registration.Misnumbered(DEVICE, sequence=1, last=2)
    assert effects == (registration.Raise(notice), registration.CallDataService())
    again = vehicle.outstanding()
    assert again is not None
    told(cleared(), again)


def test_nobody_suspends_what_was_not_told_again() -> None:
    before, after = cleared(), told(cleared(), Call(DEVICE, 3, Cleared()))
    assert data.untold([before], [after]) == ()
    assert data.untold([before], [before]) == (DEVICE,)


def test_what_a_suspended_device_shows_is_noted() -> None:
    denied = data.receive(introduced(), PAYLOAD)
    assert isinstance(denied, data.Denied)
    assert denied == data.Denied(snapshots=1, after_suspension=1)
    noted, notice = introduced().note(denied)
    assert notice == data.StillSending(DEVICE, version=7)
    assert noted.note(denied)[1] is None
    again = data.reissue(noted, 1000, NOW)
    assert (again.status().configuration.version, again.still_sending) == (1000, 0)
    assert again.status().device_state is ConfiguredState.INITIALIZED
    with pytest.raises(ConfigurationError, match="expected a version of at most") as raised:
        data.reissue(again, 2**24 + 1001, NOW)
    assert raised.value.code == "too-far"


def test_an_operator_reconfigures() -> None:
    daily = data.ConfigurationParameters(
        BROKER, BROKER, "0 0 0 1 * ? *", "0 0 0 ? * * *", "0 0 6 ? * SUN", 7
    )
    changed = data.reconfigure(cleared(), daily, NOW)
    assert changed is not None
    assert isinstance(changed.configuration, Configuration)
    assert str(changed.configuration.transfer_frequency) == "0 0 0 ? * * *"
    assert changed.configuration.version == cleared().configuration.version + 1
    assert data.reconfigure(changed, daily, NOW) is None


def test_numbers_can_be_restarted() -> None:
    restarted = data.restart_numbers(cleared(), PARAMETERS, NOW)
    assert restarted.last == data.LastCall(0, Introduced())
    assert restarted.clearance() == NOT_CLEARED


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


def test_what_was_acquired_before_a_withdrawal_ended_is_not_kept() -> None:
    record = told(cleared(), Call(DEVICE, 3, NOT_CLEARED))
    assert record.withdrawal == data.Lasts()
    record = told(record, Call(DEVICE, 4, Cleared()))
    assert record.withdrawal == data.EndedAt(NOW)
    for seconds, kept in [(-1, False), (0, True)]:
        acquired = NOW + timedelta(seconds=seconds)
        payload = f'{{"data":[{{"acquired":{int(acquired.timestamp())},"tfc":1.0}}]}}'.encode()
        received = data.receive(record, payload)
        assert isinstance(received, data.Accept)
        (snapshot,) = received.message.snapshots
        assert record.keeps(snapshot) is kept
        assert cleared().keeps(snapshot)


def test_storing() -> None:
    def at(second: int, fuel: float) -> Snapshot:
        return Snapshot(datetime(2021, 6, 1, 9, 0, second, tzinfo=UTC), Values(fuel))

    assert data.store(None, at(0, 1)) is data.StorageDecision.NEW
    assert data.store(at(0, 1), at(0, 1)) is data.StorageDecision.DUPLICATE
    assert data.store(at(0, 1), at(0, 2)) is data.StorageDecision.CONFLICT


def test_countries() -> None:
    assert registration.is_member_state("FR")
    assert not registration.is_member_state("NO")
    with pytest.raises(CountryError, match="two capitals"):
        registration.is_member_state("fr")


PHASE = "/binding/phase/releasing/<VIN hidden>"
# Changes to a record, the path of the problem, and a part of the text.
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"consent": VIN}, "/consent", "invalid type, expected a boolean"),
    ({"sequence": -1}, "/sequence", "invalid value, expected u64"),
    ({"country": VIN[:-1]}, "/country", "expected an ISO 3166-1 alpha-2 code"),
    ({"vin": VIN[:-1]}, "/vin", "expected 17 characters, found 16"),
    ({"binding": VIN[:-1]}, "/binding", "invalid type, expected struct Binding"),
    ({"binding": {"device": "d1"}}, "/binding", "missing field `attributes`"),
    ({"binding": {"phase": VIN.lower()}}, "/binding/phase", "unknown variant"),
    ({"binding": {"phase": {"releasing": {VIN: 1}}}}, PHASE, "unknown field"),
    ({"refused": ["d1", {"a": VIN}]}, "/refused/1", "invalid type"),
    ({VIN: VIN}, "/<VIN hidden>", "unknown field"),
    ({"a/b~c": VIN}, "/a~1b~0c", "unknown field"),
    ({"a]},": [], "b": 1}, "/a]},", "unknown field"),
]


@pytest.mark.parametrize(("change", "path", "text"), WRONG)
def test_texts_of_another_shape(change: dict[str, Any], path: str, text: str) -> None:
    """The place and what was expected there; never what was found, also not nearly a VIN."""
    written = json.dumps(json.loads(RECORD.to_json()) | change)
    with pytest.raises(ProtocolError) as raised:
        registration.VehicleRecord.from_json(written)
    error = raised.value
    assert (error.code, error.path) == ("json-form", path)
    assert text in str(error)
    assert str(error).startswith("expected a vehicle's record in its JSON form: ")
    assert VIN[:-1].lower() not in f"{error!r} {error.path}".lower()
    assert error.__cause__ is None is error.__context__


def test_what_is_no_value_is_refused() -> None:
    """A ``dict`` or a text of the JSON form is none."""
    stranger: Any = json.loads(RECORD.to_json())
    for call in (
        lambda: registration.decide(stranger, registration.Left()),
        lambda: registration.decide(RECORD, "left"),  # type: ignore[arg-type]
        lambda: registration.status_of(DEVICE, [stranger]),
        lambda: data.answer(None, stranger, PARAMETERS, NOW),
        lambda: data.answer(stranger, Call(DEVICE, 1, Cleared()), PARAMETERS, NOW),
        lambda: data.reconfigure(cleared(), stranger, NOW),
        lambda: data.reissue(stranger, None, NOW),
        lambda: data.restart_numbers(stranger, PARAMETERS, NOW),
        lambda: data.receive(stranger, PAYLOAD),
        lambda: cleared().note(stranger),
        lambda: cleared().keeps(stranger),
    ):
        with pytest.raises(TypeError) as raised:
            call()
        assert VIN not in str(raised.value)


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
