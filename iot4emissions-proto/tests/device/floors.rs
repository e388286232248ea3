//! P-6.11: the shortest intervals of the three schedules, which the factory sets.

use iot4emissions_proto::device::{
    ConfigurationRefusal, EventKind, FactoryConfiguration, Input, Output, Settings,
};
use iot4emissions_proto::message::ConfigurationStatus;
use iot4emissions_proto::time::UnixMillis;

use crate::factory::{DAY, HOUR, START, operational, provisioning, rules, with};
use crate::service::Service;
use crate::world::{World, events};

type Put = fn(&mut ConfigurationStatus, &str);

const SCHEDULES: [Put; 3] = [
    |status, text| status.configuration.acquire_frequency = text.parse().unwrap(),
    |status, text| status.configuration.transfer_frequency = text.parse().unwrap(),
    |status, text| status.configuration.config_check_frequency = text.parse().unwrap(),
];

fn settings() -> Settings {
    rules(|settings| settings.spread_window_seconds = 0)
}

fn offered(status: &ConfigurationStatus, settings: Settings) -> Vec<EventKind> {
    let mut world = World::configured(settings, &operational(1));
    world.take_snapshots(5);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    events(&world.configure(status))
}

/// Once, this made 3,600 connections in an hour.
#[test]
fn p_6_11_every_second_is_refused_and_raised() {
    for put in SCHEDULES {
        for text in [
            "* * * * * ?",
            "*/10 * * * * ?",
            "0 0,59 * * * ?",
            "0 */59 * * * ?",
        ] {
            let mut status = operational(2);
            put(&mut status, text);
            let version = status.configuration.version;
            let reason = ConfigurationRefusal::TooFrequent;
            assert_eq!(
                offered(&status, settings()),
                [EventKind::ConfigurationRefused { version, reason }],
                "{text}"
            );
        }
        for text in ["0 0 * * * ?", "17 3 */2 * * ?", "0 0 0 1 1 ? 2030"] {
            let mut status = operational(2);
            put(&mut status, text);
            let told = offered(&status, settings());
            assert!(
                matches!(told[0], EventKind::ConfigurationApplied { .. }),
                "{text}"
            );
        }
    }
}

/// Each floor is the one of its schedule, to the second.
#[test]
fn p_6_11_each_schedule_has_its_own_floor() {
    for (number, put) in SCHEDULES.into_iter().enumerate() {
        for (floor, taken) in [(600, true), (601, false)] {
            let settings = rules(|settings| {
                let floors = [
                    &mut settings.min_acquire_interval_seconds,
                    &mut settings.min_transfer_interval_seconds,
                    &mut settings.min_config_check_interval_seconds,
                ];
                for (other, setting) in floors.into_iter().enumerate() {
                    *setting = if other == number { floor } else { 3600 };
                }
                settings.spread_window_seconds = 0;
            });
            let mut status = operational(2);
            put(&mut status, "0 */10 * * * ?");
            let told = offered(&status, settings);
            let applied = matches!(told[0], EventKind::ConfigurationApplied { .. });
            assert_eq!(applied, taken, "{number} {floor} {told:?}");
        }
    }
}

/// A device that has nothing yet is not led astray either, and backs off.
#[test]
fn p_6_11_a_first_configuration_is_judged_too() {
    let mut world = World::registered(settings());
    world.connect_and_subscribe();
    let mut status = operational(1);
    status.configuration.config_check_frequency = "* * * * * ?".parse().unwrap();
    world.configure(&status);
    assert_eq!(world.device.state().as_str(), "registered");
    assert!(world.until.unwrap() > world.now);
}

/// A floor that comes with a new factory configuration (P-6.20) holds for what is in force.
#[test]
fn p_6_11_a_new_floor_holds_for_what_is_in_force() {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "0 */10 * * * ?".parse().unwrap();
    status.configuration.transfer_frequency = "0 */10 * * * ?".parse().unwrap();
    status.configuration.config_check_frequency = "0 */10 * * * ?".parse().unwrap();
    let frequent = with(|settings| {
        settings.min_acquire_interval_seconds = 600;
        settings.min_transfer_interval_seconds = 600;
        settings.min_config_check_interval_seconds = 600;
    });
    let mut world = World::configured(frequent, &status);
    let mut service = Service::new(Some(status));
    service.run(&mut world, UnixMillis(START.0 + HOUR * 1000));
    let before = (world.accounts().acquired, world.tried.len());
    assert!(before.0 >= 5, "{before:?}");
    let factory: FactoryConfiguration = provisioning(with(|_| ())).factory;
    world.give(Input::FactoryConfigured(Box::new(factory)));
    service.run(&mut world, UnixMillis(START.0 + 11 * HOUR * 1000));
    let acquired = world.accounts().acquired - before.0;
    assert!((9..=11).contains(&acquired), "{acquired}");
    // A check and a transfer an hour, at one time or two.
    let connections = world.tried.len() - before.1;
    assert!(connections <= 22, "{connections}");
}

