//! How connections end, and what the device learns of it.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{DisconnectReason, EventKind, Input, PublishNumber, ReasonCode};
use iot4emissions_proto::driver::{DriverInput, DriverOutput};

use crate::host::{Host, REGISTERED};

const DATA: BrokerRole = BrokerRole::Data;

/// The reason with which the first connection after the start failed.
fn failure(prepare: impl Fn(&mut Host)) -> DisconnectReason {
    let mut host = Host::new();
    prepare(&mut host);
    for _ in 0..20 {
        for kind in &host.events {
            if let EventKind::ConnectionFailed { reason, .. }
            | EventKind::ConnectionLost { reason, .. } = kind
            {
                return *reason;
            }
        }
        host.step();
    }
    panic!("nothing failed: {:?}", host.events);
}

#[test]
fn a_stream_that_does_not_open_says_why() {
    for reason in [
        DisconnectReason::NoNetwork,
        DisconnectReason::NameResolution,
        DisconnectReason::Tcp,
        DisconnectReason::Tls,
    ] {
        assert_eq!(failure(|host| host.unreachable = Some(reason)), reason);
    }
}

#[test]
fn a_refused_connection_has_its_code() {
    for code in 1..=5 {
        let refused = failure(|host| host.broker.connack = Some(code));
        assert_eq!(refused, DisconnectReason::Refused { code });
    }
}

#[test]
fn silence_is_a_time_out() {
    assert_eq!(
        failure(|host| host.broker.connack = None),
        DisconnectReason::TimedOut
    );
    assert_eq!(
        failure(|host| host.broker.suback = None),
        DisconnectReason::TimedOut
    );
}

#[test]
fn what_is_not_mqtt_is_the_brokers_fault_and_the_stream_is_closed() {
    let mut host = Host::new();
    host.broker.connack = None;
    let connection = host.connect();
    host.tell(DriverInput::Received {
        connection,
        bytes: b"HTTP/1.1 400\r\n"[..].into(),
    });
    assert_eq!(host.next(), DriverOutput::Close { connection });
    host.settle();
    let reason = DisconnectReason::Protocol;
    let broker = BrokerRole::Registration;
    assert!(
        host.events
            .contains(&EventKind::ConnectionFailed { broker, reason })
    );
}

#[test]
fn a_refused_subscription_is_said_as_such() {
    let mut host = Host::operational();
    host.broker.suback = Some(0x80);
    let refused = EventKind::SubscriptionRefused {
        broker: DATA,
        reason: ReasonCode(0x80),
    };
    for _ in 0..20 {
        host.step();
    }
    assert!(host.events.contains(&refused), "{:?}", host.events);
    assert_eq!(host.stream, None);
}

#[test]
fn a_stream_that_is_lost_is_lost_and_nothing_is_written_to_it() {
    let mut host = Host::operational();
    host.acquire();
    host.broker.pubacks = false;
    while host.broker.published.is_empty() {
        host.step();
        host.settle();
    }
    let connection = host.stream.take().unwrap();
    let reason = DisconnectReason::Closed;
    host.tell(DriverInput::Closed { connection, reason });
    host.settle();
    let lost = EventKind::ConnectionLost {
        broker: DATA,
        reason,
    };
    assert!(host.events.contains(&lost), "{:?}", host.events);
    // What it carried is published anew on the next one (P-6.6).
    host.broker.pubacks = true;
    let pending = host.record().accounts().pending;
    while host.record().accounts().acknowledged < pending {
        host.step();
        host.settle();
    }
}

/// A device whose Data Transfer was not acknowledged in time and that has said farewell,
/// while the stream is still open.
fn gave_up() -> (Host, iot4emissions_proto::device::ConnectionNumber) {
    let mut host = Host::operational();
    host.acquire();
    host.broker.pubacks = false;
    while host.broker.published.is_empty() {
        host.step();
        host.settle();
    }
    let connection = host.stream.unwrap();
    host.pass(60_000);
    host.tell(Input::Wake);
    loop {
        match host.next() {
            DriverOutput::Close { connection: closed } => {
                assert_eq!(closed, connection);
                return (host, connection);
            }
            output => host.carry_out(output),
        }
    }
}

