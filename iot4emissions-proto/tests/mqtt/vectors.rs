//! Every packet that a session writes or reads, byte for byte.

use iot4emissions_proto::mqtt::{
    ConnectRefusal, Session, SessionConfig, SessionEvent, SubscribeReturnCode,
};

use crate::broker::{
    CONNACK, START, connected_session, connecting_session, events, new_session, packet, publish,
};

#[test]
fn connect_has_clean_session_no_will_no_user_name_and_60_s() {
    let mut session = new_session();
    session.connect(START).unwrap();
    assert_eq!(
        session.poll_transmit(START).unwrap(),
        [
            0x10, 15, // CONNECT
            0, 4, b'M', b'Q', b'T', b'T', 4,    // protocol name and level
            0x02, // flags: clean session
            0, 60, // keep-alive
            0, 3, b'd', b'e', b'v', // client id
        ]
    );
    assert_eq!(session.poll_transmit(START), None);
}

#[test]
fn connect_carries_the_configured_keep_alive() {
    let config = SessionConfig::new("d")
        .unwrap()
        .with_keep_alive_seconds(0x1234);
    let mut session = Session::new(config);
    session.connect(START).unwrap();
    assert_eq!(session.poll_transmit(START).unwrap()[10..12], [0x12, 0x34]);
}

#[test]
fn subscribe_asks_for_qos_1() {
    let mut session = connected_session();
    let id = session.subscribe("a/é").unwrap();
    assert_eq!(id.value(), 1);
    assert_eq!(
        session.poll_transmit(START).unwrap(),
        [0x82, 9, 0, 1, 0, 4, b'a', b'/', 0xc3, 0xa9, 1]
    );
}

#[test]
fn publish_has_qos_1_without_dup_and_retain() {
    let mut session = connected_session();
    session.subscribe("t").unwrap();
    session.poll_transmit(START).unwrap();
    let id = session.publish("a/b", b"{}").unwrap();
    assert_eq!(id.value(), 2);
    assert_eq!(
        session.poll_transmit(START).unwrap(),
        [0x32, 9, 0, 3, b'a', b'/', b'b', 0, 2, b'{', b'}']
    );
}

#[test]
fn a_publish_of_128_kib_has_three_length_bytes() {
    let mut session = connected_session();
    let payload = vec![b'x'; 128 * 1024];
    session.publish("a/b", &payload).unwrap();
    let bytes = session.poll_transmit(START).unwrap();
    // 131,079 = 0x20007: 7, 0, 8 in seven-bit digits, lowest first.
    assert_eq!(bytes[..4], [0x32, 0x87, 0x80, 0x08]);
    assert_eq!(bytes[4..11], [0, 3, b'a', b'/', b'b', 0, 1]);
    assert_eq!(bytes[11..], payload);
}

#[test]
fn packets_queue_in_order_and_are_handed_out_together() {
    let mut session = connected_session();
    session.subscribe("s").unwrap();
    session.publish("p", b"").unwrap();
    session.disconnect().unwrap();
    assert_eq!(
        session.poll_transmit(START).unwrap(),
        [
            0x82, 6, 0, 1, 0, 1, b's', 1, // SUBSCRIBE
            0x32, 5, 0, 1, b'p', 0, 2, // PUBLISH
            0xe0, 0, // DISCONNECT
        ]
    );
}

#[test]
fn connack_connects() {
    let mut session = connecting_session();
    session.handle_bytes(START, &[0x20, 2, 0, 0]).unwrap();
    assert_eq!(events(&mut session), [SessionEvent::Connected]);
}

#[test]
fn connack_refuses_with_each_code() {
    let refusals = [
        (
            ConnectRefusal::ProtocolVersion,
            1,
            "unacceptable protocol version",
        ),
        (ConnectRefusal::ClientId, 2, "client id rejected"),
        (ConnectRefusal::ServerUnavailable, 3, "server unavailable"),
        (ConnectRefusal::Credentials, 4, "bad user name or password"),
        (ConnectRefusal::NotAuthorized, 5, "not authorized"),
    ];
    for (refusal, code, text) in refusals {
        let mut session = connecting_session();
        session.handle_bytes(START, &[0x20, 2, 0, code]).unwrap();
        assert_eq!(events(&mut session), [SessionEvent::Refused(refusal)]);
        assert_eq!(
            (refusal.code(), refusal.to_string()),
            (code, text.to_owned())
        );
        assert_eq!(session.poll_timeout(), None);
        assert_eq!(
            session.publish("t", b"").unwrap_err().to_string(),
            "expected a session that is connected to publish, found one that is refused"
        );
    }
}

