//! The fast path: canonical Data Transfers, written by and read against the template
//! that the canonical form is (P-5.1, P-5.40 to P-5.43).
//!
//! Known member order, no white space and exactly one decimal leave nothing to
//! search for, so the literal bytes up to the next number are compared, and the
//! numbers go straight into exact tenths. What it accepts, the thorough path reads to
//! the same value without a deviation; what it does not accept is not yet wrong.

use super::MAX_PAYLOAD;
use crate::obfcm::{Parameter, Snapshot, Tenths, Values};
use crate::time::UnixSeconds;

const HEAD: &[u8] = b"{\"data\":[";
const TAIL: &[u8] = b"]}";
const ACQUIRED: &[u8] = b"{\"acquired\":";

/// The text from one number to the value of each parameter.
const LABELS: [&[u8]; 8] = [
    b",\"tfc\":",
    b",\"tdt\":",
    b",\"tfccdo\":",
    b",\"tfcdscio\":",
    b",\"tdtcdoeo\":",
    b",\"tdtcdoer\":",
    b",\"tdtdscio\":",
    b",\"tgeib\":",
];

/// A snapshot of few values, as most vehicles have, and its comma.
const USUAL_LENGTH: usize = 64;

/// The Data Transfer of the first of `snapshots`, as many as fit into `limit` bytes, and
/// how many these are (P-6.6).
pub(super) fn write_data_transfer<'s>(
    snapshots: impl IntoIterator<Item = &'s Snapshot>,
    limit: usize,
) -> (Vec<u8>, usize) {
    let snapshots = snapshots.into_iter();
    let usual = HEAD.len() + snapshots.size_hint().0 * USUAL_LENGTH;
    let mut bytes = Vec::with_capacity(usual.min(limit));
    bytes.extend_from_slice(HEAD);
    let mut count = 0;
    for snapshot in snapshots {
        let written = bytes.len();
        if count > 0 {
            bytes.push(b',');
        }
        write_snapshot(snapshot, &mut bytes);
        if bytes.len() + TAIL.len() > limit {
            bytes.truncate(written);
            break;
        }
        count += 1;
    }
    bytes.extend_from_slice(TAIL);
    (bytes, count)
}

fn write_snapshot(snapshot: &Snapshot, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(ACQUIRED);
    write_number(snapshot.acquired().0, bytes);
    for (parameter, value) in snapshot.values().present() {
        bytes.extend_from_slice(LABELS[parameter.index()]);
        write_number((value.get() / 10).into(), bytes);
        bytes.extend_from_slice(&[b'.', b'0' + (value.get() % 10) as u8]);
    }
    bytes.push(b'}');
}

/// The numbers from 0 to 99 in two digits each.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number = 0;
    while number < pairs.len() {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
};

/// `write!` takes several times as long.
fn write_number(mut number: u64, bytes: &mut Vec<u8>) {
    // As many as the longest number has.
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    while number >= 10 {
        first -= 2;
        digits[first..first + 2].copy_from_slice(&PAIRS[(number % 100) as usize]);
        number /= 100;
    }
    // One digit is left, or none of more than one.
    if number > 0 || first == digits.len() {
        first -= 1;
        digits[first] += number as u8;
    }
    bytes.extend_from_slice(&digits[first..]);
}

/// Hands the snapshots of a canonical Data Transfer to `each`, in their order;
/// `None` where the payload is anything else, and then what `each` has seen means
/// nothing.
pub(super) fn read_data_transfer(payload: &[u8], mut each: impl FnMut(Snapshot)) -> Option<()> {
    if payload.len() > MAX_PAYLOAD {
        return None;
    }
    let mut rest = payload.strip_prefix(HEAD)?;
    let mut newest = UnixSeconds(0);
    loop {
        let (snapshot, after) = read_snapshot(rest)?;
        if snapshot.acquired() <= newest {
            return None;
        }
        newest = snapshot.acquired();
        each(snapshot);
        match after {
            TAIL => return Some(()),
            _ => rest = after.strip_prefix(b",")?,
        }
    }
}

