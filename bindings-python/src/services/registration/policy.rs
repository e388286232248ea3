//! What becomes of data that is stored (P-7.14).

use iot4emissions_proto::services::registration as core;

use crate::convert::enumeration::Member;
use crate::mirror::mirror;
use crate::value_class::value_class;

value_class! { "iot4emissions.services.registration";
    /// What becomes of stored data when something happens to its vehicle (P-7.14): an
    /// operator's setting, each `keep`, `separate` into a segment of its own, or `erase`. Data of
    /// two owners is never one series, and what its owner had erased is erased: neither is a
    /// setting.
    ///
    /// >>> StoredDataPolicy(withdrawal="erase").leaving
    /// StoredData.SEPARATE
    StoredDataPolicy {
        /// The owner withdraws consent.
        withdrawal: Member<core::StoredData> = SEPARATE,
        /// The vehicle leaves the Union, or circulation.
        leaving: Member<core::StoredData> = SEPARATE,
        /// An operator releases the vehicle from its device. `separate` does what `keep` does.
        release: Member<core::StoredData> = KEEP,
        /// The vehicle is scrapped. `separate` does what `keep` does.
        scrapping: Member<core::StoredData> = KEEP,
    }
}

const SEPARATE: Member<core::StoredData> = Member(core::StoredData::Separate);
const KEEP: Member<core::StoredData> = Member(core::StoredData::Keep);

mirror! {
    core::StoredDataPolicy => StoredDataPolicy { withdrawal, leaving, release, scrapping }
}
