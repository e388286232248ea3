//! The services' decisions, each test named after its rule.

use iot4emissions_proto::data::{
    self, Answer, Call, CallKind, Clearance, ConfigurationParameters, DeviceRecord, Introduction,
    Reception, Storing, SuspensionReason,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{
    ConfigurationVersion, ConfiguredState, Endpoint, Profile, RegistrationStatus,
};
use iot4emissions_proto::obfcm::{Snapshot, Values};
use iot4emissions_proto::registration::{self, Effect, Event, Notice, VehicleRecord};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;

const NOT_CLEARED: Clearance = Clearance::Suspended(SuspensionReason::NotCleared);
const PAUSED: Clearance = Clearance::Suspended(SuspensionReason::Pause);

fn device(name: &str) -> DeviceId {
    name.parse().unwrap()
}

fn vehicle() -> VehicleRecord {
    VehicleRecord::new("JFXHF05K1L4104934".parse().unwrap())
}

fn requested(name: &str) -> Event {
    Event::Requested {
        device: device(name),
        attributes: VehicleInfo::default(),
        bound_elsewhere: false,
        last_sequence: 0,
    }
}

fn registered(country: &str, consent: bool) -> Event {
    Event::Registered {
        country: country.parse().unwrap(),
        attributes: VehicleInfo::default(),
        consent,
    }
}

fn status(name: &str, status: Option<RegistrationStatus>) -> Effect {
    Effect::PublishStatus {
        device: device(name),
        status,
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
        let (record, effects) = registration::decide(self.record.clone(), event);
        self.record = record;
        self.effects = effects;
        &self.effects
    }

    /// Acknowledges the outstanding call.
    fn acknowledge(&mut self) -> &[Effect] {
        let call = self.record.outstanding().expect("a call is outstanding");
        self.on(Event::CallAcknowledged {
            device: call.device_id,
            sequence: call.sequence,
        })
    }

    fn outstanding(&self) -> Option<(u64, CallKind)> {
        self.record
            .outstanding()
            .map(|call| (call.sequence, call.kind()))
    }
}

#[test]
fn p_7_1_registered_only_after_the_introduction_is_acknowledged() {
    let mut service = Service::new();
    assert_eq!(service.on(requested("d1")), [Effect::CallDataService]);
    assert_eq!(service.outstanding(), Some((1, CallKind::Introduced)));
    // The device asks again meanwhile: still no answer.
    assert_eq!(service.on(requested("d1")), []);
    let registered = status("d1", Some(RegistrationStatus::Registered));
    assert_eq!(service.acknowledge(), [registered]);
    assert_eq!(service.outstanding(), None);
}

#[test]
fn p_7_1_the_introduction_has_no_vin() {
    let mut service = Service::new();
    service.on(requested("d1"));
    let call = serde_json::to_string(&service.record.outstanding().unwrap()).unwrap();
    assert_eq!(
        call,
        r#"{"deviceId":"d1","sequence":1,"call":"introduced","attributes":{}}"#
    );
    let read: Call = serde_json::from_str(&call).unwrap();
    assert_eq!(read, service.record.outstanding().unwrap());
}

#[test]
fn p_7_2_the_same_request_again_has_the_same_answer_and_stores_changed_attributes() {
    let mut service = Service::new();
    service.on(requested("d1"));
    service.acknowledge();
    let attributes = VehicleInfo {
        make: Some("JEEP".parse().unwrap()),
        ..VehicleInfo::default()
    };
    let effects = service.on(Event::Requested {
        device: device("d1"),
        attributes: attributes.clone(),
        bound_elsewhere: false,
        last_sequence: 0,
    });
    assert_eq!(
        effects,
        [status("d1", Some(RegistrationStatus::Registered))]
    );
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
    let notice = Notice::VehicleHasAnotherDevice {
        device: device("d2"),
        registered: device("d1"),
    };
    assert_eq!(
        service.on(requested("d2")),
        [
            Effect::Raise(notice),
            status("d2", Some(RegistrationStatus::ERROR))
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
        last_sequence: 0,
    });
    let notice = Notice::DeviceHasAnotherVehicle {
        device: device("d1"),
    };
    assert_eq!(
        effects,
        [
            Effect::Raise(notice),
            status("d1", Some(RegistrationStatus::ERROR))
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
            version: Some("xJFXHF05K1L4104934".parse().unwrap()),
            ..VehicleInfo::default()
        },
        bound_elsewhere: false,
        last_sequence: 0,
    });
    let notice = Notice::AttributeContainsVin {
        device: device("d1"),
        attribute: "ve".to_owned(),
    };
    assert_eq!(
        effects,
        [
            Effect::Raise(notice),
            status("d1", Some(RegistrationStatus::ERROR))
        ]
    );
    assert_eq!(service.outstanding(), None);
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
    assert_eq!(
        too_early,
        Some(status("d2", Some(RegistrationStatus::ERROR)))
    );
    assert_eq!(
        service.acknowledge(),
        [status("d1", None), status("d2", None)]
    );

    assert_eq!(service.on(requested("d2")), [Effect::CallDataService]);
    service.acknowledge();
    assert_eq!(
        service.record.retained(),
        [(device("d2"), RegistrationStatus::Registered)]
    );
    assert_eq!(service.outstanding(), Some((5, CallKind::Cleared)));
}

