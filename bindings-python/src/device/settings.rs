//! What a device is given in the factory (P-6.3, JRC127600 §4.2.1.1).

use iot4emissions_proto::device as core;
use iot4emissions_proto::message::Host;
use pyo3::prelude::*;

use crate::backoff::Backoff;
use crate::convert::many::Many;
use crate::convert::schedule::Expression;
use crate::convert::time::Seconds;
use crate::error::OrRaise;
use crate::identity::{DeviceId, DeviceSecret, SealedDeviceId};
use crate::message::Endpoint;
use crate::mirror::{Mirror, mirror};
use crate::value;
use crate::value_class::value_class;

/// What makes a device Provisioned (T-1, P-6.3): the identity that its certificate bears
/// (P-2.2), its secret, drawn for it alone and anew whenever it is provisioned, its factory
/// configuration, and its ID for the Data Service where that is another one (P-1.7).
///
/// >>> provisioning.device
/// DeviceId('vehicle-7')
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions.device")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Provisioning(pub(crate) core::Provisioning);

value::field_names!(Provisioning: "device", "secret", "factory", "data_pseudonym"; Present);

value::value_methods!(impl Provisioning {
    #[new]
    #[pyo3(signature = (device, secret, factory, data_pseudonym = None))]
    fn new(
        device: DeviceId,
        secret: DeviceSecret,
        factory: FactoryConfiguration,
        data_pseudonym: Option<DataPseudonym>,
    ) -> Self {
        Self(core::Provisioning {
            device: device.0,
            data_pseudonym: data_pseudonym.map(|pseudonym| Box::new(pseudonym.to_core())),
            secret: secret.0,
            factory: factory.0,
        })
    }

    /// The device ID, read from the certificate.
    #[getter]
    fn device(&self) -> DeviceId {
        DeviceId(self.0.device.clone())
    }

    /// What keys its spread and its back-off (P-6.12, P-6.14).
    #[getter]
    fn secret(&self) -> DeviceSecret {
        DeviceSecret(self.0.secret.clone())
    }

    /// The factory configuration.
    #[getter]
    fn factory(&self) -> FactoryConfiguration {
        FactoryConfiguration(self.0.factory.clone())
    }

    /// Another ID for the Data Service, from a certificate of its own; `None` where both
    /// services know the device by one ID, as in the report (P-1.7).
    #[getter]
    fn data_pseudonym(&self) -> Option<DataPseudonym> {
        let pseudonym = self.0.data_pseudonym.as_deref();
        pseudonym.cloned().map(DataPseudonym::of)
    }
});

value_class! { "iot4emissions.device";
    /// The ID under which the Data Service knows a device that the Registration Service knows by
    /// another one (P-1.7).
    ///
    /// >>> from iot4emissions import OpeningKey
    /// >>> service = OpeningKey.generate().sealing_key()
    /// >>> device = DeviceId("9a7d21e7")
    /// >>> DataPseudonym(device, service.seal(device, DeviceId("vehicle-7")))
    /// DataPseudonym(device=DeviceId('9a7d21e7'), sealed=SealedDeviceId(<hidden>))
    DataPseudonym {
        /// The device ID, read from the certificate for the Data Service's broker (P-2.2).
        device: DeviceId,
        /// The same, sealed for the Data Service: it goes with the Registration Request.
        sealed: SealedDeviceId,
    }
}

mirror! {
    core::DataPseudonym => DataPseudonym { device, sealed }
}

/// The factory configuration (P-6.3); its version counts as 0 (P-6.8).
///
/// `permitted_domains` are the domains that a configuration's endpoints may lie in: hosts
/// and everything below them, IP addresses only by themselves; none permits none. Raises
/// `HostError` for what is no host, and `ScheduleError`. A new one may replace it in the field
/// (P-6.20): `FactoryConfigured`.
///
/// >>> provisioning.factory.permitted_domains
/// ('example.eu',)
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions.device")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct FactoryConfiguration(pub(crate) core::FactoryConfiguration);

