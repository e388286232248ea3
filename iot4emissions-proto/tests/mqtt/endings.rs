//! Why a session ended, as its caller names it.

use std::time::Duration;

use iot4emissions_proto::mqtt::{ConnectRefusal, Session, SessionConfig, SessionError};

use crate::broker::{CONNACK, START, connected_session, connecting_session, events, new_session};

/// The reasons that the session knows; what happens below it, its caller does.
#[derive(Debug, PartialEq)]
enum Reason {
    Refused { code: u8 },
    TimedOut,
    Protocol,
}

fn reason(session: &Session) -> Option<Reason> {
    match (session.refusal(), session.failure()) {
        (None, None) => None,
        (Some(refusal), None) => Some(Reason::Refused {
            code: refusal.code(),
        }),
        (None, Some(error)) => {
            assert!(error.is_fatal(), "{error}");
            Some(if error.is_timeout() {
                Reason::TimedOut
            } else {
                Reason::Protocol
            })
        }
        (Some(refusal), Some(error)) => panic!("{refusal} and {error}"),
    }
}

#[test]
fn a_session_that_goes_on_has_no_reason_to_end() {
    assert_eq!(reason(&new_session()), None);
    assert_eq!(reason(&connecting_session()), None);
    let mut session = connected_session();
    session.connect(START).unwrap_err();
    session.publish("#", b"").unwrap_err();
    assert_eq!(reason(&session), None);
    session.disconnect().unwrap();
    assert_eq!(reason(&session), None);
}

#[test]
fn a_refusal_has_its_code_before_and_after_its_event_is_taken() {
    for code in 1..=5 {
        let mut session = connecting_session();
        session.handle_bytes(START, &[0x20, 2, 0, code]).unwrap();
        assert_eq!(reason(&session), Some(Reason::Refused { code }));
        events(&mut session);
        session
            .handle_time(START.plus(Duration::from_secs(3600)))
            .unwrap();
        assert_eq!(reason(&session), Some(Reason::Refused { code }));
    }
    let mut session = connecting_session();
    session.handle_bytes(START, &[0x20, 2, 0, 3]).unwrap();
    assert_eq!(session.refusal(), Some(ConnectRefusal::ServerUnavailable));
    // More after it is the broker's fault.
    session.handle_bytes(START, &CONNACK).unwrap_err();
    assert_eq!(reason(&session), Some(Reason::Protocol));
}

#[test]
fn silence_is_a_time_out() {
    let mut session = connecting_session();
    session
        .handle_time(START.plus(Duration::from_secs(30)))
        .unwrap_err();
    assert_eq!(reason(&session), Some(Reason::TimedOut));

    let mut session = connected_session();
    for seconds in [60, 90] {
        let _ = session.handle_time(START.plus(Duration::from_secs(seconds)));
    }
    assert_eq!(reason(&session), Some(Reason::TimedOut));
}

#[test]
fn what_breaks_the_protocol_is_no_time_out() {
    // Malformed, unexpected, oversized.
    for bytes in [&[0x21][..], &[0xd0, 0], &[0x30, 0xff, 0xff, 0xff, 0x7f]] {
        let mut session = connected_session();
        session.handle_bytes(START, bytes).unwrap_err();
        assert_eq!(reason(&session), Some(Reason::Protocol));
    }
}

#[test]
fn what_refuses_one_call_is_neither_fatal_nor_a_time_out() {
    let config = SessionConfig::new("d").unwrap().with_max_packet_size(14);
    let too_large = Session::new(config).connect(START).unwrap_err();
    let text = SessionConfig::new("").unwrap_err();
    let state = new_session().disconnect().unwrap_err();
    for error in [too_large, text, state, SessionError::NoFreePacketId] {
        assert!(!error.is_fatal() && !error.is_timeout(), "{error}");
    }
}
