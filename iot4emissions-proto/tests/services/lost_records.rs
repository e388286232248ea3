//! One of the services was restored from a backup (P-5.51, P-7.11): both are at work.

use iot4emissions_proto::message::{ConfigurationVersion, RegistrationStatus};
use iot4emissions_proto::services::call::{Answer, Call, CallKind, Sequence};
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::services::data::{self, DeviceRecord};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    AcknowledgedClearance, Effect, Event, OperatorNotice, Phase, VehicleRecord,
};
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::{NOW, answered, decide, device, introduction, number, parameters};

/// Both services, one vehicle, and everything that an operator was told.
struct Services {
    vehicle: VehicleRecord,
    device: Option<DeviceRecord>,
    notices: Vec<OperatorNotice>,
    effects: Vec<Effect>,
}

impl Services {
    /// A device that is registered and cleared by calls 1 and 2.
    fn cleared() -> Self {
        let vin = "JFXHF05K1L4104934".parse().unwrap();
        let mut services = Self {
            vehicle: VehicleRecord::new(vin),
            device: None,
            notices: Vec::new(),
            effects: Vec::new(),
        };
        services.on(Event::Registered {
            country: "GR".parse().unwrap(),
            attributes: VehicleInfo::default(),
            consent: true,
        });
        services.request("d1");
        assert!(services.calls().is_empty());
        assert_eq!(services.clearance(), Some(Clearance::Cleared));
        services
    }

    fn request(&mut self, name: &str) {
        self.on(Event::Requested {
            data_device: None,
            device: device(name),
            attributes: VehicleInfo::default(),
            bound_elsewhere: false,
            last_sequence: Sequence::NONE,
        });
    }

    /// Something happens, and the services talk until nothing is outstanding. Few calls
    /// are enough for anything.
    fn on(&mut self, event: Event) {
        self.effects.clear();
        self.decide(event);
        for _ in 0..8 {
            let Some(call) = self.vehicle.outstanding(IntroductionScope::default()) else {
                return;
            };
            let (record, answer) = answered(self.device.take(), &call, &parameters(), NOW);
            self.device = record;
            self.decide(Event::CallAnswered {
                device: call.device_id,
                sequence: call.sequence,
                answer,
            });
        }
        panic!(
            "no end of calls: {:?}",
            self.vehicle.outstanding(IntroductionScope::default())
        );
    }

    fn decide(&mut self, event: Event) {
        let (vehicle, effects) = decide(self.vehicle.clone(), event);
        self.vehicle = vehicle;
        for effect in effects {
            match effect {
                Effect::Raise(notice) => self.notices.push(notice),
                other => self.effects.push(other),
            }
        }
    }

    fn consent(&mut self, consent: bool) {
        self.on(Event::ConsentChanged { consent });
    }

    fn calls(&self) -> Vec<Call> {
        self.vehicle
            .outstanding(IntroductionScope::default())
            .into_iter()
            .collect()
    }

    fn clearance(&self) -> Option<Clearance> {
        self.device.as_ref().map(DeviceRecord::clearance)
    }

    /// The number and the kind of the last call that the Data Service knows.
    fn last(&self) -> (u64, CallKind) {
        let last = self.device.as_ref().unwrap().last;
        (last.sequence.get(), last.kind)
    }

    fn misnumbered(&self) -> Vec<(u64, u64)> {
        let numbers = self.notices.iter().filter_map(|notice| match notice {
            OperatorNotice::Misnumbered { sequence, last, .. } => {
                Some((sequence.get(), last.get()))
            }
            _ => None,
        });
        numbers.collect()
    }
}

const NOT_CLEARED: CallKind = CallKind::Suspended(SuspensionReason::NotCleared);

