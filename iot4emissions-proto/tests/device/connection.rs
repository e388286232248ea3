//! P-6.5: every connection to the data broker.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    ConnectionNumber, DeviceState, DisconnectReason, EventKind, Input, ReasonCode,
};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{configured, operational, settings};
use crate::world::{Link, World, brief, events, message};

/// Operational with a snapshot pending, at the transfer's connection.
fn transferring() -> World {
    let mut world = World::operational();
    world.take_snapshots(5);
    // The configuration check at 06:00.
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&operational(1));
    world.take_snapshots(5);
    world.sleep_until_connect();
    world
}

#[test]
fn p_6_5_the_configuration_comes_before_the_data() {
    let mut world = transferring();
    assert_eq!(brief(&world.connected()), ["subscribe 4 configServer"]);
    assert_eq!(world.subscribed(true), []);
    let outputs = world.configure(&operational(1));
    assert_eq!(brief(&outputs), ["publish 4 dataDevice"]);
    let outputs = world.puback();
    assert_eq!(brief(&outputs), ["persist", "disconnect 4"]);
    assert_eq!(world.pending(), [0; 0]);
}

#[test]
fn p_6_5_without_a_configuration_the_stored_one_holds() {
    let mut world = transferring();
    world.connect_and_subscribe();
    let subscribed_at = world.now;
    let outputs = world.sleep();
    assert_eq!(world.now.0 - subscribed_at.0, 5_000);
    assert_eq!(events(&outputs), [EventKind::NoConfiguration]);
    assert_eq!(brief(&outputs), ["publish 4 dataDevice"]);
}

#[test]
fn p_6_5_an_unreadable_configuration_is_raised_and_the_stored_one_holds() {
    let unknown_state = String::from_utf8(operational(2).to_canonical())
        .unwrap()
        .replace("operational", "asleep");
    for payload in ["{}", "no JSON", unknown_state.as_str()] {
        let mut world = transferring();
        world.connect_and_subscribe();
        let outputs = world.deliver(TopicKind::ConfigServer, payload, true);
        let broker = BrokerRole::Data;
        assert_eq!(events(&outputs), [EventKind::MessageUnreadable { broker }]);
        assert_eq!(brief(&outputs), ["publish 4 dataDevice"]);
        assert_eq!(world.device.state(), DeviceState::Operational);
    }
}

#[test]
fn p_3_6_an_empty_retained_message_is_no_configuration() {
    let mut world = transferring();
    world.connect_and_subscribe();
    assert_eq!(world.deliver(TopicKind::ConfigServer, "", true), []);
    assert_eq!(events(&world.sleep()), [EventKind::NoConfiguration]);
}

/// MQTT 3.1.1 §3.8.4: a broker may send what is retained before the SUBACK.
#[test]
fn p_6_5_a_configuration_before_the_suback_counts() {
    let mut world = transferring();
    world.connected();
    assert_eq!(world.configure(&operational(1)), []);
    let outputs = world.subscribed(true);
    assert_eq!(events(&outputs), []);
    assert_eq!(brief(&outputs), ["publish 4 dataDevice"]);

    let mut world = transferring();
    world.connected();
    let outputs = world.configure(&operational(2));
    assert_eq!(brief(&outputs)[..3], ["persist", "disconnect 4", "restart"]);

    let mut world = World::registered(settings());
    world.connected();
    world.configure(&configured(ConfiguredState::Initialized, 1));
    assert_eq!(world.device.state(), DeviceState::Initialized);
}

/// A Registered device that an unreadable configuration reaches before the SUBACK
/// does not wait for another one.
#[test]
fn p_6_5_what_is_refused_before_the_suback_is_raised_once() {
    let mut world = World::registered(settings());
    world.connected();
    let broker = BrokerRole::Data;
    let outputs = world.deliver(TopicKind::ConfigServer, "{}", true);
    assert_eq!(events(&outputs), [EventKind::MessageUnreadable { broker }]);
    let outputs = world.subscribed(true);
    assert_eq!(events(&outputs), []);
    assert_eq!(brief(&outputs), ["persist", "disconnect 2"]);
}

