//! The numbers of calls (P-5.51).

use iot4emissions_proto::services::call::{Answer, CallContent, CallKind};
use iot4emissions_proto::services::clearance::SuspensionReason;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{Effect, Event};
use iot4emissions_proto::vehicle::VehicleInfo;

use super::{Service, registered, requested};
use crate::{device, make, number};

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

/// The numbers of somebody else's device are not the vehicle's.
#[test]
fn p_5_51_a_request_for_a_vehicle_that_has_a_device_uses_up_no_numbers() {
    let mut service = Service::new();
    service.on(requested("d1"));
    service.acknowledge();
    for name in ["d1", "d2"] {
        service.on(Event::Requested {
            data_device: None,
            device: device(name),
            attributes: VehicleInfo::default(),
            bound_elsewhere: false,
            last_sequence: number(1000),
        });
        assert_eq!(service.record.sequence, number(1), "{name}");
    }
}

/// P-5.51: numbers grow per device, whichever vehicles it has been in.
#[test]
fn p_5_51_a_device_that_moves_to_another_vehicle_goes_on_counting() {
    let mut service = Service::new();
    service.on(Event::Requested {
        data_device: None,
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: false,
        last_sequence: number(7),
    });
    assert_eq!(service.outstanding(), Some((8, CallKind::Introduced)));
}

/// Before: the call kept its number, 1, with another body, which the Data Service takes
/// for a repeat: both sides kept other attributes for good.
#[test]
fn p_5_51_attributes_that_change_meanwhile_are_introduced_by_a_number_of_their_own() {
    let mut service = Service::new();
    service.on(requested("d1"));
    let effects = service.on(Event::Requested {
        data_device: None,
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
    assert_eq!(
        call.content,
        CallContent::Introduced {
            data_device: None,
            attributes
        }
    );
    assert_eq!(call.sequence, number(2));
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
