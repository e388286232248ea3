//! The report's network in one process: `network --help`.

// What the program says, it says to a person at a terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use iot4emissions_proto::publication::{Attribute, MinVehicles, PseudonymKey, PublicationSettings};
use iot4emissions_proto::services::introduction::IntroductionScope;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use network::accounts::Table;
use network::calendar::Calendar;
use network::demonstration::{RunError, RunSettings, World, prepare_database, run};
use network::export;
use network::faults::{self, FaultSettings, Outcome};
use network::fleet::Fleet;
use network::offline::OfflineWorld;
use network::online::OnlineWorld;
use network::publish;

/// Where the databases lie unless asked otherwise; replaced by every run.
const DATABASE: &str = "target/demo";

/// Plays the life of a fleet on the network of JRC report JRC127600: a certificate
/// authority, two MQTT brokers with mutual TLS, the Registration Service, the Data
/// Service, a registrar and vehicles, in one process and on a virtual calendar.
///
/// Ends with status 1 where a sum does not balance or anything was refused
/// unexpectedly.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The number of vehicles
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    vehicles: u32,
    /// The number of months
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    /// What vehicles and stories are made from: the same seed gives the same table
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder of the services' databases, which must not hold an earlier run
    /// [default: target/demo, replaced]
    #[arg(long)]
    database: Option<PathBuf>,
    /// Write the accepted messages and the vehicles, of cleared ones and without VINs, as
    /// NDJSON into this folder; earlier ones are replaced. They are pseudonymous personal data,
    /// for the operator's own analysts and nobody else
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
    /// Write what may be given to people into this folder: months under pseudonyms, in groups,
    /// and a report; earlier ones are replaced
    #[arg(long, value_name = "DIR", requires = "publication_key")]
    publish: Option<PathBuf>,
    /// The file of the key that the pseudonyms are made from, 64 hexadecimal digits; for one
    /// publication alone
    #[arg(long, value_name = "FILE", requires = "publish")]
    publication_key: Option<PathBuf>,
    /// The fewest vehicles of a published group, at least 3 [default: 10]
    #[arg(long, value_name = "N", requires = "publish", value_parser = min_vehicles)]
    min_vehicles: Option<MinVehicles>,
    /// The attributes that are published, and that groups are made by [default: vfn,ft,fm]
    #[arg(
        long,
        value_name = "NAMES",
        requires = "publish",
        value_delimiter = ','
    )]
    by: Vec<Attribute>,
    /// How much of vehicles' attributes the Data Service is told: the minimum, or the report's
    /// full set, which joins with the public register of CO2 emissions
    #[arg(long, value_enum, default_value_t)]
    introduce: Introduce,
    /// Let the two services know each device by another ID, with a certificate for each
    #[arg(long)]
    two_pseudonyms: bool,
    /// Print every message, with VINs hidden
    #[arg(long)]
    trace: bool,
    /// Play the same by direct calls, without brokers, sockets and certificates
    #[arg(long)]
    offline: bool,
    /// Cut connections, let devices lose power, and kill brokers in the middle of
    /// transfers; then say what became of every snapshot
    #[arg(long, conflicts_with = "offline")]
    faults: bool,
    /// With --faults: a killed data broker forgets what it acknowledged
    #[arg(long, requires = "faults")]
    forgetful_broker: bool,
    /// With --faults: how many acknowledged snapshots a device sends again
    #[arg(long, value_name = "N", default_value_t = 0, requires = "faults")]
    resend_window: u32,
}

fn min_vehicles(text: &str) -> Result<MinVehicles, Box<dyn Error + Send + Sync>> {
    Ok(MinVehicles::new(text.parse()?)?)
}

/// [`IntroductionScope`] on the command line.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Introduce {
    #[default]
    Minimal,
    Report,
}

