//! `--export`: what the Data Service has stored of cleared vehicles, as two files that the
//! operator's own analysts read.
//!
//! **These are pseudonymous personal data, and must not be given away**: a device ID is the same
//! for a vehicle's whole life, and odometer readings with their seconds join with whatever else
//! has one. What may be given to people is what [`publish`](crate::publish) writes.
//!
//! | file | a line of it |
//! |---|---|
//! | [`TRANSFERS`] | an accepted Data Transfer in an envelope, as a broker's sink writes it: `{"device":…,"received":…,"payload":{…}}` |
//! | [`VEHICLES`] | a cleared vehicle by its device: its attributes (P-5.12 to P-5.17), numbers as numbers, and its fuel |
//!
//! There is no VIN in either, as the Data Service has none (P-1.3). A vehicle that is not
//! cleared now, or is paused, is in neither, and no column says who is. Of snapshots that
//! arrived twice the first is there (P-7.7), and those that arrived together are one
//! message. `received` is UNIX time in seconds, like `acquired`. What was acquired after a
//! change of owner is another vehicle's here, `<device>-s1` and so on (P-7.13), with the
//! attributes of now.
//!
//! Table 4 names no fuel. `ft` and `fm`, as the European Environment Agency's database of
//! new cars calls fuel type and fuel mode, are looked up by the vehicle's attributes
//! among the simulation's types, as an authority would look them up in that database; a
//! device that sends them itself (P-5.17) is believed.

use std::collections::BTreeMap;
use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Write};
use std::path::Path;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::DataTransfer;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::DeviceRecord;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::demonstration::{RunError, endpoint, parameters};
use crate::services::data::DataService;

/// The file of the messages.
pub const TRANSFERS: &str = "transfers.ndjson";

/// The file of the vehicles.
pub const VEHICLES: &str = "vehicles.ndjson";

/// How many lines were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// In [`TRANSFERS`].
    pub messages: usize,
    /// In [`VEHICLES`].
    pub vehicles: usize,
}

/// Writes both files of the run whose databases lie in `database`, and which has ended.
///
/// # Errors
/// As [`export`].
pub async fn of_database(database: &Path, folder: &Path) -> Result<Exported, RunError> {
    // Nobody connects any more: any endpoint is as good as another.
    let nowhere = [endpoint(1)?, endpoint(1)?];
    let data = DataService::open(&database.join("data.sqlite"), parameters(&nowhere)?)
        .await
        .map_err(|error| RunError::of("the database", error))?;
    let exported = export(&data, folder).await;
    data.close().await;
    exported
}

/// Writes both files into `folder`, which is made where it is missing; earlier ones are
/// replaced.
///
/// # Errors
/// Where the database cannot be read, or a file cannot be written.
pub async fn export(data: &DataService, folder: &Path) -> Result<Exported, RunError> {
    let unread = |error| RunError::of("the database", error);
    let unwritten = |error| RunError::of("the export", error);
    let mut devices = data.devices().await.map_err(unread)?;
    devices.retain(|record| record.clearance() == Clearance::Cleared);
    let mut messages: BTreeMap<(UnixSeconds, DeviceId), Vec<Snapshot>> = BTreeMap::new();
    for record in &devices {
        for stored in data.snapshots(&record.device).await.map_err(unread)? {
            let name = named(&record.device, stored.segment)?;
            let message = messages.entry((stored.received, name));
            message.or_default().push(stored.snapshot);
        }
    }
    create_dir_all(folder).map_err(unwritten)?;
    let mut vehicles = Vec::new();
    for record in &devices {
        for segment in 0..=record.segments.present() {
            let name = named(&record.device, segment)?;
            let vehicle = vehicle(record, &name);
            vehicles.push(vehicle.map_err(|error| RunError::of("the export", error))?);
        }
    }
    let exported = Exported {
        messages: messages.len(),
        vehicles: vehicles.len(),
    };
    let envelopes: Result<Vec<_>, _> = messages.into_iter().map(envelope).collect();
    write(&folder.join(TRANSFERS), &envelopes?).map_err(unwritten)?;
    write(&folder.join(VEHICLES), &vehicles).map_err(unwritten)?;
    Ok(exported)
}

/// What a segment of a device's data is called, so that nobody's series goes on with
/// another's (P-7.13): the device ID, and behind the first segment's `-s` and the number.
fn named(device: &DeviceId, segment: u32) -> Result<DeviceId, RunError> {
    match segment {
        0 => Ok(device.clone()),
        later => format!("{device}-s{later}")
            .parse()
            .map_err(|error| RunError::of("the export of a segment", error)),
    }
}

#[derive(Serialize)]
struct Envelope {
    device: DeviceId,
    received: u64,
    payload: Box<RawValue>,
}

fn envelope(
    ((received, device), snapshots): ((UnixSeconds, DeviceId), Vec<Snapshot>),
) -> Result<Envelope, RunError> {
    let unwritable = |error: &dyn std::fmt::Display| RunError::of("the export", error);
    let transfer = DataTransfer::new(snapshots).map_err(|error| unwritable(&error))?;
    let canonical =
        String::from_utf8(transfer.to_canonical()).map_err(|error| unwritable(&error))?;
    Ok(Envelope {
        device,
        received: received.0,
        payload: RawValue::from_string(canonical).map_err(|error| unwritable(&error))?,
    })
}

/// The members of Table 4 that are numbers, as strings on the wire.
const NUMBERS: [&str; 4] = ["mt", "ewltp", "z", "erwltp"];

/// The members by name, each there for every vehicle: `null` where it has none, so that
/// all lines make the same table.
fn vehicle(
    record: &DeviceRecord,
    name: &DeviceId,
) -> Result<Map<String, Value>, serde_json::Error> {
    let info = &record.attributes;
    let mut members = Map::new();
    members.insert("ft".to_owned(), Value::Null);
    members.insert("fm".to_owned(), Value::Null);
    members.extend(
        VehicleInfo::WIRE_NAMES
            .map(str::to_owned)
            .map(|name| (name, Value::Null)),
    );
    if let Value::Object(attributes) = serde_json::to_value(info)? {
        members.extend(attributes);
    }
    for name in NUMBERS {
        if let Some(member) = members.get_mut(name)
            && let Some(number) = member.as_str()
        {
            *member = number.parse()?;
        }
    }
    members.insert("device".to_owned(), name.as_str().into());
    Ok(members)
}

fn write(path: &Path, lines: &[impl Serialize]) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for line in lines {
        serde_json::to_writer(&mut file, line)?;
        file.write_all(b"\n")?;
    }
    file.flush()
}
