//! What the device asks of its driver. The answer to a status query is a `Status`.

use super::event::Event;
use super::value_class::value_class;
use crate::convert::enumeration::Member;
use crate::convert::owned_bytes::OwnedBytes;
use crate::convert::time::Millis;
use crate::message::Endpoint;
use crate::topic::Topic;

value_class! {
    /// Store `OtaDevice.record()` durably before anything else is done; where that fails,
    /// say `PersistFailed` at once (P-6.2).
    ///
    /// >>> Persist()
    /// Persist()
    Persist {}

    /// Read VIN and attributes from the vehicle, and answer with `VehicleRead` or
    /// `VehicleUnreadable` (P-6.3).
    ///
    /// >>> ReadVehicle()
    /// ReadVehicle()
    ReadVehicle {}

    /// Connect to a broker over mutually authenticated TLS: MQTT, client ID = device ID,
    /// clean session, no will, no user name (P-3.9).
    ///
    /// >>> ota_device = OtaDevice()
    /// >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    /// >>> outputs = iter(ota_device.poll_output, Wait(None))
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
    }

    /// Subscribe the topic with QoS 1, and answer with `Subscribed` (P-6.4).
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

    /// Publish with QoS 1, not retained, DUP = 0, and answer with `PublishAcknowledged`
    /// (P-6.6). Its repr hides VINs: a Registration Request bears one.
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

    /// Disconnect. What still arrives on that connection may be reported.
    ///
    /// >>> Disconnect(connection=1).connection
    /// 1
    Disconnect {
        /// The connection's number.
        connection: u32,
    }

    /// Read the OBFCM device, and answer with `Acquired` or `AcquisitionFailed`.
    ///
    /// >>> Acquire()
    /// Acquire()
    Acquire {}

    /// Tell other control units (T-9, Device Status Push).
    ///
    /// >>> notify = Notify(Event(now, events.ConfigurationApplied(version=2)))
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

    /// Nothing more is to be done before the next input; say `Wake` at the given time at the
    /// latest.
    ///
    /// >>> OtaDevice().poll_output()
    /// Wait(None)
    Wait {
        /// The time, an aware `datetime`; `None` where only an input can bring something
        /// about.
        until: Option<Millis>,
    }
}
