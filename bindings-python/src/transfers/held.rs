//! The rejected rows that a scan holds for who asks for them later.

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use pyo3::PyResult;

use super::rejected::RejectedRows;
use super::{capsule, refused};

/// So many bytes of them at the most: there may be one for every two bytes of a source that
/// does not end.
const MOST: usize = 64 << 20;

/// Rejected rows, and how many more there were.
#[derive(Clone, Default)]
pub(super) struct Held {
    batches: Vec<RecordBatch>,
    bytes: usize,
    more: u64,
    /// The source row of the first of those.
    first: u64,
}

impl Held {
    pub(super) fn push(&mut self, batch: RecordBatch) {
        if self.bytes < MOST {
            self.bytes += batch.get_array_memory_size();
            self.batches.push(batch);
            return;
        }
        if self.more == 0 {
            self.first = batch.column(0).as_primitive::<UInt64Type>().value(0);
        }
        self.more += batch.num_rows() as u64;
    }

    /// The rows; of those that are not held, one says how many there are.
    pub(super) fn rows(self) -> PyResult<RejectedRows> {
        let mut batches = self.batches;
        if self.more > 0 {
            let last = refused::not_held(self.first, self.more).map_err(capsule::defect)?;
            batches.extend(last);
        }
        Ok(RejectedRows(batches))
    }
}
