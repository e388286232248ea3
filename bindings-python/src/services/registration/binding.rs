//! A vehicle's device, and how far the Data Service has been told of it (P-7.1 to P-7.4).

use iot4emissions_proto::services::registration as core;

use super::acknowledged::AcknowledgedClearance;
use crate::convert::numbers::CallNumber;
use crate::identity::{DeviceId, SealedDeviceId};
use crate::mirror::mirror;
use crate::services::call::Forgotten;
use crate::services::clearance::Clearance;
use crate::value_class::value_class;
use crate::variants::variants;
use crate::vehicle::VehicleInfo;

value_class! { "iot4emissions.services.registration";
    /// A vehicle's device, and how far the Data Service has been told of it (P-7.1 to P-7.3).
    ///
    /// >>> Binding(DeviceId("vehicle-7"), VehicleInfo(), Introducing(sequence=1)).phase
    /// Introducing(1)
    Binding {
        /// The device.
        device: DeviceId,
        /// The attributes of its latest request.
        attributes: VehicleInfo,
        /// How far it has come: `Introducing`, `Acknowledged`, `Forgetting`, `Forgotten` or
        /// `Releasing`.
        phase: Phase,
        /// Whether a new segment of its data is to begin that the Data Service has not
        /// acknowledged (P-7.13).
        new_segment: bool = false,
        /// Its ID for the Data Service, where it is another one: sealed, so that this service
        /// does not know it (P-1.7).
        data_device: Option<SealedDeviceId> = None,
    }

    /// The Data Service has not acknowledged the introduction (P-7.1), or no longer knows the
    /// device (P-7.11).
    ///
    /// >>> Introducing(sequence=1).sequence
    /// 1
    Introducing {
        /// The introduction's number.
        sequence: CallNumber,
    }

    /// The Data Service has acknowledged the introduction, and the device knows that it is
    /// registered (P-7.1, P-7.4). In JSON `introduced`.
    ///
    /// >>> Acknowledged(Nothing(), None).call is None
    /// True
    Acknowledged {
        /// What the Data Service acknowledged last.
        acknowledged: AcknowledgedClearance,
        /// The call that it has not answered; `None` where it has answered all.
        call: Option<ClearanceCall>,
    }

    /// The Data Service has not acknowledged that it erased what it has of the device, which
    /// the vehicle keeps (P-7.14).
    ///
    /// >>> Forgetting(sequence=3).sequence
    /// 3
    Forgetting {
        /// The number of the call.
        sequence: CallNumber,
    }

    /// The vehicle is released from the device: that ends once the Data Service lets it send no
    /// longer (P-7.3).
    ///
    /// >>> Releasing(sequence=3).erase
    /// False
    Releasing {
        /// The number of the call that suspends it, or has it forgotten.
        sequence: CallNumber,
        /// Whether the Data Service is to erase what it has of it (P-7.14).
        erase: bool = false,
    }

    /// A call that clears or suspends, and is not answered (P-5.51).
    ///
    /// >>> from iot4emissions.services import Cleared
    /// >>> ClearanceCall(2, Cleared()).clearance
    /// Cleared()
    ClearanceCall {
        /// Its number.
        sequence: CallNumber,
        /// What it tells.
        clearance: Clearance,
        /// Whether a new segment begins by it (P-7.13).
        new_segment: bool = false,
    }
}

mirror! {
    core::Binding => Binding { device, attributes, phase, new_segment, data_device }
    core::ClearanceCall => ClearanceCall { sequence, clearance, new_segment }
}

variants! {
    /// How far a vehicle's device has come.
    #[derive(Clone, PartialEq, Eq, Hash)]
    Phase(core::Phase) "iot4emissions.services.registration" "Phase", "a phase such as Introducing(1)":
    Introducing: Introducing { sequence }
    Introduced: Acknowledged { acknowledged, call }
    Forgetting: Forgetting { sequence }
    Forgotten: Forgotten {}
    Releasing: Releasing { sequence, erase }
}
