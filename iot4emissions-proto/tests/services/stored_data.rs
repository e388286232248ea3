//! What becomes of stored data: segments, and erasure (P-7.13, P-7.14). Both services are
//! at work.

use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::{Answer, Call, CallKind, Sequence};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::{DeviceEntry, DeviceRecord, Withdrawal, answer};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    Effect, Event, Phase, StoredData, StoredDataPolicy, VehicleRecord, decide, status_of,
};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::{NOW, called, cleared, device, introduced, introduction, make, number, parameters};

/// Both services, and one vehicle.
struct Services {
    policy: StoredDataPolicy,
    vehicle: VehicleRecord,
    entry: Option<DeviceEntry>,
    now: UnixSeconds,
    effects: Vec<Effect>,
    calls: Vec<CallKind>,
}

impl Services {
    /// A device that is registered and cleared by calls 1 and 2.
    fn cleared(policy: StoredDataPolicy) -> Self {
        let vin = "JFXHF05K1L4104934".parse().unwrap();
        let mut services = Self {
            policy,
            vehicle: VehicleRecord::new(vin),
            entry: None,
            now: NOW,
            effects: Vec::new(),
            calls: Vec::new(),
        };
        services.register(true);
        services.request();
        assert_eq!(services.clearance(), Some(Clearance::Cleared));
        services
    }

    fn register(&mut self, consent: bool) {
        self.on(Event::Registered {
            country: "GR".parse().unwrap(),
            attributes: VehicleInfo::default(),
            consent,
        });
    }

    fn request(&mut self) {
        self.on(Event::Requested {
            data_device: None,
            device: device("d1"),
            attributes: make("JEEP"),
            bound_elsewhere: false,
            last_sequence: Sequence::NONE,
        });
    }

    fn consent(&mut self, consent: bool) {
        self.on(Event::ConsentChanged { consent });
    }

    fn decide(&mut self, event: Event) {
        let (vehicle, effects) = decide(self.vehicle.clone(), event, &self.policy);
        self.vehicle = vehicle;
        self.effects.extend(effects);
    }

    fn outstanding(&self) -> Option<Call> {
        self.vehicle.outstanding(IntroductionScope::default())
    }

    fn answer(&mut self) {
        let call = self.outstanding().expect("a call");
        let (entry, answer) = answer(self.entry.take(), &call, &parameters(), self.now);
        self.entry = entry;
        self.calls.push(call.kind());
        self.decide(Event::CallAnswered {
            device: call.device_id,
            sequence: call.sequence,
            answer,
        });
    }

    /// Something happens an hour later, and the services talk until nothing is outstanding.
    fn on(&mut self, event: Event) {
        self.now = UnixSeconds(self.now.0 + 3600);
        self.effects.clear();
        self.calls.clear();
        self.decide(event);
        for _ in 0..8 {
            if self.outstanding().is_none() {
                return;
            }
            self.answer();
        }
        panic!("no end of calls: {:?}", self.calls);
    }

    fn record(&self) -> Option<&DeviceRecord> {
        self.entry.as_ref().and_then(DeviceEntry::record)
    }

    fn clearance(&self) -> Option<Clearance> {
        self.record().map(DeviceRecord::clearance)
    }

    fn segment(&self) -> u32 {
        self.record().unwrap().segments.present()
    }

    fn status(&self) -> Option<RegistrationStatus> {
        status_of(&device("d1"), [&self.vehicle])
    }

    fn deletes(&self) -> bool {
        let device = Some(device("d1"));
        self.effects.contains(&Effect::DeleteRecord { device })
    }

    fn clears_status(&self) -> bool {
        let device = device("d1");
        self.effects.contains(&Effect::ClearStatus { device })
    }
}

fn all(data: StoredData) -> StoredDataPolicy {
    StoredDataPolicy {
        withdrawal: data,
        leaving: data,
        release: data,
        scrapping: data,
    }
}

const NOT_CLEARED: CallKind =
    CallKind::Suspended(iot4emissions_proto::services::clearance::SuspensionReason::NotCleared);

#[test]
fn p_7_13_a_new_owner_who_consents_at_once_begins_a_new_segment() {
    let mut services = Services::cleared(all(StoredData::Keep));
    assert_eq!(services.segment(), 0);
    services.on(Event::OwnerChanged { consent: true });
    assert_eq!(services.calls, [CallKind::Cleared]);
    assert_eq!(services.clearance(), Some(Clearance::Cleared));
    let segments = &services.record().unwrap().segments;
    assert_eq!(segments.of(UnixSeconds(services.now.0 - 1)), 0);
    assert_eq!(segments.of(services.now), 1);
    // A device that goes on without a new version has nothing to read anew.
    assert_eq!(services.record().unwrap().version().get(), 8);
    services.on(Event::OwnerChanged { consent: true });
    assert_eq!(services.segment(), 2);
}

