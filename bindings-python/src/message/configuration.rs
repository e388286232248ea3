//! Configuration Status.

use std::fmt;

use iot4emissions_proto::message as core;
use pyo3::prelude::*;

use crate::convert::enumeration::Member;
use crate::convert::number::Whole;
use crate::convert::schedule::Expression;
use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::value;

/// Where a broker listens: always MQTT over mutually authenticated TLS, `mqtts`.
///
/// `host` is a host name by RFC 1123 or an IP address, at most 253 characters, kept as it
/// came; raises `HostError`. `port` is 1 to 65535; raises `ConfigurationError`.
///
/// Clauses: P-5.31; JRC127600 Table 6, Box 3.
///
/// >>> str(Endpoint("data.example", 8883))
/// 'mqtts://data.example:8883'
/// >>> Endpoint("data.example", 0)
/// Traceback (most recent call last):
///     ...
/// iot4emissions.ConfigurationError: expected a port from 1 to 65535, found 0
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Endpoint(pub(crate) core::Endpoint);

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

value::field_names!(Endpoint: "host", "port");

value::value_methods!(impl Endpoint {
    #[new]
    fn new(host: Text, port: Whole) -> PyResult<Self> {
        let host = host.parse().or_raise()?;
        core::Endpoint::new(host, port.0).or_raise().map(Self)
    }

    /// Host name or IP address, on the wire `endpoint` (P-5.31).
    #[getter]
    fn host(&self) -> &str {
        self.0.host.as_str()
    }

    /// TCP port, 1 to 65535 (P-5.31).
    #[getter]
    fn port(&self) -> u16 {
        self.0.port.get()
    }
});

/// A device's configuration parameters.
///
/// The three schedules are cron expressions in Quartz form, UTC; raises `ScheduleError`.
/// `version` is 1 to 4294967295; raises `ConfigurationError`. Equality compares what the
/// schedules mean, not how they are written (P-6.8).
///
/// Clauses: P-5.31 to P-5.34; JRC127600 Table 6, Box 3.
///
/// >>> configuration = Configuration(
/// ...     registration_mqtt=Endpoint("registration.example", 8883),
/// ...     obfcm_data_mqtt=Endpoint("data.example", 8883),
/// ...     acquire_frequency="0 0 0 1 * ? *",
/// ...     transfer_frequency="0 0 0 1 1/3 ? *",
/// ...     config_check_frequency="0 0 0 1 * ? *",
/// ...     version=1,
/// ... )
/// >>> configuration.obfcm_data_mqtt.host
/// 'data.example'
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Configuration(pub(crate) core::Configuration);

value::field_names!(Configuration: "registration_mqtt", "obfcm_data_mqtt", "acquire_frequency", "transfer_frequency", "config_check_frequency", "version");

value::value_methods!(impl Configuration {
    #[new]
    fn new(
        registration_mqtt: Endpoint,
        obfcm_data_mqtt: Endpoint,
        acquire_frequency: Expression,
        transfer_frequency: Expression,
        config_check_frequency: Expression,
        version: Whole,
    ) -> PyResult<Self> {
        Ok(Self(core::Configuration {
            registration_mqtt: registration_mqtt.0,
            obfcm_data_mqtt: obfcm_data_mqtt.0,
            acquire_frequency: acquire_frequency.0,
            transfer_frequency: transfer_frequency.0,
            config_check_frequency: config_check_frequency.0,
            version: version.0.try_into().or_raise()?,
        }))
    }

    /// The Registration Service's broker (P-5.31).
    #[getter]
    fn registration_mqtt(&self) -> Endpoint {
        Endpoint(self.0.registration_mqtt.clone())
    }

    /// The Data Service's broker (P-5.31).
    #[getter]
    fn obfcm_data_mqtt(&self) -> Endpoint {
        Endpoint(self.0.obfcm_data_mqtt.clone())
    }

    /// When to take a snapshot (P-5.33).
    #[getter]
    fn acquire_frequency(&self) -> Expression {
        Expression(self.0.acquire_frequency.clone())
    }

    /// When to transfer the snapshots (P-5.33).
    #[getter]
    fn transfer_frequency(&self) -> Expression {
        Expression(self.0.transfer_frequency.clone())
    }

    /// When to look for a new configuration (P-5.33).
    #[getter]
    fn config_check_frequency(&self) -> Expression {
        Expression(self.0.config_check_frequency.clone())
    }

    /// The version of these parameters, 1 to 4294967295: the order that guards against
    /// replay (P-5.32, P-6.8).
    #[getter]
    fn version(&self) -> u32 {
        self.0.version.get()
    }
});

/// The Data Service's word to a device, retained: the state to be in, and the parameters
/// to use.
///
/// Clauses: P-3.3, P-5.30; JRC127600 Table 6, Box 3.
///
/// >>> here = Endpoint("data.example", 8883)
/// >>> monthly = "0 0 0 1 * ? *"
/// >>> configuration = Configuration(here, here, monthly, monthly, monthly, 1)
/// >>> status = ConfigurationStatus(ConfiguredState.OPERATIONAL, configuration)
/// >>> encode(status)[:30]
/// b'{"deviceState":"operational","'
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ConfigurationStatus(pub(crate) core::ConfigurationStatus);

value::field_names!(ConfigurationStatus: "device_state", "configuration");

value::value_methods!(impl ConfigurationStatus {
    #[new]
    fn new(device_state: Member<core::ConfiguredState>, configuration: Configuration) -> Self {
        Self(core::ConfigurationStatus {
            device_state: device_state.0,
            configuration: configuration.0,
        })
    }

    /// The state to be in (P-5.30).
    #[getter]
    fn device_state(&self) -> Member<core::ConfiguredState> {
        Member(self.0.device_state)
    }

    /// The parameters to use (P-5.31).
    #[getter]
    fn configuration(&self) -> Configuration {
        Configuration(self.0.configuration.clone())
    }
});
