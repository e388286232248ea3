//! P-6.8: endpoints that do not answer.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{DisconnectReason, EventKind, Settings};
use iot4emissions_proto::message::ConfigurationStatus;

use crate::factory::{DATA_HOST, endpoint, operational, settings, with};
use crate::world::{World, events};

const NEW_HOST: &str = "new.example.eu";

/// Version 2, which moves the data broker.
fn moved() -> ConfigurationStatus {
    let mut status = operational(2);
    status.configuration.obfcm_data_mqtt = endpoint(NEW_HOST);
    status
}

/// A device that has just learnt of the new endpoint.
fn told(settings: Settings) -> World {
    let mut world = World::operational_with(settings);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&moved());
    world
}

impl World {
    fn operational_with(settings: Settings) -> Self {
        Self::configured(settings, &operational(1))
    }

    /// The host of the next connection.
    fn next_host(&mut self) -> String {
        if self.link.number().is_none() {
            self.sleep_until_connect();
        }
        self.host.clone()
    }
}

fn switched(fallback: bool) -> EventKind {
    let broker = BrokerRole::Data;
    EventKind::EndpointSwitched { broker, fallback }
}

#[test]
fn p_6_8_after_five_failures_the_device_falls_back() {
    let mut world = told(settings());
    for attempt in 1..=5 {
        assert_eq!(world.next_host(), NEW_HOST);
        let told = events(&world.disconnected());
        assert_eq!(told.contains(&switched(true)), attempt == 5, "{attempt}");
    }
    // For every further configuration check the new one is tried once more, and all work is
    // done at the old one.
    let mut tried = 0;
    for _ in 0..9 {
        if world.next_host() == NEW_HOST {
            tried += 1;
            world.disconnected();
        } else {
            world.work();
        }
    }
    assert_eq!(tried, 2);
}

impl World {
    /// The old broker still has what led to the new one.
    fn work(&mut self) {
        self.connect_and_subscribe();
        let outputs = self.configure(&moved());
        assert_eq!(events(&outputs), []);
        self.finish_transfer();
    }

    fn finish_transfer(&mut self) {
        if self.link.number().is_some() {
            self.puback();
        }
    }
}

/// Each way in which an endpoint does not work counts.
#[test]
fn p_6_8_what_counts_as_a_failure() {
    type Failure = fn(&mut World);
    let failures: [Failure; 5] = [
        |world| drop(world.disconnected()),
        |world| drop(world.pass(30)),
        |world| {
            world.connected();
            world.pass(30);
        },
        |world| {
            world.connected();
            world.subscribed(false);
        },
        |world| {
            world.connected();
            world.disconnected();
        },
    ];
    for (number, failure) in failures.into_iter().enumerate() {
        let mut world = told(settings());
        for _ in 0..5 {
            assert_eq!(world.next_host(), NEW_HOST, "{number}");
            failure(&mut world);
        }
        assert_eq!(world.next_host(), DATA_HOST, "{number}");
    }
}

#[test]
fn p_6_8_failures_in_a_row_survive_power_loss() {
    let mut world = told(settings());
    for _ in 0..5 {
        assert_eq!(world.next_host(), NEW_HOST);
        world.disconnected();
        world.lose_power();
    }
    let told: Vec<EventKind> = world.status().events.iter().map(|e| e.kind).collect();
    assert!(told.contains(&switched(true)), "{told:?}");
}

#[test]
fn p_6_8_an_endpoint_that_worked_is_not_left() {
    let mut world = told(settings());
    for _ in 0..4 {
        assert_eq!(world.next_host(), NEW_HOST);
        world.disconnected();
    }
    assert_eq!(world.next_host(), NEW_HOST);
    world.connect_and_subscribe();
    world.configure(&moved());
    world.finish_transfer();
    // The row begins anew, and only then the factory's is the last resort.
    for _ in 0..4 {
        assert_eq!(world.next_host(), NEW_HOST);
        let broker = BrokerRole::Data;
        assert_eq!(
            events(&world.disconnected()),
            [EventKind::ConnectionFailed {
                broker,
                reason: DisconnectReason::Tcp
            }]
        );
    }
}

/// The old one may be gone for good.
#[test]
fn p_6_8_a_dead_fallback_turns_back_to_the_new_one() {
    let mut world = told(settings());
    let mut hosts = Vec::new();
    for _ in 0..15 {
        hosts.push(world.next_host());
        world.disconnected();
    }
    let expected = [NEW_HOST; 5]
        .into_iter()
        .chain([DATA_HOST; 5])
        .chain([NEW_HOST; 5]);
    assert!(hosts.iter().map(String::as_str).eq(expected), "{hosts:?}");
}

