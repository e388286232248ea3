//! Where the columns lie.
//!
//! Memory that a process has not touched before costs more than all of the reading: on
//! Linux each page of 4 KiB is fetched and cleared by itself. So large columns are copied,
//! out of memory that stays in the processor's cache and is used again, into pages of
//! 2 MiB. That takes a third of the time of touching as many small pages. Where the system
//! has no such pages to give, it gives small ones.

#[cfg(target_os = "linux")]
use std::ops::Range;

use arrow_buffer::{ArrowNativeType, Buffer, ToByteSlice};
use iot4emissions_proto::columns::TransferColumns;

/// The columns of one width each, in their order: keys of the devices, times, the eight
/// values, source rows.
pub(super) enum Memory {
    /// As they were filled.
    Filled(Vec<Buffer>, Vec<u64>),
    /// One after the other in large pages, the source rows last.
    #[cfg(target_os = "linux")]
    Large(memmap2::MmapMut, Vec<Range<usize>>),
}

/// The size of a large page: what is smaller stays as it is.
#[cfg(target_os = "linux")]
const LARGE: usize = 2 << 20;

/// Arrow's alignment.
#[cfg(target_os = "linux")]
const ALIGNMENT: usize = 64;

impl Memory {
    /// The columns, which leave `columns` unless they were copied.
    pub(super) fn of<N: ArrowNativeType>(columns: &mut TransferColumns<N>) -> Self {
        #[cfg(target_os = "linux")]
        if let Some(large) = large(columns) {
            return large;
        }
        let take = |values: &mut Vec<N>| Buffer::from_vec(std::mem::take(values));
        let mut filled = Vec::with_capacity(11);
        filled.push(Buffer::from_vec(std::mem::take(&mut columns.device.keys)));
        filled.push(Buffer::from_vec(std::mem::take(&mut columns.acquired)));
        let values = columns.values.iter_mut();
        filled.extend(values.map(|column| take(&mut column.values)));
        Self::Filled(filled, std::mem::take(&mut columns.source_row))
    }

    /// The buffers, the first source row being the row `first`.
    pub(super) fn place(self, first: u64) -> Vec<Buffer> {
        match self {
            Self::Filled(mut buffers, mut source_row) => {
                for row in &mut source_row {
                    *row += first;
                }
                buffers.push(Buffer::from_vec(source_row));
                buffers
            }
            #[cfg(target_os = "linux")]
            Self::Large(mut map, ranges) => {
                if let Some(rows) = ranges.last() {
                    for row in map[rows.clone()].as_chunks_mut().0 {
                        *row = (u64::from_ne_bytes(*row) + first).to_ne_bytes();
                    }
                }
                let all = Buffer::from(bytes::Bytes::from_owner(map));
                let slice = |range: Range<usize>| all.slice_with_length(range.start, range.len());
                ranges.into_iter().map(slice).collect()
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn large<N: ArrowNativeType>(columns: &TransferColumns<N>) -> Option<Memory> {
    let mut parts: Vec<&[u8]> = Vec::with_capacity(11);
    parts.push(columns.device.keys.to_byte_slice());
    parts.push(columns.acquired.to_byte_slice());
    let values = columns.values.iter();
    parts.extend(values.map(|column| column.values.to_byte_slice()));
    parts.push(columns.source_row.to_byte_slice());

    let mut end = 0_usize;
    let mut ranges = Vec::with_capacity(parts.len());
    for part in &parts {
        let start = end.next_multiple_of(ALIGNMENT);
        end = start + part.len();
        ranges.push(start..end);
    }
    if end < LARGE {
        return None;
    }
    // The kernel aligns what is a whole number of large pages. The last one is made of
    // small pages, of which only those that are needed are ever there, unless it is full.
    let mut map = memmap2::MmapMut::map_anon(end.next_multiple_of(LARGE)).ok()?;
    let large = (end + LARGE / 8) / LARGE * LARGE;
    // Without such pages it is as if it had not been asked.
    let _ = map.advise_range(memmap2::Advice::HugePage, 0, large);
    for (part, range) in parts.into_iter().zip(&ranges) {
        map[range.clone()].copy_from_slice(part);
    }
    Some(Memory::Large(map, ranges))
}
