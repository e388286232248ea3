//! What the Data Service stores of one device (P-1.3, P-7.5 to P-7.7).

use serde::{Deserialize, Serialize};

use super::reception::{Denial, OperatorNotice};
use super::segments::Segments;
use crate::identity::DeviceId;
use crate::message::{Configuration, ConfigurationStatus, ConfigurationVersion};
use crate::obfcm::Snapshot;
use crate::services::call::{CallKind, Sequence};
use crate::services::clearance::{Clearance, SuspensionReason};
use crate::time::UnixSeconds;
use crate::vehicle::VehicleInfo;

/// One device that has been introduced. Whether it may send follows from the last call
/// about it ([`clearance`](Self::clearance)), and what the broker retains for it from that
/// ([`status`](Self::status)).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeviceRecord {
    /// The device.
    pub device: DeviceId,
    /// Its vehicle's attributes.
    pub attributes: VehicleInfo,
    /// The last call that was applied (P-5.51).
    pub last: LastCall,
    /// Its configuration, but for the state.
    pub configuration: Configuration,
    /// When that was issued, with its version.
    pub issued: UnixSeconds,
    /// How many messages have come since then that the device cannot have sent if it has
    /// got the configuration and obeys it (P-7.12).
    pub still_sending: u32,
    /// Its last withdrawal, `None` where it never had one: what it acquired before that
    /// ended is not kept ([`keeps`](Self::keeps)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
    /// Whose its data is: no series goes on from one segment into the next (P-7.13).
    #[serde(default, skip_serializing_if = "Segments::is_undivided")]
    pub segments: Segments,
}

/// How far a device's last withdrawal (`notCleared`) has come (P-7.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Withdrawal {
    /// It has not ended: an introduction says nothing of consent (P-7.5).
    Lasts,
    /// When the device was cleared again, or paused with its vehicle's consent.
    EndedAt(UnixSeconds),
}

/// The last call about a device that was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LastCall {
    /// Its number.
    pub sequence: Sequence,
    /// What it told.
    pub kind: CallKind,
    /// Whether a new segment began by it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_segment: bool,
}

impl DeviceRecord {
    /// Whether the device may send.
    #[must_use]
    pub const fn clearance(&self) -> Clearance {
        self.last.kind.clearance()
    }

    /// The configuration that the broker retains for the device (P-7.8).
    #[must_use]
    pub fn status(&self) -> ConfigurationStatus {
        ConfigurationStatus {
            device_state: self.clearance().device_state(),
            configuration: self.configuration.clone(),
        }
    }

    /// Whether a snapshot of an accepted Data Transfer may be stored (P-7.7). A device that
    /// looks for its configuration once a month may never hear of a withdrawal that has
    /// ended before: it acquired in spite of it, and has not erased what an earlier owner
    /// left (P-6.10).
    #[must_use]
    pub fn keeps(&self, snapshot: &Snapshot) -> bool {
        match self.withdrawal {
            None => true,
            Some(Withdrawal::Lasts) => false,
            Some(Withdrawal::EndedAt(end)) => snapshot.acquired() >= end,
        }
    }

    /// The last call is another one now.
    pub(super) fn told(&mut self, last: LastCall, now: UnixSeconds) {
        self.withdrawal = match (last.kind, self.withdrawal) {
            (CallKind::Suspended(SuspensionReason::NotCleared), _) => Some(Withdrawal::Lasts),
            (
                CallKind::Cleared | CallKind::Suspended(SuspensionReason::Pause),
                Some(Withdrawal::Lasts),
            ) => Some(Withdrawal::EndedAt(now)),
            (_, unchanged) => unchanged,
        };
        if last.new_segment {
            self.segments.begin(now);
        }
        self.last = last;
    }

    /// Its configuration's version.
    #[must_use]
    pub const fn version(&self) -> ConfigurationVersion {
        self.configuration.version
    }

    /// The record with a message counted that was denied, and what an operator is told:
    /// the first time that a device shows that it has not got its suspension, or does not
    /// obey it (P-7.12). [`reissue`](super::reissue) sends that again.
    #[must_use]
    pub fn note(mut self, denial: Denial) -> (Self, Option<OperatorNotice>) {
        if denial.after_suspension == 0 {
            return (self, None);
        }
        let first = self.still_sending == 0;
        self.still_sending = self.still_sending.saturating_add(1);
        let notice = first.then(|| OperatorNotice::StillSending {
            device: self.device.clone(),
            version: self.version(),
        });
        (self, notice)
    }
}
