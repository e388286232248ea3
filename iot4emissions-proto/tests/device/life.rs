//! P-6.20: what changes in fifteen years.

use iot4emissions_proto::device::{
    DeviceState, DueTimes, EndpointOrigin, EventKind, FactoryConfiguration, Input, Output, Record,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{ConfigurationStatus, ConfiguredState};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{
    DATA_HOST, DAY, DEVICE, REGISTRATION_HOST, configured, endpoint, operational, provisioning,
    rules, secret, settings, with,
};
use crate::world::{Link, World, brief, events, message, published};

const REGISTERED: &str = r#"{"deviceState":"registered"}"#;
const OTHER_REGISTRATION: &str = "register-here.example.eu";

/// Operational with three snapshots, and a configuration that names another registration
/// broker than the factory.
fn living() -> World {
    let mut status = operational(5);
    status.configuration.registration_mqtt = endpoint(OTHER_REGISTRATION);
    let mut world = World::configured(settings(), &status);
    world.take_snapshots(3);
    world
}

fn factory(change: impl FnOnce(&mut FactoryConfiguration)) -> Input {
    let mut factory = provisioning(settings()).factory;
    change(&mut factory);
    Input::FactoryConfigured(Box::new(factory))
}

fn other_device() -> DeviceId {
    "11111111-2222-3333-4444-555555555555".parse().unwrap()
}

fn host(outputs: &[Output]) -> Option<&str> {
    outputs.iter().find_map(|output| match output {
        Output::Connect { endpoint, .. } => Some(endpoint.host.as_str()),
        _ => None,
    })
}

#[test]
fn p_6_20_a_new_factory_configuration_judges_the_next_configuration() {
    let mut world = living();
    let before = world.device.record().unwrap().clone();
    let outputs = world.give(factory(|factory| {
        factory.permitted_domains = vec!["example.org".parse().unwrap()];
    }));
    assert_eq!(events(&outputs), [EventKind::FactoryConfigured]);
    assert_eq!(brief(&outputs), ["persist"]);
    let record = world.device.record().unwrap();
    assert_eq!(record.configuration(), before.configuration());
    assert_eq!(record.pending(), before.pending());
    assert_eq!(record.state(), before.state());
    let domains = &record.factory().permitted_domains;
    assert_eq!(domains, &["example.org".parse().unwrap()]);
    for (host, taken) in [("data.example.eu", false), ("data.example.org", true)] {
        let mut world = world.clone();
        world.sleep_until_connect();
        world.connect_and_subscribe();
        let mut status = operational(6);
        status.configuration.registration_mqtt = endpoint("registration.example.org");
        status.configuration.obfcm_data_mqtt = endpoint(host);
        let outputs = world.configure(&status);
        assert_eq!(outputs.contains(&Output::Restart), taken, "{host}");
    }
    // The same again says nothing new.
    let again = factory(|factory| {
        factory.permitted_domains = vec!["example.org".parse().unwrap()];
    });
    assert_eq!(world.give(again), []);
}

#[test]
fn p_6_20_a_device_that_cannot_register_is_led_to_a_new_broker() {
    let mut world = World::provisioned(settings());
    world.disconnected();
    let outputs = world.give(factory(|factory| {
        factory.registration_mqtt = endpoint("new.example.eu");
    }));
    // At once: what held it back was the old one's matter.
    assert_eq!(host(&outputs), Some("new.example.eu"));
    // It is stored before anything else, and survives power loss.
    assert_eq!(outputs[0], Output::Persist);
    world.lose_power();
    let stored = world.device.record().unwrap().factory();
    assert_eq!(stored.registration_mqtt, endpoint("new.example.eu"));
}

#[test]
fn p_6_20_new_settings_hold_at_once() {
    let mut world = living();
    let settings = with(|settings| settings.storage_limit = 2);
    world.give(Input::FactoryConfigured(Box::new(
        provisioning(settings).factory,
    )));
    world.take_snapshots(2);
    assert!(world.accounts().balance());
    assert_eq!(world.pending().len(), 2, "{:?}", world.accounts());
}

/// What is above a new bound goes at once, and is told.
#[test]
fn p_6_16_a_smaller_store_evicts_the_oldest_at_once() {
    let mut world = living();
    let before = world.pending();
    let settings = with(|settings| settings.storage_limit = 2);
    let outputs = world.give(Input::FactoryConfigured(Box::new(
        provisioning(settings).factory,
    )));
    let acquired = UnixSeconds(before[0]);
    let evicted = EventKind::SnapshotEvicted { acquired };
    assert_eq!(events(&outputs), [EventKind::FactoryConfigured, evicted]);
    assert_eq!(world.pending(), before[1..]);
    assert_eq!(world.accounts().evicted, 1);
}

/// P-6.12: the spread is of the factory's window.
#[test]
fn p_6_20_a_new_factory_configuration_moves_what_is_due() {
    let mut world = living();
    let spread = with(|settings| settings.spread_window_seconds = 86_400);
    let acquisition = world.device.record().unwrap().due().acquisition;
    for settings in [spread, settings()] {
        let window = settings.spread_window_seconds.into();
        world.give(Input::FactoryConfigured(Box::new(
            provisioning(settings).factory,
        )));
        let now = world.now.to_seconds();
        let record = world.device.record().unwrap();
        let configuration = &record.configuration().unwrap().configuration;
        let spread = |schedule: &Schedule| schedule.spread_after(&secret(), window, now);
        let expected = DueTimes {
            acquisition,
            transfer: spread(&configuration.transfer_frequency),
            config_check: spread(&configuration.config_check_frequency),
        };
        assert_eq!(record.due(), expected, "{window}");
    }
}

#[test]
fn p_6_20_a_certificate_with_the_same_id_is_connected_with_anew() {
    let mut world = living();
    world.sleep_until_connect();
    world.connect_and_subscribe();
    let before = world.device.record().unwrap().clone();
    let device = DEVICE.parse().unwrap();
    let outputs = world.give(Input::CertificateRenewed { device });
    let other_device = false;
    assert_eq!(
        events(&outputs),
        [EventKind::CertificateRenewed { other_device }]
    );
    assert_eq!(brief(&outputs)[..2], ["persist", "disconnect 3"]);
    // The check that was going on is made anew, with the new certificate.
    assert_eq!(host(&outputs), Some(DATA_HOST));
    let record = world.device.record().unwrap();
    assert_eq!(record.state(), before.state());
    assert_eq!(record.pending(), before.pending());
    assert_eq!(record.due(), before.due());
    assert_eq!(record.device().as_str(), DEVICE);
}

#[test]
fn p_6_20_a_certificate_with_another_id_is_another_device() {
    let mut world = living();
    let device = other_device();
    let before = world.device.record().unwrap().clone();
    world.device.handle_input(
        world.time(),
        Input::CertificateRenewed {
            device: device.clone(),
        },
    );
    let mut outputs = Vec::new();
    loop {
        match world.device.poll_output() {
            Output::Wait(_) => break,
            Output::Persist => {
                outputs.push(Output::Persist);
                let stored = Input::Persisted { bytes: 400 };
                world.device.handle_input(world.time(), stored);
            }
            output => outputs.push(output),
        }
    }
    let other_device = true;
    let told = events(&outputs);
    assert!(told.contains(&EventKind::CertificateRenewed { other_device }));
    assert!(told.contains(&EventKind::StateChanged {
        from: DeviceState::Operational,
        to: DeviceState::Provisioned,
    }));
    let record = world.device.record().unwrap();
    assert_eq!(record.device(), &device);
    assert_eq!(record.state(), DeviceState::Provisioned);
    // Its spread is another's, also before it starts anew (P-6.12).
    let restored = Record::from_bytes(&record.to_bytes());
    assert_eq!(restored.as_ref(), Ok(record));
    // Nothing of before is sent in its name: of what was acquired without consent, neither
    // service could know.
    assert_eq!(record.pending(), []);
    assert_eq!(record.accounts().erased, before.pending().len() as u64);
    assert!(told.contains(&EventKind::SnapshotsErased { count: 3 }));
    assert_eq!(host(&outputs), Some(OTHER_REGISTRATION));
    let Some(Output::Connect { connection, .. }) = outputs.last() else {
        panic!("{outputs:?}");
    };
    // It subscribes as the new one.
    let connection = *connection;
    let time = world.time();
    world
        .device
        .handle_input(time, Input::Connected { connection });
    let Output::Subscribe { topic, .. } = world.device.poll_output() else {
        panic!("it subscribes");
    };
    assert_eq!(topic.device(), &device);
}

/// By a request, whatever the broker retains (P-6.4).
fn register(world: &mut World) {
    world.connect_and_subscribe();
    world.deliver(TopicKind::RegisterServer, REGISTERED, true);
    assert_eq!(world.device.state(), DeviceState::Provisioned);
    world.pass(5);
    world.vehicle_read();
    world.deliver(TopicKind::RegisterServer, REGISTERED, false);
}

/// T-12: at last by the configuration's `registrationMqtt`.
#[test]
fn t_12_registering_again_goes_to_the_configured_broker() {
    let mut world = living();
    let pending = world.pending();
    let outputs = world.give(Input::RegisterAgain);
    assert_eq!(
        brief(&outputs),
        ["persist", "connect 3 register-here.example.eu"]
    );
    assert_eq!(world.device.state(), DeviceState::Provisioned);
    assert_eq!(world.status().configuration_version, None);
    assert_eq!(world.pending(), pending);
    let due = world.device.record().unwrap().due();
    assert_eq!(due, Default::default());
    // After power loss it is still the configured one.
    world.lose_power();
    world.sleep_until_connect();
    assert_eq!(world.host, OTHER_REGISTRATION);
    register(&mut world);
    assert_eq!(world.device.state(), DeviceState::Registered);
    world.connect_and_subscribe();
    // It counts as version 0: a service that starts anew is heard.
    let outputs = world.configure(&operational(1));
    assert!(outputs.contains(&Output::Restart));
    assert_eq!(world.pending(), pending);
    // And everything is due from now on, though the expressions are those of before.
    let now = world.now.to_seconds();
    let record = world.device.record().unwrap();
    let configuration = &record.configuration().unwrap().configuration;
    let expected = DueTimes {
        acquisition: configuration.acquire_frequency.next_after(now),
        transfer: configuration.transfer_frequency.next_after(now),
        config_check: configuration.config_check_frequency.next_after(now),
    };
    assert_eq!(record.due(), expected);
    let sent = world.start_transfer();
    assert_eq!(sent.len(), 12);
}

/// What was acknowledged is of the registration before, as are the vehicle and the consent
/// that it was acquired with.
#[test]
fn p_6_20_registering_again_sends_nothing_acknowledged_again() {
    let settings = with(|settings| settings.resend_window = 3);
    let mut world = World::configured(settings, &operational(5));
    world.start_transfer();
    world.puback();
    world.give(Input::RegisterAgain);
    register(&mut world);
    world.connect_and_subscribe();
    world.configure(&operational(6));
    let again = world.now.to_seconds();
    let sent = world.start_transfer();
    assert!(sent.iter().all(|snapshot| snapshot.acquired() > again));
}

#[test]
fn t_4_after_registering_again_initialized_erases_what_may_not_be_sent() {
    let mut world = living();
    world.give(Input::RegisterAgain);
    register(&mut world);
    world.connect_and_subscribe();
    let outputs = world.configure(&configured(ConfiguredState::Initialized, 1));
    assert!(events(&outputs).contains(&EventKind::SnapshotsErased { count: 3 }));
    assert_eq!(world.accounts().erased, 3);
    assert_eq!(world.pending(), [0; 0]);
}

/// P-6.8: or the factory's, where that one does not work.
#[test]
fn p_6_20_registering_again_falls_back_to_the_factorys_broker() {
    let mut status = operational(5);
    status.configuration.registration_mqtt = endpoint(OTHER_REGISTRATION);
    let settings = rules(|settings| settings.spread_window_seconds = 0);
    let mut world = World::configured(settings, &status);
    world.give(Input::RegisterAgain);
    let begin = world.running.0;
    while world.status().registration_endpoint.unwrap().origin != EndpointOrigin::Fallback {
        if world.link.number().is_none() {
            world.sleep_until_connect();
        }
        assert_eq!(world.host, OTHER_REGISTRATION);
        world.disconnected();
        assert!(world.running.0 - begin < 3 * DAY * 1000, "it gives up");
    }
    assert!(world.running.0 - begin >= DAY * 1000);
    world.sleep_until_connect();
    assert_eq!(world.host, REGISTRATION_HOST);
    register(&mut world);
    assert_eq!(world.device.state(), DeviceState::Registered);
    let origin = |world: &mut World| world.status().registration_endpoint.unwrap().origin;
    assert_eq!(origin(&mut world), EndpointOrigin::Fallback);
    // What the next configuration names has not failed yet.
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&status);
    assert_eq!(world.device.state(), DeviceState::Operational);
    assert_eq!(origin(&mut world), EndpointOrigin::Configuration);
    world.give(Input::RegisterAgain);
    if world.link.number().is_none() {
        world.sleep_until_connect();
    }
    assert_eq!(world.host, OTHER_REGISTRATION);
}