#[test]
fn p_6_5_a_registered_device_without_configuration_backs_off() {
    let mut world = World::registered(settings());
    world.connect_and_subscribe();
    let outputs = world.sleep();
    assert_eq!(events(&outputs), [EventKind::NoConfiguration]);
    assert_eq!(brief(&outputs), ["persist", "disconnect 2"]);
    assert!(world.until.unwrap() > world.now);
    assert_eq!(world.device.state(), DeviceState::Registered);
    let again = world.sleep_until_connect();
    assert_eq!(brief(&again), ["connect 3 data.example.eu"]);
}

#[test]
fn p_6_5_a_refused_subscription_stops_the_transfer() {
    let mut world = transferring();
    world.connected();
    let outputs = world.subscribed(false);
    let broker = BrokerRole::Data;
    assert_eq!(
        events(&outputs),
        [EventKind::SubscriptionRefused {
            broker,
            reason: ReasonCode::UNSPECIFIED_ERROR
        }]
    );
    assert_eq!(brief(&outputs), ["persist", "disconnect 4"]);
    let again = world.sleep_until_connect();
    assert_eq!(brief(&again), ["connect 5 data.example.eu"]);
}

#[test]
fn p_6_5_a_check_without_a_transfer_publishes_nothing() {
    let mut world = World::operational();
    world.take_snapshots(5);
    let outputs = world.sleep_until_connect();
    assert_eq!(world.now.to_seconds().0 % 86_400, 6 * 3600);
    assert_eq!(brief(&outputs)[1..], ["connect 3 data.example.eu"]);
    world.connect_and_subscribe();
    let outputs = world.configure(&operational(1));
    assert_eq!(brief(&outputs), ["persist", "disconnect 3"]);
}

#[test]
fn p_6_5_a_suspension_stops_the_publish() {
    for state in [ConfiguredState::Initialized, ConfiguredState::Standby] {
        let mut world = transferring();
        world.connect_and_subscribe();
        let outputs = world.configure(&configured(state, 2));
        assert_eq!(brief(&outputs), ["persist", "disconnect 4", "restart"]);
    }
}

/// Whatever names another connection, or another step, is not heard.
#[test]
fn connection_numbers_are_compared() {
    let mut world = World::operational();
    world.take_snapshots(5);
    world.sleep_until_connect();
    let present = world.number();
    assert_eq!(present, ConnectionNumber(3));
    let same = |world: &mut World, input: Input| {
        let until = world.until;
        assert_eq!(world.give(input.clone()), [], "{input:?}");
        assert_eq!(world.until, until);
    };
    let configuration = String::from_utf8(operational(2).to_canonical()).unwrap();
    for other in [0, 1, 2, 4, u32::MAX].map(ConnectionNumber) {
        let connection = other;
        same(&mut world, Input::Connected { connection });
        same(
            &mut world,
            Input::Disconnected {
                connection,
                reason: DisconnectReason::Tcp,
            },
        );
        same(
            &mut world,
            message(connection, TopicKind::ConfigServer, &configuration, false),
        );
    }
    // Not subscribed before connected, and nothing arrives before it.
    let connection = present;
    let reason = ReasonCode::UNSPECIFIED_ERROR;
    let refused = |connection| Input::SubscribeRefused { connection, reason };
    same(&mut world, Input::Subscribed { connection });
    same(&mut world, refused(connection));
    same(
        &mut world,
        message(connection, TopicKind::ConfigServer, &configuration, true),
    );
    world.connected();
    same(&mut world, Input::Connected { connection });
    for other in [0, 1, 2, 4].map(ConnectionNumber) {
        let connection = other;
        same(&mut world, Input::Subscribed { connection });
        same(&mut world, refused(connection));
    }
    world.subscribed(true);
    same(&mut world, refused(connection));
    world.configure(&operational(2));
    assert_eq!(world.link, Link::Down);
    // A second copy (QoS 1) on the closed connection.
    same(
        &mut world,
        message(connection, TopicKind::ConfigServer, &configuration, true),
    );
}