#[test]
fn p_7_13_one_owners_refusal_erases_nothing_of_the_owner_before() {
    let mut services = Services::cleared(all(StoredData::Erase));
    services.on(Event::OwnerChanged { consent: false });
    assert_eq!(services.calls, [NOT_CLEARED]);
    assert_eq!(services.segment(), 1);
    assert_eq!(services.vehicle.binding.as_ref().unwrap().phase.clone(), {
        let acknowledged = Clearance::NOT_CLEARED.into();
        let call = None;
        Phase::Introduced { acknowledged, call }
    });
}

#[test]
fn p_7_13_a_second_change_while_the_first_is_told_is_told_as_well() {
    let mut services = Services::cleared(StoredDataPolicy::default());
    services.decide(Event::OwnerChanged { consent: true });
    let first = services.outstanding().unwrap();
    assert!(first.begins_segment());
    // The call arrives, its answer does not.
    let (entry, _) = answer(services.entry.take(), &first, &parameters(), services.now);
    services.entry = entry;
    services.on(Event::OwnerChanged { consent: true });
    assert_eq!(services.segment(), 2);
    assert!(!services.vehicle.binding.as_ref().unwrap().new_segment);
}

#[test]
fn p_7_13_a_repeated_call_begins_no_second_segment_and_one_without_it_is_another_call() {
    let with = cleared(2).beginning_segment(true);
    let (record, answer) = called(introduced(), &with);
    assert_eq!((record.segments.present(), answer), (1, Answer::Applied));
    let (again, answer) = called(record.clone(), &with);
    assert_eq!((&again, answer), (&record, Answer::Applied));
    let (after, answer) = called(record.clone(), &cleared(2));
    assert_eq!(answer, Answer::Contradiction { last: number(2) });
    assert_eq!(after, record);
}

#[test]
fn p_7_13_a_device_that_is_introduced_again_starts_over() {
    let (record, _) = called(introduced(), &cleared(2));
    let (record, answer) = called(record, &introduction("d1", 3));
    assert_eq!((record.segments.present(), answer), (1, Answer::Applied));
    // The same introduction again is no other call, though it says nothing of segments.
    let (again, answer) = called(record.clone(), &introduction("d1", 3));
    assert_eq!((again, answer), (record, Answer::Applied));
}

#[test]
fn p_7_13_after_a_loss_of_records_the_data_service_is_told_of_segments_again() {
    let mut services = Services::cleared(StoredDataPolicy::default());
    let backup = services.entry.clone();
    services.on(Event::OwnerChanged { consent: true });
    services.entry = backup;
    services.on(Event::TellAgain);
    assert_eq!(services.segment(), 1);
    services.entry = None;
    services.on(Event::OwnerChanged { consent: true });
    assert_eq!(services.segment(), 1);
}

#[test]
fn p_7_14_a_withdrawal_keeps_separates_or_erases() {
    let mut kept = Services::cleared(all(StoredData::Keep));
    kept.consent(false);
    assert_eq!((kept.segment(), &kept.calls[..]), (0, &[NOT_CLEARED][..]));

    let mut separated = Services::cleared(StoredDataPolicy::default());
    separated.consent(false);
    let told = (separated.segment(), &separated.calls[..]);
    assert_eq!(told, (1, &[NOT_CLEARED][..]));

    let mut erased = Services::cleared(all(StoredData::Erase));
    assert_eq!(erased.status(), Some(RegistrationStatus::Registered));
    erased.consent(false);
    assert_eq!(erased.calls, [CallKind::Forgotten]);
    assert!(erased.entry.as_ref().is_some_and(DeviceEntry::is_forgotten));
    assert!(erased.clears_status() && !erased.deletes());
    assert_eq!(erased.status(), None);
    // The vehicle keeps its record, which says that it may not be cleared, and its device.
    let binding = erased.vehicle.binding.as_ref().unwrap();
    assert_eq!(binding.phase, Phase::Forgotten);
}

#[test]
fn p_7_14_leaving_has_a_setting_of_its_own() {
    let mut services = Services::cleared(StoredDataPolicy {
        leaving: StoredData::Erase,
        ..all(StoredData::Keep)
    });
    services.consent(false);
    assert_eq!(services.segment(), 0);
    services.consent(true);
    services.on(Event::Left);
    assert_eq!(services.calls, [CallKind::Forgotten]);
}

