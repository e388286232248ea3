//! Where rows go that leave a reader before it has finished.

/// Takes rows out of a reader, block by block, to where they belong: see
/// [`TransferReader::drain_into`](super::TransferReader::drain_into).
pub trait RowSink<N> {
    /// Why it takes no more.
    type Error;

    /// Takes a block of rows, which is not empty.
    ///
    /// # Errors
    /// Where it has no room for them: then they are lost.
    fn take(&mut self, rows: &RowBlock<'_, N>) -> Result<(), Self::Error>;
}

/// Rows that were read, where the reader holds them until it reads on. The slices have one
/// length, if they are not empty; the [module](super) has the table of columns and their units.
#[derive(Debug, Clone, Copy)]
pub struct RowBlock<'r, N> {
    /// The line or message that the snapshot came in.
    pub source_row: &'r [u64],
    /// Who sent it: a place in the dictionary that
    /// [`TransferReader::finish`](super::TransferReader::finish) gives, or -1 where no
    /// device is known (P-2.1).
    pub device: &'r [i32],
    /// When it was received, or [`NOT_RECEIVED`](super::NOT_RECEIVED); empty where no row has
    /// a time.
    pub received: &'r [i64],
    /// When it was taken (P-5.41): seconds since 1970-01-01T00:00:00Z, 1 to 9999999999.
    pub acquired: &'r [i64],
    /// Which values it has (P-5.42): a bit each, that of the first parameter the lowest.
    /// [`Bitmap::of_masks`](super::Bitmap::of_masks) makes a bitmap each of them.
    pub present: &'r [u8],
    /// The values by parameter, in the order of
    /// [`Parameter::ALL`](crate::obfcm::Parameter::ALL); 0 where one is absent.
    pub values: [&'r [N]; 8],
}

impl<N> RowBlock<'_, N> {
    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.acquired.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.acquired.is_empty()
    }
}
