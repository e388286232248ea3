//! Canonical writing of Data Transfers (P-5.1, P-5.40 to P-5.43): byte-stable, by the
//! template that the first way of reading compares with.

use super::wire::{HEAD, LABELS, SNAPSHOT, TAIL};
use crate::obfcm::Snapshot;

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
    SNAPSHOT.write(bytes);
    write_number(snapshot.acquired().0, bytes);
    for (parameter, value) in snapshot.values().present() {
        LABELS[parameter.index()].write(bytes);
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