#[test]
fn p_7_14_consent_after_an_erasure_introduces_the_device_again_without_what_was_before() {
    let mut services = Services::cleared(all(StoredData::Erase));
    services.consent(false);
    services.consent(true);
    let calls = [CallKind::Introduced, NOT_CLEARED, CallKind::Cleared];
    assert_eq!(services.calls, calls);
    assert_eq!(services.status(), Some(RegistrationStatus::Registered));
    let end = Some(Withdrawal::EndedAt(services.now));
    assert_eq!(services.record().unwrap().withdrawal, end);
}

#[test]
fn p_7_14_a_device_that_asks_after_an_erasure_is_answered() {
    let mut services = Services::cleared(all(StoredData::Erase));
    services.consent(false);
    services.request();
    assert_eq!(services.status(), Some(RegistrationStatus::Registered));
    assert_eq!(services.clearance(), Some(Clearance::NOT_CLEARED));
}

#[test]
fn p_7_14_what_its_owner_had_erased_is_erased_by_both_services() {
    let mut services = Services::cleared(all(StoredData::Keep));
    services.on(Event::Erased);
    assert_eq!(services.calls, [CallKind::Forgotten]);
    assert!(services.deletes() && services.clears_status());
    assert!(
        services
            .entry
            .as_ref()
            .is_some_and(DeviceEntry::is_forgotten)
    );
    // Once more, where the record is gone: there is nothing left to erase.
    let vin = services.vehicle.vin;
    services.vehicle = VehicleRecord::new(vin);
    services.on(Event::Erased);
    assert_eq!(services.effects, [Effect::DeleteRecord { device: None }]);
}

#[test]
fn p_7_14_an_erasure_overtakes_a_release_and_an_introduction() {
    let mut releasing = Services::cleared(StoredDataPolicy::default());
    releasing.decide(Event::Released);
    assert_eq!(releasing.outstanding().unwrap().kind(), NOT_CLEARED);
    releasing.on(Event::Erased);
    assert_eq!(releasing.calls, [CallKind::Forgotten]);
    assert!(releasing.deletes());

    let mut introducing = Services::cleared(StoredDataPolicy::default());
    introducing.entry = None;
    introducing.decide(Event::TellAgain);
    introducing.on(Event::Erased);
    assert!(introducing.deletes());
    assert!(
        introducing
            .entry
            .as_ref()
            .is_some_and(DeviceEntry::is_forgotten)
    );
}

/// A registrar's word during an erasure is about what comes after it.
#[test]
fn p_7_14_what_is_said_of_the_vehicle_during_an_erasure_is_not_lost() {
    let mut services = Services::cleared(StoredDataPolicy::default());
    services.decide(Event::Erased);
    services.register(true);
    assert!(!services.deletes());
    assert!(services.vehicle.consent && services.vehicle.binding.is_none());
    assert!(
        services
            .entry
            .as_ref()
            .is_some_and(DeviceEntry::is_forgotten)
    );
}

#[test]
fn p_7_14_scrapped_the_vehicles_record_goes_and_its_data_as_set() {
    for (data, forgotten) in [
        (StoredData::Keep, false),
        (StoredData::Separate, false),
        (StoredData::Erase, true),
    ] {
        let mut services = Services::cleared(all(data));
        services.on(Event::Scrapped);
        assert!(services.deletes(), "{data:?}");
        let entry = services.entry.as_ref().unwrap();
        assert_eq!(entry.is_forgotten(), forgotten, "{data:?}");
        assert_ne!(services.clearance(), Some(Clearance::Cleared));
    }
}

#[test]
fn p_7_14_released_the_data_of_the_device_before_goes_where_it_is_so_set() {
    for (data, kind) in [
        (StoredData::Keep, NOT_CLEARED),
        (StoredData::Erase, CallKind::Forgotten),
    ] {
        let mut services = Services::cleared(all(data));
        services.on(Event::Released);
        assert_eq!(services.calls, [kind]);
        assert!(!services.deletes());
        assert!(services.vehicle.binding.is_none());
    }
}

/// A backup has what was erased since.
#[test]
fn p_7_14_after_a_restore_of_the_data_service_it_is_told_again_to_erase() {
    let mut services = Services::cleared(all(StoredData::Erase));
    let backup = services.entry.clone();
    services.consent(false);
    services.entry = backup;
    services.on(Event::TellAgain);
    assert_eq!(services.calls, [CallKind::Forgotten]);
    assert!(
        services
            .entry
            .as_ref()
            .is_some_and(DeviceEntry::is_forgotten)
    );
}