/// Before: every call was answered `NotIntroduced` for ever.
#[test]
fn p_7_11_a_device_that_is_known_no_more_is_introduced_again_and_told_what_holds() {
    let mut services = Services::cleared();
    services.device = None;
    services.on(Event::Paused { paused: true });
    let pause = SuspensionReason::Pause;
    assert_eq!(services.clearance(), Some(Clearance::Suspended(pause)));
    assert_eq!(services.last(), (5, CallKind::Suspended(pause)));
    let d1 = device("d1");
    assert_eq!(
        services.notices,
        [OperatorNotice::NotIntroduced { device: d1.clone() }]
    );
    // The calls, and the status once more: nothing that is retained was wrong.
    let registered = Effect::PublishStatus {
        device: d1,
        status: RegistrationStatus::Registered,
    };
    let call = Effect::CallDataService;
    let expected = [call.clone(), call.clone(), registered, call];
    assert_eq!(services.effects, expected);
}

/// Before: releasing waited for ever for a suspension that no record could take.
#[test]
fn p_7_11_a_release_ends_where_there_is_nothing_to_suspend() {
    let mut services = Services::cleared();
    services.device = None;
    services.on(Event::Released);
    assert_eq!(services.vehicle.binding, None);
    assert_eq!(services.device, None);
    services.request("d2");
    assert_eq!(services.clearance(), Some(Clearance::Cleared));
    assert_eq!(services.device.as_ref().unwrap().device, device("d2"));
}

/// Before: the Registration Service took an overtaken call for done.
#[test]
fn p_5_51_a_restored_registration_service_gets_ahead() {
    let mut services = Services::cleared();
    let backup = services.vehicle.clone();
    services.on(Event::Paused { paused: true });
    services.on(Event::Paused { paused: false });
    assert_eq!(services.last(), (4, CallKind::Cleared));
    services.vehicle = backup;
    services.consent(false);
    assert_eq!(services.last(), (5, NOT_CLEARED));
    assert_eq!(services.misnumbered(), [(3, 4)]);
    assert_eq!(services.vehicle.sequence, number(5));
}

/// Before: `applied`, and the withdrawal was lost.
#[test]
fn p_5_51_a_restored_registration_service_does_not_repeat_a_number() {
    let mut services = Services::cleared();
    let backup = services.vehicle.clone();
    services.on(Event::Paused { paused: true });
    assert_eq!(services.last().0, 3);
    services.vehicle = backup;
    services.consent(false);
    assert_eq!(services.last(), (4, NOT_CLEARED));
    assert_eq!(services.misnumbered(), [(3, 3)]);
}

#[test]
fn p_5_51_an_introduction_and_a_release_get_ahead_as_well() {
    let mut services = Services::cleared();
    services.vehicle = VehicleRecord::new(services.vehicle.vin);
    services.request("d1");
    assert_eq!(services.last(), (3, CallKind::Introduced));
    assert_eq!(services.misnumbered(), [(1, 2)]);

    let mut services = Services::cleared();
    let backup = services.vehicle.clone();
    services.on(Event::Paused { paused: true });
    services.vehicle = backup;
    services.on(Event::Released);
    assert_eq!(services.vehicle.binding, None);
    assert_eq!(services.last(), (4, NOT_CLEARED));
}

/// What nobody calls for is told as well, for a service that has forgotten it.
#[test]
fn p_7_11_what_was_told_is_told_again() {
    let mut services = Services::cleared();
    let backup = services.device.clone();
    services.consent(false);
    services.device = backup;
    assert_eq!(services.clearance(), Some(Clearance::Cleared));
    services.on(Event::TellAgain);
    assert_eq!(services.last(), (4, NOT_CLEARED));
    // Nothing is lost by saying it once more.
    let before = services.device.clone().unwrap();
    services.on(Event::TellAgain);
    let after = services.device.clone().unwrap();
    assert_eq!(services.last(), (5, NOT_CLEARED));
    assert_eq!(after.status(), before.status());
    // A vehicle without a device has nobody to tell.
    services.on(Event::Released);
    services.on(Event::TellAgain);
    assert_eq!(services.calls(), []);
}

