//! What the Registration Service tells the Data Service, and what it is answered (P-5.50,
//! P-5.51, P-1.6).

use iot4emissions_proto::identity::{DeviceId, SealedDeviceId};
use iot4emissions_proto::services::call::{Answer, Call, CallContent, CallKind, Sequence};
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::error::{Fault, FaultClass};
use crate::services::json_forms;

uniffi::custom_type!(Sequence, u64, {
    remote, lower: |sequence| sequence.get(), try_lift: |number| Ok(number.try_into()?),
});

/// How much of a vehicle's attributes goes to the Data Service (P-1.6).
#[uniffi::remote(Enum)]
pub enum IntroductionScope {
    Minimal,
    Report,
}

/// A call about one device.
#[uniffi::remote(Record)]
pub struct Call {
    pub device_id: DeviceId,
    pub sequence: Sequence,
    pub content: CallContent,
}

/// What a call tells.
#[uniffi::remote(Enum)]
pub enum CallContent {
    Introduced {
        attributes: Box<VehicleInfo>,
        data_device: Option<SealedDeviceId>,
    },
    Cleared {
        new_segment: bool,
    },
    Suspended {
        reason: SuspensionReason,
        new_segment: bool,
    },
    Forgotten,
}

/// What kind of call it is.
#[uniffi::remote(Enum)]
pub enum CallKind {
    Introduced,
    Cleared,
    Suspended(SuspensionReason),
    Forgotten,
}

/// What the Data Service answers.
#[uniffi::remote(Enum)]
pub enum Answer {
    Applied,
    Overtaken { last: Sequence },
    Contradiction { last: Sequence },
    TooFar { last: Sequence },
    NotIntroduced,
    DataDeviceRefused,
    VersionsExhausted,
}

json_forms! {
    "a call": Call, call_to_json, call_from_json;
    "the kind of a call": CallKind, call_kind_to_json, call_kind_from_json;
    "an answer": Answer, answer_to_json, answer_from_json;
}

/// What kind of call it is.
#[uniffi::export]
fn call_kind(call: Call) -> CallKind {
    call.kind()
}

/// Whether a device may send of which this was the last call (P-7.5, P-7.6).
#[uniffi::export]
fn call_kind_clearance(kind: CallKind) -> Clearance {
    kind.clearance()
}

/// Whether the number is that of a call (P-5.51).
#[uniffi::export]
fn sequence_check(number: i64) -> Result<(), Fault> {
    let number = u64::try_from(number).map_err(|_| {
        let text = format!("expected a call's number of 0 or more, found {number}");
        Fault::plain(FaultClass::Sequence, &text, "sequence")
    })?;
    Sequence::try_from(number)?;
    Ok(())
}

/// The number after this one.
#[uniffi::export]
fn sequence_next(sequence: Sequence) -> Option<Sequence> {
    sequence.next()
}

/// The last number there is.
#[uniffi::export]
fn sequence_largest() -> Sequence {
    Sequence::LARGEST
}
