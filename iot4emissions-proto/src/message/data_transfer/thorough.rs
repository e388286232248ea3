//! The thorough way of reading: any payload, with every deviation and problem. It shares
//! nothing with the fast ways, whose oracle it is in tests.

use super::DataTransfer;
use super::wire::{ACQUIRED, DATA};
use crate::cost;
use crate::message::reading::decode;
use crate::message::reading::member::{NumberForm, NumberRule, Object, number, wrong_type};
use crate::message::reading::path::Path;
use crate::message::reading::report::Report;
use crate::message::reading::tree::{Kind, Node};
use crate::message::{DecodeError, DecodeOptions, Decoded, DeviationCode, IssueCode};
use crate::obfcm::{Parameter, Snapshot, Tenths, Unit, Values};
use crate::time::UnixSeconds;

const NAME: &str = "Data Transfer";
const CLAUSE: &str = "JRC127600 Table 7";

/// `acquired` (P-5.41).
pub(crate) const ACQUIRED_RULE: NumberRule = NumberRule {
    canonical: NumberForm::Number,
    decimals: 0,
    is_whole: false,
    least: *Snapshot::ACQUIRED.start(),
    most: *Snapshot::ACQUIRED.end(),
    expected: "a UNIX time from 1 to 9999999999 s",
    clause: CLAUSE,
};

/// Reads a payload whatever it is.
pub(crate) fn read_thoroughly(
    payload: &[u8],
    reading: DecodeOptions,
) -> Result<Decoded<DataTransfer>, DecodeError> {
    decode(NAME, payload, reading, read)
}

/// Where a snapshot's time was read: the time, its place among the snapshots, its text.
type Time<'a> = (UnixSeconds, usize, &'a str);

fn read<'a>(node: &Node<'a>, report: &mut Report<'a>) -> Option<DataTransfer> {
    let top = Path::TOP;
    let mut object = Object::of(node, &top, report)?;
    let data = object.require(DATA, &top, report);
    object.finish(&top, CLAUSE, report);
    let (path, node) = (top.name(DATA), data?);
    if node.kind() != Kind::Array {
        return wrong_type(&node, &path, &"an array of snapshots", report);
    }
    if !node.is_readable(&path, report) {
        return None;
    }
    if let Some(count) = numbers(&node) {
        // One problem, not one a number: a buffer of bytes, as Node.js writes it.
        let (expected, found) = (
            "an array of snapshots",
            format_args!("an array of {count} numbers"),
        );
        report.issue(IssueCode::Type, &path, node.raw, &expected, &found);
        return None;
    }
    let (mut times, mut snapshots, mut count) = (Vec::new(), Vec::new(), 0);
    node.elements(&path, report, |index, element, report| {
        let (acquired, snapshot) = read_snapshot(&element, &path.index(index), report);
        times.extend(acquired.map(|acquired| (acquired, index, element.raw)));
        // What is wrong already is read for its problems alone.
        snapshots.extend(snapshot.filter(|_| !report.has_issues()));
        count += 1;
    });
    if count == 0 {
        let expected = "at least one snapshot";
        report.issue(IssueCode::Length, &path, node.raw, &expected, &"none");
    }
    check_order(times, &path, &node, report);
    snapshots.sort_by_key(Snapshot::acquired);
    DataTransfer::new(snapshots).ok()
}

/// How many numbers the array holds, if it holds nothing else and more than one.
fn numbers(array: &Node<'_>) -> Option<usize> {
    let inside = array.raw.get(1..array.raw.len() - 1)?;
    cost::steps(inside.len());
    let is_number = |element: &str| {
        let element = element.trim_ascii();
        element.starts_with(|c: char| c.is_ascii_digit() || c == '-')
    };
    let mut elements = inside.split(',');
    (elements.clone().count() > 1 && elements.all(is_number)).then(|| inside.split(',').count())
}

/// P-5.40: the same time twice is a problem, another order a deviation.
fn check_order<'a>(
    mut times: Vec<Time<'a>>,
    path: &Path<'_>,
    node: &Node<'a>,
    report: &mut Report<'a>,
) {
    let is_unordered = times.windows(2).any(|pair| pair[0].0 > pair[1].0);
    times.sort_unstable_by_key(|(acquired, index, _)| (*acquired, *index));
    let mut duplicates: Vec<Time<'a>> = times
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| pair[1])
        .collect();
    duplicates.sort_unstable_by_key(|(_, index, _)| *index);
    for (acquired, index, raw) in duplicates {
        let at = path.index(index);
        report.issue(
            IssueCode::DuplicateAcquired,
            &at.name(ACQUIRED),
            raw,
            &"each acquisition time once",
            &format_args!("{acquired} again"),
        );
    }
    if is_unordered {
        let (code, expected) = (DeviationCode::Unordered, "snapshots ascending by acquired");
        report.deviation(code, path, node, CLAUSE, &expected);
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
    let acquired = object.require(ACQUIRED, path, report);
    let acquired = acquired
        .and_then(|node| number(&node, &path.name(ACQUIRED), &ACQUIRED_RULE, report))
        .map(UnixSeconds);
    let mut values = Values::default();
    let mut members = 0;
    for parameter in Parameter::ALL {
        let name = parameter.wire_name();
        if let Some(node) = object.take(name, path, report) {
            members += 1;
            let value = number(&node, &path.name(name), &value_rule(parameter), report);
            let tenths = value.and_then(|value| u32::try_from(value).ok());
            values.set(parameter, tenths.and_then(Tenths::new));
        }
    }
    if members == 0 {
        let expected = "at least one OBFCM value (P-5.43)";
        report.issue(IssueCode::NoValue, path, node.raw, &expected, &"none");
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
        is_whole: false,
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
