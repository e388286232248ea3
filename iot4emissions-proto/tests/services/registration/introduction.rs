//! The request, and its introduction to the Data Service (P-7.1, P-7.2).

use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::{Call, CallKind, Sequence};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{Effect, Event};

use super::{Service, requested, status};
use crate::{device, make};

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
        data_device: None,
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