#[test]
fn p_6_20_another_vehicle_erases_everything_and_registers() {
    let mut world = living();
    let outputs = world.give(Input::VehicleChanged);
    let told = events(&outputs);
    assert_eq!(told[0], EventKind::VehicleChanged);
    assert_eq!(told[1], EventKind::SnapshotsErased { count: 3 });
    assert_eq!(world.device.state(), DeviceState::Provisioned);
    assert_eq!(world.pending(), [0; 0]);
    assert_eq!(world.accounts().erased, 3);
    // The new vehicle is asked for its VIN: nothing was kept (P-6.3).
    world.connect_and_subscribe();
    let outputs = world.pass(5);
    assert_eq!(brief(&outputs), ["read vehicle"]);
    // And nothing of the old one comes with the new one's data.
    world.vehicle_read();
    world.deliver(TopicKind::RegisterServer, REGISTERED, false);
    world.connect_and_subscribe();
    world.configure(&operational(6));
    let changed = world.now.to_seconds().0;
    let sent = world.start_transfer();
    assert!(sent.iter().all(|snapshot| snapshot.acquired().0 > changed));
}

/// What is set aside and what is kept for sending again goes, too; a PUBACK that comes late
/// is of another vehicle.
#[test]
fn p_6_20_another_vehicle_while_a_publish_is_under_way() {
    let settings = with(|settings| settings.resend_window = 3);
    let mut world = World::configured(settings, &operational(5));
    world.start_transfer();
    world.puback();
    world.start_transfer();
    let (connection, publish) = world.last_publish.unwrap();
    let outputs = world.give(Input::VehicleChanged);
    assert_eq!(published(&outputs), []);
    assert_eq!(world.pending(), [0; 0]);
    world.give(Input::PublishAcknowledged {
        connection,
        publish,
    });
    assert!(world.accounts().balance());
    assert_eq!(world.pending(), [0; 0]);
}

