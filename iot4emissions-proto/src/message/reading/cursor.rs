//! The byte cursor of everything that reads JSON in known places: fast, and without a word
//! on what is wrong. What it does not accept is read again by the [tree](super::tree).

use crate::cost;

/// A place in bytes that are read from the left to the right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'b> {
    pub(crate) bytes: &'b [u8],
    pub(crate) at: usize,
}

/// A text of at most 16 bytes, to be compared at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShortText {
    bytes: u128,
    mask: u128,
    length: usize,
}

impl ShortText {
    /// The parts, one after the other.
    pub(crate) const fn of(parts: &[&str]) -> Self {
        let (mut bytes, mut mask, mut length) = (0, 0, 0);
        let mut part = 0;
        while part < parts.len() {
            let text = parts[part].as_bytes();
            let mut place = 0;
            while place < text.len() {
                bytes |= (text[place] as u128) << (8 * length);
                mask |= 0xff << (8 * length);
                length += 1;
                place += 1;
            }
            part += 1;
        }
        Self {
            bytes,
            mask,
            length,
        }
    }

    /// What nothing begins with.
    pub(crate) const NEVER: Self = Self {
        bytes: 1,
        mask: 0,
        length: 0,
    };

    /// The first 16 bytes of `text`, and the others.
    pub(crate) fn split(text: &str) -> (Self, &[u8]) {
        let (head, tail) = text.as_bytes().split_at(text.len().min(16));
        let mut bytes = [0; 16];
        bytes[..head.len()].copy_from_slice(head);
        let mask = match head.len() {
            16 => u128::MAX,
            length => (1 << (8 * length)) - 1,
        };
        let head = Self {
            bytes: u128::from_le_bytes(bytes),
            mask,
            length: head.len(),
        };
        (head, tail)
    }

    /// Whether what [`Cursor::wide`] gave begins with the text.
    #[inline(always)]
    pub(crate) const fn begins(&self, wide: u128) -> bool {
        wide & self.mask == self.bytes
    }

    /// Appends the text to `bytes`.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.bytes.to_le_bytes()[..self.length]);
    }
}

impl<'b> Cursor<'b> {
    pub(crate) const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    #[inline(always)]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// What has not been read.
    pub(crate) fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The 16 bytes that follow, the first the lowest; zeros, which stand in no payload that
    /// is accepted, after the end.
    #[inline(always)]
    pub(crate) fn wide(&self) -> u128 {
        match self.bytes.get(self.at..).and_then(<[u8]>::first_chunk) {
            Some(chunk) => u128::from_le_bytes(*chunk),
            None => u128::from_le_bytes(padded(self.bytes, self.at)),
        }
    }

    /// The same with 8 bytes.
    #[inline(always)]
    fn word(&self) -> u64 {
        match self.bytes.get(self.at..).and_then(<[u8]>::first_chunk) {
            Some(chunk) => u64::from_le_bytes(*chunk),
            None => u64::from_le_bytes(padded(self.bytes, self.at)),
        }
    }

    /// Passes over `text`, if it follows.
    #[inline(always)]
    pub(crate) fn take_text(&mut self, text: &ShortText) -> bool {
        let follows = text.begins(self.wide());
        if follows {
            self.at += text.length;
        }
        follows
    }

    /// Passes over `text`, which is known to follow.
    #[inline(always)]
    pub(crate) const fn skip(&mut self, text: &ShortText) {
        self.at += text.length;
    }

