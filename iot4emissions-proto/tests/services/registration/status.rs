//! What a device is told, and what a print shows (P-7.8, P-7.10, P-1.5).

use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::Sequence;
use iot4emissions_proto::services::registration::{Event, status_of};
use iot4emissions_proto::vehicle::VehicleInfo;

use super::{Service, clear, registered, requested};
use crate::device;

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
        data_device: None,
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: true,
        last_sequence: Sequence::NONE,
    });
    assert_eq!(service.record.retained(), [(device("d1"), error), d2]);
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
