//! `--publish`: what of the Data Service's store may be given to people, as three files
//! (P-10.1 to P-10.8).
//!
//! | file | what it holds |
//! |---|---|
//! | [`PUBLICATION`] | a row a pseudonym and month: types, and what the counters grew by, in steps |
//! | [`GROUPS`] | a row a group and month: how many vehicles, and what they used together; for everybody |
//! | [`REPORT`] | what is in it and what is not, counted; how far vehicles can still be told apart |
//!
//! What decides is the core's `publication`; this reads the store and writes the files.

use std::fs::{create_dir_all, read_to_string, write};
use std::path::Path;

use iot4emissions_proto::analysis::Reading;
use iot4emissions_proto::publication::{
    Fleet, PseudonymKey, PublicationReport, PublicationSettings,
};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::introduction::MinimalAttributes;

use crate::demonstration::{RunError, endpoint, parameters};
use crate::services::data::DataService;

/// The file of the rows.
pub const PUBLICATION: &str = "publication.csv";

/// The file of the groups' totals.
pub const GROUPS: &str = "groups.csv";

/// The file of the report.
pub const REPORT: &str = "report.json";

/// The key in a file: 64 hexadecimal digits, and perhaps a line end.
///
/// # Errors
/// Where there is no such file, or it holds no key; the text says how one is made. None is made
/// here: a key that nobody has chosen to keep or to destroy is neither.
pub fn key_of_file(file: &Path) -> Result<PseudonymKey, RunError> {
    let shown = file.display();
    let refused = |reason: &dyn std::fmt::Display| {
        RunError::of(
            "the publication key",
            format!(
                "{shown}: {reason}; (umask 077; openssl rand -hex 32 > FILE) makes one, for one publication alone"
            ),
        )
    };
    let text = read_to_string(file).map_err(|error| refused(&error))?;
    PseudonymKey::from_hex(text.trim_end()).map_err(|error| refused(&error))
}

/// Publishes the run whose databases lie in `database`, and which has ended.
///
/// # Errors
/// As [`publish`].
pub async fn of_database(
    database: &Path,
    folder: &Path,
    key: &PseudonymKey,
    settings: &PublicationSettings,
) -> Result<PublicationReport, RunError> {
    // Nobody connects any more: any endpoint is as good as another.
    let nowhere = [endpoint(1)?, endpoint(1)?];
    let data = DataService::open(&database.join("data.sqlite"), parameters(&nowhere)?)
        .await
        .map_err(|error| RunError::of("the database", error))?;
    let published = publish(&data, folder, key, settings).await;
    data.close().await;
    published
}

/// Writes the files into `folder`, which is made where it is missing; earlier ones are
/// replaced.
///
/// # Errors
/// Where the database cannot be read, or a file cannot be written.
pub async fn publish(
    data: &DataService,
    folder: &Path,
    key: &PseudonymKey,
    settings: &PublicationSettings,
) -> Result<PublicationReport, RunError> {
    let unread = |error| RunError::of("the database", error);
    let unwritten = |error| RunError::of("the publication", error);
    let mut fleet = Fleet::new();
    for record in data.devices().await.map_err(unread)? {
        let cleared = record.clearance() == Clearance::Cleared;
        let attributes = MinimalAttributes::of(&record.attributes);
        fleet
            .add_vehicle(record.device.clone(), attributes, cleared)
            .map_err(|error| RunError::of("the publication", error))?;
        for stored in data.snapshots(&record.device).await.map_err(unread)? {
            let reading = Reading::new(stored.snapshot, Some(stored.received));
            fleet.add_reading(record.device.clone(), stored.segment, reading);
        }
    }
    let publication = fleet.publish(key, settings);
    create_dir_all(folder).map_err(unwritten)?;
    write(folder.join(PUBLICATION), publication.to_csv()).map_err(unwritten)?;
    write(folder.join(GROUPS), publication.to_groups_csv()).map_err(unwritten)?;
    write(folder.join(REPORT), publication.report.to_json()).map_err(unwritten)?;
    Ok(publication.report)
}
