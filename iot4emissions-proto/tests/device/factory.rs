//! What the device is given: factory configuration, configurations, values.

use iot4emissions_proto::device::{FactoryConfiguration, Provisioning, Settings, SettingsValues};
use iot4emissions_proto::identity::DeviceSecret;
use iot4emissions_proto::message::{
    Configuration, ConfigurationStatus, ConfigurationVersion, ConfiguredState, Endpoint, Profile,
    RegistrationRequest,
};
use iot4emissions_proto::obfcm::{Kilometres, Litres, Values};
use iot4emissions_proto::time::UnixMillis;

pub(crate) const DEVICE: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

/// 2021-06-01T00:00:00Z, in milliseconds.
pub(crate) const START: UnixMillis = UnixMillis(1_622_505_600_000);
pub(crate) const HOUR: u64 = 3600;
pub(crate) const DAY: u64 = 24 * HOUR;

/// The VIN of Box 1.
pub(crate) const VIN: &str = "JFXHF05K1L4104934";

pub(crate) const REGISTRATION_HOST: &str = "registration.example.eu";
pub(crate) const DATA_HOST: &str = "data.example.eu";

pub(crate) fn endpoint(host: &str) -> Endpoint {
    Endpoint {
        host: host.parse().unwrap(),
        port: 8883.try_into().unwrap(),
    }
}

/// Settings without a spread, so that due times are those of the schedules, and without
/// what holds back in the long run: caps, and the time that an endpoint must have failed.
pub(crate) fn settings() -> Settings {
    with(|_| ())
}

/// The same but for a change.
pub(crate) fn with(change: impl FnOnce(&mut SettingsValues)) -> Settings {
    let mut values = SettingsValues {
        spread_window_seconds: 0,
        daily_connections: u32::MAX,
        daily_persisted_bytes: u32::MAX,
        endpoint_failure_seconds: 0,
        ..SettingsValues::default()
    };
    change(&mut values);
    Settings::new(values).unwrap()
}

/// The settings of the rules but for a change.
pub(crate) fn rules(change: impl FnOnce(&mut SettingsValues)) -> Settings {
    let mut values = SettingsValues::default();
    change(&mut values);
    Settings::new(values).unwrap()
}

/// The device's, as text and as it is.
pub(crate) const SECRET: &str = "9b1d1f0c5e7a43d28c60b7f2a4e83516";

pub(crate) fn secret() -> DeviceSecret {
    SECRET.parse().unwrap()
}

pub(crate) fn provisioning(settings: Settings) -> Provisioning {
    Provisioning {
        data_pseudonym: None,
        device: DEVICE.parse().unwrap(),
        secret: secret(),
        factory: FactoryConfiguration {
            registration_mqtt: endpoint(REGISTRATION_HOST),
            obfcm_data_mqtt: endpoint(DATA_HOST),
            permitted_domains: vec!["example.eu".parse().unwrap()],
            config_check_frequency: "0 0 3 * * ?".parse().unwrap(),
            settings,
        },
    }
}

/// Acquires hourly, checks at 06:00 and transfers at 12:00.
pub(crate) fn configured(state: ConfiguredState, version: u32) -> ConfigurationStatus {
    ConfigurationStatus {
        device_state: state,
        configuration: Configuration {
            registration_mqtt: endpoint(REGISTRATION_HOST),
            obfcm_data_mqtt: endpoint(DATA_HOST),
            acquire_frequency: "0 0 * * * ?".parse().unwrap(),
            transfer_frequency: "0 0 12 * * ?".parse().unwrap(),
            config_check_frequency: "0 0 6 * * ?".parse().unwrap(),
            version: ConfigurationVersion::new(version).unwrap(),
        },
    }
}

pub(crate) fn operational(version: u32) -> ConfigurationStatus {
    configured(ConfiguredState::Operational, version)
}

/// Two values, which differ from snapshot to snapshot.
pub(crate) fn values(number: u32) -> Values {
    Values {
        total_fuel_consumed: Some(Litres::from_tenths(10_000 + number).unwrap()),
        total_distance_travelled: Some(Kilometres::from_tenths(200_000 + 20 * number).unwrap()),
        ..Values::default()
    }
}

pub(crate) fn vehicle() -> RegistrationRequest {
    let box_1 = include_bytes!("../boxes/box_1.json");
    RegistrationRequest::decode(box_1, Profile::Tolerant)
        .unwrap()
        .message
}
