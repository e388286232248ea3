//! The Registration Service (P-7.1 to P-7.4, P-5.51).

use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::{Answer, Call, CallContent, CallKind, Sequence};
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    AcknowledgedClearance, Effect, Event, OperatorNotice, Phase, VehicleRecord, status_of,
};
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::{decide, device, make, number};

fn vehicle() -> VehicleRecord {
    VehicleRecord::new("JFXHF05K1L4104934".parse().unwrap())
}

fn requested(name: &str) -> Event {
    Event::Requested {
        device: device(name),
        attributes: VehicleInfo::default(),
        bound_elsewhere: false,
        last_sequence: Sequence::NONE,
    }
}

fn registered(country: &str, consent: bool) -> Event {
    Event::Registered {
        country: country.parse().unwrap(),
        attributes: VehicleInfo::default(),
        consent,
    }
}

fn status(name: &str, status: RegistrationStatus) -> Effect {
    Effect::PublishStatus {
        device: device(name),
        status,
    }
}

fn clear(name: &str) -> Effect {
    Effect::ClearStatus {
        device: device(name),
    }
}

/// A registration service with one vehicle.
struct Service {
    record: VehicleRecord,
    effects: Vec<Effect>,
}

impl Service {
    fn new() -> Self {
        Self {
            record: vehicle(),
            effects: Vec::new(),
        }
    }

    fn on(&mut self, event: Event) -> &[Effect] {
        let (record, effects) = decide(self.record.clone(), event);
        self.record = record;
        self.effects = effects;
        &self.effects
    }

    /// Acknowledges the outstanding call.
    fn acknowledge(&mut self) -> &[Effect] {
        let call = self
            .record
            .outstanding(IntroductionScope::default())
            .expect("a call is outstanding");
        self.on(Event::CallAnswered {
            device: call.device_id,
            sequence: call.sequence,
            answer: Answer::Applied,
        })
    }

    fn outstanding(&self) -> Option<(u64, CallKind)> {
        self.record
            .outstanding(IntroductionScope::default())
            .map(|call| (call.sequence.get(), call.kind()))
    }
}

#[test]
fn p_7_1_registered_only_after_the_introduction_is_acknowledged() {
    let mut service = Service::new();
    assert_eq!(service.on(requested("d1")), [Effect::CallDataService]);
    assert_eq!(service.outstanding(), Some((1, CallKind::Introduced)));
    // The device asks again meanwhile: still no answer.
    assert_eq!(service.on(requested("d1")), []);
    let registered = status("d1", RegistrationStatus::Registered);
    assert_eq!(service.acknowledge(), [registered]);
    assert_eq!(service.outstanding(), None);
}

#[test]
fn p_7_1_the_introduction_has_no_vin() {
    let mut service = Service::new();
    service.on(requested("d1"));
    let call = serde_json::to_string(
        &service
            .record
            .outstanding(IntroductionScope::default())
            .unwrap(),
    )
    .unwrap();
    assert_eq!(
        call,
        r#"{"deviceId":"d1","sequence":1,"call":"introduced","attributes":{}}"#
    );
    let read: Call = serde_json::from_str(&call).unwrap();
    assert_eq!(
        read,
        service
            .record
            .outstanding(IntroductionScope::default())
            .unwrap()
    );
}

#[test]
fn p_7_2_the_same_request_again_has_the_same_answer_and_stores_changed_attributes() {
    let mut service = Service::new();
    service.on(requested("d1"));
    service.acknowledge();
    let attributes = make("JEEP");
    let effects = service.on(Event::Requested {
        device: device("d1"),
        attributes: attributes.clone(),
        bound_elsewhere: false,
        last_sequence: Sequence::NONE,
    });
    assert_eq!(effects, [status("d1", RegistrationStatus::Registered)]);
    assert_eq!(
        service.record.binding.as_ref().unwrap().attributes,
        attributes
    );
    assert_eq!(service.outstanding(), None);
}

#[test]
fn p_7_3_another_device_for_a_taken_vin_is_an_error() {
    let mut service = Service::new();
    service.on(requested("d1"));
    service.acknowledge();
    let notice = OperatorNotice::VehicleHasAnotherDevice {
        device: device("d2"),
        registered: device("d1"),
    };
    assert_eq!(
        service.on(requested("d2")),
        [
            Effect::Raise(notice),
            status("d2", RegistrationStatus::ERROR)
        ]
    );
    assert_eq!(
        service.record.retained(),
        [
            (device("d1"), RegistrationStatus::Registered),
            (device("d2"), RegistrationStatus::ERROR)
        ]
    );
}

