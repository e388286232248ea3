//! The two services' decisions (P-7, JRC127600 §2, §4.2), as pure functions from a stored
//! record and an event to a new record and what follows.
//!
//! | module | answers |
//! |---|---|
//! | [`registration`] | which device belongs to which vehicle, and which vehicle is cleared? |
//! | [`data`] | which device may send, how is it configured, what becomes of its data? |
//! | [`call`] | what does the first tell the second, and what is it answered? |
//! | [`clearance`] | may a device send, and why not? |
//! | [`retention`] | how long is what names a vehicle or a device kept? |
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
//!   its number has not grown then. Nothing else shows it: the device takes itself for
//!   registered, sends what is accepted, and asks for nothing. The section below says what
//!   an operator does.
//! - **Versions** (P-5.32) go on at
//!   [`first_version`](data::ConfigurationParameters::first_version), which the operator
//!   raises above all that were issued.
//! - **A version above [`LARGEST_FIRST`]** stops a device that has to register again: it has
//!   none then, and refuses one behind which there is no room for another step (P-6.8). The
//!   operator deletes the device's record at the Data Service and the retained configuration,
//!   and has the vehicle told again: the device is introduced anew, and its versions begin at
//!   `first_version`, which is set below. No version gets there but by hand: it takes more
//!   than 250 of the largest steps.
//! - **A device that has not got its suspension** goes on sending. Nothing of that is
//!   stored, but it is seen: [`DeviceRecord::note`] raises a notice, and [`reissue`] sends
//!   the configuration again with a higher version.
//!
//! - **What was erased since the backup** (P-7.14) is in it. Tombstones are kept apart from
//!   it: whoever restores the Data Service erases again what they say, before it runs.
//!   [`Event::TellAgain`] has it told of the devices whose vehicles still have a record.
//!
//! ## Devices that a restored Registration Service does not know
//!
//! 1. The Registration Service is restored, and hears first what registrars and consent
//!    managers have said since the backup.
//! 2. The Data Service's operator keeps all of its records as they are.
//! 3. [`Event::TellAgain`] for each vehicle, until every call is answered: the number of each
//!    device that the Registration Service knows has grown.
//! 4. [`untold`] compares the records kept with the present ones: the others are the devices
//!    that nobody could ever suspend.
//! 5. [`restart_numbers`] puts each of them on the deny-list, and makes its numbers begin
//!    anew; its status is published, retained. Nothing of such a device is stored from then
//!    on, and it erases what it has when it next looks for its configuration.
//! 6. Whoever runs the device has it register again
//!    ([`Input::RegisterAgain`](crate::device::Input::RegisterAgain), P-6.20). Its request
//!    makes the vehicle's record anew, and the device is introduced by a number that fits.
//!
//! [`Event::TellAgain`]: registration::Event::TellAgain
//! [`DeviceRecord::note`]: data::DeviceRecord::note
//! [`LARGEST_FIRST`]: crate::message::ConfigurationVersion::LARGEST_FIRST
//! [`reissue`]: data::reissue
//! [`restart_numbers`]: data::restart_numbers
//! [`untold`]: data::untold

pub mod call;
pub mod clearance;
pub mod data;
pub mod introduction;
pub mod registration;
pub mod retention;
