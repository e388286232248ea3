//! What the Registration Service's operator is told (P-7.3, P-7.11).

use iot4emissions_proto::services::registration as core;

use crate::convert::numbers::CallNumber;
use crate::convert::text::Text;
use crate::identity::DeviceId;
use crate::value_class::value_class;
use crate::variants::variants;

value_class! { "iot4emissions.services.registration";
    /// A device asked for the vehicle whose VIN its own ID contains, whatever stands between
    /// the characters (P-1.5). Its ID is not said.
    ///
    /// >>> DeviceContainsVin()
    /// DeviceContainsVin()
    DeviceContainsVin {}

    /// A device that is registered for a vehicle asked for another one (P-7.3).
    ///
    /// >>> DeviceHasAnotherVehicle(DeviceId("vehicle-7"))
    /// DeviceHasAnotherVehicle(DeviceId('vehicle-7'))
    DeviceHasAnotherVehicle {
        /// The device.
        device: DeviceId,
    }

    /// A device asked for a vehicle that has a device (P-7.3).
    ///
    /// >>> found = VehicleHasAnotherDevice(DeviceId("vehicle-8"), registered=DeviceId("vehicle-7"))
    /// >>> str(found.registered)
    /// 'vehicle-7'
    VehicleHasAnotherDevice {
        /// The device that asked.
        device: DeviceId,
        /// The device that the vehicle has.
        registered: DeviceId,
    }

    /// An attribute of a request contains the vehicle's VIN, or the shape of one (P-1.5).
    ///
    /// >>> AttributeContainsVin(DeviceId("vehicle-7"), attribute="va").attribute
    /// 'va'
    AttributeContainsVin {
        /// The device that asked.
        device: DeviceId,
        /// The attribute's name on the wire.
        attribute: Text,
    }

    /// The Data Service no longer knew a device, and it is introduced again: the Data Service
    /// has lost records (P-7.11). In JSON `notIntroduced`.
    ///
    /// >>> DeviceNotIntroduced(DeviceId("vehicle-7"))
    /// DeviceNotIntroduced(DeviceId('vehicle-7'))
    DeviceNotIntroduced {
        /// The device.
        device: DeviceId,
    }

    /// A call's number did not fit those that the Data Service knows, and it is made again with
    /// another one: one of the services has lost records (P-5.51, P-7.11).
    ///
    /// >>> Misnumbered(DeviceId("vehicle-7"), sequence=1, last=2).last
    /// 2
    Misnumbered {
        /// The device.
        device: DeviceId,
        /// The number that did not fit.
        sequence: CallNumber,
        /// The last that the Data Service knows. After 2**53 - 1 there is none to go on with:
        /// the Data Service's operator restarts them, `data.restart_numbers`.
        last: CallNumber,
    }

    /// A device's ID for the Data Service was refused there, which cannot open it, or has another
    /// device by it. The device is answered `error`, and released (P-7.16). In JSON
    /// `dataDeviceRefused`.
    ///
    /// >>> DataServiceRefused(DeviceId("vehicle-7"))
    /// DataServiceRefused(DeviceId('vehicle-7'))
    DataServiceRefused {
        /// The device.
        device: DeviceId,
    }

    /// A device can never be cleared again: it has had the last version of a configuration
    /// (P-7.6). It needs another identity. In JSON `versionsExhausted`.
    ///
    /// >>> DeviceVersionsExhausted(DeviceId("vehicle-7"))
    /// DeviceVersionsExhausted(DeviceId('vehicle-7'))
    DeviceVersionsExhausted {
        /// The device.
        device: DeviceId,
    }
}

variants! {
    /// What an operator is told: devices by their IDs, never a VIN.
    #[derive(Clone, PartialEq, Eq, Hash)]
    OperatorNotice(core::OperatorNotice) "iot4emissions.services.registration" "OperatorNotice",
    "a notice such as DeviceHasAnotherVehicle(device)":
    DeviceContainsVin: DeviceContainsVin {}
    DeviceHasAnotherVehicle: DeviceHasAnotherVehicle { device }
    VehicleHasAnotherDevice: VehicleHasAnotherDevice { device, registered }
    AttributeContainsVin: AttributeContainsVin { device, attribute }
    NotIntroduced: DeviceNotIntroduced { device }
    Misnumbered: Misnumbered { device, sequence, last }
    DataDeviceRefused: DataServiceRefused { device }
    VersionsExhausted: DeviceVersionsExhausted { device }
    .. "there is no class for this notice yet"
}
