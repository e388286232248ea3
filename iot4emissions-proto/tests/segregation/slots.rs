//! Every place from which something reaches the Data Service, each filled with what
//! belongs there. With feature `vin` the same lines are given a VIN instead, and the
//! compiler is to refuse each for the reason noted beside it. Compiled by `main.rs`.
#![allow(dead_code, clippy::all)]

use std::num::NonZeroU16;

use iot4emissions_proto::identity::{DeviceId, SealedDeviceId};
use iot4emissions_proto::message::{Configuration, ConfigurationStatus, ConfigurationVersion};
use iot4emissions_proto::message::{ConfiguredState, DataTransfer, Endpoint, Host};
use iot4emissions_proto::obfcm::{Litres, Snapshot, Values};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::services::introduction::{IntroducedAttributes, MinimalAttributes};
use iot4emissions_proto::services::call::{Call, CallContent, Introduction, Sequence};
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{Topic, TopicKind};
use iot4emissions_proto::vehicle::{AttributeName, AttributeText, DescriptiveText};
use iot4emissions_proto::vehicle::{FurtherAttributes, VehicleInfo, Vin};

trait Place { type Given; }
#[cfg(not(feature = "vin"))]
impl<T> Place for T { type Given = T; }
#[cfg(feature = "vin")]
impl<T> Place for T { type Given = Vin; }
/// What belongs there, or a VIN in its place.
type Given<T> = <T as Place>::Given;

// The calls.
fn call(it: Given<DeviceId>, content: CallContent) -> Call {
    Call { device_id: it, sequence: Sequence::NONE, content } //~ E0308
}
fn call_by_conversion(it: Given<DeviceId>, content: CallContent) -> Call {
    Call { device_id: it.into(), sequence: Sequence::NONE, content } //~ E0277
}
fn cleared(it: Given<DeviceId>) -> Call {
    Call::cleared(it, Sequence::NONE) //~ E0308
}
fn suspended(it: Given<DeviceId>) -> Call {
    Call::suspended(it, SuspensionReason::Pause, Sequence::NONE) //~ E0308
}
fn forgotten(it: Given<DeviceId>) -> Call {
    Call::forgotten(it, Sequence::NONE) //~ E0308
}
fn telling(it: Given<DeviceId>, clearance: Clearance) -> Call {
    Call::telling(it, clearance, Sequence::NONE) //~ E0308
}
fn introduced(it: Given<Introduction>) -> Call {
    Call::introduced(it, Sequence::NONE) //~ E0308
}
fn introduction(it: Given<DeviceId>, attributes: IntroducedAttributes) -> Introduction {
    Introduction { device: it, attributes, data_device: None } //~ E0308
}
fn introduction_by_conversion(it: Given<DeviceId>, attributes: IntroducedAttributes) -> Introduction {
    Introduction { device: it.into(), attributes, data_device: None } //~ E0277
}
fn attributes(it: Given<IntroducedAttributes>, device: DeviceId) -> Introduction {
    Introduction { device, attributes: it, data_device: None } //~ E0308
}
fn attributes_by_conversion(it: Given<IntroducedAttributes>, device: DeviceId) -> Introduction {
    Introduction { device, attributes: it.into(), data_device: None } //~ E0277
}
fn data_device(it: Given<SealedDeviceId>, introduction: &mut Introduction) {
    introduction.data_device = Some(it); //~ E0308
}
fn data_device_by_conversion(it: Given<SealedDeviceId>, introduction: &mut Introduction) {
    introduction.data_device = Some(it.into()); //~ E0277
}
fn minimal(it: Given<MinimalAttributes>) -> IntroducedAttributes {
    IntroducedAttributes::Minimal(it) //~ E0308
}
fn minimal_of(it: Given<VehicleInfo>) -> MinimalAttributes {
    MinimalAttributes::of(&it) //~ E0308
}
fn full(it: Given<Box<VehicleInfo>>) -> IntroducedAttributes {
    IntroducedAttributes::Report(it) //~ E0308
}
fn text(it: Given<DescriptiveText<50>>) -> VehicleInfo {
    VehicleInfo { manufacturer: Some(it), ..VehicleInfo::default() } //~ E0308
}
fn text_by_conversion(it: Given<DescriptiveText<50>>) -> VehicleInfo {
    VehicleInfo { manufacturer: Some(it.into()), ..VehicleInfo::default() } //~ E0277
}
fn further(it: Given<AttributeText<50>>, name: AttributeName, to: &mut FurtherAttributes) {
    let _ = to.insert(name, it); //~ E0308
}

