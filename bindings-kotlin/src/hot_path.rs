//! What crosses as addresses, for speed: the crate's only unsafe code that is written by hand.
//!
//! A call of UniFFI costs microseconds and copies what it carries. A Data Transfer is read in
//! less; so the facade's `HotPath` calls the two functions here through JNA's direct mapping,
//! with numbers only: the addresses and lengths of direct buffers of the calling thread. What
//! they refuse, the facade reads again by UniFFI, which says why.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice::{from_raw_parts, from_raw_parts_mut};

use iot4emissions_proto::columns::{RowBlock, RowSink, TransferReader};
use iot4emissions_proto::message::{DataTransfer, DecodeOptions, DeviationCode, Profile};

/// The message is refused, deviates, or has more snapshots than there is room for: UniFFI's way
/// tells.
const NOT_HERE: i64 = 0;
/// A defect: something panicked, or the facade's numbers contradict each other.
const DEFECT: i64 = -1;
/// There is no room for the rows.
const NO_ROOM: i64 = -2;

/// Bytes of a snapshot: the time, the values that are there as a bit each, the eight values in
/// tenths.
const SNAPSHOT: usize = 8 + 8 + 8 * 4;

/// The bits of `options`.
const TOLERANT: u64 = 1;
const NULL_IS_ABSENT: u64 = 2;

fn decode_options(options: u64) -> DecodeOptions {
    DecodeOptions {
        profile: match options & TOLERANT {
            0 => Profile::Strict,
            _ => Profile::Tolerant,
        },
        null_is_absent: options & NULL_IS_ABSENT != 0,
    }
}

/// Bytes that the caller reads to.
///
/// # Safety
/// `address` is that of `length` bytes of one direct buffer, initialised, which nothing writes
/// and which lives as long as the result is used; or `length` is 0.
unsafe fn bytes<'b>(address: u64, length: u64) -> &'b [u8] {
    match length {
        0 => &[],
        // SAFETY: what the caller promises. A length beyond `usize` is no buffer's.
        _ => unsafe { from_raw_parts(address as usize as *const u8, length as usize) },
    }
}

/// Bytes that the caller writes to.
///
/// # Safety
/// As [`bytes`], and nothing else reads or writes them.
unsafe fn bytes_mut<'b>(address: u64, length: u64) -> &'b mut [u8] {
    match length {
        0 => &mut [],
        // SAFETY: what the caller promises.
        _ => unsafe { from_raw_parts_mut(address as usize as *mut u8, length as usize) },
    }
}

/// Reads one Data Transfer that is accepted without a deviation into `rows` of [`SNAPSHOT`]
/// bytes each, and gives their number (P-5.2, P-5.3); [`NOT_HERE`] for any other.
///
/// # Safety
/// Both pairs of address and length are direct buffers of the calling thread, apart from each
/// other, which the caller holds until the function returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn iot4emissions_decode_transfer(
    payload: u64,
    payload_length: u64,
    options: u64,
    rows: u64,
    rows_length: u64,
) -> i64 {
    // SAFETY: what the caller promises; the two lie apart.
    let (payload, rows) = unsafe { (bytes(payload, payload_length), bytes_mut(rows, rows_length)) };
    // A panic must not cross. Nothing that it interrupts is used again but `rows`, plain bytes.
    catch_unwind(AssertUnwindSafe(|| decode(payload, options, rows))).unwrap_or(DEFECT)
}

fn decode(payload: &[u8], options: u64, rows: &mut [u8]) -> i64 {
    let Ok(decoded) = DataTransfer::decode(payload, decode_options(options)) else {
        return NOT_HERE;
    };
    let snapshots = decoded.message.snapshots();
    if !decoded.deviations.is_empty() || snapshots.len() > rows.len() / SNAPSHOT {
        return NOT_HERE;
    }
    for (snapshot, row) in snapshots.iter().zip(rows.chunks_exact_mut(SNAPSHOT)) {
        let (head, tenths) = row.split_at_mut(16);
        let mut present: u64 = 0;
        for (parameter, value) in snapshot.values().present() {
            present |= 1 << parameter.index();
            tenths[parameter.index() * 4..][..4].copy_from_slice(&value.get().to_ne_bytes());
        }
        head[..8].copy_from_slice(&snapshot.acquired().0.to_ne_bytes());
        head[8..].copy_from_slice(&present.to_ne_bytes());
    }
    snapshots.len() as i64
}

/// Reads many payloads into columns, and gives the number of rows.
///
/// `frames` holds the payloads, each behind its length, a 32-bit number. `columns` is filled
/// with, each from an offset that is a multiple of 8:
///
/// - the number of each deviation, 64 bits each, in the order of `DeviationCode::ALL`;
/// - for each of `count` frames, how many rows it gave, 32 bits, and -1 where it is refused;
/// - for each of `capacity` rows, the time, 64 bits;
/// - for each parameter, for each of `capacity` rows, the value in tenths, 64 bits;
/// - for each of `capacity` rows, the values that are there, a bit each.
///
/// # Safety
/// As that of [`iot4emissions_decode_transfer`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn iot4emissions_decode_transfers(
    frames: u64,
    frames_length: u64,
    count: u64,
    options: u64,
    columns: u64,
    columns_length: u64,
    capacity: u64,
) -> i64 {
    // SAFETY: what the caller promises; the two lie apart.
    let (frames, columns) = unsafe {
        (
            bytes(frames, frames_length),
            bytes_mut(columns, columns_length),
        )
    };
    let read = || {
        let places = Places::in_bytes(columns, count as usize, capacity as usize)?;
        Some(decode_many(frames, options, places))
    };
    // As above.
    catch_unwind(AssertUnwindSafe(read))
        .ok()
        .flatten()
        .unwrap_or(DEFECT)
}