impl From<Introduce> for IntroductionScope {
    fn from(introduce: Introduce) -> Self {
        match introduce {
            Introduce::Minimal => Self::Minimal,
            Introduce::Report => Self::Report,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match play(arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything balances.
async fn play(arguments: Arguments) -> Result<bool, RunError> {
    // Before the run: nobody waits for it in vain.
    let to_publish = Publishing::of(&arguments)?;
    let replace = arguments.database.is_none();
    let database = arguments.database.unwrap_or_else(|| DATABASE.into());
    prepare_database(&database, replace)?;
    let print: Arc<dyn Fn(&str) + Send + Sync> = Arc::new(|line: &str| println!("{line}"));
    let settings = RunSettings {
        vehicles: arguments.vehicles,
        months: arguments.months,
        seed: arguments.seed,
        database: database.clone(),
        introduce: arguments.introduce.into(),
        two_pseudonyms: arguments.two_pseudonyms,
        trace: arguments.trace.then_some(print),
        progress: Arc::new(|line: &str| eprintln!("{line}")),
    };
    let began = Instant::now();
    let export = arguments.export.as_deref();
    if arguments.faults {
        let faults = FaultSettings {
            seed: arguments.seed,
            forgetful: arguments.forgetful_broker,
            resend_window: arguments.resend_window,
        };
        let outcome = faults::play(&settings, faults).await?;
        print!("{}", outcome.table);
        write_export(&database, export).await?;
        write_publication(&database, to_publish.as_ref()).await?;
        return Ok(conclude_faults(&outcome, began));
    }
    let fleet = Fleet::new(settings.seed, settings.vehicles)?;
    let calendar = Calendar::new(settings.months);
    let world: Box<dyn World> = match arguments.offline {
        true => Box::new(OfflineWorld::start(&settings, calendar.clock()).await?),
        false => Box::new(OnlineWorld::start(&settings, &fleet, calendar.clock()).await?),
    };
    let table = run(&settings, &fleet, &calendar, world.as_ref()).await;
    world.stop().await;
    let table = table?;
    print!("{table}");
    write_export(&database, export).await?;
    write_publication(&database, to_publish.as_ref()).await?;
    conclude(&table, &database, began);
    Ok(table.problems().is_empty())
}

/// Writes what `--export` asks for, from the run's database.
async fn write_export(database: &Path, folder: Option<&Path>) -> Result<(), RunError> {
    let Some(folder) = folder else { return Ok(()) };
    let exported = export::of_database(database, folder).await?;
    eprintln!(
        "{} messages and {} vehicles are exported to {}",
        exported.messages,
        exported.vehicles,
        folder.display()
    );
    Ok(())
}

/// What `--publish` asks for.
struct Publishing {
    folder: PathBuf,
    key: PseudonymKey,
    settings: PublicationSettings,
}

impl Publishing {
    fn of(arguments: &Arguments) -> Result<Option<Self>, RunError> {
        let (Some(folder), Some(file)) = (&arguments.publish, &arguments.publication_key) else {
            return Ok(None);
        };
        let mut settings = PublicationSettings::default();
        if !arguments.by.is_empty() {
            settings.by = arguments.by.iter().copied().collect();
        }
        settings.min_vehicles = arguments.min_vehicles.unwrap_or_default();
        Ok(Some(Self {
            folder: folder.clone(),
            key: publish::key_of_file(file)?,
            settings,
        }))
    }
}

/// Writes it, from the run's database.
async fn write_publication(database: &Path, asked: Option<&Publishing>) -> Result<(), RunError> {
    let Some(asked) = asked else { return Ok(()) };
    let report = publish::of_database(database, &asked.folder, &asked.key, &asked.settings).await?;
    eprintln!(
        "{} months of {} vehicles are published in {}; {} months of {} further vehicles are suppressed, in groups of fewer than {}",
        report.published.rows,
        report.published.vehicles,
        asked.folder.display(),
        report.suppressed.rows,
        report.suppressed.vehicles,
        report.min_vehicles,
    );
    Ok(())
}

/// What differs from run to run, and the verdict.
fn conclude_faults(outcome: &Outcome, began: Instant) -> bool {
    let (varying, service) = (&outcome.varying, &outcome.service);
    let brokers = &varying.brokers;
    eprintln!(
        "{} connections, {} of them cut; {} power losses; {} records not stored; brokers killed {} times, {} acknowledged messages forgotten",
        varying.connections,
        brokers.cuts,
        varying.power_losses,
        varying.failed_persists,
        brokers.kills,
        brokers.forgotten
    );
    eprintln!(
        "{} snapshots came again to the Data Service; {} evicted for want of storage; {} stored although their device had erased or evicted them; {:.1} s",
        service.duplicate,
        varying.evicted,
        varying.stored_and_erased,
        began.elapsed().as_secs_f64()
    );
    let table = &outcome.table;
    let lost = table.never_stored + table.never_stored_last;
    if lost > 0 {
        eprintln!("acknowledged but never stored: {lost}");
    }
    let problems = outcome.problems();
    for problem in &problems {
        eprintln!("does not balance: {problem}");
    }
    match (problems.is_empty(), lost) {
        (false, _) => {}
        (true, 0) => {
            eprintln!("every snapshot that was not erased or evicted is stored exactly once");
        }
        (true, _) => eprintln!("every snapshot is accounted for, those that were lost too"),
    }
    problems.is_empty()
}

/// What differs from run to run, and the verdict.
fn conclude(table: &Table, database: &Path, began: Instant) {
    let devices = &table.devices;
    if devices.wire_bytes > 0 {
        eprintln!(
            "by vehicle and year: {:.0} bytes of MQTT, {:.0} bytes with TLS, in {} connections of all vehicles",
            table.yearly(devices.mqtt_bytes),
            table.yearly(devices.wire_bytes),
            devices.connections
        );
    }
    eprintln!(
        "{:.1} s; the databases lie in {}",
        began.elapsed().as_secs_f64(),
        database.display()
    );
    let problems = table.problems();
    for problem in &problems {
        eprintln!("does not balance: {problem}");
    }
    if problems.is_empty() {
        eprintln!("every sum balances, and every acknowledged snapshot is stored exactly once");
    }
}
