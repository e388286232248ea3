//! What an operator configures devices with (P-5.31, P-7.6).

use iot4emissions_proto::message::{ConfigurationVersion, Endpoint};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::services::data::ConfigurationParameters;

use crate::services::json_forms;

/// What an operator configures devices with.
#[uniffi::remote(Record)]
pub struct ConfigurationParameters {
    pub registration_mqtt: Endpoint,
    pub obfcm_data_mqtt: Endpoint,
    pub acquire_frequency: Schedule,
    pub transfer_frequency: Schedule,
    pub config_check_frequency: Schedule,
    pub first_version: ConfigurationVersion,
}

json_forms! {
    "configuration parameters": ConfigurationParameters, configuration_parameters_to_json,
        configuration_parameters_from_json;
}
