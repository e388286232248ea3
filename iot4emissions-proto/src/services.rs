//! The two services' decisions (P-7, JRC127600 §2, §4.2), as pure functions from a stored
//! record and an event to a new record and what follows.
//!
//! | module | answers |
//! |---|---|
//! | [`registration`] | which device belongs to which vehicle, and which vehicle is cleared? |
//! | [`data`] | which device may send, how is it configured, what becomes of its data? |
//! | [`call`] | what does the first tell the second, and what is it answered? |
//! | [`clearance`] | may a device send, and why not? |
//!
//! Neither function needs more than one vehicle's or one device's record, so any database
//! and any number of workers can run them. No state of a record contradicts another one:
//! whether a device may send follows from the last call about it, what the broker retains
//! follows from that, and what is outstanding between the services from the phase that a
//! vehicle's device is in.
//!
//! # When one of the services has lost records (P-7.11)
//!
//! A database that is restored from a backup knows less than what was said. Nothing is
//! stuck then, and nothing needs to be compared by hand:
//!
//! - **The Data Service knows a device no more.** A call about it is answered
//!   [`NotIntroduced`](call::Answer::NotIntroduced): the Registration Service introduces
//!   the device again, and tells anew whether it may send; a release ends.
//! - **Numbers do not fit** (P-5.51). The answer names the last number that the Data
//!   Service knows, and the call is made again with the next one.
//! - **Nobody calls**, as the Registration Service takes for told what the other one has
//!   forgotten: after a restore of either, [`Event::TellAgain`] for each vehicle.
//! - **The Registration Service knows a device no more**, so that nobody could suspend it:
//!   its number has not grown then. [`untold`] finds it by two looks at the Data Service's
//!   records, one before all are told again and one after that, and [`restart_numbers`] puts
//!   it on the deny-list. Nothing else shows it: the device takes itself for registered, sends
//!   what is accepted, and asks for nothing.
//! - **Versions** (P-5.32) go on at
//!   [`first_version`](data::ConfigurationParameters::first_version), which the operator
//!   raises above all that were issued.
//! - **A device that has not got its suspension** goes on sending. Nothing of that is
//!   stored, but it is seen: [`DeviceRecord::note`] raises a notice, and [`reissue`] sends
//!   the configuration again with a higher version.
//!
//! [`Event::TellAgain`]: registration::Event::TellAgain
//! [`DeviceRecord::note`]: data::DeviceRecord::note
//! [`reissue`]: data::reissue
//! [`restart_numbers`]: data::restart_numbers
//! [`untold`]: data::untold

pub mod call;
pub mod clearance;
pub mod data;
pub mod introduction;
pub mod registration;
