//! What each line becomes.

use std::convert::Infallible;

use iot4emissions_proto::columns::{Bitmap, RowBlock, RowSink, TransferReader};
use iot4emissions_proto::envelope::{LineForm, MAX_LINE};
use iot4emissions_proto::message::{MAX_PAYLOAD, Profile};
use iot4emissions_proto::obfcm::Parameter;

use crate::support::{GOOD, read, rejected, tolerant};

#[test]
fn line_ends_empty_lines_and_a_last_line_without_an_end() {
    let text = format!("\n{GOOD}\r\n\r\n \t\n{GOOD} \n{GOOD}\n\n{GOOD}");
    let mut reader = TransferReader::<i64>::new(Profile::Strict);
    assert_eq!(reader.read_lines(LineForm::Payload, text.as_bytes(), 0), 8);
    let columns = reader.finish();
    assert_eq!(columns.source_row, [1, 4, 5, 7]);
    assert_eq!(columns.rejected, []);
    assert_eq!(tolerant(LineForm::Payload, "").len(), 0);
}

#[test]
fn rows_count_from_the_first_row_given() {
    let mut reader = TransferReader::<i64>::new(Profile::Strict);
    reader.read_lines(LineForm::Payload, format!("{GOOD}\nx\n").as_bytes(), 40);
    let columns = reader.finish();
    assert_eq!(columns.source_row, [40]);
    assert_eq!(rejected(&columns), [(41, "syntax", "")]);
}

#[test]
fn p_5_3_one_bad_row_never_costs_the_others() {
    let bad = [
        ("\0", "syntax", ""),
        ("\u{feff}{}", "byte-order-mark", ""),
        (
            r#"{"data":[{"acquired":1,"tfc":1.0},{"acquired":2,"tf"#,
            "syntax",
            "",
        ),
        (
            r#"{"data":[{"acquired":1,"tfc":1.0}]} "data""#,
            "syntax",
            "",
        ),
        // The first snapshot is good; the message is refused whole.
        (
            r#"{"data":[{"acquired":1,"tfc":1.0},{"acquired":1,"tfc":1.0}]}"#,
            "duplicate-acquired",
            "/data/1/acquired",
        ),
        (
            r#"{"data":[{"acquired":1,"tfc":1.0},{"acquired":2}]}"#,
            "no-value",
            "/data/1",
        ),
        ("[]", "type", ""),
    ];
    let text: String = bad
        .iter()
        .map(|(line, ..)| format!("{GOOD}\n{line}\n"))
        .collect();
    let columns = tolerant(LineForm::Payload, &text);
    assert_eq!(columns.source_row, [0, 2, 4, 6, 8, 10, 12]);
    let expected: Vec<_> = (0..)
        .zip(bad)
        .map(|(row, (_, code, pointer))| (2 * row + 1, code, pointer))
        .collect();
    assert_eq!(rejected(&columns), expected);
    assert!(
        columns
            .value(Parameter::TotalFuelConsumed)
            .values
            .iter()
            .all(|tenths| *tenths == 325)
    );

    let columns = read(LineForm::Payload, Profile::Tolerant, b"\xff\n");
    assert_eq!(rejected(&columns), [(0, "not-utf-8", "")]);
}

