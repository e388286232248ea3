//! The columns.

use super::{Bitmap, ColumnNumber, DeviceColumn, RejectedRow};
use crate::message::DeviationCounts;
use crate::obfcm::Parameter;

/// Many Data Transfers as columns of one length, one row a snapshot, and what was
/// refused. The [module](super) has the table of columns and their units.
#[derive(Debug, Clone, PartialEq)]
pub struct TransferColumns<N> {
    /// The line or message that the snapshot came in, from 0.
    pub source_row: Vec<u64>,
    /// Who sent it.
    pub device: DeviceColumn,
    /// When an envelope says that the message was received: milliseconds since
    /// 1970-01-01T00:00:00Z, absent where it does not say so.
    pub received: ValueColumn<i64>,
    /// When it was taken (P-5.41): seconds since 1970-01-01T00:00:00Z, 1 to 9999999999.
    pub acquired: Vec<i64>,
    /// The values by parameter, in the order of [`Parameter::ALL`].
    pub values: [ValueColumn<N>; 8],
    /// The lines and messages that are no Data Transfer, in their order.
    pub rejected: Vec<RejectedRow>,
    /// How the accepted messages deviate from the canonical forms.
    pub deviations: DeviationCounts,
    /// How many accepted messages have an envelope in which something else stands where the
    /// time belongs.
    pub unread_times: u64,
    /// How many messages the rows come from.
    pub messages: u64,
}

impl<N: ColumnNumber> TransferColumns<N> {
    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.acquired.len()
    }

    /// Whether there is no row; there may be rejected ones.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.acquired.is_empty()
    }

    /// The values of `parameter`.
    #[must_use]
    pub fn value(&self, parameter: Parameter) -> &ValueColumn<N> {
        &self.values[parameter.index()]
    }
}

/// The values of one parameter (P-5.42, P-5.43).
#[derive(Debug, Clone, PartialEq)]
pub struct ValueColumn<N> {
    /// A number each row, in the parameter's unit or, for integers, tenths of it; 0 where
    /// the value is absent.
    pub values: Vec<N>,
    /// Which rows have a value.
    pub validity: Bitmap,
}

impl<N: ColumnNumber> ValueColumn<N> {
    /// The value of a row; `None` where it is absent or no such row is there.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<N> {
        self.validity.get(row).then(|| self.values[row])
    }
}
