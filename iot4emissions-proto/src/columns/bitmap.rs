//! Which rows have a value.

/// One bit a row, 1 where it has a value; the first row is the lowest bit of the first
/// byte, and the bits after the last row are 0, as in Apache Arrow's validity bitmaps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bitmap {
    bytes: Vec<u8>,
    length: usize,
    absent: usize,
}

impl Bitmap {
    /// Of which rows `is_present` is so.
    pub(super) fn of<T>(rows: &[T], is_present: impl Fn(&T) -> bool) -> Self {
        let bit = |row: &T, place: usize| u8::from(is_present(row)) << place;
        let mut bytes = Vec::with_capacity(rows.len().div_ceil(8));
        let blocks = rows.chunks_exact(8);
        let rest = blocks.remainder();
        // Whole bytes first, each without a loop.
        bytes.extend(blocks.map(|rows| (0..8).fold(0, |byte, at| byte | bit(&rows[at], at))));
        if !rest.is_empty() {
            bytes.push((0..rest.len()).fold(0, |byte, at| byte | bit(&rest[at], at)));
        }
        Self::from_bytes(bytes, rows.len())
    }

    /// The eight bitmaps whose bits are the columns of `masks`, a byte each row, the lowest
    /// bit first.
    #[must_use]
    pub fn of_masks(masks: &[u8]) -> [Self; 8] {
        let mut columns: [Vec<u8>; 8] =
            std::array::from_fn(|_| Vec::with_capacity(masks.len().div_ceil(8)));
        for rows in masks.chunks(8) {
            let mut block = [0; 8];
            block[..rows.len()].copy_from_slice(rows);
            let block = transposed(u64::from_le_bytes(block)).to_le_bytes();
            for (column, byte) in columns.iter_mut().zip(block) {
                column.push(byte);
            }
        }
        columns.map(|bytes| Self::from_bytes(bytes, masks.len()))
    }

    fn from_bytes(bytes: Vec<u8>, length: usize) -> Self {
        let present: usize = bytes.iter().map(|byte| byte.count_ones() as usize).sum();
        Self {
            bytes,
            length,
            absent: length - present,
        }
    }

    /// Whether the row has a value; a row that is not there has none.
    #[must_use]
    pub fn get(&self, row: usize) -> bool {
        row < self.length && self.bytes[row / 8] & (1 << (row % 8)) != 0
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// How many rows have no value.
    #[must_use]
    pub fn absent(&self) -> usize {
        self.absent
    }

    /// The bits, eight rows a byte.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bits, eight rows a byte, to be handed over without a copy.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Bit `i` of byte `j` becomes bit `j` of byte `i`: halves of 4, 2 and 1 bits change
/// places across the diagonal (Hacker's Delight §7-3).
const fn transposed(block: u64) -> u64 {
    let swap = (block ^ (block >> 7)) & 0x00aa_00aa_00aa_00aa;
    let block = block ^ swap ^ (swap << 7);
    let swap = (block ^ (block >> 14)) & 0x0000_cccc_0000_cccc;
    let block = block ^ swap ^ (swap << 14);
    let swap = (block ^ (block >> 28)) & 0x0000_0000_f0f0_f0f0;
    block ^ swap ^ (swap << 28)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_rows_from_the_lowest() {
        let bits = [
            true, false, true, true, false, false, false, false, false, true,
        ];
        let bitmap = Bitmap::of(&bits, |bit| *bit);
        assert_eq!(bitmap.as_bytes(), [0b1101, 0b10]);
        assert_eq!((bitmap.len(), bitmap.absent()), (10, 6));
        assert!(bitmap.get(9) && !bitmap.get(8) && !bitmap.get(10));
    }

    #[test]
    fn masks_are_transposed_at_every_length() {
        let masks: Vec<u8> = (0..40)
            .map(|row: u8| row.wrapping_mul(167) ^ 0x5a)
            .collect();
        for length in 0..masks.len() {
            let masks = &masks[..length];
            for (place, bitmap) in Bitmap::of_masks(masks).into_iter().enumerate() {
                let expected = Bitmap::of(masks, |mask| mask & (1 << place) != 0);
                assert_eq!(bitmap, expected, "{length} rows, column {place}");
            }
        }
    }
}
