//! Two pseudonyms (P-1.7, P-6.24): each broker and each service knows the device by another ID.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    DataPseudonym, DeviceState, EventKind, Input, Output, Provisioning, Record,
};
use iot4emissions_proto::identity::SealedDeviceId;
use iot4emissions_proto::message::{Profile, RegistrationRequest};

use crate::factory::{DEVICE, operational, provisioning, secret, settings, vehicle};
use crate::record::fields_of;
use crate::record_forward::{join, split};
use crate::world::World;

fn pseudonym(number: u8) -> DataPseudonym {
    DataPseudonym {
        device: format!("data-{number}").parse().unwrap(),
        sealed: SealedDeviceId::from_bytes([number; SealedDeviceId::LENGTH]),
    }
}

fn provisioned() -> Provisioning {
    Provisioning {
        data_pseudonym: Some(Box::new(pseudonym(1))),
        ..provisioning(settings())
    }
}

/// What a device says at a broker: under which ID it connects, and the topics it uses.
fn said(outputs: &[Output]) -> Vec<String> {
    let one = |output: &Output| match output {
        Output::Connect { broker, device, .. } => Some(format!("{broker:?} {device}")),
        Output::Subscribe { topic, .. } | Output::Publish { topic, .. } => Some(topic.to_string()),
        _ => None,
    };
    outputs.iter().filter_map(one).collect()
}

/// Registers from Provisioned on, and gives what the device said.
fn register(world: &mut World, data_device: &DataPseudonym) -> Vec<Output> {
    let mut outputs = Vec::new();
    if world.link.number().is_none() {
        outputs.extend(world.sleep_until_connect());
    }
    outputs.extend(world.connected());
    outputs.extend(world.subscribed(true));
    outputs.extend(world.pass(5));
    let asked = world.vehicle_read();
    let request = asked.iter().find_map(|output| match output {
        Output::Publish { payload, .. } => Some(payload.as_bytes().to_vec()),
        _ => None,
    });
    let request = RegistrationRequest::decode(&request.unwrap(), Profile::Strict);
    let request = request.unwrap().message;
    assert_eq!(request.data_device.as_ref(), Some(&data_device.sealed));
    assert_eq!(request.vin, vehicle().vin);
    outputs.extend(asked);
    let registered = r#"{"deviceState":"registered"}"#;
    let kind = iot4emissions_proto::topic::TopicKind::RegisterServer;
    outputs.extend(world.deliver(kind, registered, false));
    assert_eq!(world.device.state(), DeviceState::Registered);
    outputs
}

#[test]
fn p_1_7_each_broker_knows_a_device_by_another_id() {
    let mut world = World::provisioned_with(provisioned());
    world.data_device = Some("data-1".parse().unwrap());
    let outputs = register(&mut world, &pseudonym(1));
    let registration = format!("iot4emissions/registerServer/{DEVICE}");
    let request = format!("iot4emissions/registerDevice/{DEVICE}");
    assert_eq!(
        said(&outputs),
        [&registration, &request, "Data data-1"].map(ToString::to_string)
    );

    // What is on the topic of the other ID is not the device's.
    let outputs = world.connect_and_subscribe();
    assert_eq!(said(&outputs), [] as [String; 0]);
    world.data_device = None;
    world.configure(&operational(1));
    assert_eq!(world.device.state(), DeviceState::Registered);
    world.data_device = Some("data-1".parse().unwrap());
    world.configure(&operational(1));
    assert_eq!(world.device.state(), DeviceState::Operational);
    // A check of the configuration first, then a transfer; the bench compares every topic.
    let outputs = world.sleep_until_connect();
    assert!(said(&outputs).contains(&"Data data-1".to_owned()));
    let mut outputs = world.connected();
    outputs.extend(world.subscribed(true));
    outputs.extend(world.configure(&operational(1)));
    assert_eq!(said(&outputs), ["iot4emissions/configServer/data-1"]);
    assert!(!world.start_transfer().is_empty());
    let sent = format!("{:?}", world.device.record().unwrap());
    assert!(sent.contains(DEVICE) && sent.contains("data-1"));
}

