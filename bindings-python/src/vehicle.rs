//! The vehicle as its Registration Request describes it (P-5.10 to P-5.17).

mod approval;
mod info;
mod parameter;
mod vin;

pub(crate) use approval::{InterpolationFamily, TypeApprovalNumber};
pub(crate) use info::VehicleInfo;
pub(crate) use vin::Vin;
