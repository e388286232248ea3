//! Reading texts into columns, and saying what became of them.

use iot4emissions_proto::columns::{TransferColumns, TransferReader};
use iot4emissions_proto::envelope::LineForm;
use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};
use iot4emissions_proto::time::UnixSeconds;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

pub(crate) const GOOD: &str = r#"{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}"#;

pub(crate) fn read(form: LineForm, profile: Profile, lines: &[u8]) -> TransferColumns<i64> {
    let mut reader = TransferReader::new(profile);
    reader.read_lines(form, lines, 0);
    reader.finish()
}

pub(crate) fn tolerant(form: LineForm, lines: &str) -> TransferColumns<i64> {
    read(form, Profile::Tolerant, lines.as_bytes())
}

/// Source row, code and pointer of what was refused.
pub(crate) fn rejected(columns: &TransferColumns<i64>) -> Vec<(u64, &'static str, &str)> {
    let each = columns.rejected.iter();
    each.map(|row| (row.source_row, row.code(), row.pointer()))
        .collect()
}

/// The snapshots that the columns hold, put together again.
pub(crate) fn snapshots(columns: &TransferColumns<i64>) -> Vec<Snapshot> {
    (0..columns.len())
        .map(|row| {
            let mut values = Values::default();
            for parameter in Parameter::ALL {
                let value = columns.value(parameter).get(row);
                let tenths = value.map(|tenths| Tenths::new(u32::try_from(tenths).unwrap()));
                values.set(parameter, tenths.map(Option::unwrap));
            }
            let acquired = u64::try_from(columns.acquired[row]).unwrap();
            Snapshot::new(UnixSeconds(acquired), values).unwrap()
        })
        .collect()
}

fn values() -> impl Strategy<Value = Values> {
    let tenths = prop_oneof![Just(0), Just(u32::MAX - 1), 0..2_000_000u32, 0..u32::MAX];
    (vec(option::of(tenths), 8), 0..8usize).prop_map(|(tenths, one)| {
        let mut values = Values::default();
        for (parameter, tenths) in Parameter::ALL.into_iter().zip(tenths) {
            values.set(parameter, tenths.and_then(Tenths::new));
        }
        if values.is_empty() {
            values.set(Parameter::ALL[one], Tenths::new(1));
        }
        values
    })
}

pub(crate) fn data_transfer() -> impl Strategy<Value = DataTransfer> {
    let times = btree_set(prop_oneof![1..=9_999_999_999u64, 1..50u64], 1..6);
    (times, vec(values(), 6)).prop_map(|(times, values)| {
        let snapshots = times
            .into_iter()
            .zip(values)
            .map(|(acquired, values)| Snapshot::new(UnixSeconds(acquired), values).unwrap())
            .collect();
        DataTransfer::new(snapshots).unwrap()
    })
}
