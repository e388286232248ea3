//! P-6.14: back-off.

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::device::{EventKind, Input, Output};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{DEVICE, operational, settings, with};
use crate::world::{World, brief, events};

/// Milliseconds until the next connection, failing as soon as it is tried.
fn next_delay(world: &mut World) -> u64 {
    world.disconnected();
    let failed_at = world.now.0;
    if world.link.number().is_none() {
        world.sleep_until_connect();
    }
    world.now.0 - failed_at
}

fn expected(attempt: u32) -> u64 {
    Backoff::default().delay(DEVICE, attempt).as_millis() as u64
}

#[test]
fn p_6_14_grows_with_reproducible_jitter_up_to_the_cap() {
    let mut world = World::provisioned(settings());
    for attempt in 0..40 {
        let delay = next_delay(&mut world);
        assert_eq!(delay, expected(attempt), "{attempt}");
        assert!(delay <= 3_600_000);
    }
}

#[test]
fn p_6_14_reset_after_success() {
    let mut world = World::provisioned(settings());
    for _ in 0..6 {
        next_delay(&mut world);
    }
    world.connect_and_subscribe();
    world.deliver(
        TopicKind::RegisterServer,
        r#"{"deviceState":"registered"}"#,
        false,
    );
    for attempt in 0..3 {
        assert_eq!(next_delay(&mut world), expected(attempt));
    }
}

/// A connection alone is no success.
#[test]
fn p_6_14_grows_while_connections_bring_nothing() {
    let mut world = World::provisioned(settings());
    for attempt in 0..8 {
        world.connected();
        assert_eq!(next_delay(&mut world), expected(attempt));
    }
    // A vehicle without an answer says no, which is not worth trying again soon.
    for refusal in 0..4 {
        world.connect_and_subscribe();
        world.sleep();
        world.vehicle_unreadable();
        let failed_at = world.now.0;
        world.sleep_until_connect();
        let refused = settings().refusal_backoff.delay(DEVICE, refusal);
        assert_eq!(u128::from(world.now.0 - failed_at), refused.as_millis());
    }
}

#[test]
fn p_6_14_holds_back_what_is_due_in_operational() {
    let mut world = World::operational();
    world.sleep_until_connect();
    for attempt in 0..6 {
        assert_eq!(next_delay(&mut world), expected(attempt));
    }
    // No wake and no input makes it earlier.
    world.disconnected();
    for _ in 0..3 {
        let outputs = world.give(Input::Wake);
        assert!(
            !outputs
                .iter()
                .any(|output| matches!(output, Output::Connect { .. }))
        );
    }
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&operational(1));
    world.sleep_until_connect();
    assert_eq!(next_delay(&mut world), expected(0));
}

#[test]
fn p_6_14_the_settings_count() {
    let backoff = Backoff::new(
        std::time::Duration::from_millis(7),
        std::time::Duration::from_millis(20),
    )
    .unwrap();
    let settings = with(|settings| settings.backoff = backoff);
    let mut world = World::provisioned(settings);
    for attempt in 0..20 {
        let delay = backoff.delay(DEVICE, attempt).as_millis() as u64;
        assert_eq!(next_delay(&mut world), delay);
    }
}

#[test]
fn an_obfcm_device_that_gives_nothing_is_asked_again_ever_more_seldom() {
    let expected = |attempt: u32| {
        let delay = settings().acquisition_backoff.delay(DEVICE, attempt);
        u64::try_from(delay.as_millis()).unwrap()
    };
    let mut world = World::operational();
    world.sleep();
    for attempt in 0..8 {
        let outputs = match attempt % 2 {
            0 => world.acquisition_failed(),
            _ => world.sleep(),
        };
        assert_eq!(events(&outputs), [EventKind::AcquisitionFailed]);
        let failed_at = world.now.0;
        assert_eq!(brief(&world.sleep()), ["acquire"]);
        assert_eq!(world.now.0 - failed_at, expected(attempt));
    }
    world.acquired();
    assert_eq!(world.accounts().acquired, 1);
    // An answer that nobody waits for.
    assert_eq!(world.acquisition_failed(), []);
    assert_eq!(world.acquired(), []);
    // Reset.
    world.sleep();
    world.acquisition_failed();
    let failed_at = world.now.0;
    world.sleep();
    assert_eq!(world.now.0 - failed_at, expected(0));
}

#[test]
fn the_obfcm_device_has_the_answer_wait() {
    let mut world = World::operational();
    world.sleep();
    let asked_at = world.now.0;
    assert_eq!(events(&world.sleep()), [EventKind::AcquisitionFailed]);
    assert_eq!(world.now.0 - asked_at, 60_000);
}