#[test]
fn p_6_23_what_its_owner_had_erased_is_not_sent() {
    let mut world = living();
    let outputs = world.give(Input::DataErased);
    assert_eq!(events(&outputs), [EventKind::SnapshotsErased { count: 3 }]);
    assert_eq!(world.device.state(), DeviceState::Operational);
    assert_eq!(world.pending(), [0; 0]);
    assert_eq!(world.accounts().erased, 3);
    // It goes on with what comes afterwards.
    let erased = world.now.to_seconds().0;
    let sent = world.start_transfer();
    assert!(!sent.is_empty());
    assert!(sent.iter().all(|snapshot| snapshot.acquired().0 > erased));
    // Nothing to erase is nothing to tell.
    world.puback();
    assert_eq!(events(&world.give(Input::DataErased)), []);
}

/// What is kept for sending again goes, too, and a publish under way is not repeated.
#[test]
fn p_6_23_erased_while_a_publish_is_under_way() {
    let settings = with(|settings| settings.resend_window = 3);
    let mut world = World::configured(settings, &operational(5));
    world.start_transfer();
    world.puback();
    world.start_transfer();
    let (connection, publish) = world.last_publish.unwrap();
    let outputs = world.give(Input::DataErased);
    assert_eq!(published(&outputs), []);
    world.give(Input::PublishAcknowledged {
        connection,
        publish,
    });
    assert!(world.accounts().balance());
    let erased = world.now.to_seconds().0;
    let sent = world.start_transfer();
    assert!(sent.iter().all(|snapshot| snapshot.acquired().0 > erased));
}

