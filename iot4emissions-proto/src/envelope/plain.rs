//! The fast way of reading envelopes: those that programs write, in ASCII, without escapes
//! and with the payload as an object.
//!
//! What it accepts, the [thorough](super::thorough) way reads to the same device, time and
//! payload. Whatever is wrong, or only unusual, is left to that.

use memchr::memchr;

use super::received::Received;
use super::{EnvelopeNames, MAX_LINE, TimeUnit};
use crate::identity::MAX_CHARACTERS;
use crate::message::data_transfer::wire::DATA_NAME;
use crate::message::reading::cursor::{Cursor, ShortText};
use crate::topic::TopicKind;

/// The names of an envelope's members, to be compared at once.
#[derive(Debug, Clone)]
pub(crate) struct PlainNames {
    names: [(PlainName, Member); 4],
    received_unit: TimeUnit,
}

/// A member that is looked at.
#[derive(Debug, Clone, Copy)]
enum Member {
    Device,
    Topic,
    Payload,
    Received,
}

/// A name and the quotation mark that ends it.
#[derive(Debug, Clone)]
struct PlainName {
    head: ShortText,
    /// What does not fit there.
    tail: Box<[u8]>,
}

impl PlainName {
    /// A name that is not plain itself is never met here.
    fn of(name: &str) -> Self {
        let text = format!("{name}\"");
        let mut cursor = Cursor::new(text.as_bytes());
        let (head, tail) = match cursor.plain_text() == Some(name.as_bytes()) {
            true => ShortText::split(&text),
            false => (ShortText::NEVER, &[][..]),
        };
        let tail = tail.into();
        Self { head, tail }
    }

    /// Where the name ends, if it follows.
    fn end(&self, mut cursor: Cursor<'_>) -> Option<usize> {
        let follows = cursor.take_text(&self.head) && cursor.rest().starts_with(&self.tail);
        follows.then_some(cursor.at + self.tail.len())
    }
}

impl PlainNames {
    /// The member whose name follows, and where that ends.
    #[inline(always)]
    fn find(&self, mut cursor: Cursor<'_>) -> Option<(Member, usize)> {
        let (name, member) = self.first(cursor.wide())?;
        if !name.tail.is_empty() {
            return self.find_long(cursor);
        }
        cursor.skip(&name.head);
        Some((*member, cursor.at))
    }

    /// The first name that has its head in `wide`. In the loop that asks for it, all names
    /// would be loaded before the first is compared.
    #[inline(never)]
    fn first(&self, wide: u128) -> Option<&(PlainName, Member)> {
        let mut names = self.names.iter();
        names.find(|(name, _)| name.head.begins(wide))
    }

    #[cold]
    fn find_long(&self, cursor: Cursor<'_>) -> Option<(Member, usize)> {
        let mut names = self.names.iter();
        names.find_map(|(name, member)| Some((*member, name.end(cursor)?)))
    }
}

impl From<&EnvelopeNames> for PlainNames {
    fn from(names: &EnvelopeNames) -> Self {
        Self {
            names: [
                (PlainName::of(&names.device), Member::Device),
                (PlainName::of(&names.topic), Member::Topic),
                (PlainName::of(&names.payload), Member::Payload),
                (PlainName::of(&names.received), Member::Received),
            ],
            received_unit: names.received_unit,
        }
    }
}

/// The envelope of a Data Transfer that some lines begin with.
pub(crate) struct PlainEnvelope<'l> {
    /// What stands where a device ID belongs, to be judged by the caller: only what is one is
    /// known to be a text at all.
    pub(crate) device: &'l [u8],
    pub(crate) received: Received,
    /// How long the envelope is.
    pub(crate) length: usize,
}

