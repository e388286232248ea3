//! Data Transfer (P-5.40 to P-5.44, JRC127600 Table 7 and Box 4).

use serde::{Deserialize, Serialize};

use super::canonical;
use super::decode::{DecodeError, Decoded, DeviationCode, IssueCode, Profile};
use super::json::{Node, Path, Value};
use super::member::{NumberForm, NumberRule, Object, number, wrong_type};
use super::relaxed::read_relaxed;
use super::report::{Report, decode};
use super::template::{Row, read_canonical};
use crate::obfcm::{Parameter, Snapshot, Tenths, Unit, Values};
use crate::time::UnixSeconds;

/// At least one snapshot, strictly ascending by `acquired` (P-5.40, JRC127600
/// Table 7).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Snapshot>", into = "Vec<Snapshot>")]
pub struct DataTransfer {
    snapshots: Vec<Snapshot>,
}

/// Why snapshots make no Data Transfer (P-5.40).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DataTransferError {
    /// There is no snapshot.
    #[error("expected at least one snapshot, found none")]
    Empty,
    /// A snapshot is not later than the one before it.
    #[error(
        "expected snapshots strictly ascending by acquired, found {found} after {before} at index {index}"
    )]
    Order {
        /// The snapshot's place, from 0.
        index: usize,
        /// The time before it.
        before: UnixSeconds,
        /// Its own time.
        found: UnixSeconds,
    },
}

impl DataTransferError {
    /// The stable code, such as `empty`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Order { .. } => "order",
        }
    }
}

const NAME: &str = "Data Transfer";
const CLAUSE: &str = "JRC127600 Table 7";

/// `acquired` (P-5.41).
pub(crate) const ACQUIRED: NumberRule = NumberRule {
    canonical: NumberForm::Number,
    decimals: 0,
    least: *Snapshot::ACQUIRED.start(),
    most: *Snapshot::ACQUIRED.end(),
    expected: "a UNIX time from 1 to 9999999999 s",
    clause: CLAUSE,
};

impl DataTransfer {
    /// A Data Transfer of `snapshots`, in their order.
    ///
    /// # Errors
    /// Where there is none, or one is not later than the one before it.
    pub fn new(snapshots: Vec<Snapshot>) -> Result<Self, DataTransferError> {
        if snapshots.is_empty() {
            return Err(DataTransferError::Empty);
        }
        for (place, pair) in snapshots.windows(2).enumerate() {
            let (before, found) = (pair[0].acquired(), pair[1].acquired());
            if found <= before {
                return Err(DataTransferError::Order {
                    index: place + 1,
                    before,
                    found,
                });
            }
        }
        Ok(Self { snapshots })
    }

    /// The snapshots, strictly ascending by `acquired`.
    #[must_use]
    pub fn snapshots(&self) -> &[Snapshot] {
        &self.snapshots
    }

    /// The snapshots, strictly ascending by `acquired`.
    #[must_use]
    pub fn into_snapshots(self) -> Vec<Snapshot> {
        self.snapshots
    }

    /// Reads a payload. Canonical bytes, which nearly all payloads are, take a
    /// path of their own that accepts nothing else, and what differs from them in white
    /// space and member order alone takes a second one.
    ///
    /// # Errors
    /// Every problem found (P-5.3).
    pub fn decode(payload: &[u8], profile: Profile) -> Result<Decoded<Self>, DecodeError> {
        let message = Self::decode_canonical(payload);
        match message.or_else(|| Self::decode_reordered(payload)) {
            Some(message) => Ok(Decoded {
                message,
                deviations: Vec::new(),
            }),
            None => Self::decode_thoroughly(payload, profile),
        }
    }

    /// The message that `payload` is but for white space and member order.
    fn decode_reordered(payload: &[u8]) -> Option<Self> {
        let mut snapshots = Vec::new();
        let each = |row: &Row| snapshots.extend(row.snapshot());
        read_relaxed(payload, Profile::Strict, each)?;
        Some(Self { snapshots })
    }

    /// The message whose canonical form `payload` is, `None` for any other
    /// payload: that one is not yet wrong.
    #[must_use]
    pub fn decode_canonical(payload: &[u8]) -> Option<Self> {
        let mut snapshots = Vec::new();
        let length = read_canonical(payload, |row| snapshots.extend(row.snapshot()))?;
        (length == payload.len()).then_some(Self { snapshots })
    }

    /// Reads any payload, canonical or not, with every deviation and problem:
    /// what [`DataTransfer::decode`] does where the payload is not canonical.
    ///
    /// # Errors
    /// Every problem found (P-5.3).
    pub fn decode_thoroughly(
        payload: &[u8],
        profile: Profile,
    ) -> Result<Decoded<Self>, DecodeError> {
        decode(NAME, payload, profile, read)
    }

    /// The canonical bytes (P-5.1).
    #[must_use]
    pub fn to_canonical(&self) -> Vec<u8> {
        canonical::write_data_transfer(&self.snapshots, usize::MAX).0
    }