#[test]
fn t_13_decommissioned_erases_everything_and_the_record() {
    for open in [false, true] {
        let mut world = living();
        if open {
            world.start_transfer();
        }
        let count = u32::try_from(world.pending().len()).unwrap();
        let outputs = world.give(Input::Decommissioned);
        let expected: &[&str] = match open {
            true => &["persist", "disconnect 4"],
            false => &["persist"],
        };
        assert_eq!(brief(&outputs), expected);
        assert_eq!(
            events(&outputs),
            [
                EventKind::SnapshotsErased { count },
                EventKind::StateChanged {
                    from: DeviceState::Operational,
                    to: DeviceState::PreProvisioning
                }
            ]
        );
        assert_eq!(world.device.record(), None);
        assert_eq!(world.disk, None, "what was stored is deleted");
        assert_eq!(world.device.state(), DeviceState::PreProvisioning);
        assert_eq!(world.until, None);
        world.skip(400 * DAY * 1000);
        assert_eq!(world.give(Input::Wake), []);
        // A unit that is used again begins anew.
        let again = Input::ProvisioningComplete(Box::new(provisioning(settings())));
        world.give(again);
        assert_eq!(world.device.state(), DeviceState::Provisioned);
        assert_eq!(world.accounts().acquired, 0);
    }
}