impl<'l> PlainEnvelope<'l> {
    /// Reads the first record. `payload` gives the length of the payload that the bytes from
    /// its `{` on begin with; where this or that is `None`, what it has seen means nothing.
    pub(crate) fn read(
        lines: &'l [u8],
        names: &PlainNames,
        mut payload: impl FnMut(&'l [u8]) -> Option<usize>,
    ) -> Option<Self> {
        let mut cursor = Cursor::new(lines);
        let (mut device, mut topic, mut found) = (None, None, false);
        let mut received = None;
        take(&mut cursor, b'{')?;
        loop {
            take(&mut cursor, b'"')?;
            let member = match names.find(cursor) {
                Some((member, end)) => {
                    cursor.at = end;
                    Some(member)
                }
                // A payload's own member: not for this way.
                None if DATA_NAME.begins(cursor.wide()) => return None,
                None => cursor.plain_text().map(|_| None)?,
            };
            take(&mut cursor, b':')?;
            match member {
                Some(Member::Device) => {
                    take(&mut cursor, b'"')?;
                    let text = read_device(&mut cursor)?;
                    device.replace(text).is_none().then_some(())?;
                }
                Some(Member::Topic) => {
                    take(&mut cursor, b'"')?;
                    let prefix = TopicKind::DataDevice.prefix().as_bytes();
                    cursor.rest().starts_with(prefix).then_some(())?;
                    cursor.at += prefix.len();
                    let text = read_device(&mut cursor)?;
                    topic.replace(text).is_none().then_some(())?;
                }
                Some(Member::Payload) => {
                    (!found).then_some(())?;
                    skip_blanks(&mut cursor);
                    cursor.at += payload(cursor.rest())?;
                    found = true;
                }
                Some(Member::Received) => {
                    let time = read_received(&mut cursor, names.received_unit)?;
                    received.replace(time).is_none().then_some(())?;
                }
                None => cursor.at = skip_value(cursor)?,
            }
            match cursor.next_in_line()? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        let device = match (device, topic) {
            (Some(device), Some(other)) => (device == other).then_some(device)?,
            (device, topic) => device.or(topic)?,
        };
        // What follows it is to be seen within the limit, too.
        (found && cursor.at < MAX_LINE).then_some(Self {
            device,
            received: received.unwrap_or_default(),
            length: cursor.at,
        })
    }
}

#[inline(always)]
fn take(cursor: &mut Cursor<'_>, expected: u8) -> Option<()> {
    (cursor.next_in_line()? == expected).then_some(())
}

#[inline(always)]
fn skip_blanks(cursor: &mut Cursor<'_>) {
    if cursor.next_in_line().is_some() {
        cursor.at -= 1;
    }
}

/// The text up to a quotation mark, which is taken too, if it is not too long for a device ID.
#[inline(always)]
fn read_device<'l>(cursor: &mut Cursor<'l>) -> Option<&'l [u8]> {
    let rest = cursor.rest();
    let end = memchr(b'"', &rest[..rest.len().min(MAX_CHARACTERS + 1)])?;
    crate::cost::steps(end + 1);
    cursor.at += end + 1;
    Some(&rest[..end])
}

#[inline(always)]
fn read_received(cursor: &mut Cursor<'_>, unit: TimeUnit) -> Option<Received> {
    skip_blanks(cursor);
    // Whole numbers first, as nearly all of them are.
    let mut number = *cursor;
    let time = match unit {
        TimeUnit::Seconds => number.seconds(),
        TimeUnit::Milliseconds => number.whole::<MOST_DIGITS>(),
    };
    if let Some(time) = time {
        if !matches!(number.peek(), Some(b'0'..=b'9' | b'.')) {
            *cursor = number;
            return Some(Received::whole(time, unit));
        }
    }
    let (received, at) = read_other_received(*cursor, unit)?;
    cursor.at = at;
    Some(received)
}

/// The digits of milliseconds up to the year 2286.
const MOST_DIGITS: usize = 13;

/// Any time, and where it ends.
#[cold]
fn read_other_received(mut cursor: Cursor<'_>, unit: TimeUnit) -> Option<(Received, usize)> {
    let start = cursor.at;
    let is_string = cursor.peek()? == b'"';
    cursor.at = skip_value(cursor)?;
    let text = std::str::from_utf8(&cursor.bytes[start..cursor.at]).ok()?;
    let received = match text {
        "null" => Received::Unsaid,
        _ if is_string => Received::read(&text[1..text.len() - 1], true, unit),
        _ => Received::read(text, false, unit),
    };
    Some((received, cursor.at))
}