#[test]
fn p_5_3_payloads_and_lines_have_their_limits() {
    let payload = |length: usize| format!("{GOOD}{}", " ".repeat(length - GOOD.len()));
    let lines = [MAX_PAYLOAD, MAX_PAYLOAD + 1, MAX_LINE, MAX_LINE + 1]
        .map(payload)
        .join("\r\n");
    let columns = tolerant(LineForm::Payload, &format!("{lines}\n{GOOD}"));
    assert_eq!(columns.source_row, [0, 4]);
    let expected = [
        (1, "too-large", ""),
        (2, "too-large", ""),
        (3, "line-too-long", ""),
    ];
    assert_eq!(rejected(&columns), expected);
    assert_eq!(
        columns.rejected[2].to_string(),
        "row 3: expected a line of at most 1048576 bytes, found a longer one"
    );
    assert_eq!(
        columns.rejected[0].to_string(),
        "row 1: not a Data Transfer message: line 1, column 1: expected at most 131072 bytes, found 131073 bytes"
    );

    // A canonical one of that length takes the other way to the same error.
    let snapshot =
        |time: usize| format!(r#"{{"acquired":{},"tfc":100000.0}}"#, 1_000_000_000 + time);
    let long: Vec<_> = (0..3_500).map(snapshot).collect();
    let long = format!("{{\"data\":[{}]}}", long.join(","));
    assert!((MAX_PAYLOAD + 1..MAX_LINE).contains(&long.len()));
    let columns = tolerant(LineForm::Payload, &format!("{GOOD}\n{long}\n{GOOD}"));
    assert_eq!(columns.source_row, [0, 2]);
    assert_eq!(rejected(&columns), [(1, "too-large", "")]);
}

#[test]
fn p_2_1_a_sender_that_is_no_device_id_costs_its_own_row_only() {
    let mut reader = TransferReader::<i64>::new(Profile::Tolerant);
    let vin = "WVWZZZ1JZXW000001";
    for (row, device) in (0..).zip([Some("a"), Some("a b"), None, Some(vin), Some(""), Some("b")]) {
        reader.push_text(device, row, GOOD.as_bytes());
    }
    // What it sent is not looked at.
    reader.push_text(Some("#"), 6, b"\xff");
    let columns = reader.finish();
    assert_eq!(columns.source_row, [0, 2, 5]);
    assert_eq!(columns.messages, 3);
    let devices: Vec<_> = (0..3).map(|row| columns.device.get(row)).collect();
    assert_eq!(devices, [Some("a"), None, Some("b")]);
    let expected = [1, 3, 4, 6].map(|row| (row, "device-id", ""));
    assert_eq!(rejected(&columns), expected);
    assert_eq!(
        columns.rejected[0].to_string(),
        "row 1: expected a device ID of 1 to 64 ASCII letters, digits, \"-\" or \"_\", \
         found ' ' at character 2"
    );
    assert_eq!(columns.rejected[0].device, None);
    assert!(!format!("{:?}", columns.rejected).contains(vin));
}

/// Rows that were taken out of a reader.
#[derive(Default)]
struct Kept {
    source_row: Vec<u64>,
    acquired: Vec<i64>,
    keys: Vec<i32>,
    present: Vec<u8>,
    values: [Vec<i64>; 8],
}

impl RowSink<i64> for Kept {
    type Error = Infallible;

    fn take(&mut self, rows: &RowBlock<'_, i64>) -> Result<(), Infallible> {
        self.source_row.extend_from_slice(rows.source_row);
        self.acquired.extend_from_slice(rows.acquired);
        self.keys.extend_from_slice(rows.device);
        self.present.extend_from_slice(rows.present);
        for (column, rows) in self.values.iter_mut().zip(rows.values) {
            column.extend_from_slice(rows);
        }
        Ok(())
    }
}

/// A sink that has no room.
struct NoRows;

impl RowSink<i64> for NoRows {
    type Error = usize;

    fn take(&mut self, rows: &RowBlock<'_, i64>) -> Result<(), usize> {
        Err(rows.len())
    }
}

#[test]
fn what_a_sink_refuses_is_not_given_to_the_next() {
    let mut reader = TransferReader::<i64>::new(Profile::Strict);
    reader.push(None, 0, GOOD.as_bytes());
    let rows = GOOD.matches("acquired").count();
    assert_eq!(reader.drain_into(&mut NoRows), Err(rows));
    assert_eq!(reader.drain_into(&mut NoRows), Ok(()));
    let columns = reader.finish();
    assert_eq!((columns.len(), columns.messages), (0, 1));
}

#[test]
fn nothing_is_left_of_columns_whose_memory_is_used_again() {
    let text = format!("x\n{GOOD}\n{{}}\n{}\n", GOOD.replace("295.9", "\"295.9\""));
    let envelope = format!("{{\"device\":\"a\",\"payload\":{GOOD}}}\n");
    let mut reader = TransferReader::<i64>::new(Profile::Tolerant);
    reader.read_lines(LineForm::Envelope, envelope.as_bytes(), 0);
    assert_eq!(reader.restart(), tolerant(LineForm::Envelope, &envelope));
    for drained in [true, false, true] {
        assert_eq!((reader.messages(), reader.canonical_messages()), (0, 0));
        reader.read_lines(LineForm::Payload, text.as_bytes(), 0);
        if drained {
            reader.drain_into(&mut Kept::default()).unwrap();
        }
        let columns = reader.restart();
        let whole = tolerant(LineForm::Payload, &text);
        assert_eq!(
            (columns.len(), columns.messages),
            (if drained { 0 } else { whole.len() }, whole.messages)
        );
        if !drained {
            assert_eq!(columns, whole);
        }
        assert_eq!((columns.rejected.len(), columns.deviations.total()), (2, 1));
    }
    assert_eq!(
        reader.finish(),
        TransferReader::new(Profile::Tolerant).finish()
    );
}

#[test]
fn rows_that_are_taken_are_those_that_would_have_stayed() {
    let other = GOOD.replace("\"tfc\":32.5", "\"tgeib\":\"7.5\"");
    let lines = [
        format!("{{\"device\":\"a\",\"payload\":{GOOD}}}\n"),
        format!("{{\"device\":\"b\",\"payload\":{other}}}\nx\n"),
        "{\"device\":\"c\",\"payload\":{}}\n".to_owned(),
        format!("{{\"device\":\"a\",\"payload\":{other}}}\n"),
    ];
    let kept = tolerant(LineForm::Envelope, &lines.concat());
    let mut reader = TransferReader::<i64>::new(Profile::Tolerant);
    let mut taken = Kept::default();
    let mut row = 0;
    for piece in &lines {
        row += reader.read_lines(LineForm::Envelope, piece.as_bytes(), row);
        let before = taken.acquired.len();
        reader.drain_into(&mut taken).unwrap();
        assert_eq!(
            taken.acquired.len() - before,
            GOOD.matches("acquired").count() * usize::from(!piece.contains("{}"))
        );
        // Nothing is left, and nothing is given twice.
        reader.drain_into(&mut NoRows).unwrap();
    }
    assert_eq!(
        (&taken.source_row, &taken.acquired),
        (&kept.source_row, &kept.acquired)
    );
    for ((values, validity), kept) in taken
        .values
        .iter()
        .zip(Bitmap::of_masks(&taken.present))
        .zip(&kept.values)
    {
        assert_eq!((values, &validity), (&kept.values, &kept.validity));
    }
    let rest = reader.finish();
    assert_eq!((rest.len(), rest.messages), (0, 3));
    let others = rest.device.clone().with_keys(vec![1, -1, 0]);
    let devices = [0, 1, 2, 3].map(|row| others.get(row));
    assert_eq!(devices, [Some("b"), None, Some("a"), None]);
    assert_eq!(others.keys, [1, 0, 0]);
    assert_eq!(rest.device.with_keys(taken.keys), kept.device);
    assert_eq!(
        (rest.rejected, rest.deviations),
        (kept.rejected, kept.deviations)
    );
}

#[test]
fn rows_of_no_known_device_are_taken_as_such() {
    let mut reader = TransferReader::<i64>::new(Profile::Strict);
    reader.push(None, 3, GOOD.as_bytes());
    let mut taken = Kept::default();
    reader.drain_into(&mut taken).unwrap();
    // What is left counts from where the taken rows end.
    reader.push(None, 4, GOOD.as_bytes());
    let columns = reader.finish();
    assert!(columns.source_row.iter().all(|row| *row == 4));
    assert_eq!(columns.device.validity.absent(), columns.len());
    assert_eq!(taken.keys, [-1]);
    assert_eq!(columns.device.keys, [0]);
}

#[test]
fn messages_are_counted_not_snapshots_or_lines() {
    let two = r#"{"data":[{"acquired":1,"tfc":1.0},{"acquired":2,"tfc":1.0}]}"#;
    let text = format!("{two}\n\n{{}}\n{two}");
    let columns = tolerant(LineForm::Payload, &text);
    assert_eq!((columns.len(), columns.messages), (4, 2));
    let mut reader = TransferReader::<i64>::new(Profile::Tolerant);
    reader.read_lines(LineForm::Payload, text.as_bytes(), 0);
    let other = reader.clone();
    assert_eq!(reader.messages(), 2);
    reader.append(other, 4);
    assert_eq!(reader.finish().messages, 4);
}

#[test]
fn p_5_2_strict_refuses_what_tolerant_counts() {
    let line = r#"{"data":[{"acquired":1,"tfc":"1.0"}],"x":0}"#;
    let columns = tolerant(LineForm::Payload, line);
    assert_eq!((columns.len(), columns.deviations.total()), (1, 2));
    let columns = read(LineForm::Payload, Profile::Strict, line.as_bytes());
    assert_eq!(rejected(&columns), [(0, "unknown-member", "/x")]);
    assert_eq!((columns.len(), columns.deviations.total()), (0, 0));
}

#[test]
fn p_5_42_the_three_forms_of_a_value() {
    let text = r#"{"data":[{"acquired":1,"tfc":429496729.4,"tdt":0.1},{"acquired":2,"tdt":0.3}]}"#;
    let mut decimal = TransferReader::<i128>::new(Profile::Strict);
    decimal.push(None, 0, text.as_bytes());
    let decimal = decimal.finish();
    assert_eq!(decimal.values[0].values, [4_294_967_294, 0]);
    assert_eq!(decimal.values[1].values, [1, 3]);
    assert_eq!(decimal.values[0].validity.as_bytes(), [0b01]);
    assert_eq!(decimal.values[0].get(1), None);
    let mut float = TransferReader::<f64>::new(Profile::Strict);
    float.push(None, 0, text.as_bytes());
    let float = float.finish();
    assert_eq!(float.values[0].values, [429_496_729.4, 0.0]);
    assert_eq!(float.values[1].values, [0.1, 0.3]);
}
