//! The numbers of calls, as the Data Service takes them (P-5.51).

use iot4emissions_proto::services::call::CallKind;
use iot4emissions_proto::services::call::{Answer, Call, Introduction, Sequence};
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::services::data::{self, DeviceRecord, LastCall};
use iot4emissions_proto::services::introduction::IntroductionScope;

use crate::{
    NOW, answered, applied, called, cleared, device, introduced, introduction, make, number,
    parameters, version,
};

fn suspension(sequence: u64) -> Call {
    Call::suspended(device("d1"), SuspensionReason::NotCleared, number(sequence))
}

#[test]
fn p_5_51_a_late_cleared_cannot_undo_a_suspended() {
    let record = applied(introduced(), &[suspension(3)]);
    let (after, answer) = called(record.clone(), &cleared(2));
    assert_eq!(answer, Answer::Overtaken { last: number(3) });
    assert_eq!(after, record);
}

/// Before: `applied`, and the device went on sending.
#[test]
fn p_5_51_another_call_with_the_same_number_is_refused() {
    let record = applied(introduced(), &[cleared(2)]);
    let pause = Call::suspended(device("d1"), SuspensionReason::Pause, number(2));
    for call in [suspension(2), pause, introduction("d1", 2)] {
        let (after, answer) = called(record.clone(), &call);
        assert_eq!(answer, Answer::Contradiction { last: number(2) });
        assert_eq!(after, record);
    }
    assert_eq!(
        called(record.clone(), &cleared(2)),
        (record, Answer::Applied)
    );
}

#[test]
fn p_5_51_an_introduction_with_other_attributes_is_another_call() {
    let other = Introduction::new(device("d1"), &make("JEEP"), IntroductionScope::Report);
    let (after, answer) = called(introduced(), &Call::introduced(other, number(1)));
    assert_eq!(answer, Answer::Contradiction { last: number(1) });
    assert_eq!(after, introduced());
}

#[test]
fn p_5_51_a_device_never_introduced_is_to_be_introduced() {
    for call in [cleared(2), suspension(2)] {
        let first = answered(None, &call, &parameters(), NOW);
        assert_eq!(first, (None, Answer::NotIntroduced));
    }
}

/// Before: a single call could use up all numbers, and everything later was overtaken.
#[test]
fn p_5_51_a_number_that_is_too_far_is_refused_and_uses_up_nothing() {
    let step = Sequence::LARGEST_STEP;
    let record = applied(introduced(), &[cleared(step + 1)]);
    assert_eq!(record.last.sequence, number(step + 1));
    for far in [step + 2, Sequence::LARGEST.get()] {
        let (after, answer) = called(introduced(), &cleared(far));
        assert_eq!(answer, Answer::TooFar { last: number(1) });
        assert_eq!(after, introduced());
    }
    let far = introduction("d1", step + 1);
    let last = Sequence::NONE;
    let first = answered(None, &far, &parameters(), NOW);
    assert_eq!(first, (None, Answer::TooFar { last }));
    let (_, answer) = answered(None, &introduction("d1", step), &parameters(), NOW);
    assert_eq!(answer, Answer::Applied);
    let none = answered(None, &introduction("d1", 0), &parameters(), NOW);
    assert_eq!(none, (None, Answer::Overtaken { last }));
}

fn at_the_last_number(kind: CallKind) -> DeviceRecord {
    let sequence = Sequence::LARGEST;
    DeviceRecord {
        last: LastCall {
            sequence,
            kind,
            new_segment: false,
        },
        ..introduced()
    }
}

#[test]
fn p_5_51_behind_the_last_number_a_withdrawal_still_holds() {
    let last = Sequence::LARGEST;
    let record = at_the_last_number(CallKind::Cleared);
    let pause = Call::suspended(device("d1"), SuspensionReason::Pause, last);
    for call in [pause, introduction("d1", last.get())] {
        let (after, answer) = called(record.clone(), &call);
        assert_eq!(answer, Answer::Contradiction { last });
        assert_eq!(after, record);
    }
    let (record, answer) = called(record, &suspension(last.get()));
    assert_eq!(answer, Answer::Applied);
    assert_eq!(record.clearance(), Clearance::NOT_CLEARED);
    assert_eq!(version(&record), 8);
    let (after, answer) = called(record.clone(), &cleared(last.get()));
    assert_eq!(answer, Answer::Contradiction { last });
    assert_eq!(after, record);
}

#[test]
fn p_5_51_numbers_that_are_used_up_can_be_restarted() {
    let record = at_the_last_number(CallKind::Cleared);
    let restarted = data::restart_numbers(record, &parameters(), NOW);
    assert_eq!(restarted.clearance(), Clearance::NOT_CLEARED);
    assert_eq!(
        (restarted.last.sequence, version(&restarted)),
        (number(0), 8)
    );
    let (after, answer) = called(restarted.clone(), &cleared(Sequence::LARGEST.get()));
    assert_eq!(
        (after, answer),
        (restarted.clone(), Answer::TooFar { last: number(0) })
    );
    let after = applied(restarted, &[cleared(1)]);
    assert_eq!(
        (after.clearance(), version(&after)),
        (Clearance::Cleared, 9)
    );
    // A device that may not send is told nothing new.
    let denied = data::restart_numbers(introduced(), &parameters(), NOW);
    assert_eq!((denied.last.sequence, version(&denied)), (number(0), 7));
}
