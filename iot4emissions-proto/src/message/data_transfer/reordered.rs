//! The second way of reading, for Data Transfers that are accepted but not canonical: white
//! space, member order, numbers as strings, other decimals, and `null` where the reader asks
//! for it (P-5.2, P-5.4).
//!
//! What it accepts, the thorough way reads to the same value with as many deviations of each
//! code; everything else (escapes, unknown members, snapshots out of order, whatever is
//! wrong) is the thorough way's.

use super::wire::{BareSnapshot, DATA_NAME, NAMES};
use crate::cost;
use crate::message::reading::cursor::{Cursor, ShortText, in_range};
use crate::message::{DecodeOptions, DeviationCode, DeviationCounts, MAX_PAYLOAD, Profile};

const NULL: ShortText = ShortText::of(&["null"]);

/// Where [`NAMES`] has the time.
const TIME: usize = 8;

/// Hands the snapshots of the Data Transfer that all of `payload` is to `each`, in
/// their order; `None` where it is for the thorough way to read, and then what `each`
/// has seen means nothing.
pub(crate) fn read_reordered(
    payload: &[u8],
    reading: DecodeOptions,
    mut each: impl FnMut(&BareSnapshot),
) -> Option<DeviationCounts> {
    if payload.len() > MAX_PAYLOAD {
        return None;
    }
    let mut reader = Reader {
        cursor: Cursor::new(payload),
        null_is_absent: reading.null_is_absent,
        number_as_string: 0,
        precision: 0,
        null_member: 0,
        follows: FOLLOWS,
    };
    reader.take(b'{')?;
    reader.take(b'"')?;
    reader.cursor.take_text(&DATA_NAME).then_some(())?;
    reader.take(b':')?;
    reader.take(b'[')?;
    let mut newest = 0;
    loop {
        let snapshot = reader.snapshot()?;
        if snapshot.acquired <= newest || snapshot.present == 0 {
            return None;
        }
        newest = snapshot.acquired;
        each(&snapshot);
        match reader.cursor.next()? {
            b',' => {}
            b']' => break,
            _ => return None,
        }
    }
    reader.take(b'}')?;
    let counts = reader.counts();
    let accepted = reading.profile == Profile::Tolerant || counts.total() == 0;
    (accepted && reader.cursor.next().is_none()).then_some(counts)
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    null_is_absent: bool,
    number_as_string: u64,
    precision: u64,
    null_member: u64,
    /// Which member follows which, by their places in [`NAMES`]; at last, which is the
    /// first. One snapshot's members mostly come in the order of the one before.
    follows: [u8; NAMES.len() + 1],
}

/// In the order of the table, the time first.
const FOLLOWS: [u8; NAMES.len() + 1] = [1, 2, 3, 4, 5, 6, 7, 8, 0, TIME as u8];