// The transfers.
fn transfer(it: Given<Snapshot>) {
    let _ = DataTransfer::new(vec![it]); //~ E0308
}
fn transfer_by_conversion(it: Given<Snapshot>) {
    let _ = DataTransfer::new(vec![it.into()]); //~ E0277
}
fn acquired(it: Given<UnixSeconds>, values: Values) {
    let _ = Snapshot::new(it, values); //~ E0308
}
fn values(it: Given<Values>, acquired: UnixSeconds) {
    let _ = Snapshot::new(acquired, it); //~ E0308
}
fn value(it: Given<Litres>) -> Values {
    Values { total_fuel_consumed: Some(it), ..Values::default() } //~ E0308
}
fn value_by_conversion(it: Given<Litres>) -> Values {
    Values { total_fuel_consumed: Some(it.into()), ..Values::default() } //~ E0277
}
fn topic(it: Given<DeviceId>) -> Topic {
    Topic::new(TopicKind::DataDevice, it) //~ E0308
}

// The configuration, which comes from there.
fn host(it: Given<Host>, port: NonZeroU16) -> Endpoint {
    Endpoint { host: it, port } //~ E0308
}
fn host_by_conversion(it: Given<Host>, port: NonZeroU16) -> Endpoint {
    Endpoint { host: it.into(), port } //~ E0277
}
fn state(it: Given<ConfiguredState>, configuration: Configuration) -> ConfigurationStatus {
    ConfigurationStatus { device_state: it, configuration } //~ E0308
}
fn configuration(it: Given<Configuration>, device_state: ConfiguredState) -> ConfigurationStatus {
    ConfigurationStatus { device_state, configuration: it } //~ E0308
}
fn version(it: Given<ConfigurationVersion>, configuration: &mut Configuration) {
    configuration.version = it; //~ E0308
}
fn schedule(it: Given<Schedule>, configuration: &mut Configuration) {
    configuration.acquire_frequency = it; //~ E0308
}

// These are all their fields: one more, and these lines no longer compile.
fn all_fields_of_a_call(of: Call) -> (DeviceId, Sequence) {
    let Call { device_id, sequence, content } = of;
    match content {
        CallContent::Introduced { attributes: _, data_device: None | Some(_) } => {}
        CallContent::Cleared { new_segment: false | true } => {}
        CallContent::Suspended { reason: _, new_segment: false | true } => {}
        CallContent::Forgotten => {}
    }
    (device_id, sequence)
}
fn all_fields_of_an_introduction(of: Introduction) -> (DeviceId, IntroducedAttributes, Option<SealedDeviceId>) {
    let Introduction { device, attributes, data_device } = of;
    (device, attributes, data_device)
}
fn all_fields_of_a_configuration(of: ConfigurationStatus) -> [Endpoint; 2] {
    let ConfigurationStatus { device_state: ConfiguredState::Initialized | ConfiguredState::Operational | ConfiguredState::Standby, configuration } = of;
    let Configuration { registration_mqtt, obfcm_data_mqtt, acquire_frequency: _, transfer_frequency: _, config_check_frequency: _, version: _ } = configuration;
    [registration_mqtt, obfcm_data_mqtt]
}
fn all_of_a_transfer(of: DataTransfer) -> Vec<Snapshot> {
    of.into()
}

fn main() {}