fn forgotten(sequence: u64) -> Call {
    Call::forgotten(device("d1"), number(sequence))
}

#[test]
fn p_7_14_a_forgotten_device_takes_no_late_call() {
    let on = |entry: Option<DeviceEntry>, call: &Call| answer(entry, call, &parameters(), NOW);
    let (entry, answered) = on(Some(introduced().into()), &forgotten(3));
    assert_eq!(answered, Answer::Applied);
    let tombstone = entry.clone().unwrap();
    assert!(tombstone.is_forgotten());
    let late = [
        (introduction("d1", 1), Answer::Overtaken { last: number(3) }),
        (cleared(2), Answer::Overtaken { last: number(3) }),
        (forgotten(2), Answer::Overtaken { last: number(3) }),
        (cleared(3), Answer::Contradiction { last: number(3) }),
        (
            introduction("d1", 3),
            Answer::Contradiction { last: number(3) },
        ),
        (cleared(4), Answer::NotIntroduced),
        (forgotten(3), Answer::Applied),
        (
            forgotten(4 + Sequence::LARGEST_STEP),
            Answer::TooFar { last: number(3) },
        ),
    ];
    for (call, expected) in late {
        assert_eq!(
            on(entry.clone(), &call),
            (entry.clone(), expected),
            "{call:?}"
        );
    }
    let (again, answered) = on(entry.clone(), &forgotten(4));
    assert_eq!(answered, Answer::Applied);
    assert_ne!(again, entry);
    let (record, answered) = on(entry, &introduction("d1", 4));
    assert_eq!(answered, Answer::Applied);
    let record = record.unwrap().into_record().unwrap();
    assert_eq!(record.withdrawal, Some(Withdrawal::Lasts));
}

#[test]
fn p_7_14_a_device_that_was_never_introduced_is_forgotten_as_well() {
    let on = |entry: Option<DeviceEntry>, call: &Call| answer(entry, call, &parameters(), NOW);
    let (entry, answered) = on(None, &forgotten(2));
    assert_eq!(answered, Answer::Applied);
    // Its introduction was under way.
    let late = on(entry.clone(), &introduction("d1", 1));
    assert_eq!(late, (entry, Answer::Overtaken { last: number(2) }));
    let none = on(None, &forgotten(0)).1;
    assert_eq!(none, Answer::Overtaken { last: number(0) });
    let far = on(None, &forgotten(1 + Sequence::LARGEST_STEP)).1;
    assert_eq!(far, Answer::TooFar { last: number(0) });
}

#[test]
fn p_7_14_behind_the_last_number_a_device_can_still_be_forgotten() {
    let mut record = introduced();
    record.last.sequence = Sequence::LARGEST;
    record.last.kind = CallKind::Cleared;
    let call = Call::forgotten(device("d1"), Sequence::LARGEST);
    let (entry, answered) = answer(Some(record.into()), &call, &parameters(), NOW);
    assert_eq!(answered, Answer::Applied);
    assert!(entry.unwrap().is_forgotten());
}

/// Neither service keeps anything that names the device in what is left.
#[test]
fn p_7_14_a_tombstone_names_nobody() {
    let mut services = Services::cleared(StoredDataPolicy::default());
    services.on(Event::Erased);
    let left = serde_json::to_string(&services.entry).unwrap();
    assert!(!left.contains("d1") && !left.contains("JEEP"), "{left}");
}

/// Nobody told the device that it was forgotten: it refuses what is not above the version
/// that it has (P-6.8).
#[test]
fn p_7_14_a_device_that_is_introduced_again_gets_a_version_above_its_own() {
    let mut services = Services::cleared(all(StoredData::Erase));
    services.on(Event::Paused { paused: true });
    services.on(Event::Paused { paused: false });
    let before = services.record().unwrap().version();
    services.consent(false);
    services.on(Event::Erased);
    services.register(true);
    services.request();
    assert_eq!(services.clearance(), Some(Clearance::Cleared));
    assert!(services.record().unwrap().version() > before);
}

/// It was registered before it had to be introduced again, and its status says so.
#[test]
fn p_7_14_a_device_that_is_introduced_again_and_then_forgotten_has_no_status() {
    let mut services = Services::cleared(all(StoredData::Erase));
    services.entry = None;
    services.decide(Event::TellAgain);
    services.answer();
    let phase = services.vehicle.binding.as_ref().unwrap().phase;
    assert!(matches!(phase, Phase::Introducing { .. }));
    services.consent(false);
    assert!(services.clears_status());
    assert_eq!(services.status(), None);
}