/// Its answer may be from before records were lost.
#[test]
fn p_7_11_a_call_under_way_is_made_anew() {
    let mut services = Services::cleared();
    services.decide(Event::ConsentChanged { consent: false });
    let before = services.calls()[0].clone();
    services.effects.clear();
    services.decide(Event::TellAgain);
    let call = services.calls()[0].clone();
    assert_eq!(call.content, before.content);
    assert_eq!(Some(call.sequence), before.sequence.next());
    assert_eq!(services.effects, [Effect::CallDataService]);
}

/// Before: 18446744073709551615 was accepted, and whatever came later was overtaken.
#[test]
fn p_5_51_numbers_that_are_too_far_are_come_back_from() {
    let mut services = Services::cleared();
    services.vehicle.sequence = number(1 << 50);
    services.consent(false);
    assert_eq!(services.last(), (3, NOT_CLEARED));
    assert_eq!(services.misnumbered(), [((1 << 50) + 1, 2)]);
    assert_eq!(services.vehicle.sequence, number(3));
}

#[test]
fn p_5_51_after_the_last_number_a_call_waits_for_the_operator_but_a_withdrawal_does_not() {
    let mut services = Services::cleared();
    let last = Sequence::LARGEST;
    services.vehicle.sequence = last;
    services.device.as_mut().unwrap().last.sequence = last;
    services.consent(false);
    assert_eq!(services.last(), (last.get(), NOT_CLEARED));
    assert_eq!(services.notices, []);

    services.decide(Event::ConsentChanged { consent: true });
    services.effects.clear();
    let call = services.calls().remove(0);
    assert_eq!((call.sequence, call.kind()), (last, CallKind::Cleared));
    let answer = answered(services.device.clone(), &call, &parameters(), NOW).1;
    assert_eq!(answer, Answer::Contradiction { last });
    services.decide(Event::CallAnswered {
        device: device("d1"),
        sequence: last,
        answer,
    });
    // Raised, and not made again at once: no end of calls.
    assert_eq!(services.misnumbered(), [(last.get(), last.get())]);
    assert_eq!(services.effects, []);
    assert_eq!(services.calls(), [call]);

    let record = services.device.take().unwrap();
    services.device = Some(data::restart_numbers(record, &parameters(), NOW));
    services.on(Event::TellAgain);
    assert_eq!(services.last(), (1, CallKind::Cleared));
}

/// Before: the Data Service was held to know a withdrawal that it had forgotten.
#[test]
fn p_7_11_an_answer_from_before_a_restore_does_not_count_after_it() {
    let mut services = Services::cleared();
    let backup = services.device.clone();
    services.decide(Event::ConsentChanged { consent: false });
    let call = services
        .vehicle
        .outstanding(IntroductionScope::default())
        .unwrap();
    let (_, answer) = answered(services.device.take(), &call, &parameters(), NOW);
    services.device = backup;
    services.decide(Event::TellAgain);
    services.on(Event::CallAnswered {
        device: call.device_id,
        sequence: call.sequence,
        answer,
    });
    assert_eq!(services.clearance(), Some(Clearance::NOT_CLEARED));
}

/// The same for a release, which would have left a device cleared that no vehicle has.
#[test]
fn p_7_11_a_release_is_told_again_as_well() {
    let mut services = Services::cleared();
    let backup = services.device.clone();
    services.decide(Event::Released);
    let call = services
        .vehicle
        .outstanding(IntroductionScope::default())
        .unwrap();
    let (_, answer) = answered(services.device.take(), &call, &parameters(), NOW);
    services.device = backup;
    services.decide(Event::TellAgain);
    services.on(Event::CallAnswered {
        device: call.device_id,
        sequence: call.sequence,
        answer,
    });
    assert_eq!(services.vehicle.binding, None);
    assert_eq!(services.clearance(), Some(Clearance::NOT_CLEARED));
}

