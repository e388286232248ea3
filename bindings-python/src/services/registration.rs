//! The Registration Service's decisions (P-7.1 to P-7.4, P-7.13, P-7.14).

mod acknowledged;
mod binding;
mod effect;
mod event;
mod notice;
mod policy;
mod record;

use iot4emissions_proto::services::registration as core;
use pyo3::prelude::*;

pub(crate) use acknowledged::{NoVersionLeft, Nothing};
pub(crate) use binding::{
    Acknowledged, Binding, ClearanceCall, Forgetting, Introducing, Releasing,
};
pub(crate) use effect::{
    CallDataService, ClearStatus, DeleteRecord, PublishStatus, Raise, effect_from_json,
    effect_to_json,
};
pub(crate) use event::{
    CallAnswered, ConsentChanged, Erased, Left, OwnerChanged, Paused, Registered, Released,
    Requested, Scrapped, TellAgain, event_from_json, event_to_json,
};
pub(crate) use notice::{
    AttributeContainsVin, DataServiceRefused, DeviceContainsVin, DeviceHasAnotherVehicle,
    DeviceNotIntroduced, DeviceVersionsExhausted, Misnumbered, VehicleHasAnotherDevice,
};
pub(crate) use policy::StoredDataPolicy;
pub(crate) use record::VehicleRecord;

use self::effect::Effect;
use self::event::Event;
use crate::convert::country_code::CountryCode;
use crate::convert::many::Many;
use crate::identity::DeviceId;
use crate::message::RegistrationStatus;
use crate::mirror::Mirror;

/// What an event makes of a vehicle's record, and what follows once that is stored, in this
/// order (P-7.1 to P-7.4). What becomes of stored data where it is a setting, `policy` says
/// (P-7.14), the standard one for `None`. The record that is passed stays as it is.
///
/// >>> record, effects = decide(VehicleRecord(Vin("JFXHF05K1L4104934")), ConsentChanged(True))
/// >>> record.consent, effects
/// (True, ())
#[pyfunction]
#[pyo3(signature = (record, event, policy = None))]
pub(crate) fn decide(
    record: VehicleRecord,
    event: Event,
    policy: Option<StoredDataPolicy>,
) -> (VehicleRecord, Many<Effect>) {
    let policy = policy.map(|policy| policy.to_core()).unwrap_or_default();
    let (record, effects) = core::decide(record.to_core(), event.0, &policy);
    let effects = effects.into_iter().map(Effect).collect();
    (VehicleRecord::of(record), Many(effects))
}

/// What a device's retained status should be, out of all vehicles' records that name it
/// (P-7.10): an error where one of them refused it, else registered where one has it, else
/// `None`.
///
/// >>> record = VehicleRecord(Vin("JFXHF05K1L4104934"), refused=[DeviceId("vehicle-7")])
/// >>> status_of(DeviceId("vehicle-7"), [record])
/// RegistrationStatus(registered=False)
/// >>> status_of(DeviceId("vehicle-8"), [record]) is None
/// True
#[pyfunction]
pub(crate) fn status_of(
    device: DeviceId,
    records: Many<VehicleRecord>,
) -> Option<RegistrationStatus> {
    let records = records.to_core();
    core::status_of(&device.0, &records).map(RegistrationStatus)
}

/// Whether a country, by its ISO 3166-1 alpha-2 code of two capitals, is a Member State of the
/// European Union (P-7.4). Raises `CountryError` for another text.
///
/// >>> is_member_state("DE"), is_member_state("CH")
/// (True, False)
#[pyfunction]
pub(crate) fn is_member_state(country: CountryCode) -> bool {
    country.0.is_member_state()
}
