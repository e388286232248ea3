//! Versions after a loss of data, and at their end (P-5.32, P-7.6, P-7.12).

use iot4emissions_proto::message::{ConfigurationVersion, ConfiguredState};
use iot4emissions_proto::services::call::{Answer, Call};
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::services::data::{
    self, ConfigurationParameters, DeviceRecord, IssueError,
};
use iot4emissions_proto::time::UnixSeconds;

use crate::{
    NOW, answered, applied, called, cleared, device, introduced, introduction, number, parameters,
    version,
};

fn at(number: u32) -> ConfigurationVersion {
    ConfigurationVersion::new(number).unwrap()
}

fn suspension(sequence: u64) -> Call {
    Call::suspended(device("d1"), SuspensionReason::NotCleared, number(sequence))
}

fn from(first_version: u32) -> ConfigurationParameters {
    ConfigurationParameters {
        first_version: at(first_version),
        ..parameters()
    }
}

fn at_version(number: u32, calls: &[Call]) -> DeviceRecord {
    let mut record = applied(introduced(), calls);
    record.configuration.version = at(number);
    record
}

/// Before: 9 was issued, which a device that has 1000 refuses as older: it stayed
/// Operational after a withdrawal.
#[test]
fn p_7_6_a_withdrawal_after_a_restore_is_above_every_version_ever_issued() {
    let backup = applied(introduced(), &[cleared(2)]);
    let (after, answer) = answered(Some(backup), &suspension(3), &from(1000), NOW);
    let after = after.unwrap();
    assert_eq!((answer, version(&after)), (Answer::Applied, 1000));
    assert_eq!(after.status().device_state, ConfiguredState::Initialized);
    // Afterwards it goes on by one.
    let (after, _) = answered(Some(after), &cleared(4), &from(1000), NOW);
    assert_eq!(version(&after.unwrap()), 1001);
}

/// A device that has no version would refuse a larger first one (P-6.8).
#[test]
fn p_7_6_nobody_begins_with_a_version_behind_which_there_is_no_room() {
    let largest = ConfigurationVersion::LARGEST_FIRST.get();
    assert_eq!(largest, 4_278_190_079);
    for (first_version, issued) in [
        (largest, largest),
        (largest + 1, largest),
        (u32::MAX, largest),
    ] {
        let (record, answer) = answered(None, &introduction("d1", 1), &from(first_version), NOW);
        assert_eq!(answer, Answer::Applied);
        assert_eq!(version(&record.unwrap()), issued);
    }
}

/// What the record says already, the device may not know: its version is above.
#[test]
fn p_7_6_a_call_that_changes_nothing_is_issued_anew_below_the_first_version() {
    let backup = introduced();
    let (after, answer) = answered(Some(backup.clone()), &suspension(9), &from(1000), NOW);
    assert_eq!(answer, Answer::Applied);
    assert_eq!(version(&after.unwrap()), 1000);
    assert_eq!(version(&applied(backup, &[suspension(9)])), 7);
}

#[test]
fn p_7_6_new_parameters_are_above_the_first_version_too() {
    let mut other = from(1000);
    other.acquire_frequency = "0 0 0 ? * MON *".parse().unwrap();
    let changed = data::reconfigure(introduced(), &other, NOW).unwrap();
    assert_eq!(version(&changed.unwrap()), 1000);
}

#[test]
fn p_7_6_no_version_is_further_than_a_device_follows() {
    let step = ConfigurationVersion::LARGEST_STEP;
    assert_eq!(step, 16_777_216);
    for (first_version, issued) in [
        (6 + step, 6 + step),
        (7 + step, 7 + step),
        (8 + step, 7 + step),
        (u32::MAX, 7 + step),
    ] {
        let call = cleared(2);
        let (after, answer) = answered(Some(introduced()), &call, &from(first_version), NOW);
        assert_eq!(answer, Answer::Applied);
        assert_eq!(version(&after.unwrap()), issued, "{first_version}");
    }
    assert_eq!(at(u32::MAX - 1).furthest(), at(u32::MAX));
}

/// Before: the record stayed as it was, and the device on the allow-list.
#[test]
fn p_7_6_without_a_version_a_suspension_holds_and_clearing_is_refused() {
    let record = at_version(u32::MAX, &[cleared(2)]);
    let (record, answer) = called(record, &suspension(3));
    assert_eq!(answer, Answer::Applied);
    assert_eq!(
        record.clearance(),
        Clearance::Suspended(SuspensionReason::NotCleared)
    );
    assert_eq!(record.status().device_state, ConfiguredState::Initialized);
    assert_eq!(version(&record), u32::MAX);
    let (after, answer) = called(record.clone(), &cleared(4));
    assert_eq!(answer, Answer::VersionsExhausted);
    assert_eq!(after, record);
    // The version before the last is one.
    let record = at_version(u32::MAX - 1, &[]);
    let (record, answer) = called(record, &cleared(2));
    assert_eq!((answer, version(&record)), (Answer::Applied, u32::MAX));
}

#[test]
fn p_7_12_the_present_state_is_issued_anew() {
    let record = applied(introduced(), &[cleared(2), suspension(3)]);
    let later = UnixSeconds(NOW.0 + 1);
    let reissue = |version: Option<u32>| data::reissue(record.clone(), version.map(at), later);
    for (asked, issued) in [
        (None, 10),
        (Some(3), 10),
        (Some(10), 10),
        (Some(1000), 1000),
    ] {
        let after = reissue(asked).unwrap();
        assert_eq!((version(&after), after.issued), (issued, later));
        let expected = DeviceRecord {
            configuration: after.configuration.clone(),
            issued: later,
            ..record.clone()
        };
        assert_eq!(after, expected);
    }
    let most = 9 + ConfigurationVersion::LARGEST_STEP;
    assert_eq!(version(&reissue(Some(most)).unwrap()), most);
    let error = reissue(Some(most + 1)).unwrap_err();
    assert_eq!(error.code(), "too-far");
    let text = format!("expected a version of at most {most}, found {}", most + 1);
    assert_eq!(error.to_string(), text);
}

#[test]
fn p_5_32_there_is_no_version_after_the_last() {
    let record = at_version(u32::MAX, &[]);
    let mut other = parameters();
    other.acquire_frequency = "0 0 0 ? * MON *".parse().unwrap();
    let exhausted = IssueError::Exhausted {
        version: at(u32::MAX),
    };
    assert_eq!(exhausted.code(), "exhausted");
    assert_eq!(
        exhausted.to_string(),
        "expected a version of which there is a next one, found 4294967295"
    );
    assert_eq!(
        data::reconfigure(record.clone(), &other, NOW),
        Err(exhausted)
    );
    assert_eq!(data::reissue(record, None, NOW), Err(exhausted));
}
