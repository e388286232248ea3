//! Reads again what [`Schedule::from_str`] once read, as a device's record holds it
//! (P-6.1), in a tenth of the time: in one pass, without the cron crate. That crate stays
//! the judge of what an expression means; the tests hold this file to it.

use std::sync::Arc;

use super::error::ScheduleField;
use super::fields::{Fields, Ordinals};
use super::narrowing::{MAX_BYTES, is_day, values};
use super::{Parsed, Schedule};

impl Schedule {
    /// The schedule that `text.parse()` gives, or `None` where that is an error: the text
    /// may be any (P-5.33).
    pub(crate) fn reread(text: &str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let fields = Reader(text.as_bytes()).fields()?;
        if !fields.days_of_month.is_all() && !fields.days_of_week.is_all() || !fields.occurs() {
            return None;
        }
        let text = text.into();
        Some(Self(Arc::new(Parsed { text, fields })))
    }
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn fields(mut self) -> Option<Fields> {
        let fields = Fields {
            seconds: self.field(ScheduleField::Second)?,
            minutes: self.next_field(ScheduleField::Minute)?,
            hours: self.next_field(ScheduleField::Hour)?,
            days_of_month: self.next_field(ScheduleField::DayOfMonth)?,
            months: self.next_field(ScheduleField::Month)?,
            days_of_week: self.next_field(ScheduleField::DayOfWeek)?,
            years: if self.0.is_empty() {
                let (first, last, _) = values(ScheduleField::Year);
                Ordinals::all(first..=last)
            } else {
                self.next_field(ScheduleField::Year)?
            },
        };
        self.0.is_empty().then_some(fields)
    }

    fn next_field<const WORDS: usize>(&mut self, field: ScheduleField) -> Option<Ordinals<WORDS>> {
        if self.take(b' ') {
            self.field(field)
        } else {
            None
        }
    }

    /// A field; what follows it is left to the caller.
    fn field<const WORDS: usize>(&mut self, field: ScheduleField) -> Option<Ordinals<WORDS>> {
        let (first, last, _) = values(field);
        if is_day(field) && self.take(b'?') || self.take_star_alone() {
            return Some(Ordinals::all(first..=last));
        }
        let mut set = Ordinals::none(first..=last);
        loop {
            let (from, to, step) = self.item(field)?;
            for number in (from..=to).step_by(usize::from(step)) {
                set.insert(number);
            }
            if !self.take(b',') {
                return Some(set);
            }
        }
    }

    /// An item of a list: its first value, its last and the step between them.
    fn item(&mut self, field: ScheduleField) -> Option<(u16, u16, u16)> {
        let (first, last, _) = values(field);
        if self.take(b'*') {
            let step = self.step(last)?;
            return Some((first, last, step?));
        }
        let (from, named) = self.value(field)?;
        if self.take(b'-') {
            let (to, to_named) = self.value(field)?;
            let step = self.step(last)?.unwrap_or(1);
            return (named == to_named && from <= to).then_some((from, to, step));
        }
        match self.step(last)? {
            None => Some((from, from, 1)),
            // From a number on to the end, but not from a name.
            Some(step) => (!named).then_some((from, last, step)),
        }
    }

    /// The step behind `/`; `Some(None)` where there is no `/`.
    fn step(&mut self, last: u16) -> Option<Option<u16>> {
        if !self.take(b'/') {
            return Some(None);
        }
        let step = self.number(last)?;
        (step >= 1).then_some(Some(step))
    }

    /// A value of the field, and whether it is written as a name.
    fn value(&mut self, field: ScheduleField) -> Option<(u16, bool)> {
        let (first, last, names) = values(field);
        if let Some(number) = self.number(last) {
            return (number >= first).then_some((number, false));
        }
        let (name, left) = self.0.split_at_checked(3)?;
        let same = |known: &&str| known.as_bytes().eq_ignore_ascii_case(name);
        let index = names.iter().position(same)?;
        self.0 = left;
        Some((index as u16 + 1, true))
    }

    /// A number up to `last`, in two digits or, in the year, four at most.
    fn number(&mut self, last: u16) -> Option<u16> {
        let most = match last {
            ..=99 => 2,
            _ => 4,
        };
        let mut number = None;
        let mut left = self.0;
        for _ in 0..most {
            let Some((byte @ b'0'..=b'9', rest)) = left.split_first() else {
                break;
            };
            number = Some(number.unwrap_or(0) * 10 + u16::from(byte - b'0'));
            left = rest;
        }
        let number = number.filter(|number| *number <= last)?;
        self.0 = left;
        Some(number)
    }