value::field_names!(
    FactoryConfiguration: "registration_mqtt",
    "obfcm_data_mqtt",
    "permitted_domains",
    "config_check_frequency",
    "settings",
);

value::value_methods!(impl FactoryConfiguration {
    #[new]
    #[pyo3(signature = (
        registration_mqtt, obfcm_data_mqtt, permitted_domains, config_check_frequency,
        settings = None
    ))]
    fn new(
        registration_mqtt: Endpoint,
        obfcm_data_mqtt: Endpoint,
        permitted_domains: Many<String>,
        config_check_frequency: Expression,
        settings: Option<Settings>,
    ) -> PyResult<Self> {
        let domains = permitted_domains.0.iter();
        let domains: Result<Vec<Host>, _> = domains.map(|domain| domain.parse()).collect();
        Ok(Self(core::FactoryConfiguration {
            registration_mqtt: registration_mqtt.0,
            obfcm_data_mqtt: obfcm_data_mqtt.0,
            permitted_domains: domains.or_raise()?,
            config_check_frequency: config_check_frequency.0,
            settings: settings.map(|settings| settings.0).unwrap_or_default(),
        }))
    }

    /// The Registration Service's broker.
    #[getter]
    fn registration_mqtt(&self) -> Endpoint {
        Endpoint(self.0.registration_mqtt.clone())
    }

    /// The Data Service's broker.
    #[getter]
    fn obfcm_data_mqtt(&self) -> Endpoint {
        Endpoint(self.0.obfcm_data_mqtt.clone())
    }

    /// The domains that a configuration's endpoints may lie in (P-6.8).
    #[getter]
    fn permitted_domains(&self) -> Many<&str> {
        Many(self.0.permitted_domains.iter().map(Host::as_str).collect())
    }

    /// When to look for a configuration where the one in force gives no further time
    /// (JRC127600 §2.2.2).
    #[getter]
    fn config_check_frequency(&self) -> Expression {
        Expression(self.0.config_check_frequency.clone())
    }

    /// How the device behaves.
    #[getter]
    fn settings(&self) -> Settings {
        Settings(self.0.settings.clone())
    }
});

