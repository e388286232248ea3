//! What the driver tells the device; `Disconnected` and `RecordUnreadable` stand in files of
//! their own.

use iot4emissions_proto::device::{
    self as core, ConnectionNumber, PublishNumber, ReasonCode, ReceivedPayload, ReceivedTopic,
    RequestNumber,
};

use super::disconnect_reason::Disconnected;
use super::record_fault::RecordUnreadable;
use super::settings::{DataPseudonym, FactoryConfiguration, Provisioning};
use crate::convert::owned_bytes::OwnedBytes;
use crate::convert::text::Text;
use crate::identity::DeviceId;
use crate::message::RegistrationRequest;
use crate::obfcm::Values;
use crate::value_class::value_class;
use crate::variants::variants;

value_class! { "iot4emissions.device";
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

    /// A new factory configuration, which the driver has authenticated (P-6.20). The
    /// configuration in force stays.
    ///
    /// >>> FactoryConfigured(provisioning.factory).factory.permitted_domains
    /// ('example.eu',)
    FactoryConfigured {
        /// The factory configuration.
        factory: FactoryConfiguration,
    }

    /// The certificate was renewed (P-6.20). With the same device ID the driver connects with
    /// the new one from now on; with another one the device registers anew.
    ///
    /// >>> CertificateRenewed(device=DeviceId("vehicle-8"))
    /// CertificateRenewed(DeviceId('vehicle-8'))
    CertificateRenewed {
        /// The device ID that the new certificate bears.
        device: DeviceId,
    }

    /// The device has another ID for the Data Service, from a certificate of its own, as for a
    /// new owner (P-1.7, P-6.24). What it has is erased, as it was acquired under the ID before,
    /// and it registers again.
    ///
    /// >>> from iot4emissions import SealedDeviceId
    /// >>> pseudonym = DataPseudonym(DeviceId("9a7d21e7"), SealedDeviceId("A" * 150))
    /// >>> PseudonymRenewed(pseudonym).pseudonym.device
    /// DeviceId('9a7d21e7')
    PseudonymRenewed {
        /// The ID, and the same sealed.
        pseudonym: DataPseudonym,
    }

    /// The device is to register again, at the broker that the configuration names (P-6.20):
    /// a service has lost it.
    ///
    /// >>> RegisterAgain()
    /// RegisterAgain()
    RegisterAgain {}

    /// The unit sits in another vehicle now: what it has is erased, and it registers again
    /// (P-6.20).
    ///
    /// >>> VehicleChanged()
    /// VehicleChanged()
    VehicleChanged {}

    /// The vehicle's owner had erased what is stored of it: so is what the device has not sent,
    /// and what it keeps to send again (P-6.23). Nothing else changes.
    ///
    /// >>> DataErased()
    /// DataErased()
    DataErased {}

    /// The vehicle or the unit is scrapped: everything is erased (T-13, P-6.20). At the
    /// `Persist` that follows, `OtaDevice.record()` is `None`: delete what is stored.
    ///
    /// >>> Decommissioned()
    /// Decommissioned()
    Decommissioned {}

    /// Time has passed, or the vehicle woke (P-6.1).
    ///
    /// >>> Wake()
    /// Wake()
    Wake {}

    /// Whether the wall clock can be trusted (P-6.13). Until the driver says so, it cannot.
    ///
    /// >>> ClockTrusted(trusted=True).trusted
    /// True
    ClockTrusted {
        /// Whether it can.
        trusted: bool,
    }

    /// Whether there is a network to connect by (P-6.21). A driver that never says it has
    /// every attempt made at its time.
    ///
    /// >>> NetworkAvailable(available=False).available
    /// False
    NetworkAvailable {
        /// Whether there is.
        available: bool,
    }

    /// Whether the vehicle's control units are awake (P-6.21). A driver that never says it has
    /// them asked at every acquisition's time.
    ///
    /// >>> Ignition(on=True).on
    /// True
    Ignition {
        /// Whether they are.
        on: bool,
    }

    /// The vehicle's answer to `ReadVehicle` (P-6.3). Its repr hides the VIN.
    ///
    /// >>> vehicle = RegistrationRequest(Vin("JFXHF05K1L4104934"), VehicleInfo())
    /// >>> "JFXHF05K1L4104934" in repr(VehicleRead(request=1, vehicle=vehicle))
    /// False
    VehicleRead {
        /// The question's number, from `ReadVehicle`.
        request: u32,
        /// The VIN and the attributes.
        vehicle: RegistrationRequest,
    }

    /// The vehicle gave no answer to `ReadVehicle` (P-6.3).
    ///
    /// >>> VehicleUnreadable(request=1).request
    /// 1
    VehicleUnreadable {
        /// The question's number, from `ReadVehicle`.
        request: u32,
    }

    /// The broker accepted the connection: CONNACK 0 (P-6.4).
    ///
    /// >>> Connected(connection=1).connection
    /// 1
    Connected {
        /// Its number, from `Connect`.
        connection: u32,
    }

    /// The broker accepted the subscription: SUBACK (P-6.4).
    ///
    /// >>> Subscribed(connection=1).connection
    /// 1
    Subscribed {
        /// The connection's number.
        connection: u32,
    }

    /// The broker refused the subscription: SUBACK (P-6.4).
    ///
    /// >>> SubscribeRefused(connection=1, reason=0x80).reason
    /// 128
    SubscribeRefused {
        /// The connection's number.
        connection: u32,
        /// The reason code, 0 to 255: 0x80 in MQTT 3.1.1, and what MQTT 5 says.
        reason: u8,
    }

    /// A message arrived (P-3.6, P-6.4). Its repr hides VINs.
    ///
    /// >>> topic = "iot4emissions/registerServer/vehicle-7"
    /// >>> Message(1, topic, b'{"deviceState":"registered"}', retain=True).topic
    /// 'iot4emissions/registerServer/vehicle-7'
    Message {
        /// The connection's number.
        connection: u32,
        /// Its topic name, as it came.
        topic: Text,
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

    /// The broker answered a publish with a reason other than success (P-6.18): MQTT 5 only,
    /// as MQTT 3.1.1 has no word for it.
    ///
    /// >>> PublishRefused(connection=1, publish=0, reason=0x97).reason
    /// 151
    PublishRefused {
        /// The connection's number.
        connection: u32,
        /// The publish's number, from `Publish`.
        publish: u32,
        /// The reason code, 0 to 255.
        reason: u8,
    }

    /// The OBFCM device's answer to `Acquire` (P-6.13).
    ///
    /// >>> acquired = Acquired(request=1, values=Values(total_fuel_consumed=32.5))
    /// >>> acquired.values.total_fuel_consumed
    /// Decimal('32.5')
    Acquired {
        /// The question's number, from `Acquire`.
        request: u32,
        /// What the counters showed.
        values: Values,
    }

    /// The OBFCM device gave no answer to `Acquire` (P-6.13).
    ///
    /// >>> AcquisitionFailed(request=1).request
    /// 1
    AcquisitionFailed {
        /// The question's number, from `Acquire`.
        request: u32,
    }

    /// The last `Persist` was carried out: what it asked for is durable (P-6.2). What follows
    /// it is given out only now.
    ///
    /// >>> Persisted(bytes=512).bytes
    /// 512
    Persisted {
        /// How many bytes were written for it, for the daily cap (P-6.19).
        bytes: u32,
    }

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

variants! {
    /// One of the input classes.
    AnyInput(core::Input) "iot4emissions.device" "Input", "an input such as Wake()":
    ProvisioningComplete: ProvisioningComplete { provisioning: 0 in Box }
    RecordUnreadable: RecordUnreadable { error: 0 }
    FactoryConfigured: FactoryConfigured { factory: 0 in Box }
    CertificateRenewed: CertificateRenewed { device }
    PseudonymRenewed: PseudonymRenewed { pseudonym: 0 in Box }
    RegisterAgain: RegisterAgain {}
    VehicleChanged: VehicleChanged {}
    DataErased: DataErased {}
    Decommissioned: Decommissioned {}
    Wake: Wake {}
    ClockTrusted: ClockTrusted { trusted }
    NetworkAvailable: NetworkAvailable { available }
    Ignition: Ignition { on }
    VehicleRead: VehicleRead { request in RequestNumber, vehicle in Box }
    VehicleUnreadable: VehicleUnreadable { request in RequestNumber }
    Connected: Connected { connection in ConnectionNumber }
    Disconnected: Disconnected { connection in ConnectionNumber, why: reason }
    Subscribed: Subscribed { connection in ConnectionNumber }
    SubscribeRefused: SubscribeRefused { connection in ConnectionNumber, reason in ReasonCode }
    Message: Message {
        connection in ConnectionNumber,
        topic in ReceivedTopic,
        payload in ReceivedPayload,
        retain
    }
    PublishAcknowledged: PublishAcknowledged {
        connection in ConnectionNumber,
        publish in PublishNumber
    }
    PublishRefused: PublishRefused {
        connection in ConnectionNumber,
        publish in PublishNumber,
        reason in ReasonCode
    }
    Acquired: Acquired { request in RequestNumber, values }
    AcquisitionFailed: AcquisitionFailed { request in RequestNumber }
    Persisted: Persisted { bytes }
    PersistFailed: PersistFailed {}
    StatusQuery: StatusQuery {}
    CommunicationTest: CommunicationTest {}
}
