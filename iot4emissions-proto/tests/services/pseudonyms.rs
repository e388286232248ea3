//! Devices that the two services know by different IDs (P-1.7, P-7.16). That they hold in
//! every order in which calls arrive, `model` shows.

use iot4emissions_proto::identity::{DeviceId, SealedDeviceId};
use iot4emissions_proto::message::{ConfiguredState, RegistrationStatus};
use iot4emissions_proto::services::call::{Answer, Call, CallContent, CallKind, Introduction};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::{
    DataDevice, DeviceEntry, DeviceRecord, Known, Subject, Tombstone, retire, subject,
};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    Effect, Event, OperatorNotice, Phase, VehicleRecord,
};
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::{NOW, answered, applied, cleared, decide, device, number, parameters};

fn sealed(number: u8) -> SealedDeviceId {
    SealedDeviceId::from_bytes([number; SealedDeviceId::LENGTH])
}

/// `d1`, under another ID.
fn introduction(sequence: u64) -> Call {
    let attributes = VehicleInfo::default();
    let introduction = Introduction::new(device("d1"), &attributes, IntroductionScope::Report);
    Call::introduced(introduction.under(Some(sealed(1))), number(sequence))
}

/// The Data Service's record of a device whose last call has this number.
fn record(name: &str, sequence: u64) -> DeviceRecord {
    let call = Call {
        device_id: device(name),
        ..introduction(sequence)
    };
    let (record, answer) = answered(None, &call, &parameters(), NOW);
    assert_eq!(answer, Answer::Applied);
    record.unwrap()
}

fn opened(device: &DeviceId, known: bool) -> DataDevice<'_> {
    DataDevice::Opened { device, known }
}

fn about(device_id: &str, link: bool, replaced: Option<&str>) -> Result<Subject, Answer> {
    Ok(Subject {
        device: device(device_id),
        link,
        replaced: replaced.map(device),
    })
}

#[test]
fn p_7_16_an_introduction_brings_the_id_and_other_calls_follow_the_link() {
    let p1 = device("p1");
    let first = Known {
        data_device: opened(&p1, false),
        ..Known::default()
    };
    assert_eq!(subject(&introduction(1), first), about("p1", true, None));
    let stored = record("p1", 1);
    let linked = Known {
        linked: Some(&stored),
        ..Known::default()
    };
    for call in [
        cleared(2),
        Call::forgotten(device("d1"), number(2)),
        Call::telling(device("d1"), Clearance::NOT_CLEARED, number(2)),
    ] {
        assert_eq!(subject(&call, linked), about("p1", false, None));
        // Without a link it is about the device that it names.
        let unlinked = Known::default();
        assert_eq!(subject(&call, unlinked), about("d1", false, None));
    }
    // Said again, by the same number or a later one, it is the same device.
    let again = Known {
        linked: Some(&stored),
        data_device: opened(&p1, true),
        named: None,
    };
    for sequence in [1, 2] {
        let call = introduction(sequence);
        assert_eq!(subject(&call, again), about("p1", false, None));
    }
}

#[test]
fn p_7_16_another_id_replaces_the_one_before() {
    let stored = record("p1", 3);
    let p2 = device("p2");
    let known = |known| Known {
        linked: Some(&stored),
        named: None,
        data_device: opened(&p2, known),
    };
    let replaced = about("p2", true, Some("p1"));
    assert_eq!(subject(&introduction(4), known(false)), replaced);
    // With the number of before it is another call, and with a lower one a late one.
    let last = number(3);
    let contradiction = Err(Answer::Contradiction { last });
    assert_eq!(subject(&introduction(3), known(false)), contradiction);
    let late = about("p1", false, None);
    assert_eq!(subject(&introduction(2), known(false)), late);
    // Another device has it, or had it.
    let refused = Err(Answer::DataDeviceRefused);
    assert_eq!(subject(&introduction(4), known(true)), refused);
    // Both services know the device by one ID again.
    let one = Known {
        data_device: DataDevice::Absent,
        ..known(false)
    };
    let replaced = about("d1", false, Some("p1"));
    assert_eq!(subject(&introduction(4), one), replaced);
    // Or did so before.
    let named = DeviceEntry::from(record("d1", 3));
    let two = Known {
        named: Some(&named),
        linked: None,
        data_device: opened(&p2, false),
    };
    let replaced = about("p2", true, Some("d1"));
    assert_eq!(subject(&introduction(4), two), replaced);
}

#[test]
fn p_7_16_an_id_that_cannot_be_one_is_refused() {
    let own = device("d1");
    for data_device in [DataDevice::Unopened, opened(&own, false)] {
        let known = Known {
            data_device,
            ..Known::default()
        };
        let refused = Err(Answer::DataDeviceRefused);
        assert_eq!(subject(&introduction(1), known), refused);
        // What is late is overtaken, whatever it brings.
        let stored = record("p1", 2);
        let known = Known {
            linked: Some(&stored),
            ..known
        };
        let late = about("p1", false, None);
        assert_eq!(subject(&introduction(1), known), late);
    }
}

