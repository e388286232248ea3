//! When devices acquire, transfer and check their configuration (P-5.33, P-5.34, P-6.12).

use std::hash::{DefaultHasher, Hash, Hasher};

use iot4emissions_proto::identity::DeviceSecret;
use iot4emissions_proto::schedule::{self, Schedule};
use iot4emissions_proto::time::UnixSeconds;

use crate::error::Fault;

// What fails here is a defect of the facade: it makes a schedule by `schedule_hash` alone.
uniffi::custom_type!(Schedule, String, {
    remote,
    lower: |schedule| schedule.as_str().to_owned(),
    try_lift: |text| Ok(text.parse()?),
});

/// Whether the text is a schedule (P-5.33), and a number that equal schedules share (P-6.8).
#[uniffi::export]
fn schedule_hash(text: &str) -> Result<i64, Fault> {
    let schedule: Schedule = text.parse()?;
    let mut hasher = DefaultHasher::new();
    schedule.hash(&mut hasher);
    Ok(hasher.finish().cast_signed())
}

/// Whether both fire at the same times (P-6.8).
#[uniffi::export]
fn schedule_equal(schedule: Schedule, other: Schedule) -> bool {
    schedule == other
}

/// The first occurrence strictly after a time (P-5.33).
#[uniffi::export]
fn schedule_next_after(schedule: Schedule, after: u64) -> Option<u64> {
    let next = schedule.next_after(UnixSeconds(after));
    next.map(|next| next.0)
}

/// The occurrences strictly after a time, up to so many (P-5.33).
#[uniffi::export]
fn schedule_occurrences_after(schedule: Schedule, after: u64, limit: u32) -> Vec<u64> {
    let occurrences = schedule.occurrences_after(UnixSeconds(after));
    let occurrences = occurrences.take(limit as usize);
    occurrences.map(|occurrence| occurrence.0).collect()
}

/// How often it fires in a year, of those that there are (P-5.34).
#[uniffi::export]
fn schedule_count_in_year(schedule: Schedule, year: i32) -> u32 {
    u16::try_from(year).map_or(0, |year| schedule.count_in_year(year))
}

/// Two numbers of occurrences.
#[derive(uniffi::Record)]
pub struct YearlyCount {
    fewest: u32,
    most: u32,
}

/// The fewest and the most occurrences in one of its years (P-5.34).
#[uniffi::export]
fn schedule_yearly_count(schedule: Schedule) -> YearlyCount {
    let (fewest, most) = schedule.yearly_count().into_inner();
    YearlyCount { fewest, most }
}

/// The schedule in English (P-5.34).
#[uniffi::export]
fn schedule_explain(schedule: Schedule) -> String {
    schedule.explain()
}

/// What is probably not meant.
#[derive(uniffi::Record)]
pub struct ScheduleLint {
    code: String,
    text: String,
}

/// What is probably not meant in the schedule (P-5.34).
#[uniffi::export]
fn schedule_lint(schedule: Schedule) -> Vec<ScheduleLint> {
    let lint = |lint: &schedule::Lint| ScheduleLint {
        code: lint.code().to_owned(),
        text: lint.to_string(),
    };
    schedule.lint().iter().map(lint).collect()
}

/// The device's first spread time strictly after a time (P-6.11, P-6.12).
#[uniffi::export]
fn schedule_spread_after(
    schedule: Schedule,
    secret: DeviceSecret,
    window_seconds: u64,
    after: u64,
) -> Option<u64> {
    let spread = schedule.spread_after(&secret, window_seconds, UnixSeconds(after));
    spread.map(|spread| spread.0)
}

/// A device's delay after an occurrence, in seconds (P-6.12).
#[uniffi::export]
fn spread_offset(
    secret: DeviceSecret,
    window_seconds: u64,
    occurrence: u64,
    next: Option<u64>,
) -> u64 {
    let next = next.map(UnixSeconds);
    schedule::spread_offset(&secret, window_seconds, UnixSeconds(occurrence), next)
}