#[test]
fn p_7_3_a_known_device_with_another_vin_is_an_error() {
    let mut service = Service::new();
    let effects = service.on(Event::Requested {
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: true,
        last_sequence: Sequence::NONE,
    });
    let notice = OperatorNotice::DeviceHasAnotherVehicle {
        device: device("d1"),
    };
    assert_eq!(
        effects,
        [
            Effect::Raise(notice),
            status("d1", RegistrationStatus::ERROR)
        ]
    );
    assert_eq!(service.record.binding, None);
}

#[test]
fn p_7_3_p_1_5_an_attribute_that_contains_the_vin_is_an_error() {
    let mut service = Service::new();
    let effects = service.on(Event::Requested {
        device: device("d1"),
        attributes: VehicleInfo {
            version: Some("xJFXHF05-K1L4104934".parse().unwrap()),
            ..VehicleInfo::default()
        },
        bound_elsewhere: false,
        last_sequence: Sequence::NONE,
    });
    let notice = OperatorNotice::AttributeContainsVin {
        device: device("d1"),
        attribute: "ve".to_owned(),
    };
    assert_eq!(
        effects,
        [
            Effect::Raise(notice),
            status("d1", RegistrationStatus::ERROR)
        ]
    );
    assert_eq!(service.outstanding(), None);
}

/// A VIN that ends with letters has no shape that a device ID is refused for.
#[test]
fn p_7_3_p_1_5_a_device_whose_id_contains_the_vin_is_an_error() {
    let mut service = Service::new();
    service.record = VehicleRecord::new("JFXHF05K1L410493A".parse().unwrap());
    let effects = service.on(requested("unit-jfxh-f05k1l410493a"));
    assert_eq!(
        effects,
        [
            Effect::Raise(OperatorNotice::DeviceContainsVin),
            status("unit-jfxh-f05k1l410493a", RegistrationStatus::ERROR)
        ]
    );
    assert_eq!(service.outstanding(), None);
    assert!(!format!("{:?}", OperatorNotice::DeviceContainsVin).contains("jfxh"));
}

/// The Data Service cannot tell by its numbers whose a new device replaces.
#[test]
fn p_5_51_a_device_begins_with_numbers_of_its_own() {
    let mut service = Service::new();
    service.on(requested("d1"));
    service.acknowledge();
    service.on(Event::Released);
    service.on(requested("d2"));
    assert_eq!(service.outstanding(), Some((1, CallKind::Introduced)));
}

/// The introduction is acknowledged after a request that was refused: what the device was
/// answered last stays.
#[test]
fn p_7_3_a_device_that_was_refused_meanwhile_keeps_its_error() {
    let mut service = Service::new();
    service.on(requested("d1"));
    let vin = VehicleInfo {
        version: Some("JFXHF05K1L4104934".parse().unwrap()),
        ..VehicleInfo::default()
    };
    let error = status("d1", RegistrationStatus::ERROR);
    let refused = service.on(Event::Requested {
        device: device("d1"),
        attributes: vin,
        bound_elsewhere: false,
        last_sequence: Sequence::NONE,
    });
    assert_eq!(refused.last(), Some(&error));
    assert_eq!(service.acknowledge(), []);
    let retained = [(device("d1"), RegistrationStatus::ERROR)];
    assert_eq!(service.record.retained(), retained);
    // A request without the VIN is answered.
    let registered = status("d1", RegistrationStatus::Registered);
    assert_eq!(service.on(requested("d1")), [registered]);
}

/// The numbers of somebody else's device are not the vehicle's.
#[test]
fn p_5_51_a_request_for_a_vehicle_that_has_a_device_uses_up_no_numbers() {
    let mut service = Service::new();
    service.on(requested("d1"));
    service.acknowledge();
    for name in ["d1", "d2"] {
        service.on(Event::Requested {
            device: device(name),
            attributes: VehicleInfo::default(),
            bound_elsewhere: false,
            last_sequence: number(1000),
        });
        assert_eq!(service.record.sequence, number(1), "{name}");
    }
}

