//! Over any bytes and any cut: no panic, chunked = whole, and nothing is read
//! that the bytes do not say.

use iot4emissions_proto::mqtt::{Session, SessionError, SessionEvent, SubscribeReturnCode};
use iot4emissions_proto::time::MonotonicMillis;
use proptest::prelude::*;

use crate::broker::{CONNACK, START, connected_session, connecting_session, packet, publish};

/// What a session shows of a stream: everything that was to be seen, and its
/// end.
#[derive(Debug, PartialEq)]
struct Seen {
    events: Vec<SessionEvent>,
    sent: Vec<u8>,
    in_flight: Vec<u16>,
    end: Result<(), SessionError>,
}

/// A session with one SUBSCRIBE (id 1) and three PUBLISH (ids 2 to 4) in flight.
fn busy_session() -> Session {
    let mut session = connected_session();
    session.subscribe("t").unwrap();
    for payload in ["1", "2", "3"] {
        session.publish("t", payload.as_bytes()).unwrap();
    }
    session.poll_transmit(START).unwrap();
    session
}

/// Hands over `bytes` cut after each of `cuts` and takes what comes out only
/// at the end, as a caller does who reads the stream in one go.
fn feed(mut session: Session, bytes: &[u8], cuts: &[prop::sample::Index]) -> Seen {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    let mut end = Ok(());
    for cut in cuts.windows(2) {
        end = session.handle_bytes(START, &bytes[cut[0]..cut[1]]);
    }
    Seen {
        events: std::iter::from_fn(|| session.poll_event()).collect(),
        sent: session.poll_transmit(START).unwrap_or_default(),
        in_flight: session.in_flight().map(u16::from).collect(),
        end,
    }
}

