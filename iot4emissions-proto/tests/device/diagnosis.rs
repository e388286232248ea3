//! P-6.22, P-6.13 and P-6.16: what a workshop sees, and what is never silence.

use iot4emissions_proto::device::{
    DisconnectReason, EndpointOrigin, EventKind, Input, RecordError, Status,
};
use iot4emissions_proto::time::{UnixMillis, UnixSeconds};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{
    DATA_HOST, DAY, HOUR, REGISTRATION_HOST, START, endpoint, operational, provisioning, rules,
    settings, with,
};
use crate::service::Service;
use crate::world::{World, acquires, events};

const MIDNIGHT: u64 = START.0 / 1000;

/// Once, ten years without an event.
#[test]
fn p_6_13_ten_years_without_a_time_to_trust_are_told() {
    let mut world = World::new();
    world.give(Input::ProvisioningComplete(Box::new(provisioning(rules(
        |_| (),
    )))));
    world.connect_and_subscribe();
    world.deliver(
        TopicKind::RegisterServer,
        r#"{"deviceState":"registered"}"#,
        true,
    );
    world.connect_and_subscribe();
    world.configure(&operational(1));
    let not_trusted = |kind: &EventKind| *kind == EventKind::ClockNotTrusted;
    for year in 1..=10 {
        // A start a year: each life says it once.
        world.pass(365 * DAY);
        assert_eq!(world.told(not_trusted), year);
        world.device = {
            let bytes = world.device.record().unwrap().to_bytes();
            let record = iot4emissions_proto::device::Record::from_bytes(&bytes).unwrap();
            iot4emissions_proto::device::OtaDevice::restore(record)
        };
        world.give(Input::Wake);
    }
    let status = world.status();
    assert!(!status.clock.trusted);
    assert_eq!(status.clock.last_trusted, None);
    assert_eq!(status.due, Default::default());
    let logged = status.events.iter().find(|event| not_trusted(&event.kind));
    assert_eq!(logged.unwrap().count, 10);
}

/// After ten minutes, and not before; a trusted time ends it, and it may begin again.
#[test]
fn p_6_13_ten_minutes_without_a_time_to_trust() {
    let mut world = World::new();
    world.give(Input::ProvisioningComplete(Box::new(provisioning(
        settings(),
    ))));
    world.disconnected_by(DisconnectReason::NoNetwork);
    world.give(Input::NetworkAvailable { available: false });
    let not_trusted = |kind: &EventKind| *kind == EventKind::ClockNotTrusted;
    world.skip(599_999);
    world.give(Input::Wake);
    assert_eq!(world.told(not_trusted), 0);
    world.skip(1);
    let outputs = world.give(Input::Wake);
    assert_eq!(events(&outputs), [EventKind::ClockNotTrusted]);
    assert_eq!(world.until, None);
    world.give(Input::ClockTrusted { trusted: true });
    world.skip(3_600_000);
    world.give(Input::ClockTrusted { trusted: false });
    assert_eq!(world.told(not_trusted), 1);
    world.pass(600);
    assert_eq!(world.told(not_trusted), 2);
}

/// In every way that a device can stand still, the status says why.
#[test]
fn p_6_22_the_status_says_what_is_the_matter() {
    let mut world = World::configured(settings(), &operational(1));
    world.take_snapshots(2);
    let Status {
        state,
        configuration_version,
        refused_configuration,
        registration_endpoint,
        data_endpoint,
        due,
        wait,
        clock,
        network,
        ignition,
        last_success,
        failures,
        allowance,
        accounts,
        last_test,
        events,
    } = world.status();
    assert_eq!(state.as_str(), "operational");
    assert_eq!(configuration_version.unwrap().get(), 1);
    assert_eq!(refused_configuration, None);
    let registration = registration_endpoint.unwrap();
    assert_eq!(registration.endpoint, endpoint(REGISTRATION_HOST));
    assert_eq!(registration.origin, EndpointOrigin::Configuration);
    let data = data_endpoint.unwrap();
    assert_eq!(data.endpoint, endpoint(DATA_HOST));
    assert_eq!((data.failures, data.failing_seconds), (0, 0));
    let at = |hour: u64| Some(UnixSeconds(MIDNIGHT + hour * HOUR));
    assert_eq!(due.acquisition, at(3));
    assert_eq!(due.config_check, at(6));
    assert_eq!(due.transfer, at(12));
    assert_eq!(wait.alarm, Some(UnixMillis(START.0 + 3 * HOUR * 1000)));
    assert_eq!(wait.timeout, None);
    assert!(clock.trusted);
    assert_eq!(clock.last_trusted, at(2));
    assert_eq!((network, ignition), (None, None));
    assert_eq!(last_success.registration, at(0));
    assert_eq!(last_success.data, at(0));
    assert_eq!(last_success.acquisition, at(2));
    assert_eq!(last_success.transfer, None);
    assert_eq!(failures, Default::default());
    assert!(allowance.connections > 0 && allowance.persisted_bytes > 0);
    assert_eq!((accounts.acquired, accounts.pending), (2, 2));
    assert_eq!(last_test, None);
    assert!(!events.is_empty());
}

