//! The segments of a device's data (P-7.13): what lies in one of them may be read as one
//! series, as it is one owner's.

use serde::{Deserialize, Serialize};

use crate::time::UnixSeconds;

/// How many beginnings are kept apart. A vehicle has a handful of owners; snapshots wait on
/// the device for months, not for dozens of sales.
const KEPT: usize = 64;

/// When the segments of a device's data began, by the Data Service's clock. The first, 0,
/// began with the introduction and has no time.
///
/// ```
/// use iot4emissions_proto::services::data::Segments;
/// use iot4emissions_proto::time::UnixSeconds;
///
/// let mut segments = Segments::default();
/// segments.begin(UnixSeconds(1_767_225_600));
/// assert_eq!(segments.present(), 1);
/// // A snapshot that waited on the device belongs to whose it was.
/// assert_eq!(segments.of(UnixSeconds(1_767_225_599)), 0);
/// assert_eq!(segments.of(UnixSeconds(1_767_225_600)), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Segments {
    /// The number of the segment before the earliest of `begun`: 0, unless there were more
    /// than 64 later ones.
    first: u32,
    /// When each later one began, ascending.
    begun: Vec<UnixSeconds>,
}

impl Segments {
    /// Those that began at these times, in any order, after `first` earlier ones.
    #[must_use]
    pub fn from_parts(first: u32, mut begun: Vec<UnixSeconds>) -> Self {
        begun.sort_unstable();
        let dropped = begun.len().saturating_sub(KEPT);
        begun.drain(..dropped);
        let dropped = u32::try_from(dropped).unwrap_or(u32::MAX);
        let first = first.saturating_add(dropped);
        Self { first, begun }
    }

    /// How many segments began before those whose times are kept, the first of all not
    /// counted.
    #[must_use]
    pub const fn first(&self) -> u32 {
        self.first
    }

    /// When the later ones began, ascending: 64 at most.
    #[must_use]
    pub fn begun(&self) -> &[UnixSeconds] {
        &self.begun
    }

    /// A new segment begins. It begins no earlier than the one before: a clock that was set
    /// back leaves that one without data.
    pub fn begin(&mut self, now: UnixSeconds) {
        if self.begun.len() >= KEPT {
            self.begun.remove(0);
            self.first = self.first.saturating_add(1);
        }
        let latest = self.begun.last().copied().unwrap_or(now);
        self.begun.push(now.max(latest));
    }

    /// The number of the segment that goes on now.
    #[must_use]
    pub fn present(&self) -> u32 {
        self.number(self.begun.len())
    }

    /// The number of the segment that a snapshot belongs to, by when it was acquired.
    #[must_use]
    pub fn of(&self, acquired: UnixSeconds) -> u32 {
        self.number(self.begun.partition_point(|begun| *begun <= acquired))
    }

    /// Whether there is only the first.
    #[must_use]
    pub fn is_undivided(&self) -> bool {
        self.first == 0 && self.begun.is_empty()
    }

    fn number(&self, later: usize) -> u32 {
        let later = u32::try_from(later).unwrap_or(u32::MAX);
        self.first.saturating_add(later)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_7_13_a_snapshot_belongs_to_the_segment_in_which_it_was_acquired() {
        let mut segments = Segments::default();
        assert!(segments.is_undivided());
        segments.begin(UnixSeconds(100));
        segments.begin(UnixSeconds(200));
        // Set back: nothing lies between the two.
        segments.begin(UnixSeconds(150));
        let of = |acquired| segments.of(UnixSeconds(acquired));
        assert_eq!([0, 99, 100, 199, 200, 201].map(of), [0, 0, 1, 1, 3, 3]);
        assert_eq!(segments.present(), 3);
        assert!(!segments.is_undivided());
    }

    #[test]
    fn p_7_13_segments_keep_their_numbers_when_the_earliest_are_dropped() {
        let mut segments = Segments::default();
        let mut before = Vec::new();
        for begun in 1..=1_000 {
            segments.begin(UnixSeconds(begun));
            before.push(segments.of(UnixSeconds(begun)));
        }
        assert_eq!(before, (1..=1_000).collect::<Vec<_>>());
        assert_eq!(segments.present(), 1_000);
        assert_eq!(segments.of(UnixSeconds(990)), 990);
        // What waited on the device through more than 64 changes is not whose it was, but
        // never that of a later one.
        assert_eq!(segments.of(UnixSeconds(3)), 936);
        assert!(serde_json::to_string(&segments).unwrap().len() < 1_000);
        let begun: Vec<_> = (1..=1_000).rev().map(UnixSeconds).collect();
        assert_eq!(Segments::from_parts(0, begun), segments);
        let (first, begun) = (segments.first(), segments.begun().to_vec());
        assert_eq!((first, begun.len()), (936, 64));
        assert_eq!(Segments::from_parts(first, begun), segments);
    }
}
