//! The fast path of reading: a canonical Data Transfer against the template that the
//! canonical form is (P-5.1, P-5.40 to P-5.43).
//!
//! Known member order, no white space and exactly one decimal leave nothing to
//! search for, so the literal bytes up to the next number are compared, and the
//! numbers go straight into exact tenths, up to eight digits at a time. What it
//! accepts, the thorough path reads to the same value without a deviation; what it
//! does not accept is not yet wrong.

use super::MAX_PAYLOAD;
use crate::obfcm::{Parameter, Snapshot, Tenths, Values};
use crate::time::UnixSeconds;

pub(super) const HEAD: &[u8] = b"{\"data\":[";
pub(super) const TAIL: &[u8] = b"]}";
pub(super) const ACQUIRED: &[u8] = b"{\"acquired\":";

/// The text from one number to the value of each parameter.
pub(super) const LABELS: [&[u8]; 8] = [
    b",\"tfc\":",
    b",\"tdt\":",
    b",\"tfccdo\":",
    b",\"tfcdscio\":",
    b",\"tdtcdoeo\":",
    b",\"tdtcdoer\":",
    b",\"tdtdscio\":",
    b",\"tgeib\":",
];

/// A snapshot as bare numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Row {
    pub(crate) acquired: u64,
    /// One bit for each parameter, the first of Table 7 the lowest; never 0.
    pub(crate) present: u8,
    /// Tenths by parameter, 0 for what is absent; never the bus's "not available".
    pub(crate) tenths: [u32; 8],
}

impl Row {
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let mut row = Self {
            acquired: snapshot.acquired().0,
            ..Self::default()
        };
        for (parameter, tenths) in snapshot.values().present() {
            row.present |= 1 << parameter.index();
            row.tenths[parameter.index()] = tenths.get();
        }
        row
    }

    pub(super) fn snapshot(&self) -> Option<Snapshot> {
        let mut values = Values::default();
        for (parameter, tenths) in Parameter::ALL.into_iter().zip(self.tenths) {
            if self.present & (1 << parameter.index()) != 0 {
                values.set(parameter, Tenths::new(tenths));
            }
        }
        Snapshot::new(UnixSeconds(self.acquired), values).ok()
    }
}

/// Hands the snapshots of the canonical Data Transfer that `bytes` begin with to
/// `each`, in their order, and gives its length; `None` where they begin with anything
/// else, and then what `each` has seen means nothing.
pub(crate) fn read_canonical(bytes: &[u8], mut each: impl FnMut(&Row)) -> Option<usize> {
    if !bytes.starts_with(HEAD) {
        return None;
    }
    let mut at = HEAD.len();
    let mut newest = 0;
    loop {
        let row = read_snapshot(bytes, &mut at)?;
        if row.acquired <= newest || at > MAX_PAYLOAD {
            return None;
        }
        newest = row.acquired;
        each(&row);
        if bytes.get(at) == Some(&b',') {
            at += 1;
        } else {
            let end = at + TAIL.len();
            let complete = bytes.get(at..end) == Some(TAIL) && end <= MAX_PAYLOAD;
            return complete.then_some(end);
        }
    }
}

#[inline(always)] // Otherwise the row is copied once more.
fn read_snapshot(bytes: &[u8], at: &mut usize) -> Option<Row> {
    if !bytes.get(*at..)?.starts_with(ACQUIRED) {
        return None;
    }
    *at += ACQUIRED.len();
    let mut row = Row {
        acquired: read_acquired(bytes, at)?,
        ..Row::default()
    };
    let mut next = wide(bytes, *at);
    for (place, text) in TEXTS.iter().enumerate() {
        if text.begins(next) {
            *at += text.length;
            row.tenths[place] = read_tenths(bytes, at)?;
            row.present |= 1 << place;
            next = wide(bytes, *at);
            if next as u8 == b'}' {
                break;
            }
        }
    }
    if next as u8 != b'}' || row.present == 0 {
        return None;
    }
    *at += 1;
    Some(row)
}

/// A text of at most 16 bytes, to be compared at once.
pub(super) struct ShortText {
    bytes: u128,
    mask: u128,
    pub(super) length: usize,
}

impl ShortText {
    pub(super) const fn of(text: &[u8]) -> Self {
        let (mut bytes, mut mask, mut place) = (0, 0, 0);
        while place < text.len() {
            bytes |= (text[place] as u128) << (8 * place);
            mask |= 0xff << (8 * place);
            place += 1;
        }
        Self {
            bytes,
            mask,
            length: text.len(),
        }
    }

    /// Whether what [`wide`] gave begins with the text.
    pub(super) const fn begins(&self, wide: u128) -> bool {
        wide & self.mask == self.bytes
    }
}

const TEXTS: [ShortText; 8] = {
    let mut texts = [const { ShortText::of(b"") }; 8];
    let mut place = 0;
    while place < texts.len() {
        texts[place] = ShortText::of(LABELS[place]);
        place += 1;
    }
    texts
};

/// The 16 bytes at `at`, the first the lowest; zeros, which stand in no payload that
/// is accepted, after the end.
pub(super) fn wide(bytes: &[u8], at: usize) -> u128 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(chunk) => u128::from_le_bytes(*chunk),
        None => u128::from_le_bytes(padded(bytes, at)),
    }
}

/// The same with 8 bytes.
fn word(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => u64::from_le_bytes(padded(bytes, at)),
    }
}

