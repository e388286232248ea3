//! The services' decisions (P-7), and what they decide upon, as values.

mod answers;
mod call;
mod clearance;
mod data;
mod registration;
mod retention;

pub(crate) use answers::{
    Applied, Contradiction, DataDeviceRefused, NotIntroduced, Overtaken, TooFar, VersionsExhausted,
    answer_from_json, answer_to_json,
};
pub(crate) use call::{Call, Forgotten, Introduced, Introduction};
pub(crate) use clearance::{Cleared, Suspended};
pub(crate) use data::{
    ConfigurationParameters, Denied, DeviceRecord, EndedAt, Known, LastCall, Lasts, Opened,
    Segments, StillSending, Subject, Tombstone, Unopened, answer, data_receive, notice_from_json,
    notice_to_json, reconfigure, reissue, restart_numbers, retire, store, subject, untold,
};
pub(crate) use registration::{
    Acknowledged, AttributeContainsVin, Binding, CallAnswered, CallDataService, ClearStatus,
    ClearanceCall, ConsentChanged, DataServiceRefused, DeleteRecord, DeviceContainsVin,
    DeviceHasAnotherVehicle, DeviceNotIntroduced, DeviceVersionsExhausted, Erased, Forgetting,
    Introducing, Left, Misnumbered, NoVersionLeft, Nothing, OwnerChanged, Paused, PublishStatus,
    Raise, Registered, Released, Releasing, Requested, Scrapped, StoredDataPolicy, TellAgain,
    VehicleHasAnotherDevice, VehicleRecord, decide, effect_from_json, effect_to_json,
    event_from_json, event_to_json, is_member_state, status_of,
};
pub(crate) use retention::RetentionPeriods;
