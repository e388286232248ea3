//! What a device on the deny-list sent (P-7.7, P-7.12).

use iot4emissions_proto::services::data as core;

use crate::mirror::mirror;
use crate::value_class::value_class;

value_class! { "iot4emissions.services.data";
    /// The device is on the deny-list: refuse the message, and count it; nothing of it is
    /// stored (P-7.7). `DeviceRecord.note` takes it into the record (P-7.12).
    ///
    /// >>> receive(record, b"{}")
    /// Denied(snapshots=0, after_suspension=0)
    Denied {
        /// How many snapshots the message had; 0 where they cannot be read.
        snapshots: u32,
        /// How many of them were acquired after the suspension was issued.
        after_suspension: u32,
    }
}

mirror! {
    core::Denial => Denied { snapshots, after_suspension }
}