/// P-6.2: what cannot be deleted stays in force, and is deleted when it is asked for again.
#[test]
fn t_13_decommissioning_that_cannot_be_stored() {
    for open in [false, true] {
        let mut world = living();
        world.give(Input::NetworkAvailable { available: false });
        world.give(Input::Ignition { on: false });
        if open {
            world.give(Input::NetworkAvailable { available: true });
            world.give(Input::CommunicationTest);
        }
        let before = world.device.record().unwrap().clone();
        world.disk_works = false;
        let outputs = world.give(Input::Decommissioned);
        assert!(events(&outputs).contains(&EventKind::PersistFailed));
        assert_eq!(world.link, Link::Down);
        let record = world.device.record().unwrap();
        assert_eq!(record.state(), DeviceState::Operational);
        assert_eq!(record.pending(), before.pending());
        assert!(record.last_test().is_none() || open);
        // What the driver has said holds on.
        let status = world.device.status();
        assert_eq!(status.network, Some(open));
        assert_eq!(status.ignition, Some(false));
        assert!(status.clock.trusted);
        assert!(world.disk.is_some());
        world.disk_works = true;
        world.give(Input::Decommissioned);
        assert_eq!(world.disk, None);
        assert_eq!(world.device.record(), None);
    }
}

/// Whatever the state, T-12 and T-13 do what they say.
#[test]
fn p_6_20_in_every_state() {
    let worlds = || {
        [
            World::provisioned(settings()),
            World::registered(settings()),
            World::configured(settings(), &configured(ConfiguredState::Initialized, 1)),
            World::operational(),
            World::configured(settings(), &configured(ConfiguredState::Standby, 1)),
        ]
    };
    for mut world in worlds() {
        world.give(Input::RegisterAgain);
        assert_eq!(world.device.state(), DeviceState::Provisioned);
        assert!(matches!(world.link, Link::Connecting(_)));
        let bytes = world.device.record().unwrap().to_bytes();
        assert!(Record::from_bytes(&bytes).is_ok());
    }
    for mut world in worlds() {
        world.give(Input::Decommissioned);
        assert_eq!(world.device.state(), DeviceState::PreProvisioning);
        assert_eq!(world.link, Link::Down);
    }
    let mut world = World::new();
    for input in [
        Input::RegisterAgain,
        Input::VehicleChanged,
        Input::DataErased,
        Input::Decommissioned,
        factory(|_| ()),
    ] {
        assert_eq!(world.give(input), []);
        assert_eq!(world.device.state(), DeviceState::PreProvisioning);
    }
}

/// A sale while an acquisition is under way: the answer is the old vehicle's.
#[test]
fn p_6_20_an_acquisition_that_began_before_is_not_taken() {
    for input in [Input::VehicleChanged, Input::RegisterAgain] {
        let mut world = World::operational();
        world.sleep();
        world.give(input);
        assert_eq!(world.acquired(), []);
        assert_eq!(world.accounts().acquired, 0);
    }
}

/// What the old connections still say is not heard.
#[test]
fn p_6_20_what_arrives_late_is_of_the_old_device() {
    let mut world = living();
    world.sleep_until_connect();
    world.connect_and_subscribe();
    let old = world.number();
    world.give(Input::RegisterAgain);
    let status: ConfigurationStatus = operational(9);
    let text = String::from_utf8(status.to_canonical()).unwrap();
    for kind in [TopicKind::ConfigServer, TopicKind::RegisterServer] {
        assert_eq!(world.give(message(old, kind, &text, true)), []);
    }
    assert_eq!(world.device.state(), DeviceState::Provisioned);
}