#[test]
fn suback_tells_what_was_granted() {
    let codes = [
        (0x00, SubscribeReturnCode::AtMostOnce, true),
        (0x01, SubscribeReturnCode::AtLeastOnce, true),
        (0x80, SubscribeReturnCode::Failure, false),
    ];
    for (byte, return_code, accepted) in codes {
        let mut session = connected_session();
        let packet_id = session.subscribe("t").unwrap();
        session.handle_bytes(START, &[0x90, 3, 0, 1, byte]).unwrap();
        assert_eq!(
            events(&mut session),
            [SessionEvent::Subscribed {
                packet_id,
                return_code
            }]
        );
        assert_eq!(
            (return_code.is_accepted(), return_code.code()),
            (accepted, byte)
        );
        assert_eq!(session.in_flight().count(), 0);
    }
}

#[test]
fn puback_acknowledges_in_any_order() {
    let mut session = connected_session();
    let first = session.publish("t", b"1").unwrap();
    let second = session.publish("t", b"2").unwrap();
    assert_eq!(session.in_flight().collect::<Vec<_>>(), [first, second]);
    session
        .handle_bytes(START, &[0x40, 2, 0, 2, 0x40, 2, 0, 1])
        .unwrap();
    assert_eq!(
        events(&mut session),
        [
            SessionEvent::PublishAcknowledged { packet_id: second },
            SessionEvent::PublishAcknowledged { packet_id: first },
        ]
    );
    assert_eq!(session.in_flight().count(), 0);
}

#[test]
fn a_message_of_qos_1_is_acknowledged_at_once() {
    let mut session = connected_session();
    session
        .handle_bytes(
            START,
            &[0x33, 9, 0, 3, b'a', b'/', b'b', 0x12, 0x34, b'{', b'}'],
        )
        .unwrap();
    assert_eq!(session.poll_transmit(START).unwrap(), [0x40, 2, 0x12, 0x34]);
    let Some(SessionEvent::Message(message)) = session.poll_event() else {
        panic!("no message");
    };
    assert_eq!(message.topic, "a/b");
    assert_eq!(message.payload, b"{}");
    assert!(message.retain && !message.duplicate);
}

#[test]
fn a_message_of_qos_0_is_not_acknowledged() {
    let mut session = connected_session();
    session
        .handle_bytes(START, &[0x30, 4, 0, 1, b'a', 7])
        .unwrap();
    assert_eq!(session.poll_transmit(START), None);
    let Some(SessionEvent::Message(message)) = session.poll_event() else {
        panic!("no message");
    };
    assert_eq!(
        (message.topic.as_str(), message.payload.as_slice()),
        ("a", &[7][..])
    );
    assert!(!message.retain && !message.duplicate);
}

#[test]
fn dup_shows_in_the_message() {
    let mut session = connected_session();
    session
        .handle_bytes(START, &[0x3a, 5, 0, 1, b'a', 0, 1])
        .unwrap();
    let Some(SessionEvent::Message(message)) = session.poll_event() else {
        panic!("no message");
    };
    assert!(message.duplicate && !message.retain);
    assert!(message.payload.is_empty());
}

#[test]
fn a_topic_may_start_with_a_character_of_several_bytes() {
    for topic in ["é", "車/x", "🚗"] {
        let mut session = connected_session();
        session
            .handle_bytes(START, &publish(0x30, topic.as_bytes(), None, b""))
            .unwrap();
        let Some(SessionEvent::Message(message)) = session.poll_event() else {
            panic!("no message");
        };
        assert_eq!(message.topic, topic);
    }
}

#[test]
fn a_message_of_128_kib_and_the_longest_topic_of_the_protocol_arrives() {
    let topic = format!("iot4emissions/registerServer/{}", "x".repeat(64));
    let payload = vec![0xff; 128 * 1024];
    let mut session = connected_session();
    let bytes = publish(0x32, topic.as_bytes(), Some(65535), &payload);
    for chunk in bytes.chunks(1400) {
        session.handle_bytes(START, chunk).unwrap();
    }
    let Some(SessionEvent::Message(message)) = session.poll_event() else {
        panic!("no message");
    };
    assert_eq!((message.topic, message.payload), (topic, payload));
    assert_eq!(session.poll_transmit(START).unwrap(), [0x40, 2, 0xff, 0xff]);
}

#[test]
fn the_limit_counts_the_fixed_header_and_is_allowed_itself() {
    let config = SessionConfig::new("d").unwrap().with_max_packet_size(200);
    let session = || {
        let mut session = Session::new(config.clone());
        session.connect(START).unwrap();
        session.handle_bytes(START, &CONNACK).unwrap();
        session
    };
    // Fixed header 3, topic 3, packet id 2: 192 bytes are left.
    assert_eq!(packet(0x32, &[b'x'; 197]).len(), 200);
    session().publish("t", &[0; 192]).unwrap();
    let error = session().publish("t", &[0; 193]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a packet of at most 200 bytes to send, found 201 bytes"
    );
    session()
        .handle_bytes(START, &publish(0x32, b"t", Some(1), &[0; 192]))
        .unwrap();
    let error = session()
        .handle_bytes(START, &publish(0x32, b"t", Some(1), &[0; 193]))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a packet of at most 200 bytes from the broker, found 201 bytes"
    );
}
