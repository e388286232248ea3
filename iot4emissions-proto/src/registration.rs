//! The Registration Service's decisions (P-7.1 to P-7.4, JRC127600 §2.1, §4.2): which
//! device belongs to which vehicle, and which vehicle is cleared.
//!
//! [`decide`] is a pure function of one vehicle's [`VehicleRecord`] and an
//! [`Event`], so any database and any number of workers can run it: store the record
//! in one transaction with a unique index on its device, then carry out the
//! [`Effect`]s. What is to be told to the Data Service is part of the record
//! ([`VehicleRecord::outstanding`]) until it is acknowledged, so no crash loses it.
//!
//! What goes to the Data Service is a [`Call`](crate::data::Call), which has no field
//! for a VIN (P-1.5): the compiler refuses one in every place, which the test
//! `segregation` shows.

mod country;
mod decision;
mod event;
mod record;

pub use country::{Country, CountryError};
pub use decision::decide;
pub use event::{Effect, Event, Notice};
pub use record::{Binding, VehicleRecord};
