//! What the Data Service stores of one device (P-1.3, P-7.5 to P-7.7).

use iot4emissions_proto::services::data as core;

use super::denied::Denied;
use super::notice::OperatorNotice;
use super::segments::{Segments, UNDIVIDED};
use super::withdrawal::Withdrawal;
use crate::convert::numbers::CallNumber;
use crate::convert::text::Text;
use crate::convert::time::Seconds;
use crate::identity::DeviceId;
use crate::json;
use crate::message::{Configuration, ConfigurationStatus};
use crate::mirror::{Mirror, mirror};
use crate::obfcm::Snapshot;
use crate::services::call::CallKind;
use crate::services::clearance::Clearance;
use crate::value_class::value_class;
use crate::vehicle::VehicleInfo;

value_class! { "iot4emissions.services.data";
    /// What the Data Service stores of one device that has been introduced (P-1.3): whether it
    /// may send follows from the last call about it, and what the broker retains for it from
    /// that. `answer` makes the first one.
    ///
    /// >>> record.last, record.still_sending, record.withdrawal
    /// (LastCall(sequence=1, kind=Introduced(), new_segment=False), 0, None)
    DeviceRecord {
        /// The device.
        device: DeviceId,
        /// Its vehicle's attributes.
        attributes: VehicleInfo,
        /// The last call that was applied (P-5.51).
        last: LastCall,
        /// Its configuration, but for the state.
        configuration: Configuration,
        /// When that was issued, with its version: an aware `datetime` in whole seconds.
        issued: Seconds,
        /// How many messages have shown since then that the device does not obey (P-7.12).
        still_sending: u32 = 0,
        /// Its last withdrawal, `Lasts` or `EndedAt`; `None` where it never had one.
        withdrawal: Option<Withdrawal> = None,
        /// Whose its data is: no series goes on from one segment into the next (P-7.13).
        segments: Segments = UNDIVIDED,
    } => {
        /// Whether the device may send, by the last call about it (P-7.5, P-7.6).
        ///
        /// >>> record.clearance(), cleared.clearance()
        /// (Suspended(SuspensionReason.NOT_CLEARED), Cleared())
        fn clearance(&self) -> Clearance {
            Clearance(self.to_core().clearance())
        }

        /// The configuration that the broker retains for the device (P-7.8).
        ///
        /// >>> record.status().device_state
        /// ConfiguredState.INITIALIZED
        fn status(&self) -> ConfigurationStatus {
            ConfigurationStatus(self.to_core().status())
        }

        /// Whether a snapshot of an accepted Data Transfer may be stored (P-7.7): not where it
        /// was acquired before the device's last withdrawal ended, of which the device may
        /// never have heard. It is refused then, and counted.
        ///
        /// >>> cleared.keeps(Snapshot(now, Values(32)))
        /// True
        fn keeps(&self, snapshot: &Snapshot) -> bool {
            self.to_core().keeps(&snapshot.0)
        }

        /// The record with a message counted that was denied, and what an operator is told: the
        /// first time that the device shows that it has not got its suspension, or does not
        /// obey it (P-7.12).
        ///
        /// >>> noted, notice = record.note(Denied(snapshots=1, after_suspension=1))
        /// >>> noted.still_sending, notice
        /// (1, StillSending(device=DeviceId('vehicle-7'), version=1))
        fn note(&self, denied: Denied) -> (Self, Option<OperatorNotice>) {
            let (record, notice) = self.to_core().note(denied.to_core());
            (Self::of(record), notice.map(OperatorNotice))
        }

        /// A record from its JSON form, as `to_json` writes it (P-1.3).
        ///
        /// Raises `ProtocolError` with code `json-form` for any other text; `path` says where.
        /// It does not repeat what was found there.
        ///
        /// >>> DeviceRecord.from_json(record.to_json()) == record
        /// True
        #[staticmethod]
        fn from_json(text: Text) -> pyo3::PyResult<Self> {
            json::read("a device's record", "", &text).map(Self::of)
        }

        /// Its JSON form, for a database (P-1.3).
        ///
        /// >>> record.to_json()[:22]
        /// '{"device":"vehicle-7",'
        fn to_json(&self) -> pyo3::PyResult<String> {
            json::write(&self.to_core())
        }
    }

    /// The last call about a device that was applied (P-5.51).
    ///
    /// >>> LastCall(2, Cleared()).kind
    /// Cleared()
    LastCall {
        /// Its number.
        sequence: CallNumber,
        /// What it told: `Introduced`, `Cleared` or `Suspended`.
        kind: CallKind,
        /// Whether a new segment began by it (P-7.13).
        new_segment: bool = false,
    }
}

mirror! {
    core::DeviceRecord => DeviceRecord {
        device,
        attributes,
        last,
        configuration,
        issued,
        still_sending,
        withdrawal,
        segments,
    }
    core::LastCall => LastCall { sequence, kind, new_segment }
}
