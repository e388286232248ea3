//! What the driver asks of its host.

use super::bytes::StreamBytes;
use crate::delivery::BrokerRole;
use crate::device::{ConnectionNumber, Event, RequestNumber, Status, Wait};
use crate::identity::DeviceId;
use crate::message::Endpoint;

/// What is to be done, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DriverOutput {
    /// Open a stream to a broker: TCP, and on it TLS with the certificate that bears
    /// `device`. Answer with
    /// [`DriverInput::Opened`](super::DriverInput::Opened), or with
    /// [`DriverInput::Closed`](super::DriverInput::Closed) and the reason.
    Open {
        /// The connection's number, to be repeated with all that happens on the stream.
        connection: ConnectionNumber,
        /// Which broker it is.
        broker: BrokerRole,
        /// Where it listens.
        endpoint: Endpoint,
        /// The device ID there (P-1.7).
        device: DeviceId,
    },
    /// Write all of it to the stream.
    Write {
        /// To which connection's.
        connection: ConnectionNumber,
        /// What to write.
        bytes: StreamBytes,
    },
    /// Close the stream, or give up opening it. What has arrived by then may still be
    /// handed over: a PUBACK that is late counts (P-6.5). Say
    /// [`DriverInput::Closed`](super::DriverInput::Closed) when it is closed.
    Close {
        /// Which connection's.
        connection: ConnectionNumber,
    },
    /// Store the [record](crate::device::OtaDevice::record) durably, and say
    /// [`Input::Persisted`](crate::device::Input::Persisted) when it is, or
    /// [`Input::PersistFailed`](crate::device::Input::PersistFailed) (P-6.2). Before that
    /// nothing else is given out. Where there is no record any more, what is stored is to
    /// be deleted.
    Persist,
    /// Read VIN and attributes from the vehicle, and answer with
    /// [`Input::VehicleRead`](crate::device::Input::VehicleRead).
    ReadVehicle {
        /// The question's number, to be repeated with the answer.
        request: RequestNumber,
    },
    /// Read the OBFCM device, and answer with
    /// [`Input::Acquired`](crate::device::Input::Acquired).
    Acquire {
        /// The question's number, to be repeated with the answer.
        request: RequestNumber,
    },
    /// Tell other control units (T-9).
    Notify(Event),
    /// The answer to a status query (T-10).
    Status(Box<Status>),
    /// The configuration changed (P-6.9): reboot, or put a driver of the restored device
    /// in this one's place. A host that does neither goes on all the same.
    Restart,
    /// Nothing more is to be done before the next input; say
    /// [`Input::Wake`](crate::device::Input::Wake) when either time has come.
    Wait(Wait),
}
