use super::*;

const TIMES: [UnixSeconds; 3] = [UnixSeconds(10), UnixSeconds(20), UnixSeconds(30)];

fn values(number: u64) -> Values {
    Values {
        total_fuel_consumed: Some(format!("{number}.0").parse().unwrap()),
        ..Values::default()
    }
}

/// Three snapshots: two stored, by the first and the last transfer, and one erased.
fn well() -> (Ledger, Accounts, BTreeMap<UnixSeconds, Values>) {
    let acquired: BTreeMap<_, _> = TIMES.iter().map(|time| (*time, values(time.0))).collect();
    let mut stored = acquired.clone();
    stored.remove(&TIMES[2]);
    let mut ledger = Ledger::default();
    ledger.acquired = acquired;
    ledger.transfers = 2;
    ledger.acknowledged.insert(TIMES[0], 1);
    ledger.acknowledged.insert(TIMES[1], 2);
    ledger.lost.insert(TIMES[2]);
    let accounts = Accounts {
        acquired: 3,
        acknowledged: 2,
        erased: 1,
        ..Accounts::default()
    };
    (ledger, accounts, stored)
}

fn examine(
    change: impl FnOnce(&mut Ledger, &mut Accounts, &mut BTreeMap<UnixSeconds, Values>),
    forgetful: bool,
    resend_window: u32,
) -> Vec<String> {
    let (mut ledger, mut accounts, mut stored) = well();
    change(&mut ledger, &mut accounts, &mut stored);
    let mut outcome = Outcome {
        forgetful,
        resend_window,
        ..Outcome::default()
    };
    outcome.add(&Ending {
        state: DeviceState::Operational,
        accounts,
        ledger: &ledger,
        stored: &stored,
    });
    outcome.service.stored = stored.len() as u64;
    outcome.problems()
}

#[test]
fn all_is_well_where_each_is_stored_or_erased() {
    assert_eq!(examine(|_, _, _| {}, false, 0), Vec::<String>::new());
}

#[test]
fn p_6_7_what_a_forgetful_broker_loses_is_a_problem_where_it_was_sent_again() {
    let lost = ["1 acknowledged snapshots that were never stored"];
    // A later transfer followed the first.
    let first = |forgetful, window| {
        examine(
            |_, _, stored| {
                stored.remove(&TIMES[0]);
            },
            forgetful,
            window,
        )
    };
    assert_eq!(first(false, 0), lost);
    assert_eq!(first(true, 0), Vec::<String>::new());
    assert_eq!(first(true, 4), lost);
    // None followed the last.
    let last = |forgetful, window| {
        examine(
            |_, _, stored| {
                stored.remove(&TIMES[1]);
            },
            forgetful,
            window,
        )
    };
    assert_eq!(last(false, 4), lost);
    assert_eq!(last(true, 4), Vec::<String>::new());
}

#[test]
fn whatever_is_not_stored_as_acquired_is_a_problem() {
    let altered = examine(
        |_, _, stored| {
            stored.insert(TIMES[0], values(1));
        },
        true,
        0,
    );
    assert_eq!(altered, ["1 snapshots stored with other values"]);
    let surplus = examine(
        |_, _, stored| {
            stored.insert(UnixSeconds(40), values(1));
        },
        true,
        0,
    );
    assert_eq!(surplus, ["1 snapshots stored that were never acquired"]);
    // A device that deletes before the PUBACK, and counts it as acknowledged.
    let deleted = examine(
        |ledger, _, stored| {
            ledger.acknowledged.remove(&TIMES[1]);
            ledger.lost.insert(TIMES[1]);
            stored.remove(&TIMES[1]);
        },
        true,
        0,
    );
    assert_eq!(deleted, ["1 devices whose sums do not balance"]);
    let vanished = examine(
        |ledger, accounts, stored| {
            ledger.acknowledged.remove(&TIMES[1]);
            accounts.acknowledged = 1;
            accounts.pending = 1;
            stored.remove(&TIMES[1]);
        },
        true,
        0,
    );
    assert!(vanished.contains(&"1 snapshots that nobody can account for".to_owned()));
}

#[test]
fn a_device_that_never_got_its_configuration_is_a_problem() {
    let mut outcome = Outcome::default();
    outcome.table.states.insert(DeviceState::Operational, 2);
    outcome.table.states.insert(DeviceState::Initialized, 1);
    assert_eq!(outcome.problems(), Vec::<String>::new());
    outcome.table.states.insert(DeviceState::PreProvisioning, 1);
    assert_eq!(outcome.problems(), ["devices left in preProvisioning"]);
}
