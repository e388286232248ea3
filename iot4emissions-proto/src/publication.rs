//! What leaves the Data Service for people: months under pseudonyms, in groups that nobody
//! stands out of by type (P-10.1 to P-10.8; JRC127600 §1.2, §2.1.1).
//!
//! A stored snapshot joins with much: the public register of CO2 emissions by its vehicle's
//! types, a roadworthiness test by its odometer, a parking garage by its second. A
//! publication has none of the three. [`Fleet`] takes what is stored, [`Fleet::publish`] gives
//! a [`Publication`]: rows, and a [`PublicationReport`] that counts what is not among them and
//! what an attacker could still do with the rest.
//!
//! | what an attacker knows | what a publication has of it |
//! |---|---|
//! | the device ID, or another publication's pseudonym | a [`Pseudonym`] under a [`PseudonymKey`] that is used once (P-10.2) |
//! | the second in which something was sent | the calendar [`Month`] in UTC (P-10.3) |
//! | an odometer reading | growth within a month and within one owner's time, no total (P-10.3), in steps of 10 km, 1 l, 1 kWh (P-10.4) |
//! | the vehicle's papers | [`Attribute`]s of the allow-list of P-1.6, each combination in each month of at least [`MinVehicles`] vehicles (P-10.5, P-10.6) |
//!
//! **What it does not stop.** Whoever knows how far one vehicle went in a month, or in several,
//! finds its row where no other of the group went as far: [`PublicationReport::unique_rows`]
//! and [`unique_series`](PublicationReport::unique_series) say of how many rows and pseudonyms
//! that is true, and it is true of most. So is it of whoever has the same months under another
//! key: a month is published once (P-10.7). [`Publication::groups`] have no rows of vehicles, and
//! neither weakness (P-10.8): they are what is for everybody.
//!
//! ```
//! use iot4emissions_proto::analysis::Reading;
//! use iot4emissions_proto::identity::DeviceId;
//! use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};
//! use iot4emissions_proto::publication::{Attribute, Fleet, PseudonymKey, PublicationSettings};
//! use iot4emissions_proto::services::introduction::MinimalAttributes;
//! use iot4emissions_proto::time::UnixSeconds;
//! use iot4emissions_proto::vehicle::VehicleInfo;
//!
//! let papers: VehicleInfo = serde_json::from_str(r#"{"mk":"JEEP","ft":"petrol"}"#)?;
//! let mut fleet = Fleet::new();
//! for vehicle in 0..10 {
//!     let device: DeviceId = format!("vehicle-{vehicle}").parse()?;
//!     fleet.add_vehicle(device.clone(), MinimalAttributes::of(&papers), true)?;
//!     // 2025-01-01 and 2025-02-01: January is complete.
//!     for (time, tenths) in [(1_735_689_600, 200_000), (1_738_368_000, 212_340)] {
//!         let mut values = Values::default();
//!         values.set(Parameter::TotalDistanceTravelled, Tenths::new(tenths));
//!         let snapshot = Snapshot::new(UnixSeconds(time), values)?;
//!         fleet.add_reading(device.clone(), 0, Reading::new(snapshot, None));
//!     }
//! }
//! let key = PseudonymKey::from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")?;
//! let settings = PublicationSettings {
//!     by: [Attribute::Make, Attribute::FuelType].into(),
//!     ..PublicationSettings::default()
//! };
//! let publication = fleet.publish(&key, &settings);
//! assert_eq!(publication.rows.len(), 10);
//! let csv = publication.to_csv();
//! let first = csv.lines().nth(1).unwrap();
//! assert!(first.ends_with(",2025-01,JEEP,petrol,,1230,,,,,,"), "{first}");
//! assert_eq!(publication.report.unique_rows, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attribute;
mod csv;
mod exclusion;
mod fleet;
mod groups;
mod growth;
mod key;
mod min_vehicles;
mod month;
mod pseudonym;
mod report;
mod totals;
mod uniqueness;

pub use attribute::{Attribute, AttributeNameError};
pub use exclusion::{MonthExclusion, VehicleExclusion};
pub use fleet::{Fleet, FleetError, Publication, PublicationSettings, PublishedRow};
pub use growth::{COLUMNS, published_steps, step};
pub use key::{PseudonymKey, PseudonymKeyError};
pub use min_vehicles::{MinVehicles, MinVehiclesError};
pub use month::{Month, MonthError};
pub use pseudonym::Pseudonym;
pub use report::{Counted, PublicationReport};
pub use totals::GroupTotals;
pub use uniqueness::Uniqueness;
