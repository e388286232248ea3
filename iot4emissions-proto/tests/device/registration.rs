//! P-6.4: registration.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    DeviceState, DisconnectReason, EventKind, Input, Output, ReasonCode, Record,
};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{DEVICE, VIN, operational, settings, vehicle};
use crate::world::{World, brief, events};

const REGISTERED: &str = r#"{"deviceState":"registered"}"#;
const ERROR: &str = r#"{"deviceState":"error"}"#;

fn status(world: &mut World, payload: &str, retain: bool) -> Vec<Output> {
    world.deliver(TopicKind::RegisterServer, payload, retain)
}

/// As far as the published request.
fn asking() -> World {
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    world.pass(5);
    world.vehicle_read();
    world
}

#[test]
fn p_6_4_the_request_is_published_after_the_retained_wait() {
    let mut world = World::provisioned(settings());
    assert_eq!(brief(&world.connected()), ["subscribe 1 registerServer"]);
    assert_eq!(world.subscribed(true), []);
    let subscribed_at = world.now;
    let outputs = world.sleep();
    assert_eq!(world.now.0 - subscribed_at.0, 5_000);
    assert_eq!(brief(&outputs), ["read vehicle"]);
    let outputs = world.vehicle_read();
    assert_eq!(brief(&outputs), ["publish 1 registerDevice"]);
    let Output::Publish { payload, .. } = &outputs[0] else {
        panic!("{outputs:?}");
    };
    assert_eq!(payload.as_bytes(), vehicle().to_canonical());
    assert!(payload.0.contains(VIN));
    // Once: not again before the answer is given up.
    assert_eq!(world.until.unwrap().0, world.now.0 + 60_000);
    assert_eq!(world.vehicle_read(), []);
}

#[test]
fn p_6_4_registered_counts_whenever_it_arrives() {
    for step in 0..4 {
        for retain in [true, false] {
            let mut world = World::provisioned(settings());
            world.connected();
            if step >= 1 {
                world.subscribed(true);
            }
            if step >= 2 {
                world.pass(5);
            }
            if step >= 3 {
                world.vehicle_read();
            }
            let outputs = status(&mut world, REGISTERED, retain);
            assert_eq!(world.device.state(), DeviceState::Registered, "{step}");
            assert_eq!(
                brief(&outputs),
                ["persist", "disconnect 1", "connect 2 data.example.eu"]
            );
        }
    }
}

#[test]
fn p_6_4_a_retained_error_is_never_an_answer() {
    for step in 0..4 {
        let mut world = World::provisioned(settings());
        world.connected();
        if step >= 1 {
            world.subscribed(true);
        }
        if step >= 2 {
            world.pass(5);
        }
        if step >= 3 {
            world.vehicle_read();
        }
        let until = world.until;
        assert_eq!(status(&mut world, ERROR, true), [], "{step}");
        assert_eq!(world.until, until);
    }
}

/// T-3: an answer is one to a request. What the service publishes anew from its
/// records (P-7.8) reaches a subscriber live, and is old news all the same.
#[test]
fn p_6_4_a_live_error_before_the_request_is_no_answer() {
    for step in 0..3 {
        let mut world = World::provisioned(settings());
        world.connected();
        if step >= 1 {
            world.subscribed(true);
        }
        if step >= 2 {
            world.pass(5);
        }
        assert_eq!(status(&mut world, ERROR, false), [], "{step}");
    }
}

#[test]
fn p_6_4_after_a_live_error_the_device_backs_off_and_then_registers() {
    for retain in [true, false] {
        let mut world = asking();
        let outputs = status(&mut world, ERROR, false);
        assert_eq!(events(&outputs), [EventKind::RegistrationRefused]);
        assert_eq!(brief(&outputs), ["persist", "disconnect 1"]);
        assert!(world.until.unwrap() > world.now);
        world.sleep_until_connect();
        world.connect_and_subscribe();
        if !retain {
            world.pass(5);
            world.vehicle_read();
        }
        status(&mut world, REGISTERED, retain);
        assert_eq!(world.device.state(), DeviceState::Registered);
    }
}

