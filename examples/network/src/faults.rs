//! The run with faults: connections are cut, devices lose power, records cannot be
//! stored, brokers are killed and restarted in the middle of transfers. Then the world
//! heals, and every snapshot that was acquired is looked for (P-6.6, P-6.16, P-7.7).
//!
//! What fails follows from the seed ([`Plan`]), and so does what is stored in the end
//! ([`OutcomeTable`]). Which packet is the last before a broker dies depends on the
//! machine; what hangs on it, such as duplicates, is apart ([`Varying`]).
//!
//! A **forgetful** broker loses what it acknowledged and the service had not taken yet.
//! A PUBACK proves no storage (P-6.7): without a re-send window such snapshots are gone,
//! and the table says how many.

mod connections;
mod outcome;
mod plan;
mod world;

pub use outcome::{Outcome, OutcomeTable, Varying};
pub use plan::{Cut, Kill, Plan};
pub use world::{BrokerFaults, FaultyWorld};

use iot4emissions_proto::device::DeviceState;

use crate::calendar::Calendar;
use crate::demonstration::{Run, RunError, RunSettings, World};
use crate::driver::{Driver, Mishaps};
use crate::fleet::Fleet;
use crate::online::OnlineWorld;
use outcome::Ending;

/// How often a device is tested in the healed world until it has nothing left to send.
const TESTS: u32 = 5;

/// What is to fail.
#[derive(Debug, Clone, Copy)]
pub struct FaultSettings {
    /// What the faults are drawn from.
    pub seed: u64,
    /// Whether a killed broker forgets what it acknowledged.
    pub forgetful: bool,
    /// How many acknowledged snapshots devices send again (P-6.7).
    pub resend_window: u32,
}

/// Plays a whole run with faults on the real network.
///
/// # Errors
/// Where a part of the network fails otherwise than planned; what was lost is in the
/// outcome.
pub async fn play(settings: &RunSettings, faults: FaultSettings) -> Result<Outcome, RunError> {
    let fleet = Fleet::new(settings.seed, settings.vehicles)?;
    let calendar = Calendar::new(settings.months);
    let online = OnlineWorld::start(settings, &fleet, calendar.clock()).await?;
    let world = FaultyWorld::new(online, &fleet, faults);
    let outcome = outcome(settings, &fleet, &calendar, &world, faults).await;
    world.stop().await;
    outcome
}

async fn outcome(
    settings: &RunSettings,
    fleet: &Fleet,
    calendar: &Calendar,
    world: &FaultyWorld,
    faults: FaultSettings,
) -> Result<Outcome, RunError> {
    let mut run = Run::new(settings, world, fleet);
    run.live(calendar).await?;
    world.heal();
    calendar.set(calendar.days() + 2);
    for driver in run.drivers() {
        bring_in(driver, calendar).await?;
    }
    world.settled().await?;
    let mut outcome = Outcome {
        forgetful: faults.forgetful,
        resend_window: faults.resend_window,
        service: world.account().await?,
        denied: world.denied(),
        ..Outcome::default()
    };
    outcome.varying.brokers = world.broker_faults();
    for driver in run.drivers() {
        let stored = world.stored(driver.data_device_id()).await?;
        let tally = driver.tally();
        outcome.varying.power_losses += tally.power_losses;
        outcome.varying.failed_persists += tally.failed_persists;
        outcome.varying.connections += tally.connections;
        outcome.add(&Ending {
            state: driver.device().state(),
            accounts: driver.device().status().accounts,
            ledger: driver.ledger(),
            stored: &stored,
        });
    }
    Ok(outcome)
}

/// An operational device sends all that it has (P-6.15).
async fn bring_in(driver: &mut Driver, calendar: &Calendar) -> Result<(), RunError> {
    driver.suffer(Mishaps::default());
    let mut at = calendar.start_of(calendar.days() + 1).to_millis();
    let end = calendar.end_of(calendar.days() + 1);
    for test in 0..TESTS {
        let operational = driver.device().state() == DeviceState::Operational;
        if !operational || (test > 0 && driver.ledger().pending().is_empty()) {
            return Ok(());
        }
        let failed = |error, driver: &Driver| RunError::Record {
            device: driver.device_id().clone(),
            error,
        };
        let mut wait = driver.test(at).await.map_err(|e| failed(e, driver))?;
        while let Some(until) = wait.filter(|until| *until <= end) {
            at = at.max(until);
            wait = driver.wake(until).await.map_err(|e| failed(e, driver))?;
        }
    }
    Ok(())
}
