//! The first way of reading: a canonical Data Transfer against the template that the
//! canonical form is (P-5.1, P-5.40 to P-5.43).
//!
//! Known member order, no white space and exactly one decimal leave nothing to
//! search for, so the literal bytes up to the next number are compared, and the
//! numbers go straight into exact tenths, up to eight digits at a time. What it
//! accepts, the thorough way reads to the same value without a deviation; what it
//! does not accept is not yet wrong.

use super::wire::{BareSnapshot, HEAD, LABELS, SNAPSHOT, TAIL};
use crate::cost;
use crate::message::MAX_PAYLOAD;
use crate::message::reading::cursor::Cursor;

/// Hands the snapshots of the canonical Data Transfer that `bytes` begin with to
/// `each`, in their order, and gives its length; `None` where they begin with anything
/// else, and then what `each` has seen means nothing.
pub(crate) fn read_canonical(bytes: &[u8], mut each: impl FnMut(&BareSnapshot)) -> Option<usize> {
    if !bytes.starts_with(HEAD) {
        return None;
    }
    let mut cursor = Cursor::new(bytes);
    cursor.at = HEAD.len();
    let mut newest = 0;
    loop {
        let snapshot = read_snapshot(&mut cursor)?;
        cost::steps(9);
        if snapshot.acquired <= newest || cursor.at > MAX_PAYLOAD {
            return None;
        }
        newest = snapshot.acquired;
        each(&snapshot);
        if cursor.peek() == Some(b',') {
            cursor.at += 1;
        } else {
            let end = cursor.at + TAIL.len();
            let complete = bytes.get(cursor.at..end) == Some(TAIL) && end <= MAX_PAYLOAD;
            return complete.then_some(end);
        }
    }
}

#[inline(always)] // Otherwise the snapshot is copied once more.
fn read_snapshot(cursor: &mut Cursor<'_>) -> Option<BareSnapshot> {
    if !cursor.take_text(&SNAPSHOT) {
        return None;
    }
    let mut snapshot = BareSnapshot {
        acquired: cursor.seconds()?,
        ..BareSnapshot::default()
    };
    let mut next = cursor.wide();
    for (place, label) in LABELS.iter().enumerate() {
        if label.begins(next) {
            cursor.skip(label);
            snapshot.tenths[place] = cursor.tenths()?;
            snapshot.present |= 1 << place;
            next = cursor.wide();
            if next as u8 == b'}' {
                break;
            }
        }
    }
    if next as u8 != b'}' || snapshot.present == 0 {
        return None;
    }
    cursor.at += 1;
    Some(snapshot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_canonical_bytes_are_read() {
        let accepts = |text: &str| read_canonical(text.as_bytes(), |_| {}) == Some(text.len());
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

    /// A canonical Data Transfer of so many bytes.
    fn of_length(length: usize) -> String {
        const ONE: usize = r#"{"acquired":1000000000,"tfc":1.0},"#.len();
        let count = (length - HEAD.len() - TAIL.len() + 1) / ONE;
        let mut missing = length - HEAD.len() - TAIL.len() + 1 - count * ONE;
        let snapshot = |number| {
            let further = missing.min(8);
            missing -= further;
            let acquired = 1_000_000_000 + number;
            format!(
                r#"{{"acquired":{acquired},"tfc":1{}.0}}"#,
                "0".repeat(further)
            )
        };
        let snapshots: Vec<_> = (0..count).map(snapshot).collect();
        format!("{{\"data\":[{}]}}", snapshots.join(","))
    }

    #[test]
    fn p_5_3_a_payload_above_the_limit_is_not_read() {
        for length in MAX_PAYLOAD - 3..MAX_PAYLOAD + 6 {
            let text = of_length(length);
            assert_eq!(text.len(), length);
            let expected = (length <= MAX_PAYLOAD).then_some(length);
            assert_eq!(read_canonical(text.as_bytes(), |_| {}), expected);
        }
        assert_eq!(
            read_canonical(of_length(2 * MAX_PAYLOAD).as_bytes(), |_| {}),
            None
        );
    }
}
