//! What the caller may do when, and what a session never shows.

use std::collections::HashSet;
use std::time::Duration;

use iot4emissions_proto::mqtt::{SessionConfig, SessionEvent};

use crate::broker::{
    CONNACK, START, connected_session, connecting_session, events, new_session, publish,
};

#[test]
fn only_a_connected_session_subscribes_publishes_and_disconnects() {
    let mut session = new_session();
    assert_eq!(
        session.subscribe("t").unwrap_err().to_string(),
        "expected a session that is connected to subscribe, found one that is new"
    );
    session.connect(START).unwrap();
    let error = session.publish("t", b"").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a session that is connected to publish, found one that is connecting"
    );
    assert!(!error.is_fatal());
    assert_eq!(
        session.disconnect().unwrap_err().to_string(),
        "expected a session that is connected to disconnect, found one that is connecting"
    );
    session.handle_bytes(START, &CONNACK).unwrap();
    assert_eq!(
        session.connect(START).unwrap_err().to_string(),
        "expected a session that is new to connect, found one that is connected"
    );
    session.disconnect().unwrap();
    assert_eq!(
        session.publish("t", b"").unwrap_err().to_string(),
        "expected a session that is connected to publish, found one that is disconnected"
    );
}

#[test]
fn after_disconnect_a_late_puback_counts_and_nothing_is_sent() {
    let mut session = connected_session();
    let packet_id = session.publish("t", b"").unwrap();
    session.disconnect().unwrap();
    assert!(session.poll_transmit(START).unwrap().ends_with(&[0xe0, 0]));
    let mut bytes = vec![0x40, 2, 0, 1];
    bytes.extend(publish(0x32, b"t", Some(9), b"x"));
    bytes.extend([0xd0, 0]);
    session.handle_bytes(START, &bytes).unwrap();
    let events = events(&mut session);
    assert_eq!(events[0], SessionEvent::PublishAcknowledged { packet_id });
    assert!(matches!(events[1], SessionEvent::Message(_)));
    assert_eq!(session.poll_transmit(START), None);
    assert_eq!(session.poll_timeout(), None);
}

#[test]
fn a_text_that_mqtt_cannot_carry_is_refused_and_changes_nothing() {
    let long = "x".repeat(65_536);
    let topics = [
        ("", "expected a topic of 1 to 65535 bytes, found 0 bytes"),
        (
            &long,
            "expected a topic of 1 to 65535 bytes, found 65536 bytes",
        ),
        ("a\0b", "expected a topic without U+0000, found one with it"),
        (
            "a/+",
            "expected a topic without wildcards, found one with a wildcard",
        ),
        (
            "#",
            "expected a topic without wildcards, found one with a wildcard",
        ),
    ];
    let mut session = connected_session();
    for (topic, text) in topics {
        for error in [
            session.subscribe(topic).unwrap_err(),
            session.publish(topic, b"").unwrap_err(),
        ] {
            assert_eq!(error.to_string(), text);
            assert!(!error.is_fatal());
        }
    }
    assert_eq!(session.in_flight().count(), 0);
    assert_eq!(session.poll_transmit(START), None);
    assert_eq!(session.publish("t", b"").unwrap().value(), 1);
}

#[test]
fn the_longest_topic_is_written_with_its_length() {
    let topic = "x".repeat(65_535);
    let mut session = connected_session();
    session.publish(&topic, b"p").unwrap();
    let bytes = session.poll_transmit(START).unwrap();
    // 65,540 = 4 + 4 * 128 * 128 in seven-bit digits.
    assert_eq!(bytes[..6], [0x32, 0x84, 0x80, 0x04, 0xff, 0xff]);
    assert_eq!(bytes[6 + 65_535..], [0, 1, b'p']);
}

