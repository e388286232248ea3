//! Reading payloads in both profiles, and saying what is expected of it.

use iot4emissions_proto::message::{DecodeError, Decoded, Message, Profile};
use iot4emissions_proto::topic::TopicKind;

pub(crate) const BOX_1: &str = include_str!("../boxes/box_1.json");
pub(crate) const BOX_2: &str = include_str!("../boxes/box_2.json");
pub(crate) const BOX_3: &str = include_str!("../boxes/box_3.json");
pub(crate) const BOX_4: &str = include_str!("../boxes/box_4_as_printed.json");

pub(crate) type Read = Result<Decoded<Message>, DecodeError>;

pub(crate) fn read(kind: TopicKind, text: &str, profile: Profile) -> Read {
    Message::decode(kind, text.as_bytes(), profile)
}

/// The code and pointer of each problem.
pub(crate) fn problems(read: Read) -> Vec<(String, String)> {
    let error = read.expect_err("the payload is wrong");
    let issue = |issue: &iot4emissions_proto::message::Issue| {
        (issue.code.to_string(), issue.pointer.clone())
    };
    error.issues().iter().map(issue).collect()
}

pub(crate) fn deviations(read: Read) -> Vec<(String, String)> {
    let decoded = read.expect("the payload is accepted");
    let deviation =
        |d: &iot4emissions_proto::message::Deviation| (d.code.to_string(), d.pointer.clone());
    decoded.deviations.iter().map(deviation).collect()
}

pub(crate) fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(code, pointer): &(&str, &str)| ((*code).to_owned(), (*pointer).to_owned());
    expected.iter().map(owned).collect()
}

/// Asserts that Tolerant reads `text` with these deviations, and that Strict
/// refuses it for the same reasons.
#[track_caller]
pub(crate) fn assert_deviates(kind: TopicKind, text: &str, expected: &[(&str, &str)]) -> Message {
    assert_eq!(
        deviations(read(kind, text, Profile::Tolerant)),
        pairs(expected)
    );
    assert_eq!(
        problems(read(kind, text, Profile::Strict)),
        pairs(expected),
        "in Strict"
    );
    read(kind, text, Profile::Tolerant).unwrap().message
}

/// Asserts that both profiles refuse `text` with exactly these problems.
#[track_caller]
pub(crate) fn assert_wrong(kind: TopicKind, text: &str, expected: &[(&str, &str)]) {
    for profile in [Profile::Tolerant, Profile::Strict] {
        assert_eq!(
            problems(read(kind, text, profile)),
            pairs(expected),
            "{profile:?}"
        );
    }
}

/// Asserts that both profiles accept `text` without a deviation.
#[track_caller]
pub(crate) fn assert_right(kind: TopicKind, text: &str) -> Message {
    let strict = read(kind, text, Profile::Strict).unwrap();
    let tolerant = read(kind, text, Profile::Tolerant).unwrap();
    assert_eq!(strict, tolerant);
    assert_eq!(strict.deviations, []);
    strict.message
}

pub(crate) fn without_white_space(text: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let written = value.to_string();
    assert!(written.len() < text.len());
    text.split_inclusive('"')
        .enumerate()
        .map(|(place, part)| match place % 2 {
            0 => part.split_whitespace().collect(),
            _ => part.to_owned(),
        })
        .collect()
}
