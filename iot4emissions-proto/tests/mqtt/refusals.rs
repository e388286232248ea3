//! Everything that a broker must not send, with its error text.

use crate::broker::{
    CONNACK, START, connected_session, connecting_session, fails, failure, new_session, packet,
    publish,
};

#[track_caller]
fn refused(bytes: &[u8], text: &str) {
    assert_eq!(failure(bytes).to_string(), text);
}

#[test]
fn packets_that_no_broker_sends_to_a_device() {
    const EXPECTED: &str = "expected CONNACK, PUBLISH, PUBACK, SUBACK or PINGRESP from the broker";
    let packets = [
        (0x00, "reserved packet type 0"),
        (0x10, "CONNECT"),
        (0x50, "PUBREC"),
        (0x62, "PUBREL"),
        (0x70, "PUBCOMP"),
        (0x82, "SUBSCRIBE"),
        (0xa2, "UNSUBSCRIBE"),
        (0xb0, "UNSUBACK"),
        (0xc0, "PINGREQ"),
        (0xe0, "DISCONNECT"),
        (0xf0, "reserved packet type 15"),
    ];
    for (first, name) in packets {
        // The first byte alone suffices, connected or not.
        let text = format!("{EXPECTED}, found {name}");
        assert_eq!(failure(&[first]).to_string(), text);
        assert_eq!(fails(connecting_session(), &[first]).to_string(), text);
    }
}

#[test]
fn reserved_flags() {
    refused(&[0x21], "expected reserved flags 0 in CONNACK, found 1");
    refused(&[0x42], "expected reserved flags 0 in PUBACK, found 2");
    refused(&[0x94], "expected reserved flags 0 in SUBACK, found 4");
    refused(&[0xd8], "expected reserved flags 0 in PINGRESP, found 8");
}

#[test]
fn qos_and_dup() {
    refused(&[0x34], "expected QoS 0 or 1 in PUBLISH, found 2");
    refused(&[0x36], "expected QoS 0 or 1 in PUBLISH, found 3");
    refused(&[0x3c], "expected QoS 0 or 1 in PUBLISH, found 2");
    refused(&[0x38], "expected DUP 0 with QoS 0 in PUBLISH, found 1");
}

#[test]
fn remaining_lengths() {
    refused(
        &[0x20, 1],
        "expected a remaining length of 2 in CONNACK, found 1",
    );
    refused(
        &[0x20, 3],
        "expected a remaining length of 2 in CONNACK, found 3",
    );
    refused(
        &[0x40, 0],
        "expected a remaining length of 2 in PUBACK, found 0",
    );
    refused(
        &[0x40, 4],
        "expected a remaining length of 2 in PUBACK, found 4",
    );
    refused(
        &[0x90, 2],
        "expected a remaining length of 3 in SUBACK, found 2",
    );
    refused(
        &[0x90, 4],
        "expected a remaining length of 3 in SUBACK, found 4",
    );
    refused(
        &[0xd0, 1],
        "expected a remaining length of 0 in PINGRESP, found 1",
    );
    refused(
        &[0x30, 2],
        "expected a remaining length of at least 3 in PUBLISH, found 2",
    );
    refused(
        &[0x32, 4],
        "expected a remaining length of at least 5 in PUBLISH, found 4",
    );
    refused(
        &[0x30, 0x80, 0x80, 0x80, 0x80],
        "expected a remaining length of at most 4 bytes in PUBLISH, found more",
    );
}

#[test]
fn a_length_beyond_the_limit_is_refused_before_any_content() {
    refused(
        &[0x30, 0xff, 0xff, 0xff, 0x7f],
        "expected a packet of at most 132096 bytes from the broker, found 268435460 bytes",
    );
    // 132,093 = 0x203fd bytes after a fixed header of four: one too many.
    refused(
        &[0x32, 0xfd, 0x87, 0x08],
        "expected a packet of at most 132096 bytes from the broker, found 132097 bytes",
    );
    let mut session = connected_session();
    session
        .handle_bytes(START, &[0x32, 0xfc, 0x87, 0x08])
        .unwrap();
}

#[test]
fn connack() {
    let refused = |bytes: &[u8], text: &str| {
        assert_eq!(fails(connecting_session(), bytes).to_string(), text);
    };
    refused(
        &[0x20, 2, 2, 0],
        "expected acknowledge flags 0 or 1 in CONNACK, found 2",
    );
    refused(
        &[0x20, 2, 1, 0],
        "expected session present 0 after a clean session in CONNACK, found 1",
    );
    refused(
        &[0x20, 2, 1, 5],
        "expected session present 0 after a clean session in CONNACK, found 1",
    );
    refused(
        &[0x20, 2, 0, 6],
        "expected a return code of 0 to 5 in CONNACK, found 6",
    );
}

