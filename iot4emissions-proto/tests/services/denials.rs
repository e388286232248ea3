//! What a suspended device shows by sending on (P-7.12).

use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::services::call::{Answer, Call};
use iot4emissions_proto::services::clearance::SuspensionReason;
use iot4emissions_proto::services::data::{
    self, Denial, DeviceRecord, OperatorNotice, Reception, Withdrawal,
};
use iot4emissions_proto::time::UnixSeconds;

use crate::{
    NOW, answered, applied, cleared, device, introduced, introduction, number, parameters, version,
};

fn suspended() -> DeviceRecord {
    let suspension = Call::suspended(device("d1"), SuspensionReason::NotCleared, number(3));
    applied(introduced(), &[cleared(2), suspension])
}

fn denied(record: &DeviceRecord, payload: &str) -> Denial {
    match data::receive(Some(record), payload.as_bytes(), Profile::Tolerant) {
        Reception::Denied(denial) => denial,
        other => panic!("{other:?}"),
    }
}

fn transfer(times: &[u64]) -> String {
    let snapshots: Vec<_> = times
        .iter()
        .map(|time| format!(r#"{{"acquired":{time},"tfc":1.0}}"#))
        .collect();
    format!(r#"{{"data":[{}]}}"#, snapshots.join(","))
}

/// Before: the same as any other denied message.
#[test]
fn p_7_12_a_device_that_goes_on_after_its_suspension_is_seen() {
    let record = suspended();
    let stale = denied(&record, &transfer(&[NOW.0 - 1, NOW.0]));
    let expected = Denial {
        snapshots: 2,
        after_suspension: 0,
    };
    assert_eq!(stale, expected);
    // What was under way when it was suspended says nothing.
    assert_eq!(record.clone().note(stale), (record.clone(), None));

    let fresh = denied(&record, &transfer(&[NOW.0, NOW.0 + 1, NOW.0 + 2]));
    assert_eq!((fresh.snapshots, fresh.after_suspension), (3, 2));
    let (record, notice) = record.note(fresh);
    let expected = OperatorNotice::StillSending {
        device: device("d1"),
        version: record.version(),
    };
    assert_eq!(notice, Some(expected));
    assert_eq!(record.still_sending, 1);
    // Once; then it is counted.
    let (record, notice) = record.note(fresh);
    assert_eq!((record.still_sending, notice), (2, None));
    assert_eq!(denied(&record, "x"), Denial::default());

    // Sent once more, it is seen anew whether that has reached the device.
    let later = UnixSeconds(NOW.0 + 10);
    let again = data::reissue(record.clone(), None, later).unwrap();
    assert_eq!(version(&again), version(&record) + 1);
    assert_eq!((again.issued, again.still_sending), (later, 0));
    assert_eq!(denied(&again, &transfer(&[NOW.0 + 2])).after_suspension, 0);
    let fresh = denied(&again, &transfer(&[NOW.0 + 11]));
    assert!(again.note(fresh).1.is_some());
}

/// A device that looks for its configuration once a month never heard of a withdrawal that
/// ended before: what it had acquired meanwhile, and what the owner before had left, was
/// stored once the next one consented.
#[test]
fn p_7_7_what_was_acquired_before_a_withdrawal_ended_is_not_kept() {
    let record = applied(introduced(), &[cleared(2)]);
    let snapshot = |time| match data::receive(
        Some(&record),
        transfer(&[time]).as_bytes(),
        Profile::Tolerant,
    ) {
        Reception::Accept(decoded) => decoded.message.snapshots()[0],
        other => panic!("{other:?}"),
    };
    // Never withdrawn: an earlier identity's snapshots are kept, too (P-6.20).
    assert!(record.keeps(&snapshot(1)));
    for reason in [SuspensionReason::NotCleared, SuspensionReason::Pause] {
        let suspension = Call::suspended(device("d1"), reason, number(3));
        let suspended = applied(record.clone(), &[suspension]);
        let paused = Call::suspended(device("d1"), SuspensionReason::Pause, number(4));
        for calls in [vec![cleared(5)], vec![paused, cleared(5)]] {
            let again = applied(suspended.clone(), &calls);
            let withdrawn = reason == SuspensionReason::NotCleared;
            assert_eq!(again.keeps(&snapshot(NOW.0 - 1)), !withdrawn);
            assert!(again.keeps(&snapshot(NOW.0)));
            // It outlives being stored, and a record from before is read.
            let text = serde_json::to_string(&again).unwrap();
            assert_eq!(serde_json::from_str::<DeviceRecord>(&text).unwrap(), again);
            assert_eq!(text.contains("withdrawal"), withdrawn);
        }
    }
}

/// An introduction says nothing of consent: between it and the clearance the withdrawal
/// goes on, and a device that never heard of it acquires on.
#[test]
fn p_7_7_consent_ends_a_withdrawal_and_an_introduction_does_not() {
    let at = |record, call: Call, time| {
        let (record, answer) = answered(Some(record), &call, &parameters(), time);
        assert_eq!(answer, Answer::Applied);
        record.unwrap()
    };
    let one = |time| {
        let payload = transfer(&[time]);
        let decoded = DataTransfer::decode(payload.as_bytes(), Profile::Strict);
        decoded.unwrap().message.snapshots()[0]
    };
    let (introduced_again, consent) = (UnixSeconds(NOW.0 + 100), UnixSeconds(NOW.0 + 200));
    let record = applied(introduced(), &[cleared(2)]);
    let withdrawn = Call::suspended(device("d1"), SuspensionReason::NotCleared, number(3));
    let record = at(record, withdrawn, NOW);
    assert_eq!(record.withdrawal, Some(Withdrawal::Lasts));
    assert!(!record.keeps(&one(NOW.0 - 1)) && !record.keeps(&one(consent.0)));
    let record = at(record, introduction("d1", 4), introduced_again);
    assert_eq!(record.withdrawal, Some(Withdrawal::Lasts));
    let record = at(record, cleared(5), consent);
    assert_eq!(record.withdrawal, Some(Withdrawal::EndedAt(consent)));
    assert!(!record.keeps(&one(consent.0 - 1)) && record.keeps(&one(consent.0)));
    // Nothing but a withdrawal has an end: being introduced anew without one has none.
    let record = at(record, introduction("d1", 6), UnixSeconds(NOW.0 + 300));
    let record = at(record, cleared(7), UnixSeconds(NOW.0 + 400));
    assert!(record.keeps(&one(consent.0)));
    // A pause is with consent: it ends one as well, and the clearance behind it changes
    // nothing.
    let withdrawn = Call::suspended(device("d1"), SuspensionReason::NotCleared, number(8));
    let record = at(record, withdrawn, UnixSeconds(NOW.0 + 500));
    let pause = Call::suspended(device("d1"), SuspensionReason::Pause, number(9));
    let paused = UnixSeconds(NOW.0 + 600);
    let record = at(record, pause, paused);
    assert_eq!(record.withdrawal, Some(Withdrawal::EndedAt(paused)));
    let record = at(record, cleared(10), UnixSeconds(NOW.0 + 700));
    assert_eq!(record.withdrawal, Some(Withdrawal::EndedAt(paused)));
}
