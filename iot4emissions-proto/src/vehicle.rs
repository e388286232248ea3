//! The vehicle as its Registration Request describes it (P-5.10 to P-5.17,
//! JRC127600 Table 4): identification number and attributes from the
//! certificate of conformity.

mod approval;
mod attribute;
mod info;
mod quantity;
mod vin;

pub use approval::{ApprovalError, InterpolationFamily, TypeApprovalNumber};
pub use attribute::{
    AttributeError, AttributeName, AttributeText, DescriptiveText, FurtherAttributes,
};
pub use info::VehicleInfo;
pub(crate) use quantity::MOST as MOST_QUANTITY;
pub use quantity::{
    CarbonDioxideEmissions, CarbonDioxideReduction, ElectricEnergyConsumption, TestMass,
    VehicleQuantityError,
};
pub use vin::{Vin, VinError};