/// The end of the text, the number without an exponent, or the word that follows.
fn skip_value(mut cursor: Cursor<'_>) -> Option<usize> {
    match cursor.next_in_line()? {
        b'"' => cursor.plain_text().map(drop),
        b'0' => skip_decimals(&mut cursor),
        b'1'..=b'9' => {
            skip_digits(&mut cursor);
            skip_decimals(&mut cursor)
        }
        b'n' => skip_word(&mut cursor, b"ull"),
        b't' => skip_word(&mut cursor, b"rue"),
        b'f' => skip_word(&mut cursor, b"alse"),
        _ => None,
    }?;
    Some(cursor.at)
}

fn skip_digits(cursor: &mut Cursor<'_>) -> usize {
    let start = cursor.at;
    while let Some(b'0'..=b'9') = cursor.peek() {
        cursor.at += 1;
    }
    crate::cost::steps(cursor.at - start);
    cursor.at - start
}

/// What follows a number's last digit ends it, or is refused where it is read.
fn skip_decimals(cursor: &mut Cursor<'_>) -> Option<()> {
    if cursor.peek() == Some(b'.') {
        cursor.at += 1;
        return (skip_digits(cursor) > 0).then_some(());
    }
    Some(())
}

fn skip_word(cursor: &mut Cursor<'_>, rest: &[u8]) -> Option<()> {
    let found = cursor.rest().starts_with(rest);
    cursor.at += rest.len();
    found.then_some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    use super::*;
    use crate::envelope::{LineForm, open};
    use crate::message::data_transfer::read_canonical;

    const PAYLOAD: &str = r#"{"data":[{"acquired":1,"tfc":1.0}]}"#;

    /// Names of every length around what is compared at once, some that begin like others,
    /// and some that are not plain.
    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            (1..40_usize)
                .prop_map(|length| "abcdefghijklmnopqrstuvwxyz0123456789abcd"[..length].into()),
            select(vec![
                "", "device", "topic", "data", "ä", "a\"b", "\"\"", "a\\b"
            ])
            .prop_map(str::to_owned),
        ]
    }

    fn names() -> impl Strategy<Value = EnvelopeNames> {
        let unit = select(vec![TimeUnit::Seconds, TimeUnit::Milliseconds]);
        (name(), name(), name(), name(), unit).prop_map(
            |(device, topic, payload, received, received_unit)| EnvelopeNames {
                device,
                topic,
                payload,
                received,
                received_unit,
            },
        )
    }

    fn value() -> impl Strategy<Value = String> {
        let number = "(0|[1-9][0-9]{0,18})(\\.[0-9]{1,5})?";
        let other = [
            "null",
            "true",
            "01",
            "1e3",
            "-1",
            "\"\"",
            "{}",
            "\"a\\u0062\"",
        ];
        prop_oneof![
            number,
            number.prop_map(|number| format!("\"{number}\"")),
            select(other.to_vec()).prop_map(str::to_owned),
            Just("\"2021-06-01T09:00:07Z\"".to_owned()),
        ]
    }

    /// An envelope of some members in any order, with white space or without.
    fn record(names: &EnvelopeNames) -> impl Strategy<Value = String> + use<> {
        let members = [&names.device, &names.topic, &names.payload, &names.received];
        let members = members.map(Clone::clone);
        let further = vec![
            members[3].clone(),
            "data".into(),
            "schema".into(),
            "x".into(),
            format!("{}x", members[0]),
        ];
        let members = (
            Just(members),
            value(),
            subsequence(further, 0..3),
            value(),
            select(vec!["a", "b", "iot4emissions/dataDevice/a"]),
        );
        let members = members.prop_map(|(names, time, further, value, device)| {
            let [own, topic, payload, received] = names;
            let mut members = vec![
                (own, format!("\"{device}\"")),
                (topic, "\"iot4emissions/dataDevice/a\"".to_owned()),
                (payload, PAYLOAD.to_owned()),
                (received, time),
            ];
            members.extend(further.into_iter().map(|name| (name, value.clone())));
            members
        });
        let members = members.prop_flat_map(|members| {
            let most = members.len();
            subsequence(members, 1..=most).prop_shuffle()
        });
        (members, select(vec!["", " ", "\t "])).prop_map(|(members, blank)| {
            // As some writer might that escapes nothing.
            let members: Vec<_> = members
                .into_iter()
                .map(|(name, value)| format!("{blank}\"{name}\"{blank}:{blank}{value}{blank}"))
                .collect();
            format!("{{{}}}", members.join(","))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_the_plain_way_accepts_the_thorough_way_reads_the_same(
            (names, record) in names().prop_flat_map(|names| { let record = record(&names); (Just(names), record) }),
        ) {
            let mut payload = None;
            let plain = PlainEnvelope::read(record.as_bytes(), &PlainNames::from(&names), |bytes| {
                let length = read_canonical(bytes, |_| {})?;
                payload = Some(&bytes[..length]);
                Some(length)
            });
            let Some(plain) = plain else { return Ok(()) };
            prop_assert_eq!(plain.length, record.len());
            // What stands where a device ID belongs is judged by the caller.
            let Ok(device) = std::str::from_utf8(plain.device).unwrap().parse() else { return Ok(()) };
            let opened = open(record.as_bytes(), LineForm::Envelope, &names, Some(TopicKind::DataDevice));
            let opened = opened.map_err(|(_, error)| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(opened.device, Some(device));
            prop_assert_eq!(opened.received, plain.received);
            prop_assert_eq!(Some(&*opened.payload), payload);
        }
    }

    #[test]
    fn names_of_every_length_are_read_the_plain_way() {
        for length in 1..40 {
            let names = EnvelopeNames {
                payload: "p".repeat(length),
                device: "d".repeat(length),
                received: "r".repeat(length),
                ..EnvelopeNames::default()
            };
            let EnvelopeNames {
                payload,
                device,
                received,
                ..
            } = &names;
            let record = format!(
                "{{\"{received}x\":1,\"{device}\":\"a\",\"{received}\":2,\"{payload}\":{PAYLOAD}}}"
            );
            let read = |bytes: &[u8]| read_canonical(bytes, |_| {});
            let plain = PlainEnvelope::read(record.as_bytes(), &PlainNames::from(&names), read);
            let plain = plain.unwrap();
            assert_eq!(
                (plain.device, plain.received),
                (&b"a"[..], Received::At(2000))
            );
        }
    }

    /// What it ends early, at a quotation mark that is escaped, is no device ID.
    #[test]
    fn p_2_1_a_device_is_read_up_to_its_longest_and_judged_by_the_caller() {
        let names = PlainNames::from(&EnvelopeNames::default());
        let longest = "d".repeat(MAX_CHARACTERS);
        let device = |member: &str, text: &str| {
            let record = format!("{{\"{member}\":\"{text}\",\"payload\":{PAYLOAD}}}");
            let read = |bytes: &[u8]| read_canonical(bytes, |_| {});
            let plain = PlainEnvelope::read(record.as_bytes(), &names, read)?;
            Some(String::from_utf8(plain.device.to_vec()).unwrap())
        };
        assert_eq!(device("device", &longest), Some(longest.clone()));
        assert_eq!(device("device", &format!("{longest}d")), None);
        let topic = |device: &str| format!("iot4emissions/dataDevice/{device}");
        assert_eq!(device("topic", &topic(&longest)), Some(longest.clone()));
        assert_eq!(device("topic", &topic(&format!("{longest}d"))), None);
        assert_eq!(device("topic", "iot4emissions/configServer/a"), None);
        for text in ["a\\u0062", "a\\", "ä", "a\u{1}"] {
            let found = device("device", text).unwrap();
            assert_eq!(found, text);
            assert!(found.parse::<crate::identity::DeviceId>().is_err());
        }
        assert_eq!(device("device", "a\\\"b"), None);
    }
}