#[test]
fn a_client_id_that_mqtt_cannot_carry_is_refused() {
    let long = "x".repeat(65_536);
    let ids = [
        (
            "",
            "expected a client id of 1 to 65535 bytes, found 0 bytes",
        ),
        (
            &long,
            "expected a client id of 1 to 65535 bytes, found 65536 bytes",
        ),
        (
            "a\0",
            "expected a client id without U+0000, found one with it",
        ),
    ];
    for (id, text) in ids {
        assert_eq!(SessionConfig::new(id).unwrap_err().to_string(), text);
    }
}

#[test]
fn settings_have_their_defaults_and_bounds() {
    let config = SessionConfig::new("d").unwrap();
    assert_eq!(config.client_id(), "d");
    assert_eq!(config.keep_alive_seconds(), 60);
    assert_eq!(config.response_timeout_seconds(), 30);
    assert_eq!(config.max_packet_size(), 132_096);
    let config = config
        .with_response_timeout_seconds(0)
        .with_max_packet_size(usize::MAX);
    assert_eq!(config.response_timeout_seconds(), 1);
    assert_eq!(config.max_packet_size(), 268_435_460);
}

#[test]
fn debug_never_shows_a_payload() {
    const VIN: &str = "WVWZZZ1JZXW000001";
    let mut session = connected_session();
    session.publish("t", VIN.as_bytes()).unwrap();
    let message = publish(0x32, b"a/b", Some(1), VIN.as_bytes());
    session.handle_bytes(START, &message).unwrap();
    session
        .handle_bytes(START, &message[..message.len() - 1])
        .unwrap();
    let shown = format!("{session:?}");
    assert!(shown.contains("events: 1"), "{shown}");
    let event = format!("{:?}", session.poll_event().unwrap());
    assert_eq!(
        event,
        "Message(ApplicationMessage { topic: \"a/b\", payload: 17 bytes, retain: false, duplicate: false })"
    );
    // As text and as the list of bytes that a derived Debug would print.
    let bytes = format!("{:?}", VIN.as_bytes());
    let bytes = bytes.trim_matches(['[', ']']);
    for shown in [shown, event, format!("{session:#?}")] {
        assert!(!shown.contains("WVWZZZ"), "{shown}");
        assert!(!shown.contains(bytes), "{shown}");
    }
}

#[test]
fn errors_never_show_content() {
    let secret = b"WVWZZZ1JZXW000001";
    for bytes in [
        publish(0x30, &[secret, &b"#"[..]].concat(), None, b""),
        publish(0x30, &[secret, &b"\xff"[..]].concat(), None, b""),
        publish(0x30, &[secret, &b"\0"[..]].concat(), None, b""),
    ] {
        let error = connected_session().handle_bytes(START, &bytes).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("WVW"), "{error:?}");
    }
}

#[test]
fn the_events_that_were_not_taken_end_with_the_session() {
    let mut session = connecting_session();
    session
        .handle_bytes(START, &[0x20, 2, 0, 0, 0x00])
        .unwrap_err();
    assert_eq!(session.poll_event(), None);
}

#[test]
fn a_failed_session_keeps_no_part_of_a_message() {
    let mut session = connected_session();
    let message = publish(0x32, b"a/b", Some(1), b"WVWZZZ1JZXW000001");
    session.handle_bytes(START, &message[..20]).unwrap();
    assert!(format!("{session:?}").contains("bytes_of_unfinished_packet: 20"));
    let later = START.plus(Duration::from_secs(60));
    session.handle_time(later).unwrap();
    session
        .handle_time(later.plus(Duration::from_secs(30)))
        .unwrap_err();
    assert!(format!("{session:?}").contains("bytes_of_unfinished_packet: 0"));
}

#[test]
fn a_copy_is_equal_until_one_of_the_two_goes_on() {
    let mut session = connected_session();
    session.handle_bytes(START, &[0x30, 4, 0]).unwrap();
    let copy = session.clone();
    let mut seen = HashSet::from([session.clone()]);
    assert!(!seen.insert(copy.clone()));
    session.handle_bytes(START, &[1, b'a', b'x']).unwrap();
    assert!(session != copy && seen.insert(session));
}