#[test]
fn p_6_22_last_successes_and_failures_survive_power_loss() {
    let mut world = World::operational();
    let sent = world.start_transfer();
    assert_eq!(sent.len(), 12);
    world.puback();
    let noon = Some(UnixSeconds(MIDNIGHT + 12 * HOUR));
    assert_eq!(world.status().last_success.transfer, noon);
    assert_eq!(world.status().last_success.data, noon);
    let reasons = [
        DisconnectReason::NoNetwork,
        DisconnectReason::NameResolution,
        DisconnectReason::Tcp,
        DisconnectReason::Tls,
        DisconnectReason::Refused { code: 4 },
        DisconnectReason::Closed,
        DisconnectReason::TimedOut,
        DisconnectReason::Protocol,
    ];
    for (number, reason) in reasons.into_iter().enumerate() {
        for _ in 0..=number {
            if world.link.number().is_none() {
                world.sleep_until_connect();
            }
            world.disconnected_by(reason);
        }
    }
    let failures = world.status().failures;
    for (number, reason) in reasons.into_iter().enumerate() {
        assert_eq!(failures.of(reason) as usize, number + 1, "{reason}");
    }
    assert_eq!(failures.of(DisconnectReason::Refused { code: 255 }), 5);
    // What is noted is stored with the next change.
    while !acquires(&world.sleep()) {}
    world.acquisition_failed();
    while !acquires(&world.sleep()) {}
    world.acquired();
    let failures = world.status().failures;
    assert_eq!(failures.acquisitions, 1);
    world.lose_power();
    assert_eq!(world.status().failures, failures);
    assert_eq!(world.status().last_success.transfer, noon);
}

/// What is rare is still in the log when what is frequent has happened for a year.
#[test]
fn p_6_16_rare_events_stay_in_the_log() {
    let settings = with(|settings| settings.event_log_limit = 6);
    let mut world = World::provisioned(settings);
    world.connect_and_subscribe();
    world.pass(5);
    world.vehicle_read();
    world.deliver(
        TopicKind::RegisterServer,
        r#"{"deviceState":"error"}"#,
        false,
    );
    let refused_at = world.now.to_seconds();
    for _ in 0..500 {
        if world.link.number().is_none() {
            world.sleep_until_connect();
        }
        world.disconnected_by(DisconnectReason::NoNetwork);
    }
    let log = world.status().events;
    let refused = log
        .iter()
        .find(|event| event.kind == EventKind::RegistrationRefused)
        .expect("it is still there");
    assert_eq!(
        (refused.first, refused.last, refused.count),
        (refused_at, refused_at, 1)
    );
    let failed = log.last().unwrap();
    assert_eq!(failed.count, 500);
    assert_eq!(failed.last, world.now.to_seconds());
    assert!(failed.first < failed.last);
}

/// P-6.2: the device that begins anew says so, in its log too.
#[test]
fn p_6_2_a_record_that_cannot_be_read_is_told() {
    let error = RecordError::Damaged { length: 77 };
    let mut world = World::provisioned(settings());
    let outputs = world.give(Input::RecordUnreadable(error));
    assert_eq!(events(&outputs), [EventKind::RecordUnreadable { error }]);
    world.lose_power();
    let logged = world
        .status()
        .events
        .iter()
        .map(|event| event.kind)
        .collect::<Vec<_>>();
    assert!(
        logged.contains(&EventKind::RecordUnreadable { error }),
        "{logged:?}"
    );
    // Before it is provisioned there is no log, but it is told.
    let mut world = World::new();
    let outputs = world.give(Input::RecordUnreadable(error));
    assert_eq!(events(&outputs), [EventKind::RecordUnreadable { error }]);
}

/// The configuration that was refused last is shown until the broker has the one in force.
#[test]
fn p_6_22_a_refused_configuration_is_shown_until_it_is_gone() {
    let mut world = World::configured(settings(), &operational(5));
    world.take_snapshots(5);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&operational(3));
    let refused = world.status().refused_configuration.expect("shown");
    assert_eq!(refused.version.get(), 3);
    assert_eq!(refused.time, world.now.to_seconds());
    world.lose_power();
    assert!(world.status().refused_configuration.is_some());
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&operational(5));
    assert_eq!(world.status().refused_configuration, None);
}

/// A transfer of nothing is done at its time, and that is stored.
#[test]
fn p_6_11_a_transfer_without_snapshots_is_done_on_the_disk_too() {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "0 0 20 * * ?".parse().unwrap();
    status.configuration.config_check_frequency = "0 0 0 1 1 ?".parse().unwrap();
    let mut world = World::configured(settings(), &status);
    let persists = world.persists;
    world.pass(13 * HOUR);
    assert_eq!(world.persists, persists + 1);
    let due = world.device.record().unwrap().due().transfer;
    assert_eq!(due, Some(UnixSeconds(MIDNIGHT + 36 * HOUR)));
    world.lose_power();
    assert_eq!(world.device.record().unwrap().due().transfer, due);
}

/// A year in which nothing goes wrong has nothing to tell but what was told at its begin.
#[test]
fn p_6_22_a_quiet_month() {
    let mut world = World::configured(rules(|_| ()), &operational(1));
    let before = world.told.len();
    let mut service = Service::new(Some(operational(1)));
    service.run(&mut world, UnixMillis(START.0 + 30 * DAY * 1000));
    assert_eq!(world.told[before..], []);
    let status = world.status();
    assert_eq!(status.failures, Default::default());
    assert!(status.allowance.connections >= 6);
}
