//! P-6.8 and P-6.9: which configuration is taken, and what follows.

use iot4emissions_proto::device::{
    ConfigurationRefusal, DeviceState, EventKind, Input, Output, Provisioning,
};
use iot4emissions_proto::message::{ConfigurationStatus, ConfigurationVersion, ConfiguredState};

use crate::factory::{HOUR, configured, endpoint, operational, provisioning, settings};
use crate::world::{World, acquires, brief, events, published};

/// A device with version 5, at its configuration check.
fn checking() -> World {
    let mut world = World::configured(settings(), &operational(5));
    world.take_snapshots(5);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world
}

fn assert_refused(status: &ConfigurationStatus, reason: ConfigurationRefusal) {
    let mut world = checking();
    let before = world.device.record().unwrap().configuration().cloned();
    let outputs = world.configure(status);
    let version = status.configuration.version;
    assert_eq!(
        events(&outputs),
        [EventKind::ConfigurationRefused { version, reason }]
    );
    // And the check goes on as if none had come.
    assert_eq!(brief(&outputs), ["persist", "disconnect 3"]);
    assert_eq!(
        world.device.record().unwrap().configuration().cloned(),
        before
    );
}

#[test]
fn p_6_8_an_older_version_is_refused() {
    for version in [1, 4] {
        for state in [ConfiguredState::Operational, ConfiguredState::Initialized] {
            let status = configured(state, version);
            assert_refused(&status, ConfigurationRefusal::OlderVersion);
        }
    }
}

#[test]
fn p_6_8_the_same_version_with_other_content_is_refused() {
    type Change = fn(&mut ConfigurationStatus);
    let changes: [Change; 6] = [
        |status| status.device_state = ConfiguredState::Standby,
        |status| status.configuration.registration_mqtt = endpoint("other.example.eu"),
        |status| status.configuration.obfcm_data_mqtt = endpoint("other.example.eu"),
        |status| status.configuration.acquire_frequency = "0 1 * * * ?".parse().unwrap(),
        |status| status.configuration.transfer_frequency = "0 1 12 * * ?".parse().unwrap(),
        |status| status.configuration.config_check_frequency = "0 1 6 * * ?".parse().unwrap(),
    ];
    for change in changes {
        let mut status = operational(5);
        change(&mut status);
        assert_refused(&status, ConfigurationRefusal::SameVersion);
    }
}

#[test]
fn p_6_8_an_equal_configuration_does_nothing() {
    let mut textually_different = operational(5);
    textually_different.configuration.acquire_frequency = "0 0 0-23 ? * 1-7 *".parse().unwrap();
    textually_different.configuration.transfer_frequency = "0 0 12 * JAN-DEC ?".parse().unwrap();
    for status in [operational(5), textually_different] {
        let mut world = checking();
        let before = world.device.record().unwrap().clone();
        let outputs = world.configure(&status);
        assert_eq!(events(&outputs), []);
        assert_eq!(brief(&outputs), ["persist", "disconnect 3"]);
        let after = world.device.record().unwrap();
        assert_eq!(after.configuration(), before.configuration());
        assert_eq!(after.due().acquisition, before.due().acquisition);
        assert_eq!(after.due().transfer, before.due().transfer);
    }
}