impl Reader<'_> {
    #[inline(always)]
    fn counts(&self) -> DeviationCounts {
        let mut counts = DeviationCounts::default();
        for (code, count) in [
            (DeviationCode::NumberAsString, self.number_as_string),
            (DeviationCode::Precision, self.precision),
            (DeviationCode::NullMember, self.null_member),
        ] {
            counts.add(code, count);
        }
        counts
    }

    #[inline(always)]
    fn take(&mut self, expected: u8) -> Option<()> {
        (self.cursor.next()? == expected).then_some(())
    }

    #[inline(always)] // Otherwise the cursor stands in memory.
    fn snapshot(&mut self) -> Option<BareSnapshot> {
        self.take(b'{')?;
        let mut snapshot = BareSnapshot::default();
        let mut seen = 0_u16;
        let mut before = NAMES.len();
        loop {
            self.take(b'"')?;
            let member = self.member(before)?;
            before = member;
            cost::steps(NAMES.len());
            self.take(b':')?;
            if seen & (1 << member) != 0 {
                return None;
            }
            seen |= 1 << member;
            let first = self.cursor.next()?;
            if member == TIME {
                // 0 is out of range.
                snapshot.acquired = self.seconds(first).filter(|it| *it > 0)?;
            } else if first == b'n' {
                self.null()?;
            } else {
                snapshot.tenths[member] = self.tenths(first)?;
                snapshot.present |= 1 << member;
            }
            match self.cursor.next()? {
                b',' => {}
                b'}' => return Some(snapshot),
                _ => return None,
            }
        }
    }

    /// The place of the member whose name follows, `before` being the place of the one
    /// before.
    #[inline(always)]
    fn member(&mut self, before: usize) -> Option<usize> {
        let wide = self.cursor.wide();
        let mut member = usize::from(self.follows[before]);
        if !NAMES[member].begins(wide) {
            member = NAMES.iter().position(|name| name.begins(wide))?;
            self.follows[before] = member as u8;
        }
        self.cursor.skip(&NAMES[member]);
        Some(member)
    }

    /// The rest of a `null` whose first letter is taken.
    #[inline(always)]
    fn null(&mut self) -> Option<()> {
        self.null_member += 1;
        self.cursor.at -= 1;
        (self.null_is_absent && self.cursor.take_text(&NULL)).then_some(())
    }

    /// Begins a number, or a string that is one: nothing else may stand in it (P-5.5). Its
    /// first character, which is taken, is `first`. Gives whether it is a string.
    #[inline(always)]
    fn open(&mut self, first: u8) -> bool {
        let is_string = first == b'"';
        match is_string {
            true => self.number_as_string += 1,
            false => self.cursor.at -= 1,
        }
        is_string
    }

    /// Ends it.
    #[inline(always)]
    fn close(&mut self, is_string: bool) -> Option<()> {
        if is_string {
            (self.cursor.peek()? == b'"').then_some(())?;
            self.cursor.at += 1;
        }
        Some(())
    }

    #[inline(always)]
    fn seconds(&mut self, first: u8) -> Option<u64> {
        let is_string = self.open(first);
        let seconds = self.cursor.seconds()?;
        self.close(is_string)?;
        Some(seconds)
    }

    #[inline(always)]
    fn tenths(&mut self, first: u8) -> Option<u32> {
        let is_string = self.open(first);
        let (tenths, decimals) = rounded_tenths(&mut self.cursor)?;
        self.close(is_string)?;
        if decimals != 1 {
            self.precision += 1;
        }
        in_range(tenths)
    }
}

/// Tenths of any number of decimals, which is given too; half away from zero (P-5.4).
#[inline(always)]
fn rounded_tenths(cursor: &mut Cursor<'_>) -> Option<(u64, usize)> {
    let start = cursor.at;
    if let Some(tenths) = cursor.tenths() {
        let tenths = u64::from(tenths);
        let Some(second @ b'0'..=b'9') = cursor.peek() else {
            return Some((tenths, 1));
        };
        let first = cursor.at;
        while let Some(b'0'..=b'9') = cursor.peek() {
            cost::steps(1);
            cursor.at += 1;
        }
        let decimals = 1 + cursor.at - first;
        return Some((tenths + u64::from(second >= b'5'), decimals));
    }
    cursor.at = start;
    let (tenths, decimals, at) = rounded_other_tenths(*cursor)?;
    cursor.at = at;
    Some((tenths, decimals))
}

