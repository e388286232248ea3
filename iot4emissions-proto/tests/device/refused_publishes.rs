//! MQTT 5's reasons as inputs (P-6.18, P-6.14, P-6.4): what is refused, and what follows.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{DeviceState, EventKind, Input, Output, ReasonCode};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{operational, settings};
use crate::world::{World, brief, events, published};

fn refuse(world: &mut World, reason: ReasonCode) -> Vec<Output> {
    let (connection, publish) = world.last_publish.unwrap();
    world.give(Input::PublishRefused {
        connection,
        publish,
        reason,
    })
}

/// How long the next connection is held back.
fn held_back(world: &mut World) -> u64 {
    let refused_at = world.now.0;
    world.sleep_until_connect();
    world.now.0 - refused_at
}

/// No subscriber, not authorised, quota, in use, unspecified: kept, and backed off as after
/// a refusal. The connection after it reads the configuration again.
#[test]
fn p_6_18_reasons_that_do_not_speak_of_the_payload_back_off() {
    for code in [0x10, 0x80, 0x83, 0x87, 0x91, 0x97] {
        let reason = ReasonCode(code);
        let mut world = World::operational();
        let sent = world.start_transfer();
        let outputs = refuse(&mut world, reason);
        assert_eq!(events(&outputs), [EventKind::TransferRefused { reason }]);
        assert_eq!(brief(&outputs), ["persist", "disconnect 4"]);
        assert_eq!(world.pending().len(), 12);
        let expected = world.delay(settings().refusal_backoff, 0);
        assert_eq!(held_back(&mut world), expected, "{reason}");
        world.connect_and_subscribe();
        let outputs = world.configure(&operational(1));
        assert_eq!(published(&outputs)[..12], sent, "whole: {reason}");
        // The next refusal waits longer, and survives a start.
        refuse(&mut world, reason);
        world.lose_power();
        assert_eq!(world.status().failures.publishes, 2);
        let expected = world.delay(settings().refusal_backoff, 1);
        let waited = held_back(&mut world);
        assert!(waited >= expected.saturating_sub(1), "{waited} {expected}");
    }
}

/// Topic name, packet size, payload format: the same again would be refused again.
#[test]
fn p_6_18_reasons_that_speak_of_the_payload_halve() {
    for reason in [
        ReasonCode::TOPIC_NAME_INVALID,
        ReasonCode::PACKET_TOO_LARGE,
        ReasonCode::PAYLOAD_FORMAT_INVALID,
    ] {
        let mut world = World::operational();
        let sent = world.start_transfer();
        let outputs = refuse(&mut world, reason);
        assert_eq!(events(&outputs), [EventKind::TransferRefused { reason }]);
        assert_eq!(brief(&outputs), ["persist", "disconnect 4"]);
        world.sleep_until_connect();
        world.connect_and_subscribe();
        let outputs = world.configure(&operational(1));
        assert_eq!(published(&outputs), sent[..6]);
    }
}

/// One that names another publish or another connection changes nothing.
#[test]
fn p_6_18_a_refusal_of_another_publish_is_not_heard() {
    let mut world = World::operational();
    world.start_transfer();
    let (connection, publish) = world.last_publish.unwrap();
    let reason = ReasonCode::NOT_AUTHORIZED;
    for (c, p) in [(1, 0), (0, 1), (u32::MAX, 0)] {
        let mut connection = connection;
        let mut publish = publish;
        connection.0 = connection.0.wrapping_add(c);
        publish.0 = publish.0.wrapping_add(p);
        let input = Input::PublishRefused {
            connection,
            publish,
            reason,
        };
        assert_eq!(world.give(input), []);
    }
    world.puback();
    assert_eq!(world.pending(), [0; 0]);
}

/// A refusal that comes late, after the publish was given up, deletes nothing either.
#[test]
fn p_6_18_a_late_refusal_deletes_nothing() {
    for reason in [ReasonCode::NOT_AUTHORIZED, ReasonCode::PACKET_TOO_LARGE] {
        let mut world = World::operational();
        world.start_transfer();
        world.sleep();
        let outputs = refuse(&mut world, reason);
        assert_eq!(events(&outputs), [EventKind::TransferRefused { reason }]);
        assert_eq!(world.pending().len(), 12);
        assert_eq!(world.puback(), []);
    }
}

/// P-6.4: a refused request is no answer.
#[test]
fn s_9_a_refused_registration_request() {
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    world.pass(5);
    world.vehicle_read();
    let reason = ReasonCode::NOT_AUTHORIZED;
    let outputs = refuse(&mut world, reason);
    assert_eq!(events(&outputs), [EventKind::RequestRefused { reason }]);
    assert_eq!(brief(&outputs), ["persist", "disconnect 1"]);
    assert_eq!(world.device.state(), DeviceState::Provisioned);
    let expected = world.delay(settings().refusal_backoff, 0);
    assert_eq!(held_back(&mut world), expected);
    assert_eq!(world.status().failures.registrations, 1);
}

/// S-4: each reason of a SUBACK is in the event, and in the log.
#[test]
fn s_4_a_refused_subscription_says_why() {
    for code in [0x80, 0x83, 0x87, 0x8f, 0x97, 0xa1] {
        let reason = ReasonCode(code);
        let mut world = World::registered(settings());
        world.connected();
        let connection = world.number();
        let outputs = world.give(Input::SubscribeRefused { connection, reason });
        let broker = BrokerRole::Data;
        assert_eq!(
            events(&outputs),
            [EventKind::SubscriptionRefused { broker, reason }]
        );
        let expected = world.delay(settings().refusal_backoff, 0);
        assert_eq!(held_back(&mut world), expected);
        assert_eq!(world.status().failures.subscriptions_refused, 1);
        let logged = world.status().events.last().unwrap().kind;
        assert_eq!(logged, EventKind::SubscriptionRefused { broker, reason });
    }
}

/// A message that comes with it is heard no more.
#[test]
fn s_4_after_a_refusal_nothing_is_heard() {
    let mut world = World::registered(settings());
    world.connected();
    let connection = world.number();
    world.subscribed(false);
    let text = String::from_utf8(operational(1).to_canonical()).unwrap();
    let late = crate::world::message(connection, TopicKind::ConfigServer, &text, true);
    assert_eq!(world.give(late), []);
    assert_eq!(world.device.state(), DeviceState::Registered);
}
