//! The transition table, T-1 to T-13, on the device itself.

use iot4emissions_proto::device::{
    DeviceState, DisconnectReason, EventKind, Input, OtaDevice, Output, Trigger, transition,
};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{configured, operational, provisioning, settings};
use crate::world::{Link, World, brief, events};

const REGISTERED: &str = r#"{"deviceState":"registered"}"#;

#[test]
fn t_1_provisioning_leads_to_the_registration_broker() {
    let mut world = World::new();
    assert_eq!(world.device.state(), DeviceState::PreProvisioning);
    assert!(world.device.record().is_none());
    assert_eq!(world.give(Input::Wake), []);
    assert_eq!(world.until, None);
    let outputs = world.give(Input::ProvisioningComplete(Box::new(provisioning(
        settings(),
    ))));
    assert_eq!(
        brief(&outputs),
        ["persist", "connect 1 registration.example.eu"]
    );
    assert_eq!(
        events(&outputs),
        [EventKind::StateChanged {
            from: DeviceState::PreProvisioning,
            to: DeviceState::Provisioned
        }]
    );
    assert_eq!(world.device.state(), DeviceState::Provisioned);
}

/// Whoever is provisioned is not provisioned again.
#[test]
fn t_1_a_second_provisioning_changes_nothing() {
    let mut world = World::operational();
    let record = world.device.record().cloned();
    let again = Box::new(provisioning(settings()));
    assert_eq!(world.give(Input::ProvisioningComplete(again)), []);
    assert_eq!(world.device.record().cloned(), record);
}

#[test]
fn t_2_a_registered_device_turns_to_the_data_broker() {
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    let outputs = world.deliver(TopicKind::RegisterServer, REGISTERED, true);
    assert_eq!(
        brief(&outputs),
        ["persist", "disconnect 1", "connect 2 data.example.eu"]
    );
    assert_eq!(world.device.state(), DeviceState::Registered);
}

#[test]
fn t_3_an_error_keeps_the_device_provisioned_and_is_raised() {
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    world.pass(5);
    world.vehicle_read();
    let outputs = world.deliver(
        TopicKind::RegisterServer,
        r#"{"deviceState":"error"}"#,
        false,
    );
    assert_eq!(brief(&outputs), ["persist", "disconnect 1"]);
    assert_eq!(events(&outputs), [EventKind::RegistrationRefused]);
    assert_eq!(world.device.state(), DeviceState::Provisioned);
    let again = world.sleep_until_connect();
    assert_eq!(brief(&again), ["connect 2 registration.example.eu"]);
}

#[test]
fn t_4_the_first_configuration_initialises() {
    let mut world = World::registered(settings());
    world.connect_and_subscribe();
    let outputs = world.configure(&configured(ConfiguredState::Initialized, 1));
    assert_eq!(brief(&outputs), ["persist", "disconnect 2", "restart"]);
    assert_eq!(
        events(&outputs)[0],
        EventKind::StateChanged {
            from: DeviceState::Registered,
            to: DeviceState::Initialized
        }
    );
    assert_eq!(world.device.state(), DeviceState::Initialized);
}

#[test]
fn t_5_a_replaced_first_configuration_goes_through_initialized() {
    for (to, reached) in [
        (ConfiguredState::Operational, DeviceState::Operational),
        (ConfiguredState::Standby, DeviceState::Standby),
    ] {
        let mut world = World::registered(settings());
        world.connect_and_subscribe();
        let outputs = world.configure(&configured(to, 7));
        let between = DeviceState::Initialized;
        assert_eq!(
            events(&outputs)[..2],
            [
                EventKind::StateChanged {
                    from: DeviceState::Registered,
                    to: between
                },
                EventKind::StateChanged {
                    from: between,
                    to: reached
                }
            ]
        );
        assert_eq!(world.device.state(), reached);
    }
}

#[test]
fn t_6_every_configured_state_follows_every_other() {
    use ConfiguredState::{Initialized, Operational, Standby};
    for from in [Initialized, Operational, Standby] {
        for to in [Initialized, Operational, Standby] {
            let mut world = World::configured(settings(), &configured(from, 1));
            world.sleep_until_connect();
            world.connect_and_subscribe();
            world.configure(&configured(to, 2));
            assert_eq!(world.device.state(), DeviceState::from(to));
            let changed = world.status().events.iter().any(|event| {
                event.kind
                    == EventKind::StateChanged {
                        from: from.into(),
                        to: to.into(),
                    }
            });
            // Provisioning made the device Initialized once, too.
            assert_eq!(changed, from != to, "{from:?} {to:?}");
        }
    }
}

#[test]
fn t_7_an_acquisition_stores_a_snapshot() {
    let mut world = World::operational();
    let outputs = world.sleep();
    assert_eq!(brief(&outputs), ["acquire"]);
    let outputs = world.acquired();
    assert_eq!(brief(&outputs), ["persist"]);
    assert_eq!(world.pending(), [world.now.to_seconds().0]);
    assert_eq!(world.device.state(), DeviceState::Operational);
}