#[test]
fn p_7_3_releasing_a_vehicle_without_a_device_clears_the_retained_error() {
    let mut service = Service::new();
    service.on(Event::Requested {
        device: device("d1"),
        attributes: VehicleInfo::default(),
        bound_elsewhere: true,
        last_sequence: 0,
    });
    assert_eq!(service.on(Event::Released), [status("d1", None)]);
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
        last_sequence: 7,
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
    assert_eq!(
        service.record.binding.as_ref().unwrap().told,
        Clearance::Cleared
    );
}

#[test]
fn p_7_4_cleared_right_after_its_introduction_when_registered_before() {
    let mut service = Service::new();
    assert_eq!(service.on(registered("GR", true)), []);
    service.on(requested("d1"));
    assert_eq!(
        service.acknowledge(),
        [
            status("d1", Some(RegistrationStatus::Registered)),
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
    let late = Event::CallAcknowledged {
        device: device("d1"),
        sequence: 2,
    };
    assert_eq!(service.on(late), []);
    assert_eq!(service.outstanding(), Some((3, suspension)));
}

fn parameters() -> ConfigurationParameters {
    let endpoint = |host: &str| Endpoint {
        host: host.parse().unwrap(),
        port: 8883.try_into().unwrap(),
    };
    ConfigurationParameters {
        registration_mqtt: endpoint("registration.example"),
        obfcm_data_mqtt: endpoint("data.example"),
        acquire_frequency: "0 0 0 1 * ? *".parse().unwrap(),
        transfer_frequency: "0 0 0 1 1/3 ? *".parse().unwrap(),
        config_check_frequency: "0 0 0 1 1/3 ? *".parse().unwrap(),
        first_version: ConfigurationVersion::new(7).unwrap(),
    }
}

fn introduced() -> DeviceRecord {
    let introduction = Introduction {
        device: device("d1"),
        attributes: VehicleInfo::default(),
    };
    let call = Call::introduced(introduction, 1);
    let (record, answer) = data::answer(None, &call, &parameters());
    assert_eq!(answer, Answer::Applied);
    record.unwrap()
}

fn called(record: DeviceRecord, call: &Call) -> (DeviceRecord, Answer) {
    let (record, answer) = data::answer(Some(record), call, &parameters());
    (record.unwrap(), answer)
}

fn version(record: &DeviceRecord) -> u32 {
    record.configuration.configuration.version.get()
}

#[test]
fn p_7_5_introduced_devices_wait_on_the_deny_list() {
    let record = introduced();
    assert_eq!(record.clearance, NOT_CLEARED);
    assert_eq!(
        record.configuration.device_state,
        ConfiguredState::Initialized
    );
    assert_eq!(version(&record), 7);
}

#[test]
fn p_7_6_each_change_is_one_version_and_repeats_change_nothing() {
    let (record, _) = called(introduced(), &Call::cleared(device("d1"), 2));
    assert_eq!(record.clearance, Clearance::Cleared);
    assert_eq!(
        record.configuration.device_state,
        ConfiguredState::Operational
    );
    assert_eq!(version(&record), 8);
    let (record, answer) = called(record, &Call::cleared(device("d1"), 2));
    assert_eq!((version(&record), answer), (8, Answer::Applied));
    let (record, answer) = called(record, &Call::cleared(device("d1"), 3));
    assert_eq!((version(&record), answer), (8, Answer::Applied));
    let pause = Call::suspended(device("d1"), SuspensionReason::Pause, 4);
    let (record, _) = called(record, &pause);
    assert_eq!(record.clearance, PAUSED);
    assert_eq!(record.configuration.device_state, ConfiguredState::Standby);
    assert_eq!(version(&record), 9);
}

#[test]
fn p_5_51_a_late_cleared_cannot_undo_a_suspended() {
    let suspension = Call::suspended(device("d1"), SuspensionReason::NotCleared, 3);
    let (record, _) = called(introduced(), &suspension);
    let (after, answer) = called(record.clone(), &Call::cleared(device("d1"), 2));
    assert_eq!(answer, Answer::Overtaken);
    assert_eq!(after, record);
}

#[test]
fn p_5_51_a_device_never_introduced_is_tried_again() {
    let call = Call::cleared(device("d1"), 2);
    assert_eq!(
        data::answer(None, &call, &parameters()),
        (None, Answer::NotIntroduced)
    );
}

#[test]
fn p_7_6_no_version_after_the_last() {
    let mut record = introduced();
    let last = ConfigurationVersion::new(u32::MAX).unwrap();
    record.configuration.configuration.version = last;
    let (after, answer) = called(record.clone(), &Call::cleared(device("d1"), 2));
    assert_eq!(answer, Answer::VersionsExhausted);
    assert_eq!(after, record);
}

#[test]
fn p_5_32_new_parameters_are_a_new_version() {
    let record = introduced();
    assert_eq!(data::reconfigure(record.clone(), &parameters()), None);
    let mut other = parameters();
    other.acquire_frequency = "0 0 0 ? * MON *".parse().unwrap();
    let changed = data::reconfigure(record, &other).unwrap();
    assert_eq!(version(&changed), 8);
    assert_eq!(
        changed.configuration.device_state,
        ConfiguredState::Initialized
    );
    assert_eq!(
        changed
            .configuration
            .configuration
            .acquire_frequency
            .as_str(),
        "0 0 0 ? * MON *"
    );
}

#[test]
fn p_7_7_unknown_denied_quarantined_accepted() {
    let good = br#"{"data":[{"acquired":1,"tfc":1.0}]}"#;
    let receive = |record: Option<&DeviceRecord>, payload: &[u8]| {
        data::receive(record, payload, Profile::Tolerant)
    };
    let denied = introduced();
    let (cleared, _) = called(denied.clone(), &Call::cleared(device("d1"), 2));
    assert_eq!(receive(None, good), Reception::Unknown);
    assert_eq!(receive(Some(&denied), good), Reception::Denied);
    assert_eq!(receive(Some(&denied), b"x"), Reception::Denied);
    assert!(matches!(
        receive(Some(&cleared), good),
        Reception::Accept(_)
    ));
    assert!(matches!(
        receive(Some(&cleared), b"x"),
        Reception::Quarantine(_)
    ));
}

#[test]
fn p_7_7_each_snapshot_is_stored_once_as_first_seen() {
    let snapshot = |tenths: u32| {
        let values = Values {
            total_fuel_consumed: Some(
                iot4emissions_proto::obfcm::Litres::from_tenths(tenths).unwrap(),
            ),
            ..Values::default()
        };
        Snapshot::new(UnixSeconds(5), values).unwrap()
    };
    assert_eq!(data::store(None, &snapshot(1)), Storing::New);
    assert_eq!(
        data::store(Some(&snapshot(1)), &snapshot(1)),
        Storing::Duplicate
    );
    assert_eq!(
        data::store(Some(&snapshot(1)), &snapshot(2)),
        Storing::Conflict
    );
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
