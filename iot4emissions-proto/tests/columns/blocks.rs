//! Reading in parts gives what reading at once gives.

use iot4emissions_proto::columns::{LineBuffer, TransferReader, line_blocks};
use iot4emissions_proto::envelope::{LineForm, MAX_LINE};
use iot4emissions_proto::message::Profile;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{GOOD, read, rejected};

fn lines() -> impl Strategy<Value = Vec<u8>> {
    let envelope = |device: &str| format!(r#"{{"device":"{device}","payload":{GOOD}}}"#);
    let lines = vec![
        "".to_owned(),
        "x".to_owned(),
        " ".to_owned(),
        envelope("a"),
        envelope("b"),
        envelope("c"),
        r#"{"device":"d","payload":{"data":[{"acquired":1,"tfc":"2.55"}]}}"#.to_owned(),
    ];
    (
        vec((select(lines), select(vec!["\n", "\r\n"])), 0..40),
        any::<bool>(),
    )
        .prop_map(|(lines, ended)| {
            let text: String = lines.into_iter().map(|(line, end)| line + end).collect();
            let text = if ended {
                text.as_str()
            } else {
                text.trim_end()
            };
            text.as_bytes().to_vec()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_read_apart_and_joined(lines in lines(), size in 0..400usize) {
        let whole = read(LineForm::Envelope, Profile::Tolerant, &lines);
        let mut joined = TransferReader::new(Profile::Tolerant);
        let (mut rows, mut bytes) = (0, Vec::new());
        for block in line_blocks(&lines, size) {
            prop_assert!(block.ends_with(b"\n") || lines.ends_with(block));
            prop_assert!(block.len() >= size || lines.ends_with(block));
            bytes.extend_from_slice(block);
            let mut reader = TransferReader::<i64>::new(Profile::Tolerant);
            let read = reader.read_lines(LineForm::Envelope, block, 0);
            joined.append(reader, rows);
            rows += read;
        }
        prop_assert_eq!(&bytes, &lines);
        prop_assert_eq!(joined.finish(), whole);
    }

    #[test]
    fn pieces_give_the_same_lines(lines in lines(), size in 1..300usize) {
        let mut buffer = LineBuffer::new();
        let mut bytes = Vec::new();
        for piece in lines.chunks(size) {
            buffer.push(piece);
            let whole = buffer.take_lines();
            prop_assert!(whole.is_empty() || whole.ends_with(b"\n"));
            bytes.extend(whole);
        }
        bytes.extend(buffer.finish());
        prop_assert_eq!(bytes, lines);
    }
}

#[test]
fn a_line_without_end_takes_bounded_memory_and_costs_no_other() {
    let mut buffer = LineBuffer::new();
    let mut reader = TransferReader::<i64>::new(Profile::Tolerant);
    let mut rows = 0;
    let mut most = 0;
    let long = "x".repeat(100_000);
    let pieces = std::iter::once(format!("{GOOD}\n{GOOD}"))
        .chain(std::iter::repeat_n(long, 100))
        .chain([format!("\n{GOOD}\n{GOOD}")]);
    for piece in pieces {
        buffer.push(piece.as_bytes());
        let lines = buffer.take_lines();
        most = most.max(lines.len());
        rows += reader.read_lines(LineForm::Payload, &lines, rows);
    }
    rows += reader.read_lines(LineForm::Payload, &buffer.finish(), rows);
    assert_eq!(rows, 4);
    assert!((MAX_LINE + 1..MAX_LINE + 200).contains(&most), "{most}");
    let columns = reader.finish();
    assert_eq!(columns.source_row, [0, 2, 3]);
    assert_eq!(rejected(&columns), [(1, "line-too-long", "")]);
}
