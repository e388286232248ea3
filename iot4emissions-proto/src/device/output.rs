//! What the device asks of its driver.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::event::Event;
use super::input::{ConnectionNumber, PublishNumber, RequestNumber};
use super::status::Status;
use crate::delivery::BrokerRole;
use crate::identity::DeviceId;
use crate::message::Endpoint;
use crate::time::{MonotonicMillis, Now, UnixMillis};
use crate::topic::Topic;

/// The text of a message to send. Its `Debug` output hides VINs.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload(pub String);

impl Payload {
    /// The bytes to send.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::privacy::hide_vins(&self.0))
    }
}

/// What is to be done, in this order (P-6.2): plain data, which can be written
/// down and compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Output {
    /// Store [`OtaDevice::record`](super::OtaDevice::record) durably, and say
    /// [`Input::Persisted`](super::Input::Persisted) when it is, or
    /// [`Input::PersistFailed`](super::Input::PersistFailed). Nothing else is given out
    /// before. Where there is no record any more, what is stored is to be deleted.
    Persist,
    /// Read VIN and attributes from the vehicle, and answer with
    /// [`Input::VehicleRead`](super::Input::VehicleRead).
    ReadVehicle {
        /// The question's number, to be repeated with the answer.
        request: RequestNumber,
    },
    /// Connect to a broker over mutually authenticated TLS, with the certificate that bears
    /// `device`: MQTT, client id = `device`, clean session, no will, no user name (P-3.9).
    Connect {
        /// The connection's number.
        connection: ConnectionNumber,
        /// Which broker it is.
        broker: BrokerRole,
        /// Where it listens.
        endpoint: Endpoint,
        /// The device ID there: the same at both brokers unless there are two pseudonyms
        /// (P-1.7).
        device: DeviceId,
    },
    /// Subscribe the topic with QoS 1.
    Subscribe {
        /// On which connection.
        connection: ConnectionNumber,
        /// The topic, which is its own filter.
        topic: Topic,
    },
    /// Publish with QoS 1, not retained, DUP = 0 (P-6.6).
    Publish {
        /// On which connection.
        connection: ConnectionNumber,
        /// The publish's number, to be repeated with the PUBACK.
        publish: PublishNumber,
        /// The topic.
        topic: Topic,
        /// The payload.
        payload: Payload,
    },
    /// Disconnect. What still arrives on that connection may be reported.
    Disconnect {
        /// Which connection.
        connection: ConnectionNumber,
    },
    /// Read the OBFCM device, and answer with
    /// [`Input::Acquired`](super::Input::Acquired).
    Acquire {
        /// The question's number, to be repeated with the answer.
        request: RequestNumber,
    },
    /// Tell other control units (T-9, Device Status Push).
    Notify(Event),
    /// The answer to a status query (T-10, Device Status Pull).
    Status(Box<Status>),
    /// The configuration changed (P-6.9): reboot, or restore the device from its
    /// record in its place. One that does neither goes on all the same.
    Restart,
    /// Nothing more is to be done before the next input; say
    /// [`Input::Wake`](super::Input::Wake) when either time has come.
    Wait(Wait),
}

/// Until when a device waits: until the earlier of two times, each on its own clock
/// (P-6.17). Where both are `None`, only an input can bring something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wait {
    /// A time-out or the end of a back-off: on the monotonic clock, however the wall clock
    /// is set meanwhile.
    pub timeout: Option<MonotonicMillis>,
    /// What a schedule says: on the wall clock, for an alarm that wakes a sleeping unit.
    pub alarm: Option<UnixMillis>,
}

impl Wait {
    /// How long it is from `now`, if no clock is set meanwhile; `None` where only an input
    /// can bring something about.
    #[must_use]
    pub fn duration_from(&self, now: Now) -> Option<Duration> {
        let timeout = self.timeout.map(|timeout| timeout.since(now.monotonic));
        let alarm = self.alarm.map(|alarm| alarm.since(now.wall));
        match (timeout, alarm) {
            (Some(timeout), Some(alarm)) => Some(timeout.min(alarm)),
            (timeout, alarm) => timeout.or(alarm),
        }
    }
}
