//! The Registration Service's decisions (P-7.1 to P-7.4, P-7.10, P-7.11, P-7.13, P-7.14,
//! JRC127600 §2.1, §4.2): which device belongs to which vehicle, and which vehicle is
//! cleared.
//!
//! [`decide`] is a pure function of one vehicle's [`VehicleRecord`] and an
//! [`Event`], so any database and any number of workers can run it: store the record
//! in one transaction with a unique index on its device, then carry out the
//! [`Effect`]s. What is to be told to the Data Service is part of the record
//! ([`VehicleRecord::outstanding`]) until it is answered, so no crash loses it; what it is
//! answered is an event.
//!
//! What goes to the Data Service is a [`Call`](super::call::Call), which has no field
//! for a VIN (P-1.5): the compiler refuses one in every place, which the test
//! `segregation` shows.
//!
//! ```
//! use iot4emissions_proto::services::call::{Answer, CallKind};
//! use iot4emissions_proto::services::introduction::IntroductionScope;
//! use iot4emissions_proto::services::registration::{
//!     Effect, Event, StoredDataPolicy, VehicleRecord, decide,
//! };
//! use iot4emissions_proto::vehicle::VehicleInfo;
//!
//! let policy = StoredDataPolicy::default();
//! let record = VehicleRecord::new("JFXHF05K1L4104934".parse()?);
//! let requested = Event::Requested {
//!     device: "vehicle-7".parse()?,
//!     attributes: VehicleInfo::default(),
//!     data_device: None,
//!     bound_elsewhere: false,
//!     last_sequence: Default::default(),
//! };
//! let (record, effects) = decide(record, requested, &policy);
//! assert_eq!(effects, [Effect::CallDataService]);
//! let scope = IntroductionScope::Minimal;
//! let call = record.outstanding(scope).expect("an introduction");
//! assert_eq!(call.kind(), CallKind::Introduced);
//!
//! let answered = Event::CallAnswered {
//!     device: call.device_id,
//!     sequence: call.sequence,
//!     answer: Answer::Applied,
//! };
//! let (record, effects) = decide(record, answered, &policy);
//! assert!(matches!(effects[..], [Effect::PublishStatus { .. }]));
//! assert_eq!(record.outstanding(scope), None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod binding;
mod country;
mod decision;
mod event;
mod record;
mod stored_data;
mod telling;

pub use binding::{AcknowledgedClearance, Binding, ClearanceCall, Phase};
pub use country::{Country, CountryError};
pub use decision::decide;
pub use event::{Effect, Event, OperatorNotice};
pub use record::{VehicleRecord, status_of};
pub use stored_data::{StoredData, StoredDataPolicy};
