//! One device for each vehicle, and its release (P-7.3).

use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::{CallKind, Sequence};
use iot4emissions_proto::services::clearance::SuspensionReason;
use iot4emissions_proto::services::registration::{Effect, Event, OperatorNotice, VehicleRecord};
use iot4emissions_proto::vehicle::VehicleInfo;

use super::{Service, clear, registered, requested, status};
use crate::{device, number};

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
        data_device: None,
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
        data_device: None,
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
        data_device: None,
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
        data_device: None,
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: true,
        last_sequence: Sequence::NONE,
    });
    assert_eq!(service.on(Event::Released), [clear("d1")]);
    assert_eq!(service.record.retained(), []);
}

#[test]
fn p_7_3_a_device_whose_case_is_settled_is_answered() {
    let mut service = Service::new();
    service.on(Event::Requested {
        data_device: None,
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
        data_device: None,
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