/// Equal in the form that Tolerant reads, too.
#[test]
fn p_6_8_an_equal_configuration_in_other_words() {
    let mut world = checking();
    let text = String::from_utf8(operational(5).to_canonical()).unwrap();
    let text = text
        .replace(r#""version":5"#, r#""version":"5""#)
        .replace("operational", "Operational")
        .replace(":{", " : {");
    let outputs = world.deliver(
        iot4emissions_proto::topic::TopicKind::ConfigServer,
        &text,
        false,
    );
    assert_eq!(events(&outputs), []);
}

#[test]
fn p_6_8_a_higher_version_is_taken_up_to_2_24_higher() {
    for version in [6, 5 + (1 << 24)] {
        let mut world = checking();
        let outputs = world.configure(&operational(version));
        let version = ConfigurationVersion::new(version).unwrap();
        assert_eq!(
            events(&outputs),
            [EventKind::ConfigurationApplied { version }]
        );
        assert_eq!(brief(&outputs), ["persist", "disconnect 3", "restart"]);
        assert_eq!(world.status().configuration_version, Some(version));
    }
}

#[test]
fn p_6_8_foreign_endpoints_are_refused() {
    for host in [
        "example.com",
        "eu",
        "badexample.eu",
        "example.eu.evil.com",
        "xample.eu",
        "192.0.2.1",
        "2001:db8::1",
        "data.example.eu.evil",
    ] {
        for registration in [true, false] {
            let mut status = operational(6);
            let configuration = &mut status.configuration;
            match registration {
                true => configuration.registration_mqtt = endpoint(host),
                false => configuration.obfcm_data_mqtt = endpoint(host),
            }
            assert_refused(&status, ConfigurationRefusal::ForeignEndpoint);
        }
    }
    for host in ["example.eu", "EXAMPLE.eu", "a.b.c.Example.EU"] {
        let mut status = operational(6);
        status.configuration.obfcm_data_mqtt = endpoint(host);
        let mut world = checking();
        let outputs = world.configure(&status);
        assert!(outputs.contains(&Output::Restart), "{host}");
    }
}

/// What `permitted` makes of a first configuration with `host`.
fn first(permitted: &[&str], host: &str) -> bool {
    let mut world = World::new();
    world.give(Input::ClockTrusted { trusted: true });
    let mut provisioning: Provisioning = provisioning(settings());
    provisioning.factory.permitted_domains =
        permitted.iter().map(|text| text.parse().unwrap()).collect();
    world.give(Input::ProvisioningComplete(Box::new(provisioning)));
    world.connect_and_subscribe();
    world.deliver(
        iot4emissions_proto::topic::TopicKind::RegisterServer,
        r#"{"deviceState":"registered"}"#,
        true,
    );
    world.connect_and_subscribe();
    let mut status = operational(1);
    status.configuration.registration_mqtt = endpoint(host);
    status.configuration.obfcm_data_mqtt = endpoint(host);
    let outputs = world.configure(&status);
    let taken = outputs.contains(&Output::Restart);
    if !taken {
        // A Registered device backs off (P-6.5).
        assert_eq!(brief(&outputs), ["persist", "disconnect 2"]);
        assert!(world.until.unwrap() > world.now);
    }
    taken
}

#[test]
fn p_6_8_an_empty_list_permits_none() {
    assert!(!first(&[], "data.example.eu"));
    assert!(!first(&[], "192.0.2.1"));
}

#[test]
fn p_6_8_ip_addresses_only_if_listed() {
    assert!(first(&["192.0.2.1"], "192.0.2.1"));
    assert!(!first(&["192.0.2.1"], "192.0.2.10"));
    assert!(first(&["2001:db8::1"], "2001:db8::1"));
    assert!(!first(&["example.eu"], "192.0.2.1"));
    assert!(first(&["example.com", "example.eu"], "data.example.eu"));
}

#[test]
fn p_6_8_the_factory_configuration_has_version_0() {
    let mut world = World::registered(settings());
    assert_eq!(world.status().configuration_version, None);
    world.connect_and_subscribe();
    let outputs = world.configure(&operational(1));
    assert!(outputs.contains(&Output::Restart));
}

/// A first version leaves room for further ones: the last one would lock a device for good.
#[test]
fn p_6_8_a_first_version_leaves_further_ones() {
    let largest = u32::MAX - (1 << 24);
    for (version, taken) in [(largest, true), (largest + 1, false), (u32::MAX, false)] {
        let mut world = World::registered(settings());
        world.connect_and_subscribe();
        let outputs = world.configure(&operational(version));
        assert_eq!(outputs.contains(&Output::Restart), taken, "{version}");
        let version = ConfigurationVersion::new(version).unwrap();
        if taken {
            assert_eq!(version, ConfigurationVersion::LARGEST_FIRST);
            continue;
        }
        let reason = ConfigurationRefusal::VersionTooFar;
        let refused = EventKind::ConfigurationRefused { version, reason };
        assert_eq!(events(&outputs), [refused]);
        assert_eq!(world.device.state(), DeviceState::Registered);
        // What is right is taken at the next connection.
        world.sleep_until_connect();
        world.connect_and_subscribe();
        world.configure(&operational(1));
        assert_eq!(world.device.state(), DeviceState::Operational);
    }
}

#[test]
fn p_6_9_persisted_then_disconnected_then_restarted() {
    let mut world = checking();
    let outputs = world.configure(&operational(6));
    assert_eq!(brief(&outputs), ["persist", "disconnect 3", "restart"]);
    world.restore_in_place();
    let version = world.status().configuration_version.unwrap();
    assert_eq!(version.get(), 6);
}

/// At 12:00 a transfer is due; the configuration that comes first does not take it
/// away, whatever its schedules are.
#[test]
fn p_6_9_what_is_due_stays_due() {
    for transfer in ["0 0 12 * * ?", "0 0 0 1 1 ?"] {
        for restores in [true, false] {
            let mut world = World::configured(settings(), &operational(5));
            world.sleep_until_connect();
            world.connect_and_subscribe();
            world.configure(&operational(5));
            world.sleep_until_connect();
            assert_eq!(world.now.to_seconds().0 % 86_400, 12 * HOUR);
            world.connect_and_subscribe();
            let mut status = operational(6);
            status.configuration.transfer_frequency = transfer.parse().unwrap();
            let outputs = world.configure(&status);
            assert_eq!(
                brief(&outputs),
                [
                    "persist",
                    "disconnect 4",
                    "restart",
                    "connect 5 data.example.eu"
                ]
            );
            if restores {
                world.restore_after_restart();
            }
            world.connect_and_subscribe();
            let outputs = world.configure(&status);
            assert_eq!(published(&outputs).len(), 12, "{transfer} {restores}");
            world.puback();
            let due = world.device.record().unwrap().due().transfer.unwrap();
            let schedule = status.configuration.transfer_frequency;
            assert_eq!(Some(due), schedule.next_after(world.now.to_seconds()));
        }
    }
}

/// An acquisition that is due stays due, too.
#[test]
fn p_6_9_an_acquisition_that_is_due_stays_due() {
    let mut world = World::configured(settings(), &operational(5));
    world.sleep();
    // The OBFCM device does not answer, and meanwhile a test brings a configuration.
    world.acquisition_failed();
    world.give(Input::CommunicationTest);
    world.acquisition_failed();
    world.connect_and_subscribe();
    let mut status = operational(6);
    status.configuration.acquire_frequency = "0 0 0 1 1 ?".parse().unwrap();
    world.configure(&status);
    world.restore_in_place();
    let outputs = world.give(Input::ClockTrusted { trusted: true });
    assert!(acquires(&outputs), "{outputs:?}");
    world.acquired();
    assert_eq!(world.pending().len(), 1);
}

/// A late report of a connection before the restart is not taken for one of the
/// connection after it (P-6.6).
#[test]
fn p_6_9_a_device_restored_in_its_place_numbers_its_connections_on() {
    let mut world = World::configured(settings(), &operational(5));
    world.take_snapshots(1);
    world.give(Input::CommunicationTest);
    world.acquisition_failed();
    let mut late = Vec::new();
    for version in 6..9 {
        world.connect_and_subscribe();
        let outputs = world.configure(&operational(version - 1));
        assert_eq!(published(&outputs).len(), 1);
        for &(connection, publish) in &late {
            world.give(Input::PublishAcknowledged {
                connection,
                publish,
            });
        }
        assert_eq!(world.pending().len(), 1);
        late.push(world.last_publish.unwrap());
        world.configure(&operational(version));
        // The transfer is still due.
        world.restore_after_restart();
    }
}

impl World {
    /// The driver closed what was open, and restored the device in its place.
    fn restore_after_restart(&mut self) {
        self.restore_in_place();
        self.link = crate::world::Link::Down;
        self.give(Input::ClockTrusted { trusted: true });
        // What it had begun was the first connection after the restart.
        self.sleep_until_connect();
    }
}