/// A success in between, and the row begins anew.
#[test]
fn p_6_8_only_failures_in_a_row_count_in_the_fallback() {
    let mut world = told(settings());
    for _ in 0..5 {
        world.next_host();
        world.disconnected();
    }
    for _ in 0..5 {
        let mut failures = 0;
        while failures < 4 {
            // The new one is tried once for a check; that says nothing of the old one.
            failures += u32::from(world.next_host() == DATA_HOST);
            world.disconnected();
        }
        assert_eq!(world.next_host(), DATA_HOST);
        world.work();
    }
}

#[test]
fn p_6_8_a_corrected_configuration_reaches_the_fallen_back() {
    let mut world = told(settings());
    for _ in 0..5 {
        world.next_host();
        world.disconnected();
    }
    assert_eq!(world.next_host(), DATA_HOST);
    world.connect_and_subscribe();
    let mut corrected = operational(3);
    corrected.configuration.obfcm_data_mqtt = endpoint("better.example.eu");
    world.configure(&corrected);
    for _ in 0..5 {
        assert_eq!(world.next_host(), "better.example.eu");
        world.disconnected();
    }
    // The last that worked.
    assert_eq!(world.next_host(), DATA_HOST);
    world.connect_and_subscribe();
    // And straight back to it: nothing new to be tried.
    let outputs = world.configure(&operational(4));
    assert!(
        events(&outputs)
            .iter()
            .any(|kind| matches!(kind, EventKind::ConfigurationApplied { .. }))
    );
    for _ in 0..12 {
        assert_eq!(world.next_host(), DATA_HOST);
        let told = events(&world.disconnected());
        assert!(!told.contains(&switched(true)) && !told.contains(&switched(false)));
    }
}

#[test]
fn p_6_8_the_number_of_failures_is_a_setting_of_at_least_one() {
    for (setting, failures) in [(1, 1), (2, 2)] {
        let settings = with(|settings| {
            settings.endpoint_failures = setting;
        });
        let mut world = told(settings);
        for _ in 0..failures {
            assert_eq!(world.next_host(), NEW_HOST);
            world.disconnected();
        }
        assert_eq!(world.next_host(), DATA_HOST);
    }
}

/// The same broker under another port is another endpoint.
#[test]
fn p_6_8_a_new_port_is_a_new_endpoint() {
    let mut world = World::operational();
    world.sleep_until_connect();
    world.connect_and_subscribe();
    let mut status = operational(2);
    status.configuration.obfcm_data_mqtt.port = 8884.try_into().unwrap();
    world.configure(&status);
    for _ in 0..5 {
        world.sleep_until_connect();
        world.disconnected();
    }
    let told: Vec<EventKind> = world.status().events.iter().map(|e| e.kind).collect();
    assert!(told.contains(&switched(true)));
}

/// P-6.8: `registrationMqtt` is kept for later; the factory's serves registration.
#[test]
fn p_6_8_failures_of_the_registration_broker_are_its_own() {
    let mut world = World::provisioned(settings());
    for _ in 0..12 {
        let told = events(&world.disconnected());
        let broker = BrokerRole::Registration;
        assert_eq!(
            told,
            [EventKind::ConnectionFailed {
                broker,
                reason: DisconnectReason::Tcp
            }]
        );
        world.sleep_until_connect();
    }
}

/// What a broker says in its CONNACK: who is refused waits long (P-6.14), and who is told
/// that the broker is unavailable for the moment has learned nothing of the endpoint (P-6.8).
#[test]
fn p_6_8_p_6_14_what_a_connack_says() {
    let waits = |world: &World| {
        let soon = world.delay(settings().backoff, 0);
        let late = world.delay(settings().refusal_backoff, 0);
        assert!(soon < late);
        (soon, late)
    };
    let (soon, late) = (false, true);
    for (code, failures, wait) in [
        (1, 1, late),
        (2, 1, late),
        (3, 0, soon),
        (4, 1, late),
        (5, 1, late),
        (0x84, 1, late),
        (0x85, 1, late),
        (0x86, 1, late),
        (0x87, 1, late),
        (0x88, 0, soon),
        (0x89, 0, soon),
        (0x8a, 1, late),
        (0x9f, 1, soon),
    ] {
        let mut world = told(settings());
        assert_eq!(world.next_host(), NEW_HOST);
        world.disconnected_by(DisconnectReason::Refused { code });
        let used = world.status().data_endpoint.unwrap();
        assert_eq!(used.failures, failures, "{code:#x}");
        let wait_for = world.wait.timeout.unwrap().since(world.running).as_millis() as u64;
        let (soon, late) = waits(&world);
        assert_eq!(wait_for, if wait { late } else { soon }, "{code:#x}");
        // Behind its CONNACK a broker ends a connection, and refuses none.
        let mut world = told(settings());
        world.next_host();
        world.connected();
        world.disconnected_by(DisconnectReason::Refused { code });
        let wait_for = world.wait.timeout.unwrap().since(world.running).as_millis() as u64;
        assert_eq!(wait_for, waits(&world).0, "{code:#x}");
    }
}
