//! Why a connection of rumqttc's ended, in the device's words (P-6.8).

use std::io::{self, ErrorKind};

use iot4emissions_proto::device::DisconnectReason;
use rumqttc::{ConnectionError, StateError};
use tokio_rustls::rustls;

/// The reason; `connected` is whether the broker had accepted the connection.
pub(super) fn reason(error: &ConnectionError, connected: bool) -> DisconnectReason {
    match error {
        ConnectionError::ConnectionRefused(code) => {
            let code = *code as u8;
            DisconnectReason::Refused { code }
        }
        ConnectionError::NetworkTimeout
        | ConnectionError::FlushTimeout
        | ConnectionError::DisconnectTimeout
        | ConnectionError::MqttState(StateError::AwaitPingResp) => DisconnectReason::TimedOut,
        ConnectionError::Tls(_) => DisconnectReason::Tls,
        ConnectionError::Io(error) | ConnectionError::MqttState(StateError::Io(error)) => {
            of_stream(error, connected)
        }
        ConnectionError::MqttState(StateError::ConnectionAborted) => DisconnectReason::Closed,
        ConnectionError::MqttState(_)
        | ConnectionError::NotConnAck(_)
        | ConnectionError::SessionStateMismatch { .. } => DisconnectReason::Protocol,
        _ => DisconnectReason::Closed,
    }
}

fn of_stream(error: &io::Error, connected: bool) -> DisconnectReason {
    let inside = error.get_ref();
    let of_tls = inside.is_some_and(|inside| inside.is::<rustls::Error>());
    match error.kind() {
        ErrorKind::TimedOut => DisconnectReason::TimedOut,
        _ if connected => DisconnectReason::Closed,
        _ if of_tls => DisconnectReason::Tls,
        ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => DisconnectReason::NoNetwork,
        ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable => DisconnectReason::Tcp,
        // TLS is established, or was about to be, and the other side ended it.
        _ => DisconnectReason::Closed,
    }
}

#[cfg(test)]
mod tests {
    use rumqttc::mqttbytes::v4::ConnectReturnCode;

    use super::*;

    #[test]
    fn what_the_client_says_is_what_the_device_learns() {
        let refused = ConnectionError::ConnectionRefused(ConnectReturnCode::NotAuthorized);
        assert_eq!(
            reason(&refused, false),
            DisconnectReason::Refused { code: 5 }
        );
        let io = |kind: ErrorKind| ConnectionError::Io(kind.into());
        for (kind, expected) in [
            (ErrorKind::ConnectionRefused, DisconnectReason::Tcp),
            (ErrorKind::NetworkUnreachable, DisconnectReason::NoNetwork),
            (ErrorKind::TimedOut, DisconnectReason::TimedOut),
            (ErrorKind::UnexpectedEof, DisconnectReason::Closed),
        ] {
            assert_eq!(reason(&io(kind), false), expected, "{kind}");
        }
        let reset = io(ErrorKind::ConnectionReset);
        assert_eq!(reason(&reset, true), DisconnectReason::Closed);
        let alert = rustls::Error::AlertReceived(rustls::AlertDescription::UnknownCA);
        let tls = io::Error::new(ErrorKind::InvalidData, alert);
        assert_eq!(
            reason(&ConnectionError::Io(tls), false),
            DisconnectReason::Tls
        );
        let silent = ConnectionError::MqttState(StateError::AwaitPingResp);
        assert_eq!(reason(&silent, true), DisconnectReason::TimedOut);
        let stray = ConnectionError::MqttState(StateError::Unsolicited(7));
        assert_eq!(reason(&stray, true), DisconnectReason::Protocol);
    }
}