macro_rules! settings {
    ($($(#[$doc:meta])* $field:ident: $class:ty),* $(,)?) => {
        /// How a device behaves (P-6.3); the defaults are those of the rules. Numbers are 0 to
        /// 4294967295.
        ///
        /// Raises `SettingsError`, which names the first setting that no device could live
        /// with.
        ///
        /// >>> Settings(storage_limit=100).storage_limit
        /// 100
        /// >>> Settings().backoff == Backoff()
        /// True
        /// >>> Settings(connect_timeout_seconds=0)
        /// Traceback (most recent call last):
        ///     ...
        /// iot4emissions.SettingsError: expected 1 to 3600 as connect_timeout_seconds, found 0
        #[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions.device")]
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub(crate) struct Settings(pub(crate) core::Settings);

        value::field_names!(Settings: $(stringify!($field)),*);

        #[pymethods]
        impl Settings {
            #[new]
            #[pyo3(signature = ($($field = None),*))]
            #[expect(clippy::too_many_arguments, reason = "each has a name and a default")]
            fn new($($field: Option<$class>),*) -> PyResult<Self> {
                let mut values = core::SettingsValues::default();
                $(if let Some(value) = $field {
                    values.$field = value.to_core();
                })*
                // One of the core that has no place here does not compile.
                let core::SettingsValues { $($field: _),* } = &values;
                core::Settings::new(values).or_raise().map(Self)
            }

            $(
                $(#[$doc])*
                #[getter]
                fn $field(&self) -> $class {
                    Mirror::of(self.0.$field)
                }
            )*

            #[classattr]
            fn __match_args__() -> value::MatchArgs<Self> {
                value::match_args()
            }

            fn __reduce__<'py>(this: &Bound<'py, Self>) -> PyResult<value::Reduced<'py>> {
                value::reduce(this)
            }

            fn __repr__(this: &Bound<'_, Self>) -> PyResult<String> {
                value::repr(this)
            }
        }
    };
}

settings! {
    /// How long establishing a connection and its subscription may take, in seconds each, 1
    /// to 3600; 30 by default.
    connect_timeout_seconds: u32,
    /// How long to wait for a retained message after the SUBACK, in seconds, 1 to 3600 (P-6.4,
    /// P-6.5); 5 by default.
    retained_wait_seconds: u32,
    /// How long to wait for an answer: of the Registration Service, of the broker to a
    /// publish, of the vehicle to a reading; in seconds, 1 to 3600 (P-6.4); 60 by default.
    answer_wait_seconds: u32,
    /// Base and cap of the back-off after a failure (P-6.14); 1 s and 1 h by default.
    backoff: Backoff,
    /// Base and cap of the back-off after somebody said no: the Registration Service, a
    /// broker's rights, a vehicle without a VIN (P-6.14); 1 min and 24 h by default.
    refusal_backoff: Backoff,
    /// Base and cap of the back-off between readings of an OBFCM device that does not answer
    /// (P-6.14); 10 s and 6 h by default.
    acquisition_backoff: Backoff,
    /// Over how long transfers and configuration checks of a fleet are spread, in seconds, at
    /// most 366 days (P-6.12); 24 h by default.
    spread_window_seconds: u32,
    /// How many snapshots are stored before the oldest is evicted (P-6.16), 1 to 100,000; 512
    /// by default.
    storage_limit: u32,
    /// How many kinds of events the log holds, at most 256 (P-6.16); 32 by default.
    event_log_limit: u32,
    /// How many acknowledged snapshots are kept and sent again with the next transfer, at most
    /// 100,000 (P-6.7); 0 by default.
    resend_window: u32,
    /// After how many failed connections in a row to a new endpoint the device turns to the
    /// last that worked, at least 1 (P-6.8); 5 by default.
    endpoint_failures: u32,
    /// For how long, in seconds of running time, those connections must have failed besides,
    /// at most 366 days (P-6.8); 24 h by default.
    endpoint_failure_seconds: u32,
    /// The largest payload of a Data Transfer in bytes, at least 1 (P-6.6); 128 KiB by
    /// default, which is also the largest that counts.
    max_payload: u32,
    /// How often a snapshot that is published alone may be refused before it is set aside, at
    /// least 1 (P-6.18); 8 by default.
    refusals_alone: u32,
    /// The shortest interval of acquisitions in seconds, at most 366 days (P-6.11); 1 h by
    /// default.
    min_acquire_interval_seconds: u32,
    /// The shortest interval of transfers in seconds, at most 366 days (P-6.11); 1 h by
    /// default.
    min_transfer_interval_seconds: u32,
    /// The shortest interval of configuration checks in seconds, at most 366 days (P-6.11);
    /// 1 h by default.
    min_config_check_interval_seconds: u32,
    /// How many connections are tried in 24 hours at most, at least 2 (P-6.19); 24 by default.
    daily_connections: u32,
    /// How many bytes are stored in 24 hours before acquisitions and connections wait, at
    /// least 2 (P-6.19); 256 KiB by default. It counts what `Persisted` says.
    daily_persisted_bytes: u32,
    /// No time before this one is trusted, whatever the driver says (P-6.13): the day on which
    /// the device was made, an aware `datetime` in whole seconds. 1970 by default.
    earliest_time: Seconds,
}

impl Mirror for Backoff {
    type Core = iot4emissions_proto::backoff::Backoff;

    fn of(core: Self::Core) -> Self {
        Self(core)
    }

    fn to_core(&self) -> Self::Core {
        self.0
    }
}