#[test]
fn packet_id_zero() {
    refused(
        &[0x40, 2, 0, 0],
        "expected a packet id of 1 to 65535 in PUBACK, found 0",
    );
    refused(
        &[0x90, 3, 0, 0, 1],
        "expected a packet id of 1 to 65535 in SUBACK, found 0",
    );
    refused(
        &publish(0x32, b"t", Some(0), b""),
        "expected a packet id of 1 to 65535 in PUBLISH, found 0",
    );
}

#[test]
fn suback_return_codes() {
    for (code, found) in [(2, "2"), (3, "3"), (0x7f, "127"), (0x81, "129")] {
        let mut session = connected_session();
        session.subscribe("t").unwrap();
        let error = fails(session, &[0x90, 3, 0, 1, code]);
        assert_eq!(
            error.to_string(),
            format!("expected a return code of 0, 1 or 128 in SUBACK, found {found}")
        );
    }
}

#[test]
fn topics() {
    let refused = |topic: &[u8], text: &str| {
        assert_eq!(
            failure(&publish(0x30, topic, None, b"xyz")).to_string(),
            text
        );
    };
    refused(
        b"",
        "expected a topic of at least 1 byte in PUBLISH, found 0 bytes",
    );
    refused(
        b"a\0",
        "expected a topic without U+0000 in PUBLISH, found one with it",
    );
    refused(
        b"a/#",
        "expected a topic without wildcards in PUBLISH, found one with a wildcard",
    );
    refused(
        b"+",
        "expected a topic without wildcards in PUBLISH, found one with a wildcard",
    );
    // A lone byte, an overlong form, a surrogate (MQTT 3.1.1 §1.5.3).
    for topic in [&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80"] {
        refused(
            topic,
            "expected a topic in UTF-8 in PUBLISH, found other bytes",
        );
    }
}

#[test]
fn a_topic_that_leaves_its_packet() {
    refused(
        &packet(0x30, &[0, 9, b'a']),
        "expected a topic within the packet in PUBLISH, found 9 bytes",
    );
    for body in [&[0, 3, b'a', b'b', b'c'][..], &[0, 3, b'a', b'b', b'c', 1]] {
        refused(
            &packet(0x32, body),
            "expected a packet id in PUBLISH, found the packet's end",
        );
    }
}

#[test]
fn packets_at_the_wrong_time() {
    let text = |session, bytes: &[u8]| fails(session, bytes).to_string();
    assert_eq!(
        text(new_session(), &CONNACK),
        "expected no packet before CONNECT, found CONNACK"
    );
    assert_eq!(
        text(connecting_session(), &[0x30, 3, 0, 1, b'a']),
        "expected CONNACK first, found PUBLISH"
    );
    assert_eq!(
        text(connecting_session(), &[0xd0, 0]),
        "expected CONNACK first, found PINGRESP"
    );
    refused(&CONNACK, "expected one CONNACK, found a second one");
    refused(
        &[0xd0, 0],
        "expected PINGRESP after PINGREQ only, found one without",
    );
    let mut session = connecting_session();
    session.handle_bytes(START, &[0x20, 2, 0, 5]).unwrap();
    assert_eq!(
        text(session, &CONNACK),
        "expected no packet after a refusal, found CONNACK"
    );
}

#[test]
fn acknowledgements_of_what_is_not_in_flight() {
    refused(
        &[0x40, 2, 0, 1],
        "expected PUBACK for a PUBLISH in flight, found packet id 1",
    );
    refused(
        &[0x90, 3, 0, 1, 1],
        "expected SUBACK for a SUBSCRIBE in flight, found packet id 1",
    );
    let mut session = connected_session();
    session.subscribe("t").unwrap();
    assert_eq!(
        fails(session, &[0x40, 2, 0, 1]).to_string(),
        "expected PUBACK for a PUBLISH in flight, found packet id 1"
    );
    let mut session = connected_session();
    let id = session.publish("t", b"").unwrap();
    let error = session
        .handle_bytes(START, &[0x40, 2, 0, 1, 0x40, 2, 0, 1])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected PUBACK for a PUBLISH in flight, found packet id 1"
    );
    assert_eq!(session.in_flight().find(|found| *found == id), None);
}