    /// The byte after white space, taken.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> Option<u8> {
        self.next_after(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))
    }

    /// The byte after white space that ends no line, taken.
    #[inline(always)]
    pub(crate) fn next_in_line(&mut self) -> Option<u8> {
        self.next_after(|byte| matches!(byte, b' ' | b'\t'))
    }

    #[inline(always)]
    fn next_after(&mut self, is_blank: impl Fn(u8) -> bool) -> Option<u8> {
        loop {
            let byte = self.peek()?;
            cost::steps(1);
            self.at += 1;
            // Mostly there is none, and one comparison says so.
            if byte > b' ' || !is_blank(byte) {
                return Some(byte);
            }
        }
    }

    /// The text up to a quotation mark, which is taken too: in ASCII and without escapes.
    #[inline(always)]
    pub(crate) fn plain_text(&mut self) -> Option<&'b [u8]> {
        let start = self.at;
        loop {
            // After the end there are zeros, which end the text as other controls do.
            let plain = not_plain(self.word()).trailing_zeros() / 8;
            cost::steps(plain as usize + 1);
            self.at += plain as usize;
            if plain < 8 {
                break;
            }
        }
        let text = self.bytes.get(start..self.at)?;
        (self.peek()? == b'"').then_some(())?;
        self.at += 1;
        Some(text)
    }

    /// A whole number of at most `MOST` digits, which is more than 8, without leading zeros.
    #[inline]
    pub(crate) fn whole<const MOST: usize>(&mut self) -> Option<u64> {
        let digits = Digits::of(self.word());
        let mut number = u64::from(digits.number()?);
        self.at += digits.count as usize;
        if digits.count == 8 {
            for _ in 8..MOST {
                match self.peek() {
                    Some(digit @ b'0'..=b'9') => number = number * 10 + u64::from(digit - b'0'),
                    _ => break,
                }
                self.at += 1;
            }
        }
        Some(number)
    }

    /// Seconds of ten digits at the most. A digit too many is left, and no literal begins
    /// with one.
    #[inline(always)]
    pub(crate) fn seconds(&mut self) -> Option<u64> {
        // From 2001 to 2286 there are ten digits, and what follows need not wait for their
        // count.
        let ten = self.wide() ^ (EACH as u128 * b'0' as u128 * ((1 << 64) + 1));
        let (eight, two) = (ten as u64, (ten >> 64) as u64 & 0xffff);
        if not_digits(eight) | not_digits(two) != 0 || eight as u8 == 0 {
            let (seconds, at) = self.other_seconds()?;
            self.at = at;
            return Some(seconds);
        }
        self.at += 10;
        let two = 10 * (two & 0xff) + (two >> 8);
        Some(100 * u64::from(eight_digits(eight)) + two)
    }

    /// Tenths, in canonical form.
    #[inline(always)] // Where it ends is then in a register, and all that follows waits for it.
    pub(crate) fn tenths(&mut self) -> Option<u32> {
        // Where the next number stands waits for nothing but the point: the first byte that
        // lacks a bit that all digits have, if this is a number at all. It has at most six
        // digits before the point, or is read another way.
        let text = self.word();
        let count = (!text & (EACH * 0x10) | 1 << 60).trailing_zeros() / 8;
        if count == 0 || count > 6 {
            let (tenths, at) = self.long_tenths()?;
            self.at = at;
            return Some(tenths);
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
        self.at += count as usize + 2;
        Some(eight_digits(digits) * 10 + u32::from(tenth))
    }

    /// The tenths, and where they end. What is called seldom takes the cursor by its value:
    /// by a reference it would stand in memory, and not in registers.
    #[cold]
    fn long_tenths(mut self) -> Option<(u32, usize)> {
        let whole = self.whole::<9>()?;
        let Some([b'.', tenth @ b'0'..=b'9']) = self.bytes.get(self.at..self.at + 2) else {
            return None;
        };
        let tenths = in_range(whole * 10 + u64::from(tenth - b'0'))?;
        Some((tenths, self.at + 2))
    }

    #[cold]
    fn other_seconds(mut self) -> Option<(u64, usize)> {
        let seconds = self.whole::<10>()?;
        Some((seconds, self.at))
    }
}

/// P-5.43.
pub(crate) fn in_range(tenths: u64) -> Option<u32> {
    u32::try_from(tenths)
        .ok()
        .filter(|tenths| *tenths < u32::MAX)
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
    fn of(word: u64) -> Self {
        let values = word ^ (EACH * b'0' as u64);
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

/// The highest bit of the first byte that is a quotation mark, a backslash or no printable
/// character of ASCII, and of bytes behind it.
const fn not_plain(bytes: u64) -> u64 {
    // A borrow comes only from a byte that is itself found, and goes only to bytes behind it;
    // so does a carry.
    let (mark, slash) = (bytes ^ (EACH * b'"' as u64), bytes ^ (EACH * b'\\' as u64));
    let below = bytes.wrapping_sub(EACH * 0x20)
        | mark.wrapping_sub(EACH) & !mark
        | slash.wrapping_sub(EACH) & !slash;
    (below | bytes | bytes.wrapping_add(EACH)) & (EACH * 0x80)
}

/// The number that eight bytes of 0 to 9 are: two, then four, then eight are put together
/// at once.
const fn eight_digits(digits: u64) -> u32 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let even = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let odd = ((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    (even.wrapping_add(odd) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_43_every_number_of_digits_is_read() {
        for after in ["", "}", ",", "}]}                  "] {
            for length in 1..=9 {
                for whole in [10_u32.pow(length - 1), 10_u32.pow(length) - 1, 0] {
                    let text = format!("{whole}.7{after}");
                    let mut cursor = Cursor::new(text.as_bytes());
                    let expected = in_range(u64::from(whole) * 10 + 7);
                    assert_eq!(cursor.tenths(), expected, "{text}");
                    assert!(expected.is_none() || cursor.at == text.len() - after.len());
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
            let mut cursor = Cursor::new(wrong.as_bytes());
            assert_eq!(cursor.tenths(), None, "{wrong}");
        }
    }

    #[test]
    fn a_plain_text_ends_at_the_first_quotation_mark_and_holds_printable_ascii() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut text = vec![b'~'; length];
                    text[place] = byte;
                    text.push(b'"');
                    let expected = match byte {
                        b'"' => Some(place),
                        b'\\' | 0..=0x1f | 0x7f.. => None,
                        _ => Some(length),
                    };
                    let mut cursor = Cursor::new(&text);
                    let found = cursor.plain_text();
                    assert_eq!(found, expected.map(|end| &text[..end]), "{byte} at {place}");
                    assert!(expected.is_none_or(|end| cursor.at == end + 1));
                    // Without its end.
                    text.pop();
                    let mut cursor = Cursor::new(&text);
                    assert_eq!(cursor.plain_text().is_some(), byte == b'"');
                }
            }
        }
    }
}
