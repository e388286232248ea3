//! The ways of reading a Data Transfer, each for what the one before does not accept:
//! canonical, reordered, thorough. Which of them a payload takes changes nothing but the
//! time.

use super::canonical::read_canonical;
use super::reordered;
use super::thorough::read_thoroughly;
use super::wire::BareSnapshot;
use crate::message::{DecodeError, DecodeOptions, Decoded, DeviationCounts, Profile};

/// Where the snapshots of one message go.
pub(crate) trait Sink {
    /// The message's next snapshot; they ascend by their times.
    fn take(&mut self, snapshot: &BareSnapshot);

    /// The message is read again from its beginning: what it gave so far means nothing.
    fn restart(&mut self);
}

/// Whether the reader wants to know where the deviations are, or only how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deviations {
    Listed,
    Counted,
}

/// Which way a message was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Canonical,
    Other,
}

/// Reads `payload` into `sink`.
#[inline(always)] // What it gives is large, and would be copied once more.
pub(crate) fn read(
    payload: &[u8],
    reading: DecodeOptions,
    deviations: Deviations,
    sink: &mut impl Sink,
) -> Result<Decoded<Way>, DecodeError> {
    if read_canonical(payload, |snapshot| sink.take(snapshot)) == Some(payload.len()) {
        return Ok(decoded(Way::Canonical, DeviationCounts::default()));
    }
    sink.restart();
    read_other(payload, reading, deviations, sink)
}

/// The same for a payload that is known not to be canonical.
#[inline(never)]
fn read_other(
    payload: &[u8],
    reading: DecodeOptions,
    deviations: Deviations,
    sink: &mut impl Sink,
) -> Result<Decoded<Way>, DecodeError> {
    let counted = match deviations {
        Deviations::Counted => reading,
        // What has none needs no list of them.
        Deviations::Listed => Profile::Strict.into(),
    };
    if let Some(counts) = read_reordered(payload, counted, sink) {
        return Ok(decoded(Way::Other, counts));
    }
    sink.restart();
    let read = read_thoroughly(payload, reading)?;
    for snapshot in read.message.snapshots() {
        sink.take(&BareSnapshot::of(snapshot));
    }
    Ok(read.map(|_| Way::Other))
}

/// Reads into `sink` a payload that has no more deviations than the second way accepts.
pub(crate) fn read_reordered(
    payload: &[u8],
    reading: DecodeOptions,
    sink: &mut impl Sink,
) -> Option<DeviationCounts> {
    reordered::read_reordered(payload, reading, |snapshot| sink.take(snapshot))
}

const fn decoded(way: Way, counts: DeviationCounts) -> Decoded<Way> {
    Decoded {
        message: way,
        deviations: Vec::new(),
        counts,
    }
}