#[cold]
fn padded<const LENGTH: usize>(bytes: &[u8], at: usize) -> [u8; LENGTH] {
    let mut chunk = [0; LENGTH];
    let rest = bytes.get(at..).unwrap_or_default();
    for (to, from) in chunk.iter_mut().zip(rest) {
        *to = *from;
    }
    chunk
}

/// The same in every byte of eight.
const EACH: u64 = 0x0101_0101_0101_0101;

/// Eight bytes, of which the first so many are digits.
struct Digits {
    /// The bytes, a digit as its value.
    values: u64,
    count: u32,
}

impl Digits {
    fn at(bytes: &[u8], at: usize) -> Self {
        let values = word(bytes, at) ^ (EACH * b'0' as u64);
        Self {
            values,
            count: not_digits(values).trailing_zeros() / 8,
        }
    }

    /// The number that the first `count` bytes are, where they are 1 to 8 digits
    /// without leading zeros.
    fn number(&self) -> Option<u32> {
        if self.count == 0 || (self.count > 1 && self.values as u8 == 0) {
            return None;
        }
        Some(eight_digits(self.values << (64 - 8 * self.count)))
    }
}

/// The highest bit of the first byte that is not 0 to 9, and of bytes behind it.
const fn not_digits(values: u64) -> u64 {
    // Above 9 the sum has the highest bit, unless the value has it already. A carry comes
    // only from the latter and goes only to bytes behind it, so that the first one is
    // found right.
    (values.wrapping_add(EACH * 0x76) | values) & (EACH * 0x80)
}

/// The number that eight bytes of 0 to 9 are: two, then four, then eight are put together
/// at once.
const fn eight_digits(digits: u64) -> u32 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let even = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let odd = ((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    (even.wrapping_add(odd) >> 32) as u32
}

/// A whole number of at most `MOST` digits, which is more than 8, without leading zeros.
#[inline]
pub(super) fn read_whole<const MOST: usize>(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let digits = Digits::at(bytes, *at);
    let mut number = u64::from(digits.number()?);
    *at += digits.count as usize;
    if digits.count == 8 {
        for _ in 8..MOST {
            match bytes.get(*at) {
                Some(digit @ b'0'..=b'9') => number = number * 10 + u64::from(digit - b'0'),
                _ => break,
            }
            *at += 1;
        }
    }
    Some(number)
}

/// A digit too many is left, and no literal begins with one.
#[inline(always)]
fn read_acquired(bytes: &[u8], at: &mut usize) -> Option<u64> {
    // From 2001 to 2286 it has ten digits, and what follows need not wait for their count.
    let ten = wide(bytes, *at) ^ (EACH as u128 * b'0' as u128 * ((1 << 64) + 1));
    let (eight, two) = (ten as u64, (ten >> 64) as u64 & 0xffff);
    if not_digits(eight) | not_digits(two) != 0 || eight as u8 == 0 {
        return read_whole::<10>(bytes, at);
    }
    *at += 10;
    let two = 10 * (two & 0xff) + (two >> 8);
    Some(100 * u64::from(eight_digits(eight)) + two)
}

#[inline(always)] // Where it ends is then in a register, and all that follows waits for it.
fn read_tenths(bytes: &[u8], at: &mut usize) -> Option<u32> {
    // Where the next number stands waits for nothing but the point: the first byte that
    // lacks a bit that all digits have, if this is a number at all. It has at most six
    // digits before the point, or is read another way.
    let text = word(bytes, *at);
    let count = (!text & (EACH * 0x10) | 1 << 60).trailing_zeros() / 8;
    if count == 0 || count > 6 {
        return read_long_tenths(bytes, at);
    }
    let values = text ^ (EACH * b'0' as u64);
    let digits = values << (64 - 8 * count);
    let leading_zero = count > 1 && values as u8 == 0;
    // The point and the tenth are among the eight bytes.
    let rest = values >> (8 * count);
    let (point, tenth) = (rest as u8 ^ b'0', (rest >> 8) as u8);
    if not_digits(digits) != 0 || leading_zero || point != b'.' || tenth > 9 {
        return None;
    }
    *at += count as usize + 2;
    Some(eight_digits(digits) * 10 + u32::from(tenth))
}

#[cold]
fn read_long_tenths(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let whole = read_whole::<9>(bytes, at)?;
    let Some([b'.', tenth @ b'0'..=b'9']) = bytes.get(*at..*at + 2) else {
        return None;
    };
    *at += 2;
    in_range(whole * 10 + u64::from(tenth - b'0'))
}

/// P-5.43.
pub(super) fn in_range(tenths: u64) -> Option<u32> {
    u32::try_from(tenths)
        .ok()
        .filter(|tenths| *tenths < u32::MAX)
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
    fn p_5_43_every_number_of_digits_is_read() {
        for after in ["", "}", ",", "}]}                  "] {
            for length in 1..=9 {
                for whole in [10_u32.pow(length - 1), 10_u32.pow(length) - 1, 0] {
                    let text = format!("{whole}.7{after}");
                    let mut at = 0;
                    let expected = in_range(u64::from(whole) * 10 + 7);
                    assert_eq!(read_tenths(text.as_bytes(), &mut at), expected, "{text}");
                    assert!(expected.is_none() || at == text.len() - after.len());
                }
            }
        }
        for wrong in [
            "",
            ".5",
            "5",
            "5.",
            "5,5",
            "05.0",
            "00.0",
            "012345678.0",
            "1234567890.0",
            "1.x",
            "1234567.",
            "5./",
            "5.:",
            "1/.0",
            "1:.0",
        ] {
            assert_eq!(read_tenths(wrong.as_bytes(), &mut 0), None, "{wrong}");
        }
    }

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
