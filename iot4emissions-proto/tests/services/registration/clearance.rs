//! Clearance and suspension (P-7.4).

use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::CallKind;
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::services::registration::{AcknowledgedClearance, Effect, Event, Phase};

use super::{Service, registered, requested, status};
use crate::make;

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
