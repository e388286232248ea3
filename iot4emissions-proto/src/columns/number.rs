//! How the values are held.

use std::fmt;

/// A form of the eight values of a snapshot: exact tenths as `i128` (Arrow's
/// decimal(10,1)) or `i64`, or the nearest `f64`.
///
/// A value that is absent has 0 in its place, which its [`Bitmap`](super::Bitmap) tells
/// from a counter that stands at 0 (P-5.43).
pub trait ColumnNumber: Copy + Default + PartialEq + fmt::Debug + sealed::Read {
    /// The form of a number of tenths of the unit.
    fn from_tenths(tenths: u32) -> Self;
}

mod sealed {
    use super::super::TransferReader;
    use super::super::reader::Sent;
    use super::super::snapshots::Snapshots;
    use crate::envelope::LineForm;

    /// What takes nearly all of the time, for each form by a function of this crate: a generic
    /// one would be compiled with each caller, by that one's optimisation.
    pub trait Read: Sized {
        fn read_until<'l>(
            reader: &mut TransferReader<Self>,
            form: LineForm,
            lines: &'l [u8],
            first_row: u64,
            rejected: usize,
        ) -> (u64, &'l [u8]);

        fn push_sent(reader: &mut TransferReader<Self>, sent: Sent<'_>, payload: &[u8]);

        fn flush(snapshots: &mut Snapshots<Self>);
    }

    macro_rules! read {
        ($($number:ty),+) => {$(
            impl Read for $number {
                fn read_until<'l>(
                    reader: &mut TransferReader<Self>,
                    form: LineForm,
                    lines: &'l [u8],
                    first_row: u64,
                    rejected: usize,
                ) -> (u64, &'l [u8]) {
                    reader.read_lines_until(form, lines, first_row, rejected)
                }

                fn push_sent(reader: &mut TransferReader<Self>, sent: Sent<'_>, payload: &[u8]) {
                    reader.read_sent(sent, payload);
                }

                #[inline(never)] // Within others its loops take half as many instructions again.
                fn flush(snapshots: &mut Snapshots<Self>) {
                    snapshots.fill();
                }
            }
        )+};
    }
    read!(i128, i64, f64);
}

/// Tenths of the unit.
impl ColumnNumber for i128 {
    fn from_tenths(tenths: u32) -> Self {
        tenths.into()
    }
}

/// Tenths of the unit.
impl ColumnNumber for i64 {
    fn from_tenths(tenths: u32) -> Self {
        tenths.into()
    }
}

/// The unit, in the number nearest to the decimal one.
impl ColumnNumber for f64 {
    /// What a division by 10 gives, in less time.
    fn from_tenths(tenths: u32) -> Self {
        // The first product has at most 32 + 21 bits and is exact. What the second one is
        // off by is less than 2^-72 of the sum, which is rounded once. Where that could
        // count, in the middle between two numbers, is no tenth: the next one is 2^-57 of
        // itself away.
        let tenths = Self::from(tenths);
        tenths * TENTH_BEGINS + tenths * TENTH_GOES_ON
    }
}

/// A tenth is 1677721.6 / 2^24.
const TENTH_BEGINS: f64 = 1_677_721.0 / 16_777_216.0;
const TENTH_GOES_ON: f64 = 0.6 / 16_777_216.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn is_nearest(tenths: u32) {
        let expected = f64::from(tenths) / 10.0;
        assert_eq!(
            f64::from_tenths(tenths).to_bits(),
            expected.to_bits(),
            "{tenths}"
        );
    }

    #[test]
    fn p_5_43_every_number_is_the_nearest() {
        (0..3_000_000).for_each(is_nearest);
        (0..=u32::MAX).step_by(4_093).for_each(is_nearest);
        for exponent in 0..32 {
            let power = 1_u32 << exponent;
            (power.saturating_sub(100)..power.saturating_add(100)).for_each(is_nearest);
        }
        (u32::MAX - 1_000..=u32::MAX).for_each(is_nearest);
    }

    #[test]
    #[ignore = "every number of tenths; seconds in a release build"]
    fn long_proof_every_number_is_the_nearest() {
        (0..=u32::MAX).for_each(is_nearest);
    }
}
