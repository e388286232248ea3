//! Two hundred devices' fifteen years: all checks hold, and every mishap happened.

use fifteen_years::{Report, play};

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[test]
fn two_hundred_devices_live_fifteen_years() {
    let report = Report::new(1, play(1, 200, threads(), |_| {}));
    assert!(report.holds(), "{report}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let [one, three] = [1, 3].map(|threads| Report::new(7, play(7, 9, threads, |_| {})));
    assert_eq!(one.to_string(), three.to_string());
}
