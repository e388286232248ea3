//! The two services alone, for brokers and devices that run elsewhere:
//! `network-services --help`.

// What the program says, it says to whoever started it.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::io::{BufRead, stdin};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::schedule::Schedule;
use network::served::{Row, Served, ServedSettings, ServedVehicle, prepare};
use serde_json::json;
use tokio::sync::mpsc;

/// Runs the Registration Service and the Data Service beside two brokers of this machine,
/// with certificates of an authority of its own.
///
/// It writes that authority's files and both brokers' mosquitto.conf into the folder, says
/// `{"written":true}`, waits for the brokers, and says `{"ready":…}` with the ports of both
/// HTTPS interfaces. Then it answers the lines of its standard input, each with a line of
/// JSON, until that ends:
///
/// `snapshots DEVICE`: what is stored of a device.
/// `counts`: what the Data Service has had to do.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The Registration Service's broker, as host:port
    #[arg(long, value_parser = endpoint)]
    registration_broker: Endpoint,
    /// The Data Service's broker, as host:port
    #[arg(long, value_parser = endpoint)]
    data_broker: Endpoint,
    /// Where databases, certificates and configurations go
    #[arg(long)]
    folder: PathBuf,
    /// A JSON file of the vehicles that are registered, with consent, as
    /// `[{"device":"…","vin":"…"}]`; a VIN has no place on a command line, which others see
    #[arg(long)]
    vehicles: PathBuf,
    /// When devices acquire
    #[arg(long, default_value = "0 0 0 1 * ? *")]
    acquire: Schedule,
    /// When devices transfer
    #[arg(long, default_value = "0 0 0 1 1/3 ? *")]
    transfer: Schedule,
    /// When devices look for a configuration
    #[arg(long, default_value = "0 0 0 1 1/3 ? *")]
    check: Schedule,
}

fn endpoint(text: &str) -> Result<Endpoint, Box<dyn Error + Send + Sync>> {
    let (host, port) = text.rsplit_once(':').ok_or("expected host:port")?;
    Ok(Endpoint {
        host: host.parse()?,
        port: port.parse()?,
    })
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let vehicles: Vec<ServedVehicle> = serde_json::from_slice(&std::fs::read(arguments.vehicles)?)?;
    let devices: Vec<DeviceId> = vehicles.iter().map(|it| it.device.clone()).collect();
    let settings = ServedSettings {
        registration_broker: arguments.registration_broker,
        data_broker: arguments.data_broker,
        folder: arguments.folder,
        acquire: arguments.acquire,
        transfer: arguments.transfer,
        check: arguments.check,
    };
    let prepared = prepare(settings, &devices)?;
    println!("{}", json!({ "written": true }));
    let mut lines = lines();
    // Whoever started this may be gone before a broker has come.
    let served = tokio::select! {
        served = prepared.start() => served?,
        line = lines.recv() => {
            let found = line.map_or("its end".to_owned(), |line| format!("{line:?}"));
            let expected = "expected brokers before a line of standard input";
            return Err(format!("{expected}, found {found}").into());
        }
    };
    for vehicle in &vehicles {
        served.register(vehicle).await?;
    }
    let [registration, data] = served.http_ports();
    let ports = json!({ "registrationHttps": registration, "dataHttps": data });
    println!("{}", json!({ "ready": ports }));
    while let Some(line) = lines.recv().await {
        match answer(&served, line.trim()).await {
            Ok(answer) => println!("{answer}"),
            Err(error) => println!("{}", json!({ "error": error.to_string() })),
        }
    }
    served.stop().await;
    Ok(())
}

/// What comes on standard input, until it ends.
fn lines() -> mpsc::UnboundedReceiver<String> {
    let (sender, lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        let sent = |line: std::io::Result<String>| line.is_ok_and(|line| sender.send(line).is_ok());
        stdin().lock().lines().all(sent);
    });
    lines
}

async fn answer(served: &Served, line: &str) -> Result<serde_json::Value, Box<dyn Error>> {
    if line == "counts" {
        let counts = served.counts().await?;
        return Ok(json!({
            "messages": counts.messages,
            "stored": counts.stored,
            "duplicate": counts.duplicate,
            "conflicting": counts.conflicting,
            "refused": counts.refused,
            "unknown": counts.unknown,
            "quarantined": counts.quarantined,
        }));
    }
    let device = line.strip_prefix("snapshots ");
    let device = device.ok_or(r#"expected "snapshots DEVICE" or "counts""#)?;
    let stored = served.snapshots(&device.parse()?).await?;
    let rows = stored.iter().map(Row::of).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "snapshots": rows }))
}