    /// `*` as the whole field.
    fn take_star_alone(&mut self) -> bool {
        match self.0 {
            [b'*'] | [b'*', b' ', ..] => self.take(b'*'),
            _ => false,
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((first, left)) if *first == byte => {
                self.0 = left;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::properties::{arbitrary, mutated, reference};
    use super::*;

    /// Whether `text` is read; fails where `from_str` reads it otherwise.
    fn is_read_alike(text: &str) -> bool {
        match (Schedule::reread(text), text.parse::<Schedule>()) {
            (Some(again), Ok(once)) => {
                assert_eq!(again.0.fields, once.0.fields, "{text:?}");
                assert_eq!(again.as_str(), once.as_str());
                true
            }
            (None, Err(_)) => false,
            (again, once) => panic!("{text:?} is read as {once:?}, and again as {again:?}"),
        }
    }

    /// A field between six others that are read.
    fn with(field: ScheduleField, text: &str) -> String {
        let mut fields = ["0", "0", "0", "?", "*", "?", "*"];
        fields[field as usize] = text;
        fields.join(" ")
    }

    /// Every field of up to five of the words that fields are made of: both ends of the
    /// range and what lies next to them, a name and every sign.
    #[test]
    fn every_short_field() {
        fn lengthen(field: ScheduleField, words: &[&str], text: &mut String, left: u8) -> [u32; 2] {
            let mut counts = [0; 2];
            counts[usize::from(is_read_alike(&with(field, text)))] += 1;
            if left > 0 {
                for word in words {
                    let length = text.len();
                    text.push_str(word);
                    let [refused, read] = lengthen(field, words, text, left - 1);
                    counts = [counts[0] + refused, counts[1] + read];
                    text.truncate(length);
                }
            }
            counts
        }
        for field in ScheduleField::ALL {
            let (first, last, names) = values(field);
            let numbers = [first, last, last + 1].map(|number| number.to_string());
            let mut words = vec!["*", "?", ",", "/", "-"];
            words.extend(numbers.iter().map(String::as_str));
            words.extend(names.get(1));
            let [refused, read] = lengthen(field, &words, &mut String::new(), 5);
            assert!(refused > 10_000 && read > 50, "{field} {refused} {read}");
        }
    }

    #[test]
    fn every_number_and_step() {
        for field in ScheduleField::ALL {
            for number in 0..=2200 {
                for text in [
                    format!("{number}"),
                    format!("0{number}"),
                    format!("*/{number}"),
                    format!("{number}/1"),
                    format!("{number}-{number}"),
                ] {
                    is_read_alike(&with(field, &text));
                }
            }
        }
    }

    /// Every character of Latin-1 and a few beyond at every place of an expression.
    #[test]
    fn every_character_everywhere() {
        let text = "0 5/2 1-9/3 * jan,FEB-mar ? 2020";
        assert!(is_read_alike(text));
        for at in 0..=text.len() {
            is_read_alike(&text[..at]);
            is_read_alike(&text[at..]);
            for char in ('\0'..='\u{ff}').chain(['\u{663}', '\u{ff10}', '\u{3000}', '\u{1f4c5}']) {
                is_read_alike(&format!("{}{char}{}", &text[..at], &text[at..]));
                let behind = text.get(at + 1..).unwrap_or_default();
                is_read_alike(&format!("{}{char}{behind}", &text[..at]));
            }
        }
    }

    #[test]
    fn hard_texts() {
        let long = |length: usize| format!("{}0 0 0 1 * ?", "0,".repeat(length / 2 - 6));
        assert_eq!([long(256).len(), long(258).len()], [255, 257]);
        let long_even = long(256).replacen("0,", "10,", 1);
        for (text, read) in [
            ("0 0 0 1 1/3 ? *", true),
            ("0,1,2 1-5/2,7,*/20 5/2 1 jan,Feb,MAR-may ? *", true),
            ("0 0 0 ? * SUN-SAT/2 2020/4", true),
            ("*/59 */59 */23 */31 */12 ? 1970-2099/2099", true),
            ("0 0 0 ? * MON,2,wed-FRI", true),
            ("0 0 0 1-31 * MON", true),
            ("0 0 0 1 * 1-7", true),
            ("0 0 0 29 2 ? 2024", true),
            (&long_even, true),
            (&long(258), false),
            ("0 0 0 1 * MON", false),
            ("0 0 0 30 2 ?", false),
            ("0 0 0 29 2 ? 2021-2023", false),
            ("0 0 0 ? * FRI-MON", false),
            ("0 0 0 ? * MON-5", false),
            ("0 0 0 ? * MON/2", false),
            ("0 0 0 1 january ?", false),
            ("0 0 0 ? * ?? *", false),
            ("0 0 0 ** * ?", false),
            ("0 0 0 1 * ? * ", false),
            ("0 0 0 1 * ? * *", false),
            ("0 0 0 1 *", false),
            ("@daily", false),
            ("", false),
        ] {
            assert_eq!(is_read_alike(text), read, "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn expressions_are_read_alike(reference in reference()) {
            let occurs = reference.days().next().is_some();
            prop_assert_eq!(is_read_alike(&reference.text), occurs);
        }

        #[test]
        fn mutated_expressions_are_read_alike(text in mutated()) {
            is_read_alike(&text);
        }

        #[test]
        fn arbitrary_texts_are_read_alike(text in arbitrary()) {
            is_read_alike(&text);
        }
    }
}
