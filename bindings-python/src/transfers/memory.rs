//! Where the columns lie.
//!
//! Memory that a process has not touched before costs more than all of the reading: on
//! Linux each page of 4 KiB is fetched and cleared by itself. So rows are read into little
//! memory that stays in the processor's cache, and copied from there, where the columns
//! are large, into pages of 2 MiB. That takes a third of the time of touching as many small
//! pages. Where the system has no such pages to give, it gives small ones.

#[cfg(target_os = "linux")]
mod large;

use std::io;

use arrow_buffer::{ArrowNativeType, Buffer};
use iot4emissions_proto::columns::RowBlock;

#[cfg(target_os = "linux")]
use large::Large;

/// The columns of one width each that are being filled: times, the eight values, source
/// rows.
pub(super) enum Columns<N> {
    Small(Small<N>),
    #[cfg(target_os = "linux")]
    Large(Large),
}

impl<N: ArrowNativeType> Columns<N> {
    /// Columns for about `rows` rows.
    pub(super) fn expecting(rows: usize) -> Self {
        #[cfg(target_os = "linux")]
        if let Some(large) = Large::expecting::<N>(rows) {
            return Self::Large(large);
        }
        Self::Small(Small::expecting(rows))
    }

    /// Adds rows behind those that are there.
    ///
    /// # Errors
    /// Where the system has no memory for more rows than were expected.
    pub(super) fn push(&mut self, rows: &RowBlock<'_, N>) -> io::Result<()> {
        match self {
            Self::Small(small) => {
                small.push(rows);
                Ok(())
            }
            #[cfg(target_os = "linux")]
            Self::Large(large) => large.push(rows),
        }
    }

    /// The same, to be handed over.
    pub(super) fn finish(self) -> Memory {
        match self {
            Self::Small(small) => Memory::Small(
                std::iter::once(Buffer::from_vec(small.acquired))
                    .chain(small.values.map(Buffer::from_vec))
                    .collect(),
                small.source_row,
            ),
            #[cfg(target_os = "linux")]
            Self::Large(large) => Memory::Large(large),
        }
    }
}

/// [`Columns`] that are filled, whatever their values are.
pub(super) enum Memory {
    /// The columns but for the source rows, and these.
    Small(Vec<Buffer>, Vec<u64>),
    #[cfg(target_os = "linux")]
    Large(Large),
}

impl Memory {
    /// The buffers, the first source row being the row `first`.
    pub(super) fn place(self, first: u64) -> Vec<Buffer> {
        match self {
            Self::Small(mut buffers, mut source_row) => {
                for row in &mut source_row {
                    *row += first;
                }
                buffers.push(Buffer::from_vec(source_row));
                buffers
            }
            #[cfg(target_os = "linux")]
            Self::Large(large) => large.place(first),
        }
    }
}

/// Microseconds, as Arrow has them, of at most ten digits of seconds (P-5.41).
fn micros(acquired: i64) -> i64 {
    acquired * 1_000_000
}

/// A vector each.
pub(super) struct Small<N> {
    acquired: Vec<i64>,
    values: [Vec<N>; 8],
    source_row: Vec<u64>,
}

impl<N: ArrowNativeType> Small<N> {
    fn expecting(rows: usize) -> Self {
        Self {
            acquired: Vec::with_capacity(rows),
            values: std::array::from_fn(|_| Vec::with_capacity(rows)),
            source_row: Vec::with_capacity(rows),
        }
    }

    fn push(&mut self, rows: &RowBlock<'_, N>) {
        self.acquired
            .extend(rows.acquired.iter().copied().map(micros));
        for (column, values) in self.values.iter_mut().zip(rows.values) {
            column.extend_from_slice(values);
        }
        self.source_row.extend_from_slice(rows.source_row);
    }
}