#[test]
fn p_7_3_release_suspends_the_old_device_first_and_then_admits_the_new_one() {
    let mut service = Service::new();
    service.on(registered("DE", true));
    service.on(requested("d1"));
    service.acknowledge();
    assert_eq!(service.outstanding(), Some((2, CallKind::Cleared)));
    service.acknowledge();
    service.on(requested("d2"));

    assert_eq!(service.on(Event::Released), [Effect::CallDataService]);
    let suspension = CallKind::Suspended(SuspensionReason::NotCleared);
    assert_eq!(service.outstanding(), Some((3, suspension)));
    // Not before the old device is suspended.
    let too_early = service.on(requested("d2")).last().cloned();
    assert_eq!(too_early, Some(status("d2", RegistrationStatus::ERROR)));
    assert_eq!(service.acknowledge(), [clear("d1"), clear("d2")]);

    assert_eq!(service.on(requested("d2")), [Effect::CallDataService]);
    service.acknowledge();
    assert_eq!(
        service.record.retained(),
        [(device("d2"), RegistrationStatus::Registered)]
    );
    // The numbers of the new device are its own (P-5.51).
    assert_eq!(service.outstanding(), Some((2, CallKind::Cleared)));
}

#[test]
fn p_7_3_releasing_a_vehicle_without_a_device_clears_the_retained_error() {
    let mut service = Service::new();
    service.on(Event::Requested {
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: true,
        last_sequence: Sequence::NONE,
    });
    assert_eq!(service.on(Event::Released), [clear("d1")]);
    assert_eq!(service.record.retained(), []);
}

/// P-5.51: numbers grow per device, whichever vehicles it has been in.
#[test]
fn p_5_51_a_device_that_moves_to_another_vehicle_goes_on_counting() {
    let mut service = Service::new();
    service.on(Event::Requested {
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: false,
        last_sequence: number(7),
    });
    assert_eq!(service.outstanding(), Some((8, CallKind::Introduced)));
}

#[test]
fn p_7_4_cleared_when_registered_in_a_member_state_with_consent() {
    let mut service = Service::new();
    service.on(requested("d1"));
    service.acknowledge();
    assert_eq!(service.on(registered("CH", true)), []);
    assert_eq!(service.on(registered("GR", false)), []);
    let effects = service.on(Event::ConsentChanged { consent: true });
    assert_eq!(effects, [Effect::CallDataService]);
    assert_eq!(service.outstanding(), Some((2, CallKind::Cleared)));
    service.acknowledge();
    let phase = service.record.binding.as_ref().unwrap().phase;
    let acknowledged = AcknowledgedClearance::Cleared;
    assert_eq!(
        phase,
        Phase::Introduced {
            acknowledged,
            call: None
        }
    );
}

#[test]
fn p_7_4_cleared_right_after_its_introduction_when_registered_before() {
    let mut service = Service::new();
    assert_eq!(service.on(registered("GR", true)), []);
    assert_eq!(service.record.clearance(), Clearance::Cleared);
    service.on(requested("d1"));
    assert_eq!(
        service.acknowledge(),
        [
            status("d1", RegistrationStatus::Registered),
            Effect::CallDataService
        ]
    );
    assert_eq!(service.outstanding(), Some((2, CallKind::Cleared)));
}

#[test]
fn p_7_4_suspensions_and_their_reasons() {
    let mut service = Service::new();
    service.on(registered("GR", true));
    service.on(requested("d1"));
    service.acknowledge();
    service.acknowledge();
    let pause = CallKind::Suspended(SuspensionReason::Pause);
    let not_cleared = CallKind::Suspended(SuspensionReason::NotCleared);
    service.on(Event::Paused { paused: true });
    assert_eq!(service.outstanding(), Some((3, pause)));
    service.acknowledge();
    // Who is not cleared is not cleared, paused or not.
    service.on(Event::ConsentChanged { consent: false });
    assert_eq!(service.outstanding(), Some((4, not_cleared)));
    service.acknowledge();
    service.on(Event::Paused { paused: false });
    assert_eq!(service.outstanding(), None);
    service.on(Event::ConsentChanged { consent: true });
    service.acknowledge();
    service.on(Event::Left);
    assert_eq!(service.outstanding(), Some((6, not_cleared)));
}