/// Before: asked again for ever.
#[test]
fn p_7_6_a_device_without_a_version_left_is_not_cleared_again_and_can_be_released() {
    let mut services = Services::cleared();
    let last = ConfigurationVersion::new(u32::MAX).unwrap();
    services.device.as_mut().unwrap().configuration.version = last;
    services.consent(false);
    services.consent(true);
    assert_eq!(services.clearance(), Some(Clearance::NOT_CLEARED));
    let d1 = device("d1");
    assert_eq!(
        services.notices,
        [OperatorNotice::VersionsExhausted { device: d1 }]
    );
    let acknowledged = AcknowledgedClearance::NoVersionLeft;
    let phase = services.vehicle.binding.as_ref().unwrap().phase;
    assert_eq!(
        phase,
        Phase::Introduced {
            acknowledged,
            call: None
        }
    );
    services.consent(false);
    // At once: it may not send anyway, so nobody is called.
    let (released, effects) = decide(services.vehicle.clone(), Event::Released);
    assert_eq!(released.binding, None);
    assert!(!effects.contains(&Effect::CallDataService), "{effects:?}");
    services.on(Event::Released);
    assert_eq!(services.vehicle.binding, None);
}

/// Whatever a releasing call is answered, but for a number that does not fit, the device may
/// not send; and no answer makes numbers fall but the one that says that they restarted.
#[test]
fn p_7_3_every_answer_that_settles_a_release_ends_it() {
    let services = Services::cleared();
    let (releasing, _) = decide(services.vehicle, Event::Released);
    let answered = |answer| {
        let event = Event::CallAnswered {
            device: device("d1"),
            sequence: number(3),
            answer,
        };
        decide(releasing.clone(), event).0
    };
    for answer in [
        Answer::Applied,
        Answer::NotIntroduced,
        Answer::VersionsExhausted,
    ] {
        assert_eq!(answered(answer).binding, None, "{answer:?}");
    }
    for (answer, next) in [
        (Answer::Overtaken { last: number(9) }, 10),
        (Answer::Contradiction { last: number(3) }, 4),
        (Answer::Overtaken { last: number(1) }, 4),
        (Answer::TooFar { last: number(1) }, 2),
    ] {
        let again = answered(answer);
        let phase = again.binding.unwrap().phase;
        let sequence = number(next);
        assert_eq!(
            phase,
            Phase::Releasing {
                sequence,
                erase: false
            },
            "{answer:?}"
        );
    }
}

/// No answer is taken for an introduction's that is none, and no strange answer loses it.
#[test]
fn p_7_1_an_introduction_waits_for_its_own_answer() {
    let vin = "JFXHF05K1L4104934".parse().unwrap();
    let (vehicle, _) = decide(
        VehicleRecord::new(vin),
        Event::Requested {
            data_device: None,
            device: device("d1"),
            attributes: VehicleInfo::default(),
            bound_elsewhere: false,
            last_sequence: Sequence::NONE,
        },
    );
    let answered = |name: &str, sequence: u64, answer| {
        let event = Event::CallAnswered {
            device: device(name),
            sequence: number(sequence),
            answer,
        };
        decide(vehicle.clone(), event)
    };
    for (name, sequence, answer) in [
        ("d1", 1, Answer::NotIntroduced),
        ("d1", 1, Answer::VersionsExhausted),
        ("d1", 2, Answer::Applied),
        ("d2", 1, Answer::Applied),
    ] {
        assert_eq!(answered(name, sequence, answer), (vehicle.clone(), vec![]));
    }
}

/// A device that registered after the backup: the Registration Service has no vehicle with
/// it, so nobody could withdraw it.
#[test]
fn p_7_11_a_device_that_the_registration_service_no_longer_knows_is_found() {
    let record = |name: &str, sequence| {
        let (record, answer) = answered(None, &introduction(name, sequence), &parameters(), NOW);
        assert_eq!(answer, Answer::Applied);
        record.unwrap()
    };
    let before = [record("d1", 4), record("d2", 4), record("d3", 1)];
    let acknowledged = record("d1", 5);
    // Told nothing; forgotten by the Data Service; introduced since.
    let after = [acknowledged, record("d2", 4), record("d4", 4)];
    assert_eq!(data::untold(&before, &after), [device("d2")]);
    assert_eq!(data::untold(&before, &before).len(), 3);
    assert_eq!(data::untold(&[], &after), []);
}
