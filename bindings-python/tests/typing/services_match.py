"""For type checkers only: a `match` on what the services decide upon is exhaustive, patterns by
place are understood, and the aliases are what the functions take and give.
"""

from datetime import datetime
from typing import assert_never, assert_type

from iot4emissions import (
    ConfigurationStatus,
    DataTransfer,
    DecodeError,
    Deviation,
    DeviceId,
    RegistrationStatus,
    Schedule,
    SealedDeviceId,
    Snapshot,
    VehicleInfo,
    Vin,
)
from iot4emissions.services import (
    Answer,
    Applied,
    Call,
    Clearance,
    Cleared,
    Contradiction,
    DataDeviceRefused,
    Forgotten,
    Introduced,
    Introduction,
    NotIntroduced,
    Overtaken,
    Suspended,
    SuspensionReason,
    TooFar,
    VersionsExhausted,
    data,
    registration,
)
from iot4emissions.services.data import (
    Accept,
    ConfigurationParameters,
    Denied,
    DeviceRecord,
    EndedAt,
    Known,
    Lasts,
    Opened,
    Quarantine,
    StillSending,
    StorageDecision,
    Subject,
    Tombstone,
    Unknown,
    Unopened,
)
from iot4emissions.services.registration import (
    Acknowledged,
    AttributeContainsVin,
    CallAnswered,
    CallDataService,
    ClearanceCall,
    ClearStatus,
    ConsentChanged,
    DataServiceRefused,
    DeleteRecord,
    DeviceContainsVin,
    DeviceHasAnotherVehicle,
    DeviceNotIntroduced,
    DeviceVersionsExhausted,
    Erased,
    Forgetting,
    Introducing,
    Left,
    Misnumbered,
    Nothing,
    NoVersionLeft,
    OwnerChanged,
    Paused,
    PublishStatus,
    Raise,
    Registered,
    Released,
    Releasing,
    Requested,
    Scrapped,
    StoredData,
    StoredDataPolicy,
    TellAgain,
    VehicleHasAnotherDevice,
    VehicleRecord,
)


def explain(event: registration.Event) -> str:
    match event:
        case Requested(device, attributes, bound_elsewhere, last_sequence, data_device):
            assert_type(data_device, SealedDeviceId | None)
            assert_type(device, DeviceId)
            assert_type(attributes, VehicleInfo)
            assert_type((bound_elsewhere, last_sequence), tuple[bool, int])
            return str(device)
        case Registered(country, _, consent):
            assert_type((country, consent), tuple[str, bool])
            return country
        case ConsentChanged(said) | OwnerChanged(said) | Paused(said):
            assert_type(said, bool)
            return str(said)
        case CallAnswered(_, sequence, answer):
            assert_type(sequence, int)
            return weigh(answer)
        case Left() | Scrapped() | Erased() | Released() | TellAgain():
            return ""
        case other:
            assert_never(other)


def weigh(answer: Answer) -> str:
    match answer:
        case Overtaken(last) | Contradiction(last) | TooFar(last):
            assert_type(last, int)
            return str(last)
        case Applied() | NotIntroduced() | DataDeviceRefused() | VersionsExhausted():
            return ""
        case other:
            assert_never(other)


def carry_out(effect: registration.Effect) -> str:
    match effect:
        case PublishStatus(device, status):
            assert_type(status, RegistrationStatus)
            return str(device)
        case ClearStatus(device):
            return str(device)
        case CallDataService():
            return ""
        case DeleteRecord(had):
            assert_type(had, DeviceId | None)
            return str(had)
        case Raise(notice):
            return tell(notice)
        case other:
            assert_never(other)


def tell(notice: registration.OperatorNotice | data.OperatorNotice) -> str:
    match notice:
        case DeviceContainsVin():
            return ""
        case DeviceHasAnotherVehicle(device) | DeviceNotIntroduced(device):
            return str(device)
        case DeviceVersionsExhausted(device) | DataServiceRefused(device):
            return str(device)
        case VehicleHasAnotherDevice(device, registered):
            assert_type(registered, DeviceId)
            return str(device)
        case AttributeContainsVin(device, attribute):
            assert_type(attribute, str)
            return attribute
        case Misnumbered(device, sequence, last):
            assert_type((sequence, last), tuple[int, int])
            return str(device)
        case StillSending(device, version):
            assert_type(version, int)
            return str(device)
        case other:
            assert_never(other)


