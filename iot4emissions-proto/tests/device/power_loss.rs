//! P-6.2: power loss at every point of a whole life.

use iot4emissions_proto::device::{Accounts, DeviceState, Input};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::time::UnixMillis;

use crate::factory::{DAY, HOUR, START, configured, operational, provisioning, settings};
use crate::service::Service;
use crate::world::World;

/// From the factory through registration, Initialized, Operational, Standby and
/// Operational again, to noon of the fifth day. Returns how many outputs there were.
fn live(power_fails_after: Option<usize>, restores: bool) -> (World, Service, usize) {
    let initialized = configured(ConfiguredState::Initialized, 1);
    let mut service = Service::new(Some(initialized));
    service.restores = restores;
    let mut world = World::new();
    let budget = power_fails_after.unwrap_or(usize::MAX);
    world.outputs_left = Some(budget);
    let mut outputs = world.give(Input::ClockTrusted { trusted: true });
    let provisioned = Input::ProvisioningComplete(Box::new(provisioning(settings())));
    if !world.dead {
        outputs.extend(world.give(provisioned));
    }
    let noon = |day: u64| UnixMillis(START.0 + (day * DAY + 13 * HOUR) * 1000);
    for (day, status) in [
        None,
        Some(operational(2)),
        Some(configured(ConfiguredState::Standby, 3)),
        Some(operational(4)),
        Some(operational(5)),
    ]
    .into_iter()
    .enumerate()
    {
        if status.is_some() {
            service.configuration = status;
        }
        service.run_with(&mut world, noon(day as u64), std::mem::take(&mut outputs));
        if world.dead {
            let outputs = world.lose_power();
            service.run_with(&mut world, noon(day as u64), outputs);
        }
    }
    let used = world.outputs_left.map_or(0, |left| budget - left);
    (world, service, used)
}

fn result(world: &World, service: &Service) -> (DeviceState, u32, Accounts, Vec<u64>) {
    let status = world.device.status();
    (
        status.state,
        status.configuration_version.unwrap().get(),
        status.accounts,
        service.received.keys().copied().collect(),
    )
}

#[test]
fn p_6_2_restored_at_every_output_of_a_whole_life() {
    for restores in [false, true] {
        let (world, service, outputs) = live(None, restores);
        let expected = result(&world, &service);
        assert_eq!(expected.0, DeviceState::Operational);
        assert_eq!(expected.1, 5);
        assert_eq!(expected.2.acknowledged, expected.3.len() as u64);
        assert_eq!(expected.2.pending, 1);
        assert!(expected.3.len() > 50, "{}", expected.3.len());
        assert!(outputs > 150, "{outputs}");
        for output in 0..outputs {
            let (world, service, _) = live(Some(output), restores);
            assert_eq!(result(&world, &service), expected, "power lost at {output}");
        }
    }
}

/// Nothing that a device restored from its record does differs from what it would
/// have done after a lost connection, twice in a row too.
#[test]
fn p_6_2_power_loss_every_hour() {
    let mut service = Service::new(Some(operational(1)));
    let mut world = World::operational();
    for hour in 1..=72_u64 {
        let outputs = world.lose_power();
        let half_past = UnixMillis(START.0 + (hour * HOUR + HOUR / 2) * 1000);
        service.run_with(&mut world, half_past, outputs);
    }
    let accounts = world.accounts();
    assert_eq!(accounts.acquired, 72);
    assert_eq!((accounts.acknowledged, accounts.pending), (60, 12));
    assert_eq!(service.received.len(), 60);
}
