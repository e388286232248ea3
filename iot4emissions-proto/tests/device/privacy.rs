//! P-1.5, P-6.1 and P-6.3: no VIN in what people see, the same outputs for the same
//! inputs, and traces that can be written down.

use iot4emissions_proto::device::{
    ConnectionNumber, DisconnectReason, EventKind, Input, OtaDevice, Output, PublishNumber,
    ReasonCode, Record, RecordError, RequestNumber, Wait,
};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{
    DAY, SECRET, VIN, configured, operational, provisioning, secret, settings, values, vehicle,
};
use crate::service::Service;
use crate::world::{World, message};

/// Every kind of input there is.
fn inputs() -> Vec<Input> {
    let (connection, publish) = (ConnectionNumber(1), PublishNumber(1));
    let request = RequestNumber(1);
    vec![
        Input::ProvisioningComplete(Box::new(provisioning(settings()))),
        Input::Wake,
        Input::ClockTrusted { trusted: true },
        Input::VehicleRead {
            request,
            vehicle: Box::new(vehicle()),
        },
        Input::VehicleUnreadable { request },
        Input::Connected { connection },
        Input::Disconnected {
            connection,
            reason: DisconnectReason::Tcp,
        },
        Input::Subscribed { connection },
        Input::SubscribeRefused {
            connection,
            reason: ReasonCode::NOT_AUTHORIZED,
        },
        message(connection, TopicKind::RegisterServer, VIN, true),
        Input::Message {
            connection,
            topic: format!("iot4emissions/registerServer/{VIN}").into(),
            payload: vec![0, 255].into(),
            retain: false,
        },
        Input::PublishAcknowledged {
            connection,
            publish,
        },
        Input::PublishRefused {
            connection,
            publish,
            reason: ReasonCode::PAYLOAD_FORMAT_INVALID,
        },
        Input::Acquired {
            request,
            values: values(1),
        },
        Input::AcquisitionFailed { request },
        Input::Persisted { bytes: 400 },
        Input::PersistFailed,
        Input::NetworkAvailable { available: true },
        Input::Ignition { on: false },
        Input::FactoryConfigured(Box::new(provisioning(settings()).factory)),
        Input::CertificateRenewed {
            device: "another".parse().unwrap(),
        },
        Input::RegisterAgain,
        Input::VehicleChanged,
        Input::DataErased,
        Input::Decommissioned,
        Input::RecordUnreadable(RecordError::Damaged { length: 7 }),
        Input::StatusQuery,
        Input::CommunicationTest,
    ]
}

#[test]
fn no_input_shows_a_vin() {
    for input in inputs() {
        let text = format!("{input:?} {input:#?}");
        assert!(!text.contains(VIN), "{text}");
    }
}

