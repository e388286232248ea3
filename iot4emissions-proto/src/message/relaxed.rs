//! The second path of reading, for Data Transfers that are accepted but not canonical:
//! white space, member order, numbers as strings and other decimals (P-5.2, P-5.4).
//!
//! What it accepts, the thorough path reads to the same value with as many deviations
//! of each code; everything else (escapes, unknown members, snapshots out of order,
//! whatever is wrong) is the thorough path's.

use super::template::{Row, ShortText, in_range, read_whole, wide};
use super::{DeviationCode, MAX_PAYLOAD, Profile};

/// How many deviations of the two codes a message has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RelaxedDeviations {
    pub(crate) number_as_string: u64,
    pub(crate) precision: u64,
}

impl RelaxedDeviations {
    pub(crate) const fn each(self) -> [(DeviationCode, u64); 2] {
        [
            (DeviationCode::NumberAsString, self.number_as_string),
            (DeviationCode::Precision, self.precision),
        ]
    }
}

const DATA: ShortText = ShortText::of(b"data\"");

/// The names of a snapshot's members, with the quotation mark that ends them.
const NAMES: [ShortText; 9] = [
    ShortText::of(b"tfc\""),
    ShortText::of(b"tdt\""),
    ShortText::of(b"tfccdo\""),
    ShortText::of(b"tfcdscio\""),
    ShortText::of(b"tdtcdoeo\""),
    ShortText::of(b"tdtcdoer\""),
    ShortText::of(b"tdtdscio\""),
    ShortText::of(b"tgeib\""),
    ShortText::of(b"acquired\""),
];
const ACQUIRED: usize = 8;

/// Hands the snapshots of the Data Transfer that all of `payload` is to `each`, in
/// their order; `None` where it is for the thorough path to read, and then what `each`
/// has seen means nothing.
pub(crate) fn read_relaxed(
    payload: &[u8],
    profile: Profile,
    mut each: impl FnMut(&Row),
) -> Option<RelaxedDeviations> {
    if payload.len() > MAX_PAYLOAD {
        return None;
    }
    let mut reader = Reader {
        bytes: payload,
        at: 0,
        deviations: RelaxedDeviations::default(),
    };
    reader.take(b'{')?;
    reader.take(b'"')?;
    reader.name(&DATA).then_some(())?;
    reader.take(b':')?;
    reader.take(b'[')?;
    let mut newest = 0;
    loop {
        let row = reader.snapshot()?;
        if row.acquired <= newest || row.present == 0 {
            return None;
        }
        newest = row.acquired;
        each(&row);
        match reader.next()? {
            b',' => {}
            b']' => break,
            _ => return None,
        }
    }
    reader.take(b'}')?;
    let deviations = reader.deviations;
    let accepted = profile == Profile::Tolerant || deviations == RelaxedDeviations::default();
    (accepted && reader.next().is_none()).then_some(deviations)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    deviations: RelaxedDeviations,
}

impl Reader<'_> {
    /// The byte after white space, taken.
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
        }
    }

    fn take(&mut self, expected: u8) -> Option<()> {
        (self.next()? == expected).then_some(())
    }

    fn name(&mut self, name: &ShortText) -> bool {
        let found = name.begins(wide(self.bytes, self.at));
        if found {
            self.at += name.length;
        }
        found
    }

    fn snapshot(&mut self) -> Option<Row> {
        self.take(b'{')?;
        let mut row = Row::default();
        // Members mostly come in the order of the table, acquired first.
        let mut likely = ACQUIRED;
        loop {
            self.take(b'"')?;
            let member = (0..NAMES.len())
                .map(|place| (likely + place) % NAMES.len())
                .find(|member| self.name(&NAMES[*member]))?;
            likely = (member + 1) % NAMES.len();
            self.take(b':')?;
            if member == ACQUIRED {
                // 0 says that there was none yet, and is out of range itself.
                let first = row.acquired == 0;
                row.acquired = self.quoted(Self::acquired).filter(|it| first && *it > 0)?;
            } else {
                let first = row.present & (1 << member) == 0;
                row.tenths[member] = self.quoted(Self::tenths).filter(|_| first)?;
                row.present |= 1 << member;
            }
            match self.next()? {
                b',' => {}
                b'}' => return Some(row),
                _ => return None,
            }
        }
    }

    /// A number, or a string that is one: nothing else may stand in it (P-5.5).
    fn quoted<T>(&mut self, number: fn(&mut Self) -> Option<T>) -> Option<T> {
        if self.next()? == b'"' {
            self.deviations.number_as_string += 1;
            let number = number(self)?;
            (self.bytes.get(self.at) == Some(&b'"')).then_some(())?;
            self.at += 1;
            Some(number)
        } else {
            self.at -= 1;
            number(self)
        }
    }

    /// A digit too many, or a point, is left, and nothing that may follow begins with one.
    fn acquired(&mut self) -> Option<u64> {
        read_whole::<10>(self.bytes, &mut self.at)
    }

    fn tenths(&mut self) -> Option<u32> {
        let mut tenths = 10 * read_whole::<9>(self.bytes, &mut self.at)?;
        let mut decimals = 0;
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            while let Some(digit @ b'0'..=b'9') = self.bytes.get(self.at) {
                self.at += 1;
                match decimals {
                    0 => tenths += u64::from(digit - b'0'),
                    // Half away from zero (P-5.4).
                    1 => tenths += u64::from(*digit >= b'5'),
                    _ => {}
                }
                decimals += 1;
            }
            if decimals == 0 {
                return None;
            }
        }
        if decimals != 1 {
            self.deviations.precision += 1;
        }
        in_range(tenths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obfcm::Parameter;

    #[test]
    fn names_are_the_wire_names() {
        for (parameter, name) in Parameter::ALL.into_iter().zip(&NAMES) {
            let text = format!("{}\"", parameter.wire_name());
            assert!(name.begins(wide(text.as_bytes(), 0)));
            assert_eq!(name.length, text.len());
        }
    }

    fn read(text: &str) -> Option<(Vec<Row>, RelaxedDeviations)> {
        let mut rows = Vec::new();
        let deviations = read_relaxed(text.as_bytes(), Profile::Tolerant, |row| rows.push(*row))?;
        Some((rows, deviations))
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
        assert_eq!((deviations.number_as_string, deviations.precision), (2, 3));
        assert_eq!(read_relaxed(text.as_bytes(), Profile::Strict, |_| {}), None);
    }

    #[test]
    fn whatever_else_is_the_thorough_paths() {
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