/// PUBACK of the packet that follows the SUBSCRIBE.
const LATE: [u8; 4] = [0x40, 2, 0, 2];

#[test]
fn p_6_5_a_late_acknowledgement_counts_until_the_stream_is_closed() {
    let (mut host, connection) = gave_up();
    assert_eq!(host.broker.packets.last(), Some(&0xe0));
    let pending = host.record().accounts().pending;
    host.tell(DriverInput::Received {
        connection,
        bytes: LATE[..].into(),
    });
    assert_eq!(host.record().accounts().acknowledged, pending);
}

#[test]
fn p_6_6_after_it_is_closed_none_does() {
    let (mut host, connection) = gave_up();
    let reason = DisconnectReason::Closed;
    host.tell(DriverInput::Closed { connection, reason });
    host.tell(DriverInput::Received {
        connection,
        bytes: LATE[..].into(),
    });
    assert_eq!(host.record().accounts().acknowledged, 0);
}

#[test]
fn bytes_of_an_earlier_connection_are_ignored() {
    let mut host = Host::new();
    host.broker.connack = None;
    let mut connection = host.connect();
    connection.0 -= 1;
    let before = format!("{:?}", host.driver.device());
    let reason = DisconnectReason::Tls;
    host.tell(DriverInput::Received {
        connection,
        bytes: [0x20, 2, 0, 0][..].into(),
    });
    host.tell(DriverInput::Opened { connection });
    host.tell(DriverInput::Closed { connection, reason });
    assert!(matches!(host.next(), DriverOutput::Wait(_)));
    assert_eq!(format!("{:?}", host.driver.device()), before);
}

#[test]
fn only_the_driver_says_what_happens_on_a_connection() {
    let mut host = Host::operational();
    host.acquire();
    host.broker.pubacks = false;
    while host.broker.published.is_empty() {
        host.step();
        host.settle();
    }
    let connection = host.stream.unwrap();
    for input in [
        Input::PublishAcknowledged {
            connection,
            publish: PublishNumber(1),
        },
        Input::Disconnected {
            connection,
            reason: DisconnectReason::Tcp,
        },
        Input::Connected { connection },
        Input::Subscribed { connection },
        Input::SubscribeRefused {
            connection,
            reason: ReasonCode::NOT_AUTHORIZED,
        },
        Input::PublishRefused {
            connection,
            publish: PublishNumber(1),
            reason: ReasonCode::NOT_AUTHORIZED,
        },
        Input::Message {
            connection,
            topic: "t".into(),
            payload: REGISTERED.into(),
            retain: false,
        },
    ] {
        let before = format!("{:?}", host.driver);
        host.tell(input);
        assert_eq!(format!("{:?}", host.driver), before);
    }
    assert_eq!(host.record().accounts().acknowledged, 0);
}

#[test]
fn a_stream_that_opens_too_late_is_closed() {
    let mut host = Host::new();
    let connection = loop {
        match host.next() {
            DriverOutput::Open { connection, .. } => break connection,
            DriverOutput::Wait(_) => host.step(),
            output => host.carry_out(output),
        }
    };
    host.pass(30_000);
    host.tell(Input::Wake);
    assert_eq!(host.next(), DriverOutput::Close { connection });
    host.tell(DriverInput::Opened { connection });
    assert!(!matches!(host.next(), DriverOutput::Write { .. }));
}

#[test]
fn no_debug_output_has_what_a_stream_carries() {
    let bytes = b"JFXHF05K1L4104934"[..].into();
    let connection = Default::default();
    let read = DriverInput::Received { connection, bytes };
    assert_eq!(
        format!("{read:?}"),
        "Received { connection: ConnectionNumber(0), bytes: <17 bytes> }"
    );
}
