//! Once a day, what has been kept for long enough goes (P-7.15).

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::Task;

/// How often. Periods are days.
const EVERY: Duration = Duration::from_secs(86_400);

/// Sweeps at once and then every day. A sweep that fails is made up for by the next.
pub(super) fn daily<S, F>(mut sweep: S) -> Task<()>
where
    S: FnMut() -> F + Send + 'static,
    F: Future<Output = ()> + Send,
{
    Task(tokio::spawn(async move {
        let mut days = interval(EVERY);
        days.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            days.tick().await;
            sweep().await;
        }
    }))
}