#[test]
fn p_6_4_free_text_is_an_error_too() {
    let mut world = asking();
    let text = r#"{"deviceState":"this vehicle is known already"}"#;
    assert_eq!(
        events(&status(&mut world, text, false)),
        [EventKind::RegistrationRefused]
    );
}

#[test]
fn p_6_4_no_answer_for_the_answer_wait() {
    let mut world = asking();
    let asked_at = world.now;
    let outputs = world.sleep();
    assert_eq!(world.now.0 - asked_at.0, 60_000);
    assert_eq!(events(&outputs), [EventKind::RegistrationUnanswered]);
    assert_eq!(brief(&outputs), ["disconnect 1"]);
}

/// A PUBACK is the broker's word, not the service's.
#[test]
fn p_6_4_a_puback_is_no_answer() {
    let mut world = asking();
    let until = world.until;
    assert_eq!(world.puback(), []);
    assert_eq!(world.until, until);
    assert_eq!(world.device.state(), DeviceState::Provisioned);
}

#[test]
fn p_6_4_a_refused_subscription_counts_as_no_answer() {
    let mut world = World::provisioned(settings());
    world.connected();
    let outputs = world.subscribed(false);
    let broker = BrokerRole::Registration;
    assert_eq!(
        events(&outputs),
        [EventKind::SubscriptionRefused {
            broker,
            reason: ReasonCode::UNSPECIFIED_ERROR
        }]
    );
    assert_eq!(brief(&outputs), ["persist", "disconnect 1"]);
    world.sleep_until_connect();
}

#[test]
fn p_6_4_connecting_and_subscribing_may_take_30_s_each() {
    let broker = BrokerRole::Registration;
    for subscribing in [false, true] {
        let mut world = World::provisioned(settings());
        if subscribing {
            world.pass(20);
            world.connected();
        }
        let began = world.now;
        let outputs = world.sleep();
        assert_eq!(world.now.0 - began.0, 30_000);
        let reason = DisconnectReason::TimedOut;
        assert_eq!(
            events(&outputs),
            [EventKind::ConnectionFailed { broker, reason }]
        );
        assert_eq!(brief(&outputs), ["disconnect 1"]);
    }
}

#[test]
fn p_6_4_a_lost_connection_is_raised_and_tried_again() {
    let broker = BrokerRole::Registration;
    let reason = DisconnectReason::Tcp;
    let mut world = World::provisioned(settings());
    assert_eq!(
        events(&world.disconnected()),
        [EventKind::ConnectionFailed { broker, reason }]
    );
    world.sleep_until_connect();
    world.connected();
    assert_eq!(
        events(&world.disconnected()),
        [EventKind::ConnectionLost { broker, reason }]
    );
    let again = world.sleep_until_connect();
    assert_eq!(
        brief(&again),
        ["persist", "connect 3 registration.example.eu"]
    );
}

#[test]
fn p_6_3_a_vehicle_that_does_not_answer() {
    for answers in [true, false] {
        let mut world = World::provisioned(settings());
        world.connect_and_subscribe();
        world.pass(5);
        let outputs = match answers {
            true => world.vehicle_unreadable(),
            false => world.sleep(),
        };
        assert_eq!(events(&outputs), [EventKind::VehicleUnreadable]);
        assert_eq!(brief(&outputs), ["persist", "disconnect 1"]);
        // What comes too late is not kept.
        assert_eq!(world.vehicle_read(), []);
        world.sleep_until_connect();
    }
}

#[test]
fn p_1_5_an_attribute_that_contains_the_vin_is_not_sent() {
    let mut request = vehicle();
    request.vehicle_info.manufacturer = Some(format!("FIAT {VIN}").parse().unwrap());
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    world.pass(5);
    let outputs = world.give(Input::VehicleRead {
        request: world.last_read,
        vehicle: Box::new(request),
    });
    assert_eq!(events(&outputs), [EventKind::VehicleRefused]);
    assert_eq!(brief(&outputs), ["persist", "disconnect 1"]);
}