/// Where the columns of a batch go.
struct Places<'c> {
    deviations: &'c mut [u8],
    outcomes: &'c mut [u8],
    acquired: &'c mut [u8],
    values: &'c mut [u8],
    present: &'c mut [u8],
    capacity: usize,
    filled: usize,
}

impl<'c> Places<'c> {
    fn in_bytes(columns: &'c mut [u8], count: usize, capacity: usize) -> Option<Self> {
        let mut rest = columns;
        let mut next = |length: usize| {
            let place = rest.split_off_mut(..length.checked_next_multiple_of(8)?)?;
            place.get_mut(..length)
        };
        Some(Self {
            deviations: next(DeviationCode::ALL.len() * 8)?,
            outcomes: next(count.checked_mul(4)?)?,
            acquired: next(capacity.checked_mul(8)?)?,
            values: next(capacity.checked_mul(64)?)?,
            present: next(capacity)?,
            capacity,
            filled: 0,
        })
    }
}

impl RowSink<i64> for Places<'_> {
    type Error = ();

    fn take(&mut self, rows: &RowBlock<'_, i64>) -> Result<(), ()> {
        let (first, length) = (self.filled, rows.len());
        if length > self.capacity - first {
            return Err(());
        }
        copy(&mut self.acquired[first * 8..], rows.acquired);
        for (place, values) in rows.values.iter().enumerate() {
            copy(
                &mut self.values[(place * self.capacity + first) * 8..],
                values,
            );
        }
        self.present[first..first + length].copy_from_slice(rows.present);
        self.filled += length;
        Ok(())
    }
}

fn copy(to: &mut [u8], from: &[i64]) {
    for (to, from) in to.chunks_exact_mut(8).zip(from) {
        to.copy_from_slice(&from.to_ne_bytes());
    }
}

fn decode_many(frames: &[u8], options: u64, places: Places<'_>) -> i64 {
    let mut places = places;
    let mut reader = TransferReader::<i64>::new(decode_options(options));
    let mut rest = frames;
    let mut row = 0;
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let Some((payload, after)) = after.split_at_checked(u32::from_ne_bytes(*length) as usize)
        else {
            return DEFECT;
        };
        reader.push(None, row, payload);
        row += 1;
        rest = after;
    }
    if !rest.is_empty() || places.outcomes.len() as u64 != row * 4 {
        return DEFECT;
    }
    let mut outcomes = Outcomes {
        places: &mut places,
    };
    outcomes.places.outcomes.fill(0);
    if reader.drain_into(&mut outcomes).is_err() {
        return NO_ROOM;
    }
    let columns = reader.finish();
    for refused in &columns.rejected {
        outcomes.set(refused.source_row as usize, -1);
    }
    for (place, code) in places
        .deviations
        .chunks_exact_mut(8)
        .zip(DeviationCode::ALL)
    {
        place.copy_from_slice(&columns.deviations.of(code).to_ne_bytes());
    }
    places.filled as i64
}

/// Counts the rows of each frame besides.
struct Outcomes<'p, 'c> {
    places: &'p mut Places<'c>,
}

impl Outcomes<'_, '_> {
    fn set(&mut self, frame: usize, outcome: i32) {
        self.places.outcomes[frame * 4..][..4].copy_from_slice(&outcome.to_ne_bytes());
    }
}

impl RowSink<i64> for Outcomes<'_, '_> {
    type Error = ();

    fn take(&mut self, rows: &RowBlock<'_, i64>) -> Result<(), ()> {
        self.places.take(rows)?;
        for rows in rows.source_row.chunk_by(|row, next| row == next) {
            self.set(rows[0] as usize, rows.len() as i32);
        }
        Ok(())
    }
}

/// Lets `write` fill a buffer of the facade's.
///
/// Not `unsafe`, because UniFFI's functions, which call it, cannot be: whoever calls one of them
/// promises what [`bytes_mut`] asks for.
pub(crate) fn fill<T>(address: u64, length: u64, write: impl FnOnce(&mut [u8]) -> T) -> T {
    // SAFETY: the facade passes its reader's own direct buffer, and holds the reader's lock until
    // the call returns.
    write(unsafe { bytes_mut(address, length) })
}

/// Moves `value` to where the facade has room for one.
///
/// Not `unsafe`, as [`fill`].
#[cfg(feature = "arrow")]
pub(crate) fn place<T>(address: u64, value: T) {
    // SAFETY: the facade passes the address of a structure of Arrow's C interface that Arrow Java
    // has allocated, released and so free to be overwritten, and holds it until the call returns.
    unsafe { (address as usize as *mut T).write(value) }
}
