//! What the device asks of its driver.

use std::time::Duration;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    ConnectionNumber, Event, Output, Payload, PublishNumber, RequestNumber, Status, Wait,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
use iot4emissions_proto::topic::Topic;

uniffi::custom_type!(Payload, String, {
    remote, lower: |payload| payload.0, try_lift: |text| Ok(Payload(text)),
});

/// The present moment on both clocks (P-6.17).
#[uniffi::remote(Record)]
pub struct Now {
    pub monotonic: MonotonicMillis,
    pub wall: UnixMillis,
}

/// Until when a device waits.
#[uniffi::remote(Record)]
pub struct Wait {
    pub timeout: Option<MonotonicMillis>,
    pub alarm: Option<UnixMillis>,
}

/// What is to be done, in this order.
#[uniffi::remote(Enum)]
pub enum Output {
    Persist,
    ReadVehicle {
        request: RequestNumber,
    },
    Connect {
        connection: ConnectionNumber,
        broker: BrokerRole,
        endpoint: Endpoint,
        device: DeviceId,
    },
    Subscribe {
        connection: ConnectionNumber,
        topic: Topic,
    },
    Publish {
        connection: ConnectionNumber,
        publish: PublishNumber,
        topic: Topic,
        payload: Payload,
    },
    Disconnect {
        connection: ConnectionNumber,
    },
    Acquire {
        request: RequestNumber,
    },
    Notify(Event),
    Status(Box<Status>),
    Restart,
    Wait(Wait),
}

/// How long it is from `now`, if no clock is set meanwhile.
#[uniffi::export]
fn wait_duration_from(wait: Wait, now: Now) -> Option<Duration> {
    wait.duration_from(now)
}