fn read_snapshot(bytes: &[u8]) -> Option<(Snapshot, &[u8])> {
    let rest = bytes.strip_prefix(ACQUIRED)?;
    let (acquired, mut rest) = read_digits::<10>(rest)?;
    let mut values = Values::default();
    for (parameter, label) in Parameter::ALL.into_iter().zip(LABELS) {
        if let Some(after) = rest.strip_prefix(label) {
            let (tenths, after) = read_tenths(after)?;
            values.set(parameter, Some(tenths));
            rest = after;
        }
    }
    let snapshot = Snapshot::new(UnixSeconds(acquired), values).ok()?;
    Some((snapshot, rest.strip_prefix(b"}")?))
}

fn read_tenths(bytes: &[u8]) -> Option<(Tenths, &[u8])> {
    let (whole, rest) = read_digits::<9>(bytes)?;
    let [b'.', tenth @ b'0'..=b'9', rest @ ..] = rest else {
        return None;
    };
    let tenths = whole * 10 + u64::from(tenth - b'0');
    let tenths = u32::try_from(tenths).ok().and_then(Tenths::new)?;
    Some((tenths, rest))
}

/// A whole number of at most `MOST` digits without leading zeros.
fn read_digits<const MOST: usize>(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let length = bytes
        .iter()
        .take(MOST + 1)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (digits, rest) = bytes.split_at(length);
    let canonical = (1..=MOST).contains(&length) && (length == 1 || digits[0] != b'0');
    let value = digits
        .iter()
        .fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
    canonical.then_some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_the_wire_names() {
        for (parameter, label) in Parameter::ALL.into_iter().zip(LABELS) {
            let expected = format!(",\"{}\":", parameter.wire_name());
            assert_eq!(label, expected.as_bytes());
        }
    }

    #[test]
    fn p_5_5_numbers_are_written_in_their_digits() {
        let around = |number: u64| [number.saturating_sub(1), number, number.saturating_add(1)];
        let powers = (0..20).map(|exponent| 10_u64.pow(exponent));
        for number in (0..1000)
            .chain(powers.flat_map(around))
            .chain(around(u64::MAX))
        {
            let mut bytes = Vec::new();
            write_number(number, &mut bytes);
            assert_eq!(bytes, number.to_string().as_bytes());
        }
    }

    #[test]
    fn only_canonical_bytes_are_read() {
        let accepts = |text: &str| read_data_transfer(text.as_bytes(), |_| {}).is_some();
        assert!(accepts(r#"{"data":[{"acquired":1,"tfc":0.0}]}"#));
        assert!(accepts(
            r#"{"data":[{"acquired":9999999999,"tgeib":429496729.4}]}"#
        ));
        assert!(accepts(
            r#"{"data":[{"acquired":1,"tfc":0.0},{"acquired":2,"tdt":0.1}]}"#
        ));
        for other in [
            "",
            r#"{"data":[]}"#,
            r#"{"data":[{"acquired":1}]}"#,
            r#"{"data":[{"acquired":0,"tfc":0.0}]}"#,
            r#"{"data":[{"acquired":01,"tfc":0.0}]}"#,
            r#"{"data":[{"acquired":10000000000,"tfc":0.0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":00.0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":0.00}]}"#,
            r#"{"data":[{"acquired":1,"tfc":-0.0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":429496729.5}]}"#,
            r#"{"data":[{"acquired":1,"tdt":0.0,"tfc":0.0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":0.0}],}"#,
            r#"{"data":[{"acquired":1,"tfc":0.0}]} "#,
            r#"{"data":[{"acquired":1,"tfc":0.0},{"acquired":1,"tfc":0.0}]}"#,
        ] {
            assert!(!accepts(other), "{other}");
        }
    }
}
