//! What the device asks of its driver. The answer to a status query is a `Status`.

use std::time::Duration;

use iot4emissions_proto::device::{
    self as core, ConnectionNumber, Payload, PublishNumber, RequestNumber,
};
use iot4emissions_proto::time::{MonotonicMillis, UnixMillis};

use super::event::Event;
use super::now::Moment;
use super::status::Status;
use crate::convert::enumeration::Member;
use crate::convert::owned_bytes::OwnedBytes;
use crate::convert::time::{Millis, Monotonic};
use crate::identity::DeviceId;
use crate::message::Endpoint;
use crate::mirror::Mirror;
use crate::topic::Topic;
use crate::value_class::value_class;
use crate::variants::variants;

value_class! { "iot4emissions.device";
    /// Store `OtaDevice.record()` durably, and say `Persisted` when it is, or `PersistFailed`:
    /// nothing else is given out before (P-6.2). Where it is `None`, delete what is stored.
    ///
    /// >>> Persist()
    /// Persist()
    Persist {}

    /// Read VIN and attributes from the vehicle, and answer with `VehicleRead` or
    /// `VehicleUnreadable` (P-6.3).
    ///
    /// >>> ReadVehicle(request=1).request
    /// 1
    ReadVehicle {
        /// The question's number, to be repeated with the answer.
        request: u32,
    }

    /// Connect to a broker over mutually authenticated TLS, with the certificate that bears
    /// `device`: MQTT, client ID = `device`, clean session, no will, no user name (P-3.9).
    ///
    /// >>> ota_device = OtaDevice()
    /// >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    /// >>> ota_device.poll_output()
    /// Persist()
    /// >>> ota_device.handle_input(now, Persisted(len(ota_device.record())))
    /// >>> outputs = iter(ota_device.poll_output, Wait(None, None))
    /// >>> connect = next(output for output in outputs if isinstance(output, Connect))
    /// >>> connect.broker, str(connect.endpoint)
    /// (BrokerRole.REGISTRATION, 'mqtts://registration.example.eu:8883')
    Connect {
        /// The connection's number, which what happens on it is reported with.
        connection: u32,
        /// Which broker it is.
        broker: Member<iot4emissions_proto::delivery::BrokerRole>,
        /// Where it listens.
        endpoint: Endpoint,
        /// The device ID there: the same at both brokers unless there are two pseudonyms
        /// (P-1.7).
        device: DeviceId,
    }

    /// Subscribe the topic with QoS 1, and answer with `Subscribed` or `SubscribeRefused`
    /// (P-6.4).
    ///
    /// >>> topic = Topic.parse("iot4emissions/configServer/vehicle-7")
    /// >>> str(Subscribe(connection=1, topic=topic).topic)
    /// 'iot4emissions/configServer/vehicle-7'
    Subscribe {
        /// The connection's number.
        connection: u32,
        /// The topic, which is its own filter.
        topic: Topic,
    }

    /// Publish with QoS 1, not retained, DUP = 0, and answer with `PublishAcknowledged` or
    /// `PublishRefused` (P-6.6). Its repr hides VINs: a Registration Request bears one.
    ///
    /// >>> topic = Topic.parse("iot4emissions/dataDevice/vehicle-7")
    /// >>> publish = Publish(connection=3, publish=1, topic=topic, payload=b'{"data":[]}')
    /// >>> publish.payload
    /// b'{"data":[]}'
    Publish {
        /// The connection's number.
        connection: u32,
        /// The publish's number, to be repeated with the PUBACK.
        publish: u32,
        /// The topic.
        topic: Topic,
        /// The bytes to send: JSON in UTF-8 (P-5.1).
        payload: OwnedBytes,
    }

    /// Disconnect. What still arrives on that connection may be reported (P-6.5).
    ///
    /// >>> Disconnect(connection=1).connection
    /// 1
    Disconnect {
        /// The connection's number.
        connection: u32,
    }

    /// Read the OBFCM device, and answer with `Acquired` or `AcquisitionFailed`
    /// (P-6.13).
    ///
    /// >>> Acquire(request=1).request
    /// 1
    Acquire {
        /// The question's number, to be repeated with the answer.
        request: u32,
    }

    /// Tell other control units (T-9, Device Status Push).
    ///
    /// >>> notify = Notify(Event(now.wall, events.ConfigurationApplied(version=2)))
    /// >>> notify.event.kind.version
    /// 2
    Notify {
        /// What happened.
        event: Event,
    }

    /// The configuration changed (P-6.9): reboot, or restore the device from its record in
    /// its place. One that does neither goes on all the same.
    ///
    /// >>> Restart()
    /// Restart()
    Restart {}

    /// Nothing more is to be done before the next input; say `Wake` when either time has
    /// come (P-6.1). Each is on its own clock (P-6.17); too early or too often does no harm.
    ///
    /// >>> OtaDevice().poll_output()
    /// Wait(timeout=None, alarm=None)
    Wait {
        /// A time-out or the end of a back-off, on the monotonic clock: a `timedelta` since its
        /// beginning, as in `Now`. A timer of the running unit.
        timeout: Option<Monotonic>,
        /// What a schedule says, on the wall clock: an aware `datetime`. An alarm may wake a
        /// sleeping unit for it.
        alarm: Option<Millis>,
    } => {
        /// How long it is from `now`, if no clock is set meanwhile; `None` where only an input
        /// can bring something about.
        ///
        /// >>> Wait(timeout=now.monotonic + timedelta(seconds=5), alarm=None).duration_from(now)
        /// datetime.timedelta(seconds=5)
        fn duration_from(&self, now: Moment) -> Option<Duration> {
            self.to_core().duration_from(now.0)
        }
    }
}

/// The last times that a `timedelta` and a `datetime` can tell: 999,999,999 days and
/// 9999-12-31T23:59:59.999Z. To wake earlier than asked is always right.
const LAST_TIMEOUT: MonotonicMillis = MonotonicMillis(86_399_999_999_999_999);
const LAST_ALARM: UnixMillis = UnixMillis(253_402_300_799_999);

impl Mirror for Wait {
    type Core = core::Wait;

    fn of(core::Wait { timeout, alarm }: core::Wait) -> Self {
        Self {
            timeout: timeout.map(|timeout| Monotonic(timeout.min(LAST_TIMEOUT))),
            alarm: alarm.map(|alarm| Millis(alarm.min(LAST_ALARM))),
        }
    }

    fn to_core(&self) -> core::Wait {
        core::Wait {
            timeout: self.timeout.map(|timeout| timeout.0),
            alarm: self.alarm.map(|alarm| alarm.0),
        }
    }
}

variants! {
    /// One of the output classes.
    AnyOutput(core::Output) "iot4emissions.device" "Output", "an output such as Persist()":
    Persist: Persist {}
    ReadVehicle: ReadVehicle { request in RequestNumber }
    Connect: Connect { connection in ConnectionNumber, broker, endpoint, device }
    Subscribe: Subscribe { connection in ConnectionNumber, topic }
    Publish: Publish {
        connection in ConnectionNumber,
        publish in PublishNumber,
        topic,
        payload in Payload
    }
    Disconnect: Disconnect { connection in ConnectionNumber }
    Acquire: Acquire { request in RequestNumber }
    Notify: Notify { event: 0 }
    Restart: Restart {}
    = Status: Status in Box
    = Wait: Wait
}
