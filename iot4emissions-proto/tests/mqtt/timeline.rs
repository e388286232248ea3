//! The keep-alive in virtual time.

use std::time::Duration;

use iot4emissions_proto::mqtt::{Session, SessionConfig, SessionError};
use iot4emissions_proto::time::MonotonicMillis;

use crate::broker::{CONNACK, START, connected_session, connecting_session, events, new_session};

const PINGREQ: [u8; 2] = [0xc0, 0];
const PINGRESP: [u8; 2] = [0xd0, 0];

fn at(millis: u64) -> MonotonicMillis {
    START.plus(Duration::from_millis(millis))
}

#[test]
fn a_new_session_waits_for_nothing() {
    let mut session = new_session();
    assert_eq!(session.poll_timeout(), None);
    session.handle_time(at(1 << 40)).unwrap();
    assert_eq!(session.poll_transmit(START), None);
}

#[test]
fn connack_must_come_in_30_s() {
    let mut session = connecting_session();
    assert_eq!(session.poll_timeout(), Some(at(30_000)));
    session.handle_time(at(29_999)).unwrap();
    let error = session.handle_time(at(30_000)).unwrap_err();
    assert_eq!(error, SessionError::ConnectTimeout { seconds: 30 });
    assert_eq!(
        error.to_string(),
        "expected CONNACK within 30 s of CONNECT, found none"
    );
    assert!(error.is_fatal());
    assert_eq!(session.handle_bytes(at(30_001), &CONNACK), Err(error));
    assert_eq!(session.poll_event(), None);
}

#[test]
fn an_answer_that_is_there_is_not_late() {
    let mut session = connecting_session();
    session.handle_bytes(at(30_000), &CONNACK).unwrap();
    assert_eq!(events(&mut session).len(), 1);
}

#[test]
fn silence_of_60_s_sends_one_ping_and_its_answer_starts_anew() {
    let mut session = connected_session();
    assert_eq!(session.poll_timeout(), Some(at(60_000)));
    session.handle_time(at(59_999)).unwrap();
    assert_eq!(session.poll_transmit(at(59_999)), None);
    session.handle_time(at(60_000)).unwrap();
    session.handle_time(at(60_001)).unwrap();
    assert_eq!(session.poll_transmit(at(60_005)).unwrap(), PINGREQ);
    assert_eq!(session.poll_timeout(), Some(at(90_000)));
    session.handle_bytes(at(61_000), &PINGRESP).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(120_005)));
    assert_eq!(session.poll_event(), None);
}

#[test]
fn no_pingresp_in_30_s_ends_the_session() {
    let mut session = connected_session();
    session.handle_time(at(60_000)).unwrap();
    session.poll_transmit(at(60_000)).unwrap();
    // Other traffic in either direction is no answer.
    session.publish("t", b"").unwrap();
    session.poll_transmit(at(89_000)).unwrap();
    session.handle_bytes(at(89_999), &[0x40, 2, 0, 1]).unwrap();
    let error = session.handle_time(at(90_000)).unwrap_err();
    assert_eq!(error, SessionError::KeepAliveTimeout { seconds: 30 });
    assert_eq!(
        error.to_string(),
        "expected PINGRESP within 30 s of PINGREQ, found none"
    );
    assert_eq!(session.poll_event(), None);
}

#[test]
fn bytes_alone_move_time_too() {
    let mut session = connected_session();
    session.handle_bytes(at(60_000), &[0x30]).unwrap();
    assert_eq!(session.poll_transmit(at(60_000)).unwrap(), PINGREQ);
    let error = session.handle_bytes(at(90_000), &[3]).unwrap_err();
    assert_eq!(error, SessionError::KeepAliveTimeout { seconds: 30 });
}

#[test]
fn a_write_counts_when_it_is_handed_out() {
    let mut session = connected_session();
    session.publish("t", b"").unwrap();
    assert_eq!(session.poll_timeout(), Some(at(60_000)));
    session.poll_transmit(at(10_000)).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(70_000)));
    // Nothing to hand out is no activity.
    assert_eq!(session.poll_transmit(at(20_000)), None);
    assert_eq!(session.poll_timeout(), Some(at(70_000)));
}

#[test]
fn a_ping_that_the_stream_does_not_take_times_out_as_well() {
    let mut session = connected_session();
    session.handle_time(at(60_000)).unwrap();
    session.handle_time(at(90_000)).unwrap_err();
}

#[test]
fn the_wait_for_pingresp_is_never_longer_than_the_keep_alive() {
    let config = SessionConfig::new("d").unwrap().with_keep_alive_seconds(5);
    let mut session = Session::new(config);
    session.connect(START).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(30_000)));
    session.poll_transmit(START).unwrap();
    session.handle_bytes(START, &CONNACK).unwrap();
    session.handle_time(at(5_000)).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(10_000)));
    let error = session.handle_time(at(10_000)).unwrap_err();
    assert_eq!(error, SessionError::KeepAliveTimeout { seconds: 5 });
}

#[test]
fn keep_alive_0_never_pings_but_connack_is_awaited() {
    let config = SessionConfig::new("d").unwrap().with_keep_alive_seconds(0);
    let mut session = Session::new(config);
    session.connect(START).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(30_000)));
    session.handle_bytes(START, &CONNACK).unwrap();
    session.poll_transmit(START).unwrap();
    assert_eq!(session.poll_timeout(), None);
    session.handle_time(MonotonicMillis(u64::MAX)).unwrap();
    assert_eq!(session.poll_transmit(START), None);
}

#[test]
fn p_6_17_a_wall_clock_that_is_set_changes_nothing() {
    // There is nowhere to put its time: each call takes just this type, and a
    // doctest of the module shows that `UnixMillis` does not compile.
    let _: fn(&mut Session, MonotonicMillis) -> Result<(), SessionError> = Session::connect;
    let _: fn(&mut Session, MonotonicMillis) -> Result<(), SessionError> = Session::handle_time;
    let _: fn(&mut Session, MonotonicMillis, &[u8]) -> Result<(), SessionError> =
        Session::handle_bytes;
    let _: fn(&mut Session, MonotonicMillis) -> Option<Vec<u8>> = Session::poll_transmit;
    let _: fn(&Session) -> Option<MonotonicMillis> = Session::poll_timeout;
}

#[test]
fn a_time_that_goes_back_ends_nothing() {
    let mut session = connecting_session();
    session.handle_time(MonotonicMillis(0)).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(30_000)));
    session.handle_bytes(MonotonicMillis(0), &CONNACK).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(60_000)));
    session.handle_time(at(60_000)).unwrap();
    assert_eq!(session.poll_transmit(at(60_000)).unwrap(), PINGREQ);
    session.handle_time(MonotonicMillis(0)).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(90_000)));
    session.handle_bytes(MonotonicMillis(0), &PINGRESP).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(120_000)));
    // What was handed out too early has its PINGREQ too early, no more.
    session.publish("t", b"").unwrap();
    session.poll_transmit(at(50_000)).unwrap();
    assert_eq!(session.poll_timeout(), Some(at(110_000)));
}

#[test]
fn the_end_of_time_does_not_panic() {
    let mut session = connected_session();
    session.handle_time(MonotonicMillis(u64::MAX)).unwrap();
    assert_eq!(
        session.poll_transmit(MonotonicMillis(u64::MAX)).unwrap(),
        PINGREQ
    );
    assert_eq!(session.poll_timeout(), Some(MonotonicMillis(u64::MAX)));
}
