//! P-6.2: the record of any life comes back, and a device that is restored from it goes on
//! where it was.

use iot4emissions_proto::device::{OtaDevice, Record};
use iot4emissions_proto::time::{MonotonicMillis, UnixMillis};
use proptest::prelude::*;

use crate::factory::{DAY, HOUR, START, operational, settings};
use crate::properties::{act, begin, config, perform, some_settings};
use crate::service::Service;
use crate::world::{Link, World};

/// Power is lost; the device is restored from the record itself or from its bytes.
fn restored(world: &World, from_bytes: bool) -> World {
    let mut world = world.clone();
    let record = world.device.record().expect("a record").clone();
    let record = match from_bytes {
        true => Record::from_bytes(&record.to_bytes()).expect("P-6.2: it can be read"),
        false => record,
    };
    world.disk = Some(record.to_bytes());
    world.device = OtaDevice::restore(record);
    world.link = Link::Down;
    world.running = MonotonicMillis(5_000);
    world.sent.clear();
    world
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn p_6_2_the_record_of_any_life_comes_back(
        at in 0..6_u8,
        settings in some_settings(),
        acts in prop::collection::vec(act(), 0..80),
    ) {
        let mut world = begin(at, settings);
        for act in &acts {
            perform(&mut world, act);
            if let Some(record) = world.device.record() {
                let bytes = record.to_bytes();
                let read = Record::from_bytes(&bytes);
                prop_assert_eq!(read.as_ref(), Ok(record));
                prop_assert_eq!(read.unwrap().to_bytes(), bytes);
            }
        }
    }

    /// Nothing that a device needs is anywhere but in its record's bytes.
    #[test]
    fn p_6_2_what_is_read_does_what_was_written(
        at in 1..6_u8,
        settings in some_settings(),
        before in prop::collection::vec(act(), 0..60),
        after in prop::collection::vec(act(), 0..40),
    ) {
        let mut world = begin(at, settings);
        for act in &before {
            perform(&mut world, act);
        }
        if world.device.record().is_some() {
            let mut by_record = restored(&world, false);
            let mut by_bytes = restored(&world, true);
            prop_assert_eq!(&by_record.device, &by_bytes.device);
            for act in &after {
                perform(&mut by_record, act);
                perform(&mut by_bytes, act);
                prop_assert_eq!(&by_record.device, &by_bytes.device);
                prop_assert_eq!(&by_record.told, &by_bytes.told);
                prop_assert_eq!(&by_record.tried, &by_bytes.tried);
            }
        }
    }

    /// A start at any moment of a quiet life changes nothing of what is acquired, sent and
    /// due.
    #[test]
    fn p_6_2_a_start_at_any_moment_changes_nothing(
        seconds in 0..5 * DAY,
        again in 0..2 * DAY,
    ) {
        let life = |starts: bool| {
            let mut service = Service::new(Some(operational(1)));
            let mut world = World::configured(settings(), &operational(1));
            let mut end = START.0;
            for passes in [seconds, again] {
                end += passes * 1000;
                service.run(&mut world, UnixMillis(end));
                if starts {
                    let outputs = world.lose_power();
                    service.run_with(&mut world, UnixMillis(end), outputs);
                }
            }
            service.run(&mut world, UnixMillis(START.0 + (8 * DAY + HOUR / 2) * 1000));
            let due = world.device.record().unwrap().due();
            let received: Vec<u64> = service.received.keys().copied().collect();
            (received, world.accounts(), due, world.pending())
        };
        prop_assert_eq!(life(true), life(false));
    }
}
