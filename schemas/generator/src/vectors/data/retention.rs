//! From when on things are kept (P-7.15).

use iot4emissions_proto::services::retention::{Kept, RetentionPeriods};
use iot4emissions_proto::time::UnixSeconds;
use serde_json::json;

use crate::vectors::{Case, Wrong};

/// What is kept, the days that are set for it, `now`, and by hand the earliest time.
type Row = (&'static str, Option<u32>, u64, u64);

pub(super) const KEPT: &[Row] = &[
    ("snapshots", None, 1_622_505_600, 1_148_169_600),
    ("snapshots", Some(1), 1_622_505_600, 1_622_419_200),
    ("devices", None, 1_622_505_600, 1_559_260_800),
    ("quarantine", None, 1_622_505_600, 1_614_729_600),
    ("quarantine", Some(30), 1_622_505_600, 1_619_913_600),
    ("tombstones", None, 1_622_505_600, 1_559_260_800),
    ("vehicles", None, 1_622_505_600, 1_559_260_800),
    ("notices", None, 1_622_505_600, 1_590_883_200),
    ("notices", Some(0), 1_622_505_600, 1_622_505_600),
    // Not before 1970.
    ("notices", Some(366), 31_622_399, 0),
    ("snapshots", Some(u32::MAX), 1_622_505_600, 0),
];

pub(super) fn earliest((kept, days, now, by_hand): &Row) -> Result<Case, Wrong> {
    let set = days.map_or_else(|| "by default".to_owned(), |days| format!("{days} days"));
    let case = Case::new(format!("kept, {kept}, {set}, at {now}"), &["P-7.15"]);
    let periods = days.map_or_else(|| json!({}), |days| json!({ *kept: days }));
    let read: RetentionPeriods =
        serde_json::from_value(periods).map_err(|error| case.wrong(error))?;
    let kind: Kept = serde_json::from_value(json!(kept)).map_err(|error| case.wrong(error))?;
    let found = read.earliest(kind, UnixSeconds(*now));
    case.with("function", &"earliest")?
        .with("periods", &read)?
        .with("kept", kept)?
        .with("now", now)?
        .agreed("earliest", by_hand, &found.0)
}