/// Nothing of a former owner's comes under the ID of the next.
#[test]
fn p_6_24_another_id_begins_with_nothing() {
    let mut world = World::provisioned_with(provisioned());
    world.data_device = Some("data-1".parse().unwrap());
    register(&mut world, &pseudonym(1));
    world.connect_and_subscribe();
    world.configure(&operational(5));
    world.take_snapshots(3);

    let outputs = world.give(Input::PseudonymRenewed(Box::new(pseudonym(2))));
    let told: Vec<EventKind> = (outputs.iter())
        .filter_map(|output| match output {
            Output::Notify(event) => Some(event.kind),
            _ => None,
        })
        .collect();
    assert_eq!(told[0], EventKind::PseudonymRenewed);
    assert_eq!(told[1], EventKind::SnapshotsErased { count: 3 });
    assert_eq!(world.pending(), [0; 0]);
    assert_eq!(world.accounts().erased, 3);
    assert!(world.accounts().balance());
    assert_eq!(world.device.state(), DeviceState::Provisioned);
    // Nothing about its times says that both are one.
    let bytes = world.device.record().unwrap().to_bytes();
    let before = secret();
    assert!(!bytes.windows(16).any(|part| part == before.as_bytes()));
    // It outlives a loss of power, and said again it changes nothing.
    let record = Record::from_bytes(&bytes).unwrap();
    assert_eq!(record.data_pseudonym(), Some(&pseudonym(2)));
    assert_eq!(record.device_at(BrokerRole::Data).as_str(), "data-2");
    assert_eq!(record.device_at(BrokerRole::Registration).as_str(), DEVICE);
    let before = world.device.record().unwrap().clone();
    world.give(Input::PseudonymRenewed(Box::new(pseudonym(2))));
    assert_eq!(*world.device.record().unwrap(), before);

    world.data_device = Some("data-2".parse().unwrap());
    register(&mut world, &pseudonym(2));
    world.connect_and_subscribe();
    world.configure(&operational(1));
    assert_eq!(world.device.state(), DeviceState::Operational);
    let renewed = world.now.to_seconds().0;
    let sent = world.start_transfer();
    assert!(!sent.is_empty());
    assert!(sent.iter().all(|snapshot| snapshot.acquired().0 > renewed));
}

/// A device that both services know by one ID may get another one for the second.
#[test]
fn p_6_24_a_device_with_one_id_gets_two() {
    let mut world = World::operational();
    world.give(Input::PseudonymRenewed(Box::new(pseudonym(1))));
    world.data_device = Some("data-1".parse().unwrap());
    register(&mut world, &pseudonym(1));
}

/// What a driver puts into the vehicle's answer counts for nothing.
#[test]
fn p_1_7_the_record_says_which_id_is_sent() {
    let mut world = World::provisioned_with(provisioning(settings()));
    world.connect_and_subscribe();
    world.pass(5);
    let request = world.last_read;
    let outputs = world.give(Input::VehicleRead {
        request,
        vehicle: Box::new(RegistrationRequest {
            data_device: Some(pseudonym(3).sealed),
            ..vehicle()
        }),
    });
    let sent = outputs.iter().any(|output| match output {
        Output::Publish { payload, .. } => payload.0.contains("dataDevice"),
        _ => false,
    });
    assert!(!sent);
}

/// A record whose pseudonym cannot be read must not be taken for one without.
#[test]
fn p_1_7_a_pseudonym_that_is_cut_off_is_a_damaged_record() {
    const DATA_PSEUDONYM: u8 = 29;
    let world = World::provisioned_with(provisioned());
    let record = world.device.record().unwrap();
    let fields = split(fields_of(&record.to_bytes()));
    assert_eq!(Record::from_bytes(&join(&fields)).as_ref(), Ok(record));
    let whole = fields.iter().position(|field| field.0 == DATA_PSEUDONYM);
    let whole = whole.expect("the field");
    let length = fields[whole].1.len();
    for cut in [0, 1, SealedDeviceId::LENGTH - 1, SealedDeviceId::LENGTH] {
        assert!(cut < length);
        let mut fields = fields.clone();
        fields[whole].1.truncate(cut);
        assert!(Record::from_bytes(&join(&fields)).is_err(), "{cut}");
    }
}
