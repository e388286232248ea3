//! What an operator configures devices with (P-5.31, P-7.6).

use iot4emissions_proto::services::data as core;
use pyo3::prelude::*;

use crate::convert::numbers::Version;
use crate::convert::schedule::Expression;
use crate::convert::text::Text;
use crate::json;
use crate::message::Endpoint;
use crate::mirror::{Mirror, mirror};
use crate::value_class::value_class;

value_class! { "iot4emissions.services.data";
    /// What an operator configures devices with (P-5.31): state and version come from each
    /// device's record. The schedules are each a `Schedule` or its text, and raise
    /// `ScheduleError` (P-5.33).
    ///
    /// >>> parameters.acquire_frequency
    /// Schedule('0 0 0 1 * ? *')
    ConfigurationParameters {
        /// The Registration Service's broker.
        registration_mqtt: Endpoint,
        /// The Data Service's broker.
        obfcm_data_mqtt: Endpoint,
        /// When to take a snapshot.
        acquire_frequency: Expression,
        /// When to transfer the snapshots.
        transfer_frequency: Expression,
        /// When to look for a new configuration.
        config_check_frequency: Expression,
        /// The least version that is issued, 1 to 4294967295: after a loss of data, one above
        /// the highest ever issued (P-7.6). Raises `ConfigurationError`.
        first_version: Version,
    } => {
        /// Parameters from their JSON form, as `to_json` writes it (P-5.31).
        ///
        /// Raises `ProtocolError` with code `json-form` for any other text; `path` says where.
        ///
        /// >>> ConfigurationParameters.from_json(parameters.to_json()) == parameters
        /// True
        #[staticmethod]
        fn from_json(text: Text) -> PyResult<Self> {
            json::read("configuration parameters", "", &text).map(Self::of)
        }

        /// Their JSON form (P-5.31).
        ///
        /// >>> parameters.to_json()[-18:]
        /// ',"firstVersion":1}'
        fn to_json(&self) -> PyResult<String> {
            json::write(&self.to_core())
        }
    }
}

mirror! {
    core::ConfigurationParameters => ConfigurationParameters {
        registration_mqtt,
        obfcm_data_mqtt,
        acquire_frequency,
        transfer_frequency,
        config_check_frequency,
        first_version,
    }
}
