//! Small runs with faults, over sockets; `make faults` plays the long ones.

use network::faults::{FaultSettings, Outcome, play};

use crate::worlds::{Folder, settings};

async fn faulty(name: &str, seed: u64, forgetful: bool, resend_window: u32) -> Outcome {
    let folder = Folder::new(name);
    let faults = FaultSettings {
        seed,
        forgetful,
        resend_window,
    };
    play(&settings(12, 6, seed, &folder.0), faults)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p_6_6_p_7_8_every_snapshot_survives_the_faults_the_same_for_the_same_seed() {
    let (first, second) = tokio::join!(
        faulty("faults-1", 2, false, 0),
        faulty("faults-2", 2, false, 0)
    );
    assert_eq!(first.problems(), Vec::<String>::new(), "{}", first.table);
    assert_eq!(second.problems(), Vec::<String>::new(), "{}", second.table);
    assert_eq!(first.table, second.table);
    let (table, varying) = (&first.table, &first.varying);
    assert_eq!(table.never_stored + table.never_stored_last, 0);
    assert!(table.stored > 20, "{table}");
    assert!(varying.brokers.cuts > 0 && varying.brokers.kills > 0);
    assert!(varying.power_losses > 0 && varying.failed_persists > 0);
    assert!(varying.evicted > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p_6_7_a_forgetful_broker_loses_what_is_not_sent_again() {
    let (without, with) = tokio::join!(
        faulty("forgetful-0", 2, true, 0),
        faulty("forgetful-8", 2, true, 8)
    );
    assert_eq!(
        without.problems(),
        Vec::<String>::new(),
        "{}",
        without.table
    );
    assert_eq!(with.problems(), Vec::<String>::new(), "{}", with.table);
    assert!(without.varying.brokers.forgotten > 0);
    assert!(without.table.never_stored > 0, "{}", without.table);
    assert_eq!(with.table.never_stored, 0, "{}", with.table);
    assert!(with.table.stored > without.table.stored);
    assert_eq!(with.table.acquired, without.table.acquired);
}
