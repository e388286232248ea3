//! What the driver tells the device.

use super::settings::Provisioning;
use super::value_class::value_class;
use crate::convert::owned_bytes::OwnedBytes;
use crate::message::RegistrationRequest;
use crate::obfcm::Values;

value_class! {
    /// Security assets and factory configuration are complete (T-1, P-6.3).
    ///
    /// Where the first `Persist` after it fails, the device is in PreProvisioning again and
    /// waits for no time: the driver has to repeat it (P-6.2). Repeated to a device that is
    /// provisioned it changes nothing.
    ///
    /// >>> ota_device = OtaDevice()
    /// >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    /// >>> ota_device.state
    /// DeviceState.PROVISIONED
    ProvisioningComplete {
        /// The device's identity and factory configuration.
        provisioning: Provisioning,
    }

    /// Time has passed, or the vehicle woke.
    ///
    /// >>> Wake()
    /// Wake()
    Wake {}

    /// Whether the time that the driver passes can be trusted (P-6.13). Until it says so, it
    /// cannot.
    ///
    /// >>> ClockTrusted(trusted=True).trusted
    /// True
    ClockTrusted {
        /// Whether it can.
        trusted: bool,
    }

    /// The vehicle's answer to `ReadVehicle` (P-6.3). Its repr hides the VIN.
    ///
    /// >>> request = RegistrationRequest(Vin("JFXHF05K1L4104934"), VehicleInfo())
    /// >>> "JFXHF05K1L4104934" in repr(VehicleRead(request))
    /// False
    VehicleRead {
        /// The VIN and the attributes.
        request: RegistrationRequest,
    }

    /// The vehicle gave no answer to `ReadVehicle`.
    ///
    /// >>> VehicleUnreadable()
    /// VehicleUnreadable()
    VehicleUnreadable {}

    /// The broker accepted the connection: CONNACK 0.
    ///
    /// >>> Connected(connection=1).connection
    /// 1
    Connected {
        /// Its number, from `Connect`.
        connection: u32,
    }

    /// The connection ended, or was never established: refused, lost, closed.
    ///
    /// >>> Disconnected(connection=1).connection
    /// 1
    Disconnected {
        /// Its number, from `Connect`.
        connection: u32,
    }

    /// The broker answered the subscription: SUBACK.
    ///
    /// >>> Subscribed(connection=1, accepted=True).accepted
    /// True
    Subscribed {
        /// The connection's number.
        connection: u32,
        /// Whether it was accepted; not, for the return code 0x80 (P-6.4).
        accepted: bool,
    }

    /// A message arrived. Its repr hides VINs.
    ///
    /// >>> topic = "iot4emissions/registerServer/vehicle-7"
    /// >>> Message(1, topic, b'{"deviceState":"registered"}', retain=True).topic
    /// 'iot4emissions/registerServer/vehicle-7'
    Message {
        /// The connection's number.
        connection: u32,
        /// Its topic name, as it came.
        topic: String,
        /// Its payload, as it came.
        payload: OwnedBytes,
        /// Its RETAIN flag: whether it is old news.
        retain: bool,
    }

    /// The broker acknowledged a publish: PUBACK (P-6.6).
    ///
    /// >>> PublishAcknowledged(connection=1, publish=0).publish
    /// 0
    PublishAcknowledged {
        /// The connection's number.
        connection: u32,
        /// The publish's number, from `Publish`.
        publish: u32,
    }

    /// The OBFCM device's answer to `Acquire`.
    ///
    /// >>> Acquired(Values(total_fuel_consumed=32.5)).values.total_fuel_consumed
    /// Decimal('32.5')
    Acquired {
        /// What the counters showed.
        values: Values,
    }

    /// The OBFCM device gave no answer to `Acquire`.
    ///
    /// >>> AcquisitionFailed()
    /// AcquisitionFailed()
    AcquisitionFailed {}

    /// The last `Persist` could not be carried out (P-6.2). The device tries again by
    /// itself, but for the very first one: see `ProvisioningComplete`.
    ///
    /// >>> PersistFailed()
    /// PersistFailed()
    PersistFailed {}

    /// Somebody asks for the status (T-10).
    ///
    /// >>> ota_device = OtaDevice()
    /// >>> ota_device.handle_input(now, StatusQuery())
    /// >>> ota_device.poll_output().state
    /// DeviceState.PRE_PROVISIONING
    StatusQuery {}

    /// Somebody asks for a communication test (T-11, P-6.15).
    ///
    /// >>> CommunicationTest()
    /// CommunicationTest()
    CommunicationTest {}
}
