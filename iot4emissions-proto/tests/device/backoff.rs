//! P-6.14: back-off.

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::device::{EventKind, Input, Output};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{operational, settings, with};
use crate::world::{World, brief, events};

/// Milliseconds until the next connection, failing as soon as it is tried, and what they are
/// by the rule.
fn next_delay_of(world: &mut World, backoff: Backoff, attempt: u32) -> (u64, u64) {
    let expected = world.delay(backoff, attempt);
    world.disconnected();
    let failed_at = world.now.0;
    if world.link.number().is_none() {
        world.sleep_until_connect();
    }
    (world.now.0 - failed_at, expected)
}

fn next_delay(world: &mut World, attempt: u32) -> u64 {
    let (delay, expected) = next_delay_of(world, Backoff::default(), attempt);
    assert_eq!(delay, expected, "{attempt}");
    delay
}

#[test]
fn p_6_14_grows_with_reproducible_jitter_up_to_the_cap() {
    let mut world = World::provisioned(settings());
    for attempt in 0..40 {
        assert!(next_delay(&mut world, attempt) <= 3_600_000);
    }
}

#[test]
fn p_6_14_reset_after_success() {
    let mut world = World::provisioned(settings());
    for attempt in 0..6 {
        next_delay(&mut world, attempt);
    }
    world.connect_and_subscribe();
    world.deliver(
        TopicKind::RegisterServer,
        r#"{"deviceState":"registered"}"#,
        false,
    );
    for attempt in 0..3 {
        next_delay(&mut world, attempt);
    }
}

/// A connection alone is no success.
#[test]
fn p_6_14_grows_while_connections_bring_nothing() {
    let mut world = World::provisioned(settings());
    for attempt in 0..8 {
        world.connected();
        next_delay(&mut world, attempt);
    }
    // A vehicle without an answer says no, which is not worth trying again soon.
    for refusal in 0..4 {
        world.connect_and_subscribe();
        world.sleep();
        world.vehicle_unreadable();
        let failed_at = world.now.0;
        let refused = world.delay(settings().refusal_backoff, refusal);
        world.sleep_until_connect();
        assert_eq!(world.now.0 - failed_at, refused);
    }
}

#[test]
fn p_6_14_holds_back_what_is_due_in_operational() {
    let mut world = World::operational();
    world.sleep_until_connect();
    for attempt in 0..6 {
        next_delay(&mut world, attempt);
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
    next_delay(&mut world, 0);
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
        let (delay, expected) = next_delay_of(&mut world, backoff, attempt);
        assert_eq!(delay, expected);
    }
}

#[test]
fn an_obfcm_device_that_gives_nothing_is_asked_again_ever_more_seldom() {
    let expected = |world: &World, attempt| world.delay(settings().acquisition_backoff, attempt);
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
        assert_eq!(world.now.0 - failed_at, expected(&world, attempt));
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
    assert_eq!(world.now.0 - failed_at, expected(&world, 0));
}

#[test]
fn the_obfcm_device_has_the_answer_wait() {
    let mut world = World::operational();
    world.sleep();
    let asked_at = world.now.0;
    assert_eq!(events(&world.sleep()), [EventKind::AcquisitionFailed]);
    assert_eq!(world.now.0 - asked_at, 60_000);
}