/// A unit brought what it had collected during a withdrawal under its next device ID: the
/// Data Service knows no vehicle, so it has to be told that there was one.
#[test]
fn p_7_4_a_device_of_a_vehicle_that_was_ever_withdrawn_is_suspended_before_it_is_cleared() {
    for (consents_again_first, word) in [
        (true, Event::ConsentChanged { consent: false }),
        (false, Event::ConsentChanged { consent: false }),
        (false, Event::Left),
        (true, registered("NO", true)),
    ] {
        let mut service = Service::new();
        service.on(registered("DE", true));
        service.on(requested("d1"));
        service.acknowledge();
        // Without a withdrawal it is cleared at once.
        assert_eq!(service.outstanding(), Some((2, CallKind::Cleared)));
        service.acknowledge();
        assert!(!service.record.withdrawn);
        service.on(word);
        service.acknowledge();
        assert!(service.record.withdrawn);
        if consents_again_first {
            service.on(registered("DE", true));
            service.acknowledge();
        }
        service.on(Event::Released);
        if service.outstanding().is_some() {
            service.acknowledge();
        }
        service.on(requested("d2"));
        assert_eq!(service.outstanding(), Some((1, CallKind::Introduced)));
        service.acknowledge();
        let not_cleared = CallKind::Suspended(SuspensionReason::NotCleared);
        assert_eq!(service.outstanding(), Some((2, not_cleared)));
        if !consents_again_first {
            service.acknowledge();
            assert_eq!(service.outstanding(), None);
            service.on(registered("DE", true));
        } else {
            // Whatever is said meanwhile, it is told first.
            assert_eq!(service.on(Event::Paused { paused: true }), []);
            assert_eq!(service.on(Event::Paused { paused: false }), []);
            service.acknowledge();
        }
        assert_eq!(service.outstanding(), Some((3, CallKind::Cleared)));
    }
}

#[test]
fn p_7_3_a_device_whose_case_is_settled_is_answered() {
    let mut service = Service::new();
    service.on(Event::Requested {
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: true,
        last_sequence: Sequence::NONE,
    });
    assert_eq!(service.on(requested("d1")), [Effect::CallDataService]);
    let registered = status("d1", RegistrationStatus::Registered);
    assert_eq!(service.acknowledge(), [registered]);
}

#[test]
fn p_7_3_a_device_that_may_not_send_is_released_at_once() {
    let mut service = Service::new();
    service.on(requested("d1"));
    service.acknowledge();
    assert_eq!(service.on(Event::Released), [clear("d1")]);
    assert_eq!(service.record.binding, None);
    assert_eq!(service.outstanding(), None);
    // While the Data Service has not acknowledged it, it may not be forgotten; and it
    // never hears that it is registered.
    service.on(Event::Requested {
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: false,
        last_sequence: number(1),
    });
    assert_eq!(service.on(Event::Released), [Effect::CallDataService]);
    let suspension = CallKind::Suspended(SuspensionReason::NotCleared);
    assert_eq!(service.outstanding(), Some((3, suspension)));
    assert_eq!(service.on(Event::Released), []);
    assert_eq!(service.acknowledge(), [clear("d1")]);
    assert_eq!(service.record.binding, None);
}

#[test]
fn p_7_3_a_suspension_under_way_is_the_one_that_a_release_waits_for() {
    let mut service = Service::new();
    service.on(registered("GR", true));
    service.on(requested("d1"));
    service.acknowledge();
    service.acknowledge();
    service.on(Event::ConsentChanged { consent: false });
    assert_eq!(service.on(Event::Released), []);
    let suspension = CallKind::Suspended(SuspensionReason::NotCleared);
    assert_eq!(service.outstanding(), Some((3, suspension)));
    // A pause keeps what a device has stored: it is suspended for good first.
    let mut service = Service::new();
    service.on(registered("GR", true));
    service.on(Event::Paused { paused: true });
    service.on(requested("d1"));
    service.acknowledge();
    service.acknowledge();
    assert_eq!(service.on(Event::Released), [Effect::CallDataService]);
    assert_eq!(service.outstanding(), Some((3, suspension)));
    assert_eq!(service.acknowledge(), [clear("d1")]);
}

/// Before: the call kept its number, 1, with another body, which the Data Service takes
/// for a repeat: both sides kept other attributes for good.
#[test]
fn p_5_51_attributes_that_change_meanwhile_are_introduced_by_a_number_of_their_own() {
    let mut service = Service::new();
    service.on(requested("d1"));
    let effects = service.on(Event::Requested {
        device: device("d1"),
        attributes: make("JEEP"),
        bound_elsewhere: false,
        last_sequence: number(1),
    });
    assert_eq!(effects, [Effect::CallDataService]);
    let call = service
        .record
        .outstanding(IntroductionScope::default())
        .unwrap();
    let attributes = Box::new(make("JEEP"));
    assert_eq!(call.content, CallContent::Introduced { attributes });
    assert_eq!(call.sequence, number(2));
}