def may_send(clearance: Clearance) -> bool:
    match clearance:
        case Cleared():
            return True
        case Suspended(reason):
            assert_type(reason, SuspensionReason)
            return False
        case other:
            assert_never(other)


def show(record: VehicleRecord) -> str:
    assert_type(record.vin, Vin)
    assert_type(record.country, str | None)
    assert_type(record.refused, tuple[DeviceId, ...])
    assert_type(record.retained(), tuple[tuple[DeviceId, RegistrationStatus], ...])
    assert_type(record.outstanding(), Call | None)
    assert_type(VehicleRecord.from_json(record.to_json()), VehicleRecord)
    if record.binding is None:
        return ""
    match record.binding.phase:
        case Introducing(sequence) | Forgetting(sequence) | Releasing(sequence):
            assert_type(sequence, int)
            return str(sequence)
        case Forgotten():
            return ""
        case Acknowledged(acknowledged, call):
            assert_type(call, ClearanceCall | None)
        case other:
            assert_never(other)
    match acknowledged:
        case Nothing() | Introduced() | NoVersionLeft():
            return ""
        case Cleared() | Suspended():
            return str(may_send(acknowledged))
        case unknown:
            assert_never(unknown)


def called(entry: data.DeviceEntry | None, call: Call, parameters: ConfigurationParameters) -> None:
    match call.content:
        case Introduction(attributes, data_device):
            assert_type(data_device, SealedDeviceId | None)
            assert_type(attributes, VehicleInfo)
        case Cleared() | Suspended() | Forgotten():
            assert_type(call.new_segment, bool)
        case other:
            assert_never(other)
    assert_type(parameters.acquire_frequency, Schedule)
    after, answer = data.answer(entry, call, parameters, datetime.now().astimezone())
    assert_type(answer, Answer)
    match after:
        case None:
            return
        case Tombstone(last, forgotten, version):
            assert_type((last, forgotten, version), tuple[int, datetime, int | None])
            return
        case DeviceRecord():
            assert_type(after.segments.begun, tuple[datetime, ...])
        case never:
            assert_never(never)
    assert_type(after.status(), ConfigurationStatus)
    assert_type(after.note(Denied(1, 1)), tuple[DeviceRecord, data.OperatorNotice | None])
    match after.last.kind:
        case Introduced() | Cleared() | Suspended() | Forgotten():
            pass
        case unknown:
            assert_never(unknown)
    match after.withdrawal:
        case None | Lasts():
            pass
        case EndedAt(time):
            assert_type(time, datetime)
        case beyond:
            assert_never(beyond)


def about(call: Call, entry: data.DeviceEntry | None, opened: data.DataDevice | None) -> str:
    known = Known(entry, data_device=opened)
    match known.data_device:
        case None | Unopened():
            pass
        case Opened(device, is_known):
            assert_type((device, is_known), tuple[DeviceId, bool])
        case unknown:
            assert_never(unknown)
    match data.subject(call, known):
        case Subject(device, link, replaced):
            assert_type((link, replaced), tuple[bool, DeviceId | None])
            return str(device)
        case answer:
            return weigh(answer)


def received(record: DeviceRecord, stored: Snapshot | None, payload: bytes) -> str:
    match data.receive(record, payload):
        case Unknown() | Denied():
            return ""
        case Quarantine(error):
            assert_type(error, DecodeError)
            return error.path
        case Accept(message, deviations):
            assert_type(message, DataTransfer)
            assert_type(deviations, tuple[Deviation, ...])
        case other:
            assert_never(other)
    match data.store(stored, message.snapshots[0]):
        case StorageDecision.NEW | StorageDecision.DUPLICATE | StorageDecision.CONFLICT:
            return ""
        case unknown:
            assert_never(unknown)


def decided(record: VehicleRecord, event: registration.Event) -> None:
    policy = StoredDataPolicy(withdrawal="erase")
    assert_type(policy.withdrawal, StoredData)
    after, effects = registration.decide(record, event, policy)
    assert_type(after, VehicleRecord)
    assert_type(effects, tuple[registration.Effect, ...])
