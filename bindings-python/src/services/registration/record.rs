//! What the Registration Service stores of one vehicle (P-1.2, P-7.1 to P-7.4).

use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration as core;

use super::binding::Binding;
use crate::convert::country_code::CountryCode;
use crate::convert::devices::{Devices, NO_DEVICES};
use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::convert::numbers::{CallNumber, NO_CALL};
use crate::convert::text::Text;
use crate::identity::DeviceId;
use crate::json;
use crate::message::RegistrationStatus;
use crate::mirror::{Mirror, mirror};
use crate::services::call::Call;
use crate::services::clearance::Clearance;
use crate::value_class::value_class;
use crate::vehicle::{VehicleInfo, Vin};

value_class! { "iot4emissions.services.registration";
    /// What the Registration Service stores of one vehicle (P-1.2); with its VIN alone, one of
    /// which nothing is known yet. The VIN is personal data, which the repr hides; a pickle and
    /// the JSON form hold it.
    ///
    /// >>> VehicleRecord(Vin("JFXHF05K1L4104934")).sequence
    /// 0
    VehicleRecord {
        /// The vehicle.
        vin: Vin,
        /// Where it is registered, by its ISO 3166-1 alpha-2 code of two capitals; `None`
        /// before it is and after it left. Raises `CountryError`.
        country: Option<CountryCode> = None,
        /// The attributes in the registrar's papers.
        registered_attributes: Option<VehicleInfo> = None,
        /// Whether the owner consents.
        consent: bool = false,
        /// Whether an operator has paused the collection.
        paused: bool = false,
        /// Whether the vehicle was ever withdrawn after it was registered with consent (P-7.4).
        withdrawn: bool = false,
        /// Whether a segment of its data ever ended (P-7.13).
        separated: bool = false,
        /// Whether the record is to be deleted once the vehicle has no device (P-7.14).
        ending: bool = false,
        /// The vehicle's device, which no other vehicle's record may have.
        binding: Option<Binding> = None,
        /// Devices whose requests were refused, and whose retained status says so: any iterable,
        /// kept as a tuple in byte order, each once.
        refused: Devices = NO_DEVICES,
        /// The number of the last call about any of the vehicle's devices, 0 before the first
        /// (P-5.51).
        sequence: CallNumber = NO_CALL,
    } => {
        /// What the device may do now: send, once the vehicle is registered in a Member State
        /// and consent is given, unless an operator has paused it (P-7.4).
        ///
        /// >>> VehicleRecord(Vin("JFXHF05K1L4104934")).clearance()
        /// Suspended(SuspensionReason.NOT_CLEARED)
        fn clearance(&self) -> Clearance {
            Clearance(self.to_core().clearance())
        }

        /// What the Data Service is to be called with until it answers, one call at a time
        /// (P-5.51); `None` where it knows everything. No call has a VIN (P-1.5). An
        /// introduction has as much of the vehicle's attributes as `scope` lets through
        /// (P-1.6): an operator's setting, the same for every call of a service.
        ///
        /// >>> VehicleRecord(Vin("JFXHF05K1L4104934")).outstanding() is None
        /// True
        #[pyo3(
            signature = (scope = Member(IntroductionScope::Minimal)),
            text_signature = "($self, scope='minimal')"
        )]
        fn outstanding(&self, scope: Member<IntroductionScope>) -> Option<Call> {
            self.to_core().outstanding(scope.0).map(Call::of)
        }

        /// Every retained status that the broker should hold because of this vehicle, by
        /// device: to publish again where a broker lost it (P-7.8).
        ///
        /// >>> VehicleRecord(Vin("JFXHF05K1L4104934")).retained()
        /// ()
        fn retained(&self) -> Many<(DeviceId, RegistrationStatus)> {
            let retained = self.to_core().retained().into_iter();
            let pair = |(device, status)| (DeviceId(device), RegistrationStatus(status));
            Many(retained.map(pair).collect())
        }

        /// A record from its JSON form, as `to_json` writes it (P-1.2).
        ///
        /// Raises `ProtocolError` with code `json-form` for any other text; `path` says where.
        /// It does not repeat what was found there, because it may be a VIN.
        ///
        /// >>> record = VehicleRecord(Vin("JFXHF05K1L4104934"))
        /// >>> VehicleRecord.from_json(record.to_json()) == record
        /// True
        #[staticmethod]
        fn from_json(text: Text) -> pyo3::PyResult<Self> {
            json::read("a vehicle's record", "", &text).map(Self::of)
        }

        /// Its JSON form, for a database (P-1.2). Not for logs: it bears the VIN (P-1.5).
        ///
        /// >>> VehicleRecord(Vin("JFXHF05K1L4104934")).to_json()[-14:]
        /// ',"sequence":0}'
        fn to_json(&self) -> pyo3::PyResult<String> {
            json::write(&self.to_core())
        }
    }
}

mirror! {
    core::VehicleRecord => VehicleRecord {
        vin,
        country,
        registered_attributes,
        consent,
        paused,
        withdrawn,
        separated,
        ending,
        binding,
        refused,
        sequence,
    }
}