/// Before: releasing the first vehicle cleared the status that says that the device is
/// registered for the second one.
#[test]
fn p_7_10_a_device_keeps_the_status_that_another_vehicle_gives_it() {
    let mut first = Service::new();
    first.on(requested("a"));
    first.acknowledge();
    first.on(requested("b"));
    let mut second = Service::new();
    second.record.vin = "WVWZZZ1JZXW000001".parse().unwrap();
    second.on(requested("b"));
    second.acknowledge();
    // The error is what was decided last, and what an operator is to see.
    let b = device("b");
    let both = |first: &Service, second: &Service| status_of(&b, [&first.record, &second.record]);
    assert_eq!(both(&first, &second), Some(RegistrationStatus::ERROR));
    assert_eq!(both(&second, &first), Some(RegistrationStatus::ERROR));

    assert_eq!(first.on(Event::Released), [clear("a"), clear("b")]);
    assert_eq!(both(&first, &second), Some(RegistrationStatus::Registered));
    let a = device("a");
    assert_eq!(status_of(&a, [&first.record, &second.record]), None);
    // Not before it is introduced, and not while it is released.
    second.on(registered("GR", true));
    second.on(Event::Released);
    assert_eq!(both(&first, &second), None);
}

#[test]
fn p_7_4_the_registrars_word_is_stored_and_consent_ends_with_it() {
    let mut service = Service::new();
    let attributes = make("JEEP");
    service.on(Event::Registered {
        country: "GR".parse().unwrap(),
        attributes: attributes.clone(),
        consent: true,
    });
    assert_eq!(service.record.registered_attributes, Some(attributes));
    service.on(Event::Left);
    assert_eq!(service.record.country, None);
    // A vehicle that comes back needs its owner's word anew.
    assert!(!service.record.consent);
}

#[test]
fn p_7_4_consent_without_a_registration_clears_nobody() {
    let mut service = Service::new();
    assert!(!service.record.consent);
    service.on(requested("d1"));
    service.acknowledge();
    assert_eq!(service.on(Event::ConsentChanged { consent: true }), []);
    let not_cleared = Clearance::Suspended(SuspensionReason::NotCleared);
    assert_eq!(service.record.clearance(), not_cleared);
}

#[test]
fn p_7_8_what_is_published_again_is_what_was_answered() {
    let mut service = Service::new();
    service.on(requested("d1"));
    assert_eq!(service.record.retained(), [], "not before the introduction");
    service.acknowledge();
    let (registered, error) = (RegistrationStatus::Registered, RegistrationStatus::ERROR);
    let d1 = (device("d1"), registered);
    let d2 = (device("d2"), error.clone());
    assert_eq!(service.record.retained(), std::slice::from_ref(&d1));
    service.on(requested("d2"));
    assert_eq!(service.record.retained(), [d1, d2.clone()]);
    // A device that was refused after it was admitted has its error only.
    service.on(Event::Requested {
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: true,
        last_sequence: Sequence::NONE,
    });
    assert_eq!(service.record.retained(), [(device("d1"), error), d2]);
}

#[test]
fn p_5_51_a_call_whose_word_no_longer_holds_is_overtaken() {
    let mut service = Service::new();
    service.on(requested("d1"));
    service.acknowledge();
    service.on(registered("GR", true));
    service.on(Event::ConsentChanged { consent: false });
    let suspension = CallKind::Suspended(SuspensionReason::NotCleared);
    assert_eq!(service.outstanding(), Some((3, suspension)));
    // The late answer to the call that was overtaken changes nothing.
    for answer in [Answer::Applied, Answer::NotIntroduced] {
        let late = Event::CallAnswered {
            device: device("d1"),
            sequence: number(2),
            answer,
        };
        assert_eq!(service.on(late), []);
        assert_eq!(service.outstanding(), Some((3, suspension)));
    }
}

/// No record, effect or call shows the VIN when it is printed.
#[test]
fn p_1_5_debug_output_has_no_vin() {
    let mut service = Service::new();
    service.on(registered("GR", true));
    service.on(requested("d1"));
    let shown = format!("{:?} {:?}", service.record, service.effects);
    assert!(!shown.contains("JFXHF05K1L4104934"));
}