#[test]
fn t_8_a_transfer_publishes_what_is_stored() {
    let mut world = World::operational();
    world.take_snapshots(3);
    let stored = world.pending();
    let sent = world.start_transfer();
    assert_eq!(crate::world::times(&sent)[..3], stored);
    assert_eq!(world.device.state(), DeviceState::Operational);
}

#[test]
fn t_9_every_notification_is_in_the_log() {
    let mut world = World::new();
    let mut told = events(
        &world.give(Input::ProvisioningComplete(Box::new(provisioning(
            settings(),
        )))),
    );
    told.extend(events(&world.disconnected()));
    world.sleep_until_connect();
    told.extend(events(&world.connected()));
    told.extend(events(&world.subscribed(false)));
    assert_eq!(told.len(), 3);
    let log: Vec<EventKind> = world.status().events.iter().map(|e| e.kind).collect();
    assert_eq!(log, told);
}

#[test]
fn t_10_a_query_is_answered_in_every_state() {
    let states = [
        World::new(),
        World::provisioned(settings()),
        World::registered(settings()),
        World::configured(settings(), &configured(ConfiguredState::Initialized, 1)),
        World::operational(),
        World::configured(settings(), &configured(ConfiguredState::Standby, 1)),
    ];
    for (mut world, state) in states.into_iter().zip(DeviceState::ALL) {
        let before = world.device.record().cloned();
        let status = world.status();
        assert_eq!(status.state, state);
        assert_eq!(world.device.record().cloned(), before);
        assert_eq!(world.device.status(), status);
        let configured = world
            .device
            .record()
            .and_then(|record| record.configuration());
        let version = configured.map(|status| status.configuration.version);
        assert_eq!(status.configuration_version, version);
    }
}

#[test]
fn t_11_a_test_connects_at_once_in_any_state_but_the_first() {
    let mut world = World::new();
    let outputs = world.give(Input::CommunicationTest);
    assert_eq!(brief(&outputs), [""; 0]);
    assert_eq!(events(&outputs), [EventKind::TestEnded { passed: false }]);
    for state in [ConfiguredState::Initialized, ConfiguredState::Standby] {
        let mut world = World::configured(settings(), &configured(state, 1));
        let outputs = world.give(Input::CommunicationTest);
        assert_eq!(brief(&outputs), ["connect 3 data.example.eu"]);
    }
}

/// But for a new registration and the end (P-6.20).
#[test]
fn the_table_names_no_way_back() {
    for state in DeviceState::ALL {
        for trigger in Trigger::ALL {
            let Some(row) = transition(state, trigger) else {
                continue;
            };
            if matches!(row.rule, "T-12" | "T-13") {
                continue;
            }
            assert!(
                row.to >= state || row.to >= DeviceState::Initialized,
                "{state} {trigger:?} {row:?}"
            );
        }
    }
}

/// The driver that only waits hears nothing before provisioning.
#[test]
fn pre_provisioning_ignores_everything() {
    let mut world = World::new();
    let connection = iot4emissions_proto::device::ConnectionNumber(1);
    let request = iot4emissions_proto::device::RequestNumber(1);
    for input in [
        Input::Connected { connection },
        Input::Disconnected {
            connection,
            reason: DisconnectReason::Tcp,
        },
        Input::Subscribed { connection },
        crate::world::message(connection, TopicKind::RegisterServer, REGISTERED, false),
        Input::Acquired {
            request,
            values: crate::factory::values(1),
        },
        Input::AcquisitionFailed { request },
        Input::Persisted { bytes: 1 },
        Input::PersistFailed,
        Input::VehicleUnreadable { request },
        Input::FactoryConfigured(Box::new(provisioning(settings()).factory)),
        Input::RegisterAgain,
        Input::VehicleChanged,
        Input::DataErased,
        Input::Decommissioned,
        Input::NetworkAvailable { available: true },
        Input::Ignition { on: true },
        Input::ClockTrusted { trusted: true },
    ] {
        assert_eq!(world.give(input), []);
        assert_eq!(world.device.state(), DeviceState::PreProvisioning);
        assert_eq!(world.until, None);
    }
    assert_eq!(
        OtaDevice::default().poll_output(),
        Output::Wait(Default::default())
    );
}

#[test]
fn a_whole_life_in_one_go() {
    let mut service = crate::service::Service::new(Some(operational(1)));
    let mut world = World::new();
    let mut outputs = world.give(Input::ClockTrusted { trusted: true });
    outputs.extend(
        world.give(Input::ProvisioningComplete(Box::new(provisioning(
            settings(),
        )))),
    );
    let end = iot4emissions_proto::time::UnixMillis(world.now.0 + 3 * 86_400_000 - 1);
    service.run_with(&mut world, end, outputs);
    assert_eq!(world.device.state(), DeviceState::Operational);
    assert_eq!(service.requests, 1);
    assert_eq!(service.transfers, 3);
    let accounts = world.accounts();
    assert_eq!(accounts.acquired, 71);
    assert_eq!(accounts.acknowledged, service.received.len() as u64);
    assert_eq!(accounts.pending, 11);
    assert_eq!(world.link, Link::Down);
}
