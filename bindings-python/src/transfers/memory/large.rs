//! Columns in pages of 2 MiB.

use std::io;
use std::mem::size_of;
use std::ops::Range;

use arrow_buffer::{ArrowNativeType, Buffer, ToByteSlice};
use iot4emissions_proto::columns::RowBlock;
use memmap2::{Advice, MmapMut};

use super::micros;

/// One after the other in large pages, with room for the same number of rows each.
pub(in super::super) struct Large {
    map: MmapMut,
    layout: Layout,
    rows: usize,
}

/// The size of a large page: what is smaller is not worth one.
const LARGE: usize = 2 << 20;

/// Arrow's alignment in bytes, and so the rows that a column's room is a multiple of.
const ALIGNMENT: usize = 64;

/// Where the columns begin.
#[derive(Clone, Copy)]
struct Layout {
    /// Rows that there is room for.
    room: usize,
    /// Bytes a value.
    value: usize,
}

const COLUMNS: usize = 10;
const ACQUIRED: usize = 0;
const SOURCE_ROW: usize = COLUMNS - 1;

impl Layout {
    const fn width(self, column: usize) -> usize {
        match column {
            ACQUIRED | SOURCE_ROW => 8,
            _ => self.value,
        }
    }

    /// The bytes of these rows of a column.
    const fn range(self, column: usize, rows: Range<usize>) -> Range<usize> {
        let before = match column {
            ACQUIRED => 0,
            _ => 8 + (column - 1) * self.value,
        };
        let (start, width) = (before * self.room, self.width(column));
        start + rows.start * width..start + rows.end * width
    }

    const fn size(self) -> usize {
        (16 + 8 * self.value) * self.room
    }
}

impl Large {
    /// `None` where that is too small, or the system gives no memory this way.
    pub(super) fn expecting<N>(rows: usize) -> Option<Self> {
        let layout = Layout {
            room: rows.next_multiple_of(ALIGNMENT),
            value: size_of::<N>(),
        };
        if layout.size() < LARGE {
            return None;
        }
        Some(Self {
            map: map(layout.size()).ok()?,
            layout,
            rows: 0,
        })
    }

    pub(super) fn push<N: ArrowNativeType>(&mut self, rows: &RowBlock<'_, N>) -> io::Result<()> {
        let before = self.rows;
        self.rows += rows.len();
        if self.rows > self.layout.room {
            self.grow(before)?;
        }
        let (map, layout, new) = (&mut self.map, self.layout, before..self.rows);
        let acquired = map[layout.range(ACQUIRED, new.clone())].as_chunks_mut().0;
        for (to, time) in acquired.iter_mut().zip(rows.acquired) {
            *to = micros(*time).to_ne_bytes();
        }
        for (column, values) in (1..).zip(rows.values) {
            map[layout.range(column, new.clone())].copy_from_slice(values.to_byte_slice());
        }
        map[layout.range(SOURCE_ROW, new)].copy_from_slice(rows.source_row.to_byte_slice());
        Ok(())
    }

    /// Makes room for half as many rows again, or as many as there are now.
    #[cold]
    fn grow(&mut self, before: usize) -> io::Result<()> {
        let room = self.rows.max(self.layout.room + self.layout.room / 2);
        let layout = Layout {
            room: room.next_multiple_of(ALIGNMENT),
            ..self.layout
        };
        let mut grown = map(layout.size())?;
        for column in 0..COLUMNS {
            let from = &self.map[self.layout.range(column, 0..before)];
            grown[layout.range(column, 0..before)].copy_from_slice(from);
        }
        self.map = grown;
        self.layout = layout;
        Ok(())
    }

    pub(super) fn place(mut self, first: u64) -> Vec<Buffer> {
        let range = |column| self.layout.range(column, 0..self.rows);
        let ranges: Vec<_> = (0..COLUMNS).map(range).collect();
        for row in self.map[range(SOURCE_ROW)].as_chunks_mut().0 {
            *row = (u64::from_ne_bytes(*row) + first).to_ne_bytes();
        }
        let all = Buffer::from(bytes::Bytes::from_owner(self.map));
        let slice = |range: Range<usize>| all.slice_with_length(range.start, range.len());
        ranges.into_iter().map(slice).collect()
    }
}

/// Memory of so many bytes, which are not touched.
fn map(size: usize) -> io::Result<MmapMut> {
    // The kernel aligns what is a whole number of large pages. The last one is made of
    // small pages, of which only those that are needed are ever there, unless it is full.
    let map = MmapMut::map_anon(size.next_multiple_of(LARGE))?;
    let large = (size + LARGE / 8) / LARGE * LARGE;
    // Without such pages it is as if it had not been asked.
    let _ = map.advise_range(Advice::HugePage, 0, large);
    Ok(map)
}