/// The tombstone under the ID that calls name stands in the way of late ones.
#[test]
fn p_7_16_a_forgotten_device_is_not_linked_by_a_late_call() {
    let tombstone = DeviceEntry::Forgotten(Tombstone {
        last: number(5),
        version: None,
        forgotten: NOW,
    });
    let p1 = device("p1");
    let known = Known {
        named: Some(&tombstone),
        linked: None,
        data_device: opened(&p1, false),
    };
    assert_eq!(subject(&introduction(4), known), about("d1", false, None));
    let last = number(5);
    let contradiction = Err(Answer::Contradiction { last });
    assert_eq!(subject(&introduction(5), known), contradiction);
    assert_eq!(subject(&introduction(6), known), about("p1", true, None));
}

#[test]
fn p_7_16_who_is_replaced_may_not_send() {
    let before = applied(record("p1", 1), &[cleared(2), cleared(3)]);
    assert_eq!(before.clearance(), Clearance::Cleared);
    let after = retire(before.clone(), &parameters(), NOW);
    assert_eq!(after.clearance(), Clearance::NOT_CLEARED);
    assert_eq!(after.status().device_state, ConfiguredState::Initialized);
    assert_eq!(after.version().get(), before.version().get() + 1);
    assert_eq!(after.last.sequence, before.last.sequence);
    // Once is enough.
    assert_eq!(retire(after.clone(), &parameters(), NOW), after);
}

fn requested(number: Option<u8>) -> Event {
    Event::Requested {
        device: device("d1"),
        attributes: VehicleInfo::default(),
        data_device: number.map(sealed),
        bound_elsewhere: false,
        last_sequence: crate::Sequence::NONE,
    }
}

fn vehicle() -> VehicleRecord {
    VehicleRecord::new("JFXHF05K1L4104934".parse().unwrap())
}

fn answer_last(record: VehicleRecord, answer: Answer) -> (VehicleRecord, Vec<Effect>) {
    let call = outstanding(&record);
    let answered = Event::CallAnswered {
        device: device("d1"),
        sequence: call.sequence,
        answer,
    };
    decide(record, answered)
}

fn outstanding(record: &VehicleRecord) -> Call {
    record.outstanding(IntroductionScope::default()).unwrap()
}

#[test]
fn p_1_7_the_sealed_id_is_passed_on_as_it_is() {
    let (record, _) = decide(vehicle(), requested(Some(7)));
    let call = outstanding(&record);
    let CallContent::Introduced { data_device, .. } = &call.content else {
        panic!("expected an introduction, found {call:?}");
    };
    assert_eq!(*data_device, Some(sealed(7)));
    let (record, _) = answer_last(record, Answer::Applied);
    // The same again is answered; with another ID the device is introduced again.
    let (record, effects) = decide(record, requested(Some(7)));
    let registered = Effect::PublishStatus {
        device: device("d1"),
        status: RegistrationStatus::Registered,
    };
    assert_eq!(effects, std::slice::from_ref(&registered));
    let (record, effects) = decide(record, requested(Some(8)));
    assert_eq!(effects, [Effect::CallDataService]);
    assert_eq!(outstanding(&record).kind(), CallKind::Introduced);
    let (record, effects) = answer_last(record, Answer::Applied);
    assert_eq!(effects, [registered]);
    let (record, _) = decide(record, requested(None));
    let CallContent::Introduced { data_device, .. } = outstanding(&record).content else {
        panic!("expected an introduction");
    };
    assert_eq!(data_device, None);
}

/// A Data Service that was restored has the ID of before, perhaps.
#[test]
fn p_7_16_a_restored_data_service_is_told_the_id_again() {
    for (number, kind) in [(None, CallKind::Cleared), (Some(7), CallKind::Introduced)] {
        let (record, _) = decide(vehicle(), requested(number));
        let registered = Event::Registered {
            country: "GR".parse().unwrap(),
            attributes: VehicleInfo::default(),
            consent: true,
        };
        let (record, _) = answer_last(record, Answer::Applied);
        let (record, _) = decide(record, registered);
        let (record, _) = answer_last(record, Answer::Applied);
        let (record, _) = decide(record, Event::TellAgain);
        assert_eq!(outstanding(&record).kind(), kind);
    }
}

#[test]
fn p_7_16_a_device_whose_id_is_refused_hears_it_and_is_released() {
    let (record, _) = decide(vehicle(), requested(Some(7)));
    let (record, effects) = answer_last(record, Answer::DataDeviceRefused);
    assert_eq!(
        effects,
        [
            Effect::Raise(OperatorNotice::DataDeviceRefused {
                device: device("d1")
            }),
            Effect::PublishStatus {
                device: device("d1"),
                status: RegistrationStatus::ERROR,
            },
            // What it was called before may have come to something.
            Effect::CallDataService,
        ]
    );
    let binding = record.binding.as_ref().unwrap();
    assert!(matches!(
        binding.phase,
        Phase::Releasing { erase: false, .. }
    ));
    let (record, effects) = answer_last(record, Answer::NotIntroduced);
    assert_eq!(record.binding, None);
    let clear = Effect::ClearStatus {
        device: device("d1"),
    };
    assert_eq!(effects, [clear]);
    // With another one it may try again.
    let (record, effects) = decide(record, requested(Some(8)));
    assert_eq!(effects, [Effect::CallDataService]);
    assert_eq!(outstanding(&record).kind(), CallKind::Introduced);
}
