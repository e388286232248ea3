//! The broker's side, written by hand: no line of it shares code with the
//! library, so that it can contradict it.

use iot4emissions_proto::mqtt::{Session, SessionConfig, SessionError, SessionEvent};
use iot4emissions_proto::time::MonotonicMillis;

pub(crate) const START: MonotonicMillis = MonotonicMillis(3_600_000);
pub(crate) const CONNACK: [u8; 4] = [0x20, 0x02, 0x00, 0x00];

/// A packet: first byte, remaining length (MQTT 3.1.1 §2.2.3), body.
pub(crate) fn packet(first: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    let mut rest = body.len();
    loop {
        let digit = (rest % 128) as u8;
        rest /= 128;
        bytes.push(if rest > 0 { digit | 0x80 } else { digit });
        if rest == 0 {
            break;
        }
    }
    bytes.extend_from_slice(body);
    bytes
}

/// A PUBLISH; the packet id is there with QoS 1 and 2 (MQTT 3.1.1 §3.3.2.2).
pub(crate) fn publish(first: u8, topic: &[u8], id: Option<u16>, payload: &[u8]) -> Vec<u8> {
    let mut body = (topic.len() as u16).to_be_bytes().to_vec();
    body.extend_from_slice(topic);
    if let Some(id) = id {
        body.extend_from_slice(&id.to_be_bytes());
    }
    body.extend_from_slice(payload);
    packet(first, &body)
}

pub(crate) fn new_session() -> Session {
    Session::new(SessionConfig::new("dev").unwrap())
}

/// A session that waits for CONNACK, its CONNECT handed out.
pub(crate) fn connecting_session() -> Session {
    let mut session = new_session();
    session.connect(START).unwrap();
    session.poll_transmit(START).unwrap();
    session
}

/// A session after CONNACK, nothing queued.
pub(crate) fn connected_session() -> Session {
    let mut session = connecting_session();
    session.handle_bytes(START, &CONNACK).unwrap();
    assert_eq!(events(&mut session), [SessionEvent::Connected]);
    session
}

pub(crate) fn events(session: &mut Session) -> Vec<SessionEvent> {
    std::iter::from_fn(|| session.poll_event()).collect()
}

/// The error that `bytes` cause in a connected session, which must be dead
/// after it.
pub(crate) fn failure(bytes: &[u8]) -> SessionError {
    fails(connected_session(), bytes)
}

pub(crate) fn fails(mut session: Session, bytes: &[u8]) -> SessionError {
    let error = session.handle_bytes(START, bytes).unwrap_err();
    assert!(error.is_fatal(), "{error}");
    assert_eq!(session.failure(), Some(&error));
    assert_eq!(session.poll_event(), None);
    assert_eq!(session.poll_transmit(START), None);
    assert_eq!(session.poll_timeout(), None);
    assert_eq!(session.connect(START), Err(error.clone()));
    assert_eq!(session.subscribe("t"), Err(error.clone()));
    assert_eq!(session.publish("t", b""), Err(error.clone()));
    assert_eq!(session.disconnect(), Err(error.clone()));
    assert_eq!(session.handle_time(START), Err(error.clone()));
    assert_eq!(session.handle_bytes(START, &CONNACK), Err(error.clone()));
    assert_eq!(session.poll_event(), None);
    assert_eq!(session.poll_transmit(START), None);
    error
}
