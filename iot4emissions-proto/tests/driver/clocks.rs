//! Two clocks (P-6.17): time-outs pass on the monotonic one, however the other is set.

use iot4emissions_proto::device::{DisconnectReason, EventKind, Input};
use iot4emissions_proto::time::UnixMillis;

use crate::host::Host;

fn timed_out(host: &Host) -> bool {
    let failed = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::ConnectionFailed {
                reason: DisconnectReason::TimedOut,
                ..
            }
        )
    };
    host.events.iter().any(failed)
}

/// Sets the wall clock to and fro while a CONNACK does not come.
#[test]
fn p_6_17_a_wall_clock_that_is_set_ends_no_connection() {
    let mut host = Host::operational();
    host.broker.connack = None;
    let connection = host.connect();
    let right = host.now.wall;
    for wall in [2_400_000_000_000, 946_684_800_000, right.0] {
        host.pass(9_000);
        host.now.wall = UnixMillis(wall);
        host.tell(Input::Wake);
        host.settle();
        assert_eq!(host.stream, Some(connection), "{wall}");
    }
    assert!(!timed_out(&host));
    host.pass(3_000);
    host.tell(Input::Wake);
    host.settle();
    assert_eq!(host.stream, None);
    assert!(timed_out(&host));
}

#[test]
fn the_wait_is_the_earlier_of_the_devices_and_the_sessions() {
    let mut host = Host::new();
    host.driver = host
        .driver
        .clone()
        .with_session(|config| config.with_response_timeout_seconds(7));
    host.broker.connack = None;
    host.connect();
    let wait = host.settle();
    let timeout = wait.timeout.unwrap();
    assert_eq!(timeout.since(host.now.monotonic).as_secs(), 7);
    host.pass(7_000);
    host.tell(Input::Wake);
    host.settle();
    assert!(timed_out(&host), "{:?}", host.events);
}

/// A service takes its time to answer, and the broker hears of the device meanwhile.
#[test]
fn a_connection_that_waits_is_kept_alive() {
    let mut host = Host::new();
    host.driver = host
        .driver
        .clone()
        .with_session(|config| config.with_keep_alive_seconds(10));
    while host.broker.published.is_empty() {
        host.step();
        host.settle();
    }
    for _ in 0..3 {
        host.step();
        host.settle();
    }
    let pings = host.broker.packets.iter().filter(|first| **first == 0xc0);
    assert_eq!(pings.count(), 3);
    assert!(host.stream.is_some());
}