/// Packets that a broker may send, and what is close to them.
fn any_packet() -> impl Strategy<Value = Vec<u8>> {
    let text = prop_oneof![
        "[a-zé車🚗/]{1,12}".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    let payload = prop::collection::vec(any::<u8>(), 0..300);
    prop_oneof![
        3 => (any::<bool>(), text, 1u16.., payload, any::<bool>()).prop_map(
            |(qos1, topic, id, payload, retain)| {
                let first = 0x30 | u8::from(retain) | (u8::from(qos1) << 1);
                publish(first, &topic, qos1.then_some(id), &payload)
            }
        ),
        2 => (2u16..5).prop_map(|id| packet(0x40, &id.to_be_bytes())),
        1 => prop::sample::select(vec![0u8, 1, 0x80]).prop_map(|code| packet(0x90, &[0, 1, code])),
        1 => Just(CONNACK.to_vec()),
        1 => Just(vec![0xd0, 0]),
    ]
}

/// Messages with every acknowledgement that [`busy_session`] waits for.
fn orderly_stream() -> impl Strategy<Value = Vec<u8>> {
    let message =
        ("[^+#\0]{1,12}", prop::option::of(1u16..), 0usize..300).prop_map(|(topic, id, length)| {
            let first = 0x30 | (u8::from(id.is_some()) << 1);
            publish(first, topic.as_bytes(), id, &vec![b'x'; length])
        });
    prop::collection::vec(message, 0..6)
        .prop_map(|mut packets| {
            packets.extend([4, 3, 2].map(|id| packet(0x40, &[0, id])));
            packets.push(packet(0x90, &[0, 1, 1]));
            packets
        })
        .prop_shuffle()
        .prop_map(|packets| packets.concat())
}

/// A stream of packets, some of its bytes replaced.
fn mutated_stream() -> impl Strategy<Value = Vec<u8>> {
    (
        prop::collection::vec(any_packet(), 1..6),
        prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
    )
        .prop_map(|(packets, mutations)| {
            let mut bytes = packets.concat();
            for (index, byte) in mutations {
                let index = index.index(bytes.len());
                bytes[index] = byte;
            }
            bytes
        })
}

/// Body of a packet, or nothing if its fixed header does not fit its length.
fn body(bytes: &[u8]) -> Option<&[u8]> {
    let digits = bytes[1..].iter().position(|byte| byte & 0x80 == 0)? + 1;
    Some(&bytes[1 + digits..])
}

/// The one packet that an event (and the session's answer) can come from.
fn rewritten(event: &SessionEvent, sent: &[u8]) -> Vec<u8> {
    match event {
        SessionEvent::Message(message) => {
            let id = match *sent {
                [0x40, 2, high, low] => Some(u16::from_be_bytes([high, low])),
                _ => None,
            };
            let first = 0x30
                | u8::from(message.retain)
                | (u8::from(id.is_some()) << 1)
                | (u8::from(message.duplicate) << 3);
            publish(first, message.topic.as_bytes(), id, &message.payload)
        }
        SessionEvent::PublishAcknowledged { packet_id } => {
            packet(0x40, &packet_id.value().to_be_bytes())
        }
        SessionEvent::Subscribed {
            packet_id,
            return_code,
        } => {
            let code = match return_code {
                SubscribeReturnCode::AtMostOnce => 0,
                SubscribeReturnCode::AtLeastOnce => 1,
                SubscribeReturnCode::Failure => 0x80,
            };
            let [high, low] = packet_id.value().to_be_bytes();
            packet(0x90, &[high, low, code])
        }
        SessionEvent::Connected => CONNACK.to_vec(),
        SessionEvent::Refused(refusal) => packet(0x20, &[0, refusal.code()]),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn any_cut_gives_the_same(
        bytes in mutated_stream(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let whole = feed(busy_session(), &bytes, &[]);
        prop_assert_eq!(&whole, &feed(busy_session(), &bytes, &cuts));
    }

    /// As above, with events and answers taken after every cut, and with every
    /// byte on its own.
    #[test]
    fn any_cut_of_an_orderly_stream_gives_the_same_events(
        bytes in orderly_stream(),
        size in 1usize..40,
    ) {
        let whole = feed(busy_session(), &bytes, &[]);
        prop_assert_eq!(&whole.end, &Ok(()));
        for size in [1, size] {
            let mut session = busy_session();
            let (mut events, mut sent) = (Vec::new(), Vec::new());
            for chunk in bytes.chunks(size) {
                session.handle_bytes(START, chunk).unwrap();
                events.extend(std::iter::from_fn(|| session.poll_event()));
                sent.extend(session.poll_transmit(START).unwrap_or_default());
            }
            prop_assert_eq!(&events, &whole.events);
            prop_assert_eq!(&sent, &whole.sent);
        }
    }

    #[test]
    fn any_bytes_do_not_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
    ) {
        feed(busy_session(), &bytes, &cuts);
        feed(connecting_session(), &bytes, &cuts);
    }

    /// Bytes at random rarely get past the first one: these begin like a packet.
    #[test]
    fn any_body_does_not_panic(
        first in prop::sample::select(vec![0x20u8, 0x30, 0x31, 0x32, 0x33, 0x3a, 0x40, 0x90, 0xd0]),
        body in prop::collection::vec(any::<u8>(), 0..40),
        topic_length in 0u8..44,
    ) {
        let mut body = body;
        if let [high, low, ..] = body.as_mut_slice() {
            *high = 0;
            *low = topic_length;
        }
        let bytes = packet(first, &body);
        feed(busy_session(), &bytes, &[]);
        feed(connecting_session(), &bytes, &[]);
    }

    /// Whatever is accepted says exactly what its bytes say: written again by
    /// hand it is the same packet, so no byte was skipped or misread.
    #[test]
    fn what_is_read_is_what_was_there(
        bytes in any_packet(),
        mutations in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        connected in any::<bool>(),
    ) {
        let mut bytes = bytes;
        for (index, byte) in mutations {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let session = if connected { busy_session() } else { connecting_session() };
        let seen = feed(session, &bytes, &[]);
        if seen.end.is_ok() {
            if let [event] = seen.events.as_slice() {
                let again = rewritten(event, &seen.sent);
                let length = packet_length(&bytes);
                prop_assert_eq!(bytes[0], again[0]);
                prop_assert_eq!(body(&bytes[..length]), body(&again));
            }
        }
    }

    #[test]
    fn every_valid_message_arrives(
        topic in "[^+#\0]{1,40}",
        id in 1u16..,
        payload in prop::collection::vec(any::<u8>(), 0..300),
        flags in prop::sample::select(vec![0u8, 1, 2, 3, 10, 11]),
    ) {
        let qos1 = flags & 2 != 0;
        let bytes = publish(0x30 | flags, topic.as_bytes(), qos1.then_some(id), &payload);
        let seen = feed(busy_session(), &bytes, &[]);
        prop_assert_eq!(&seen.end, &Ok(()));
        let [SessionEvent::Message(message)] = seen.events.as_slice() else {
            return Err(TestCaseError::fail("no message"));
        };
        prop_assert_eq!(&message.topic, &topic);
        prop_assert_eq!(&message.payload, &payload);
        prop_assert_eq!(message.retain, flags & 1 != 0);
        prop_assert_eq!(message.duplicate, flags & 8 != 0);
        let [high, low] = id.to_be_bytes();
        prop_assert_eq!(seen.sent, if qos1 { vec![0x40, 2, high, low] } else { vec![] });
    }

    #[test]
    fn any_times_do_not_panic(
        connected in any::<bool>(),
        times in prop::collection::vec(any::<u64>(), 0..30),
    ) {
        let mut session = if connected { busy_session() } else { connecting_session() };
        for time in times {
            let time = MonotonicMillis(time);
            let before = session.failure().cloned();
            let result = session.handle_time(time);
            prop_assert!(before.is_none() || result == Err(before.unwrap()));
            session.poll_transmit(time);
            let _ = session.poll_timeout();
        }
    }
}

/// The length of the first packet of `bytes` by its fixed header.
fn packet_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    for (position, byte) in bytes[1..].iter().enumerate() {
        length += usize::from(byte & 0x7f) << (7 * position);
        if byte & 0x80 == 0 {
            return (2 + position + length).min(bytes.len());
        }
    }
    bytes.len()
}