    /// The number of snapshots, from the first, whose Data Transfer has at most
    /// `limit` bytes in canonical form (P-6.6); 0 where not even one fits.
    #[must_use]
    pub fn fitting<'s>(snapshots: impl IntoIterator<Item = &'s Snapshot>, limit: usize) -> usize {
        canonical::write_data_transfer(snapshots, limit).1
    }

    /// The canonical bytes of that Data Transfer, and how many snapshots it holds; where
    /// that is 0, the bytes are no message. The snapshots ascend strictly by `acquired`.
    pub(crate) fn write_fitting<'s>(
        snapshots: impl IntoIterator<Item = &'s Snapshot>,
        limit: usize,
    ) -> (Vec<u8>, usize) {
        canonical::write_data_transfer(snapshots, limit)
    }
}

impl TryFrom<Vec<Snapshot>> for DataTransfer {
    type Error = DataTransferError;

    fn try_from(snapshots: Vec<Snapshot>) -> Result<Self, DataTransferError> {
        Self::new(snapshots)
    }
}

impl From<DataTransfer> for Vec<Snapshot> {
    fn from(message: DataTransfer) -> Self {
        message.snapshots
    }
}

fn read<'a>(node: &Node<'a>, report: &mut Report<'a>) -> Option<DataTransfer> {
    let top = Path::TOP;
    let mut object = Object::of(node, &top, report)?;
    let data = object.require("data", &top, report);
    object.finish(&top, CLAUSE, report);
    let (path, node) = (top.name("data"), data?);
    let Value::Array(elements) = &node.value else {
        return wrong_type(node, &path, "an array of snapshots", report);
    };
    if elements.is_empty() {
        let expected = "at least one snapshot";
        report.issue(IssueCode::Length, &path, node.raw, expected, "none");
    }
    let read: Vec<_> = elements
        .iter()
        .enumerate()
        .map(|(index, element)| read_snapshot(element, &path.index(index), report))
        .collect();
    check_order(elements, &read, &path, node, report);
    let mut snapshots: Vec<_> = read
        .into_iter()
        .map(|(_, snapshot)| snapshot)
        .collect::<Option<_>>()?;
    snapshots.sort_by_key(Snapshot::acquired);
    DataTransfer::new(snapshots).ok()
}

/// P-5.40: the same time twice is a problem, another order a deviation.
fn check_order<'a>(
    elements: &[Node<'a>],
    read: &[(Option<UnixSeconds>, Option<Snapshot>)],
    path: &Path<'_>,
    node: &Node<'a>,
    report: &mut Report<'a>,
) {
    let times: Vec<(UnixSeconds, usize)> = read
        .iter()
        .enumerate()
        .filter_map(|(index, (acquired, _))| Some(((*acquired)?, index)))
        .collect();
    let mut sorted = times.clone();
    sorted.sort_unstable();
    let mut duplicates: Vec<(UnixSeconds, usize)> = sorted
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| pair[1])
        .collect();
    duplicates.sort_unstable_by_key(|(_, index)| *index);
    for (acquired, index) in duplicates {
        let at = path.index(index);
        report.issue(
            IssueCode::DuplicateAcquired,
            &at.name("acquired"),
            elements[index].raw,
            "each acquisition time once",
            &format!("{acquired} again"),
        );
    }
    if times.windows(2).any(|pair| pair[0].0 > pair[1].0) {
        report.deviation(
            DeviationCode::Unordered,
            path,
            node,
            CLAUSE,
            "snapshots ascending by acquired",
        );
    }
}

/// The snapshot's time, where that much can be read, and the snapshot.
fn read_snapshot<'a>(
    node: &Node<'a>,
    path: &Path<'_>,
    report: &mut Report<'a>,
) -> (Option<UnixSeconds>, Option<Snapshot>) {
    let Some(mut object) = Object::of(node, path, report) else {
        return (None, None);
    };
    let acquired = object.require("acquired", path, report);
    let acquired = acquired
        .and_then(|node| number(node, &path.name("acquired"), &ACQUIRED, report))
        .map(UnixSeconds);
    let mut values = Values::default();
    let mut members = 0;
    for parameter in Parameter::ALL {
        if let Some(node) = object.take(parameter.wire_name()) {
            members += 1;
            let rule = value_rule(parameter);
            let value = number(node, &path.name(parameter.wire_name()), &rule, report);
            let tenths = value.and_then(|value| u32::try_from(value).ok());
            values.set(parameter, tenths.and_then(Tenths::new));
        }
    }
    if members == 0 {
        let expected = "at least one OBFCM value (P-5.43)";
        report.issue(IssueCode::NoValue, path, node.raw, expected, "none");
    }
    object.finish(path, CLAUSE, report);
    let snapshot = acquired.and_then(|acquired| Snapshot::new(acquired, values).ok());
    (acquired, snapshot)
}

/// A value of `parameter` (P-5.42, P-5.43).
pub(crate) const fn value_rule(parameter: Parameter) -> NumberRule {
    NumberRule {
        canonical: NumberForm::Number,
        decimals: 1,
        least: 0,
        most: u32::MAX as u64 - 1,
        expected: match parameter.unit() {
            Unit::Litre => "litres with one decimal from 0.0 to 429496729.4",
            Unit::Kilometre => "kilometres with one decimal from 0.0 to 429496729.4",
            Unit::KilowattHour => "kilowatt-hours with one decimal from 0.0 to 429496729.4",
        },
        clause: CLAUSE,
    }
}