/// The registration request alone bears the VIN, and nothing keeps it.
#[test]
fn p_6_3_the_vin_is_nowhere_but_in_the_request() {
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    world.pass(5);
    let outputs = world.vehicle_read();
    assert!(serde_json::to_string(&outputs).unwrap().contains(VIN));
    assert!(!format!("{outputs:?}").contains(VIN));
    let free_text = format!(r#"{{"deviceState":"{VIN} is registered already"}}"#);
    world.deliver(TopicKind::RegisterServer, &free_text, false);
    let record = world.device.record().unwrap();
    let shown = format!("{:?} {record:?} {:?}", world.device, world.device.status());
    assert!(!shown.contains(VIN), "{shown}");
    let bytes = record.to_bytes();
    let found = bytes
        .windows(VIN.len())
        .any(|window| window == VIN.as_bytes());
    assert!(!found);
    let status = serde_json::to_string(&world.status()).unwrap();
    assert!(!status.contains(VIN));
}

/// As text, as `Debug` shows bytes, and as JSON has them.
fn shows_the_secret(text: &str) -> bool {
    let bytes = format!("{:?}", secret().as_bytes());
    let numbers = bytes.trim_matches(['[', ']']);
    [SECRET, numbers, &numbers.replace(' ', "")]
        .iter()
        .any(|secret| text.contains(secret))
}

/// Where it is kept, and whether the record of the device that goes on still has it.
fn keeps_the_secret(world: &World) -> bool {
    let record = world.device.record().unwrap();
    assert!(!shows_the_secret(&format!(
        "{:?} {record:#?}",
        world.device
    )));
    let bytes = record.to_bytes();
    bytes
        .windows(16)
        .any(|window| window == secret().as_bytes())
}

/// The input that gives it and the record alone have it (P-6.1, P-6.2).
#[test]
fn p_6_3_the_secret_is_nowhere_but_in_its_input_and_the_record() {
    for input in inputs() {
        assert!(!shows_the_secret(&format!("{input:?} {input:#?}")));
        let gives_it = matches!(input, Input::ProvisioningComplete(_));
        let json = serde_json::to_string(&input).unwrap();
        assert_eq!(shows_the_secret(&json), gives_it, "{json}");
    }
    let (_, outputs) = life();
    assert!(!shows_the_secret(&serde_json::to_string(&outputs).unwrap()));
    assert!(!shows_the_secret(&format!("{outputs:?}")));
    let mut world = World::operational();
    assert!(keeps_the_secret(&world));
    assert!(!shows_the_secret(
        &serde_json::to_string(&world.status()).unwrap()
    ));
    let read = Record::from_bytes(&world.device.record().unwrap().to_bytes());
    assert_eq!(read.as_ref(), Ok(world.device.record().unwrap()));
}

/// P-6.20: who another vehicle's unit is now does not follow from what it was before.
#[test]
fn p_6_20_another_vehicle_and_another_id_have_another_secret() {
    let mut factory = provisioning(settings()).factory;
    factory.permitted_domains.clear();
    let other = "another".parse().unwrap();
    for (input, kept) in [
        (Input::FactoryConfigured(Box::new(factory)), true),
        (Input::RegisterAgain, true),
        (Input::CertificateRenewed { device: other }, false),
        (Input::VehicleChanged, false),
    ] {
        let mut world = World::operational();
        world.device.handle_input(world.time(), input.clone());
        while world.device.poll_output() != Output::Persist {}
        assert_eq!(keeps_the_secret(&world), kept, "{input:?}");
    }
}

#[test]
fn inputs_go_through_json_and_back() {
    for input in inputs() {
        let json = serde_json::to_string(&input).unwrap();
        let read: Input = serde_json::from_str(&json).unwrap();
        assert_eq!(read, input, "{json}");
    }
    let json = |input: &Input| serde_json::to_string(input).unwrap();
    assert_eq!(json(&Input::Wake), r#""wake""#);
    assert_eq!(
        json(&Input::PublishAcknowledged {
            connection: ConnectionNumber(3),
            publish: PublishNumber(2),
        }),
        r#"{"publishAcknowledged":{"connection":3,"publish":2}}"#
    );
}

/// A life with every kind of output, whose inputs are noted.
fn life() -> (Vec<(Now, Input)>, Vec<Output>) {
    let mut service = Service::new(Some(configured(ConfiguredState::Initialized, 1)));
    let mut world = World::new();
    world.trace = Some(Vec::new());
    let mut outputs = world.give(Input::ClockTrusted { trusted: true });
    let provisioned = Input::ProvisioningComplete(Box::new(provisioning(settings())));
    outputs.extend(world.give(provisioned));
    for day in 1..=6 {
        let end = UnixMillis(crate::factory::START.0 + day * DAY * 1000);
        service.run_with(&mut world, end, std::mem::take(&mut outputs));
        let state = match day {
            4 => ConfiguredState::Standby,
            5 => ConfiguredState::Initialized,
            _ => ConfiguredState::Operational,
        };
        service.configuration = Some(configured(state, 1 + u32::try_from(day).unwrap()));
        world.give(Input::StatusQuery);
    }
    world.trace.take().unwrap().into_iter().fold(
        (Vec::new(), Vec::new()),
        |(mut inputs, mut outputs), (now, input, answers)| {
            inputs.push((now, input));
            outputs.extend(answers);
            (inputs, outputs)
        },
    )
}

#[test]
fn outputs_go_through_json_and_back() {
    let (_, mut outputs) = life();
    outputs.push(Output::Wait(Wait::default()));
    outputs.push(Output::Wait(Wait {
        timeout: Some(MonotonicMillis(4)),
        alarm: Some(UnixMillis(5)),
    }));
    let mut kinds = std::collections::BTreeSet::new();
    for output in &outputs {
        let json = serde_json::to_string(output).unwrap();
        let read: Output = serde_json::from_str(&json).unwrap();
        assert_eq!(read, *output, "{json}");
        let kind = json
            .trim_start_matches(['{', '"'])
            .split('"')
            .next()
            .unwrap();
        kinds.insert(kind.to_owned());
    }
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "acquire",
            "connect",
            "disconnect",
            "notify",
            "persist",
            "publish",
            "readVehicle",
            "restart",
            "status",
            "subscribe",
            "wait",
        ]
    );
}

#[test]
fn p_6_1_the_same_inputs_give_the_same_outputs() {
    let (inputs, outputs) = life();
    let (again, same) = life();
    assert_eq!(inputs, again);
    assert_eq!(outputs, same);
    assert!(outputs.len() > 200);
    // And a trace that was written down can be replayed.
    let json = serde_json::to_string(&inputs).unwrap();
    let inputs: Vec<(Now, Input)> = serde_json::from_str(&json).unwrap();
    let mut device = OtaDevice::new();
    let mut replayed = Vec::new();
    for (now, input) in inputs {
        device.handle_input(now, input);
        loop {
            match device.poll_output() {
                Output::Wait(_) => break,
                output => replayed.push(output),
            }
        }
    }
    let bytes = |outputs: &[Output]| serde_json::to_vec(outputs).unwrap();
    assert_eq!(bytes(&replayed), bytes(&outputs));
}

#[test]
fn every_event_goes_through_json_and_back() {
    use iot4emissions_proto::device::Event;
    let (_, outputs) = life();
    let events: Vec<Event> = outputs
        .iter()
        .filter_map(|output| match output {
            Output::Notify(event) => Some(*event),
            _ => None,
        })
        .collect();
    assert!(
        events
            .iter()
            .any(|event| matches!(event.kind, EventKind::SnapshotsErased { .. }))
    );
    for event in events {
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }
}

/// A trace of `operational` messages shows no payload.
#[test]
fn debug_output_shows_sizes_for_payloads() {
    let status = operational(1).to_canonical();
    let input = message(
        ConnectionNumber(2),
        TopicKind::ConfigServer,
        std::str::from_utf8(&status).unwrap(),
        true,
    );
    let text = format!("{input:?}");
    assert!(
        text.contains(&format!("<{} bytes>", status.len())),
        "{text}"
    );
}