/// The factory's own check schedule is under the floor, too.
#[test]
fn p_6_11_a_factory_schedule_of_every_second_is_held_to_the_floor() {
    let mut provisioning = provisioning(settings());
    provisioning.factory.config_check_frequency = "* * * * * ?".parse().unwrap();
    let mut status = operational(1);
    // Ended, so that the factory's holds.
    status.configuration.config_check_frequency = "0 0 0 1 1 ? 2020".parse().unwrap();
    let mut world = World::new();
    world.give(Input::ClockTrusted { trusted: true });
    world.give(Input::ProvisioningComplete(Box::new(provisioning)));
    world.connect_and_subscribe();
    let registered = r#"{"deviceState":"registered"}"#;
    let kind = iot4emissions_proto::topic::TopicKind::RegisterServer;
    world.deliver(kind, registered, true);
    world.connect_and_subscribe();
    let outputs = world.configure(&status);
    assert!(outputs.contains(&Output::Restart));
    let begin = world.tried.len();
    let mut service = Service::new(Some(status));
    service.run(&mut world, UnixMillis(START.0 + 10 * HOUR * 1000));
    let tried = world.tried.len() - begin;
    assert!((9..=10).contains(&tried), "{tried}");
}

/// Settings of a device that never connects, or never does anything, do not exist.
#[test]
fn p_6_3_settings_that_no_device_could_live_with() {
    use iot4emissions_proto::device::SettingsValues;
    type Change = fn(&mut SettingsValues);
    let changes: [(Change, &str); 14] = [
        (
            |s| s.connect_timeout_seconds = 0,
            "1 to 3600 as connect_timeout_seconds, found 0",
        ),
        (
            |s| s.connect_timeout_seconds = 3601,
            "1 to 3600 as connect_timeout_seconds, found 3601",
        ),
        (
            |s| s.retained_wait_seconds = 0,
            "1 to 3600 as retained_wait_seconds, found 0",
        ),
        (
            |s| s.answer_wait_seconds = 0,
            "1 to 3600 as answer_wait_seconds, found 0",
        ),
        (
            |s| s.spread_window_seconds = 31_622_401,
            "0 to 31622400 as spread_window_seconds, found 31622401",
        ),
        (
            |s| s.storage_limit = 0,
            "1 to 100000 as storage_limit, found 0",
        ),
        (
            |s| s.event_log_limit = 257,
            "0 to 256 as event_log_limit, found 257",
        ),
        (
            |s| s.resend_window = 100_001,
            "0 to 100000 as resend_window, found 100001",
        ),
        (
            |s| s.endpoint_failures = 0,
            "1 to 4294967295 as endpoint_failures, found 0",
        ),
        (
            |s| s.max_payload = 0,
            "1 to 4294967295 as max_payload, found 0",
        ),
        (
            |s| s.refusals_alone = 0,
            "1 to 4294967295 as refusals_alone, found 0",
        ),
        (
            |s| s.daily_connections = 1,
            "2 to 4294967295 as daily_connections, found 1",
        ),
        (
            |s| s.daily_persisted_bytes = 1,
            "2 to 4294967295 as daily_persisted_bytes, found 1",
        ),
        (
            |s| s.earliest_time.0 = 4_102_444_801,
            "0 to 4102444800 as earliest_time, found 4102444801",
        ),
    ];
    for (change, expected) in changes {
        let mut values = SettingsValues::default();
        change(&mut values);
        let error = Settings::new(values.clone()).unwrap_err();
        assert_eq!(error.to_string(), format!("expected {expected}"));
        assert!(expected.contains(error.setting()));
        // Nor can they be written down and read.
        let json = serde_json::to_string(&values).unwrap();
        let read = serde_json::from_str::<Settings>(&json).unwrap_err();
        assert!(read.to_string().contains(expected), "{read}");
    }
    let default: Settings = serde_json::from_str("{}").unwrap();
    assert_eq!(default, Settings::default());
    assert!(serde_json::from_str::<Settings>(r#"{"no_such_setting":1}"#).is_err());
    assert_eq!(DAY, u64::from(Settings::default().spread_window_seconds));
}