/// The letters and digits of a UUID may be a vehicle's: such a unit is not this vehicle's.
#[test]
fn p_1_5_a_vin_that_the_device_id_contains_is_not_sent() {
    let mut request = vehicle();
    let name: String = DEVICE.chars().filter(|c| *c != '-').take(17).collect();
    request.vin = name.to_uppercase().parse().unwrap();
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    world.pass(5);
    let outputs = world.give(Input::VehicleRead {
        request: world.last_read,
        vehicle: Box::new(request),
    });
    assert_eq!(events(&outputs), [EventKind::VehicleRefused]);
    assert_eq!(brief(&outputs), ["persist", "disconnect 1"]);
}

#[test]
fn p_6_4_what_cannot_be_read_is_raised_and_waited_out() {
    for payload in [
        "",
        "{",
        "null",
        r#"{"deviceState":"operational"}"#,
        "\u{feff}{}",
    ] {
        let mut world = asking();
        let until = world.until;
        let outputs = status(&mut world, payload, false);
        let broker = BrokerRole::Registration;
        let told = match payload {
            // P-3.6: a cleared topic is no message.
            "" => vec![],
            _ => vec![EventKind::MessageUnreadable { broker }],
        };
        assert_eq!(events(&outputs), told, "{payload}");
        assert_eq!(brief(&outputs), [""; 0]);
        assert_eq!(world.until, until);
        status(&mut world, REGISTERED, false);
        assert_eq!(world.device.state(), DeviceState::Registered);
    }
}

/// P-4.3: nothing of one broker's families is heard on the other.
#[test]
fn p_4_3_a_configuration_on_the_registration_broker_is_not_heard() {
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    assert_eq!(world.configure(&operational(1)), []);
    assert_eq!(world.device.state(), DeviceState::Provisioned);
    assert!(world.device.record().unwrap().configuration().is_none());
}

#[test]
fn p_4_3_a_registration_status_on_the_data_broker_is_not_heard() {
    let mut world = World::registered(settings());
    world.connect_and_subscribe();
    for payload in [ERROR, REGISTERED, "{"] {
        assert_eq!(status(&mut world, payload, false), []);
    }
}

#[test]
fn p_4_1_other_topics_and_other_devices_are_not_heard() {
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    let connection = world.number();
    for topic in [
        "iot4emissions/registerServer/another",
        "iot4emissions/registerDevice/0f8fad5b-d9cb-469f-a165-70867728950e",
        "iot4emissions/registerServer/0F8FAD5B-D9CB-469F-A165-70867728950E",
        "iot4emissions/registerServer/0f8fad5b-d9cb-469f-a165-70867728950e/",
        "iot4emissions/registerServer/+",
        "registerServer/0f8fad5b-d9cb-469f-a165-70867728950e",
        "",
        "$SYS/broker",
    ] {
        let outputs = world.give(Input::Message {
            connection,
            topic: topic.into(),
            payload: REGISTERED.as_bytes().into(),
            retain: false,
        });
        assert_eq!(outputs, [], "{topic}");
    }
    assert_eq!(world.device.state(), DeviceState::Provisioned);
}

/// Before: the earlier vehicle's `registered` counted, and this one's VIN was never sent.
#[test]
fn p_6_20_in_another_vehicle_only_the_answer_to_a_request_counts() {
    let mut world = World::operational();
    world.give(Input::VehicleChanged);
    // That is part of the record.
    let bytes = world.device.record().unwrap().to_bytes();
    let read = Record::from_bytes(&bytes).unwrap();
    assert_eq!(world.device.record(), Some(&read));
    world.connect_and_subscribe();
    for retain in [true, false] {
        assert_eq!(status(&mut world, REGISTERED, retain), []);
    }
    world.pass(5);
    world.vehicle_read();
    assert_eq!(status(&mut world, REGISTERED, true), []);
    status(&mut world, REGISTERED, false);
    assert_eq!(world.device.state(), DeviceState::Registered);
}