/// The same where there is no tenth, or the number is one of many digits; and where it ends.
#[cold]
fn rounded_other_tenths(mut cursor: Cursor<'_>) -> Option<(u64, usize, usize)> {
    let mut tenths = 10 * cursor.whole::<9>()?;
    let mut decimals = 0;
    if cursor.peek() == Some(b'.') {
        cursor.at += 1;
        while let Some(digit @ b'0'..=b'9') = cursor.peek() {
            cost::steps(1);
            cursor.at += 1;
            match decimals {
                0 => tenths += u64::from(digit - b'0'),
                1 => tenths += u64::from(digit >= b'5'),
                _ => {}
            }
            decimals += 1;
        }
        if decimals == 0 {
            return None;
        }
    }
    Some((tenths, decimals, cursor.at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(text: &str, reading: DecodeOptions) -> Option<(Vec<BareSnapshot>, DeviationCounts)> {
        let mut rows = Vec::new();
        let each = |row: &BareSnapshot| rows.push(*row);
        let counts = read_reordered(text.as_bytes(), reading, each)?;
        Some((rows, counts))
    }

    fn read(text: &str) -> Option<(Vec<BareSnapshot>, DeviationCounts)> {
        read_as(text, Profile::Tolerant.into())
    }

    #[test]
    fn p_5_3_null_is_absent_where_the_reader_asks_for_it() {
        let text = r#"{"data":[{"acquired":1,"tfc":null,"tdt": null ,"tgeib":1.0}]}"#;
        assert_eq!(read(text), None);
        let reading = DecodeOptions {
            profile: Profile::Tolerant,
            null_is_absent: true,
        };
        let (rows, counts) = read_as(text, reading).unwrap();
        assert_eq!(rows[0].present, 1 << 7);
        assert_eq!(counts.of(DeviationCode::NullMember), 2);
        for wrong in [
            r#"{"data":[{"acquired":null,"tfc":1.0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":null}]}"#,
            r#"{"data":[{"acquired":1,"tfc":null,"tfc":1.0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":nul,"tdt":1.0}]}"#,
            r#"{"data":null}"#,
        ] {
            assert_eq!(read_as(wrong, reading), None, "{wrong}");
        }
        let strict = DecodeOptions {
            profile: Profile::Strict,
            ..reading
        };
        assert_eq!(read_as(text, strict), None);
    }

    #[test]
    fn p_5_4_white_space_order_strings_and_decimals() {
        let text = "\t{ \"data\" : [ {\"tdt\":\"295.94\", \"acquired\": \"5\" ,\"tfc\" :32}\r\n,\
                    {\"acquired\":6,\"tgeib\":0.05}] } ";
        let (rows, deviations) = read(text).unwrap();
        assert_eq!(rows[0].acquired, 5);
        assert_eq!(rows[0].present, 0b11);
        assert_eq!(rows[0].tenths, [320, 2959, 0, 0, 0, 0, 0, 0]);
        assert_eq!(rows[1].tenths[7], 1);
        assert_eq!(deviations.of(DeviationCode::NumberAsString), 2);
        assert_eq!(deviations.of(DeviationCode::Precision), 3);
        assert_eq!(deviations.total(), 5);
        assert_eq!(read_as(text, Profile::Strict.into()), None);
    }

    #[test]
    fn whatever_else_is_the_thorough_ways() {
        for text in [
            "",
            r#"{"data":[{"acquired":1,"tfc":1.0}]}x"#,
            r#"{"data":[{"acquired":1,"tfc":1.0}],"a":1}"#,
            r#"{"data":[{"acquired":1,"tfc":1.0,"a":1}]}"#,
            r#"{"data":[{"acquired":1,"tfc":1.0,"tfc":1.0}]}"#,
            r#"{"data":[{"acquired":1,"acquired":1,"tfc":1.0}]}"#,
            r#"{"data":[{"acquired":0,"acquired":1,"tfc":1.0}]}"#,
            r#"{"data":[{"tfc":0.0,"acquired":1,"tfc":1.0}]}"#,
            r#"{"data":[{"acquired":1,"tf\u0063":1.0}]}"#,
            r#"{"data":[{"tfc":1.0}]}"#,
            r#"{"data":[{"acquired":1}]}"#,
            r#"{"data":[{"acquired":2,"tfc":1.0},{"acquired":1,"tfc":1.0}]}"#,
            r#"{"data":[{"acquired":1.0,"tfc":1.0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":"1.0 "}]}"#,
            r#"{"data":[{"acquired":1,"tfc":1.}]}"#,
            r#"{"data":[{"acquired":1,"tfc":01.0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":-1.0}]}"#,
            r#"{"data":[{"acquired":1,"tfc":1e1}]}"#,
            r#"{"data":[{"acquired":1,"tfc":429496729.45}]}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(read(r#"{"data":[{"acquired":1,"tfc":429496729.44}]}"#).is_some());
    }
}
