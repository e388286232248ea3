//! The Data Service with direct calls.

use iot4emissions_proto::services::call::{Answer, Call, Introduction};
use iot4emissions_proto::services::clearance::SuspensionReason;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::topic::TopicKind;
use iot4emissions_proto::vehicle::VehicleInfo;
use network::services::data::{DataService, OperatorError, Received, Reconfigured};

use crate::network::*;

const ONE: &[u8] = br#"{"data":[{"acquired":1699000000,"tfc":10.0,"tdt":100.0}]}"#;

struct World {
    directory: Directory,
    service: DataService,
}

impl World {
    async fn new() -> Self {
        let directory = Directory::new();
        let file = directory.file("data.sqlite");
        let service = DataService::open(&file, parameters()).await.unwrap();
        Self { directory, service }
    }

    async fn introduced() -> Self {
        let world = Self::new().await;
        assert_eq!(world.answer(&introduced(1)).await, Answer::Applied);
        world
    }

    async fn cleared() -> Self {
        let world = Self::introduced().await;
        assert_eq!(
            world.answer(&Call::cleared(device("d1"), number(2))).await,
            Answer::Applied
        );
        world
    }

    async fn answer(&self, call: &Call) -> Answer {
        self.service.answer(call, NOW).await.unwrap().0
    }

    async fn receive(&self, id: &str, payload: &[u8]) -> Received {
        let topic = topic(TopicKind::DataDevice, id);
        self.service.receive(&topic, payload, NOW).await.unwrap()
    }

    async fn findings(&self) -> Vec<Vec<String>> {
        let stored = self.service.snapshots(&device("d1")).await.unwrap();
        stored.into_iter().map(|stored| stored.findings).collect()
    }
}

fn introduced(sequence: u64) -> Call {
    crate::network::introduced("d1", sequence)
}

fn refused(snapshots: u64) -> Received {
    Received::Refused {
        snapshots,
        notice: None,
    }
}

fn stored(new: u64, duplicate: u64, conflicting: u64) -> Received {
    Received::Stored {
        new,
        duplicate,
        conflicting,
        withdrawn: 0,
    }
}

#[tokio::test]
async fn p_7_7_each_snapshot_is_stored_once_and_as_first_seen() {
    let world = World::cleared().await;
    assert_eq!(world.receive("d1", ONE).await, stored(1, 0, 0));
    assert_eq!(world.receive("d1", ONE).await, stored(0, 1, 0));
    let other =
        br#"{"data":[{"acquired":1699000000,"tfc":10.1},{"acquired":1699000001,"tfc":10.1}]}"#;
    assert_eq!(world.receive("d1", other).await, stored(1, 0, 1));
    assert_eq!(world.receive("d1", other).await, stored(0, 1, 1));
    let all = world.service.snapshots(&device("d1")).await.unwrap();
    assert_eq!(all.len(), 2);
    let values = all[0].snapshot.values();
    assert_eq!(values.total_fuel_consumed.unwrap().tenths(), 100);
    assert_eq!(all[0].received, NOW);
    assert_eq!((all[0].conflicting, all[1].conflicting), (true, false));
    let counts = world.service.counts().await.unwrap();
    assert_eq!(
        (
            counts.messages,
            counts.stored,
            counts.duplicate,
            counts.conflicting
        ),
        (4, 2, 2, 2)
    );
}

#[tokio::test]
async fn p_7_7_nothing_of_a_denied_or_unknown_device_is_stored() {
    let world = World::introduced().await;
    assert_eq!(world.receive("d1", ONE).await, refused(1));
    assert_eq!(world.receive("d1", b"x").await, refused(0));
    assert_eq!(world.receive("d2", ONE).await, Received::Unknown);
    assert_eq!(world.service.snapshots(&device("d1")).await.unwrap(), []);
    let counts = world.service.counts().await.unwrap();
    assert_eq!(
        (
            counts.messages,
            counts.refused,
            counts.refused_snapshots,
            counts.unknown
        ),
        (3, 2, 1, 1)
    );
    assert_eq!((counts.stored, counts.quarantined), (0, 0));
}

/// A device that looks for its configuration once a month may never hear of a withdrawal.
#[tokio::test]
async fn p_7_7_what_was_acquired_before_a_withdrawal_ended_is_counted_and_not_stored() {
    let world = World::cleared().await;
    assert_eq!(world.receive("d1", ONE).await, stored(1, 0, 0));
    let withdrawn = Call::suspended(device("d1"), SuspensionReason::NotCleared, number(3));
    for call in [withdrawn, Call::cleared(device("d1"), number(4))] {
        assert_eq!(world.answer(&call).await, Answer::Applied);
    }
    let payload = format!(
        r#"{{"data":[{{"acquired":{},"tfc":11.0}},{{"acquired":{},"tfc":12.0}}]}}"#,
        NOW.0 - 1,
        NOW.0
    );
    let received = world.receive("d1", payload.as_bytes()).await;
    let expected = Received::Stored {
        new: 1,
        duplicate: 0,
        conflicting: 0,
        withdrawn: 1,
    };
    assert_eq!(received, expected);
    let all = world.service.snapshots(&device("d1")).await.unwrap();
    let times: Vec<_> = all.iter().map(|it| it.snapshot.acquired().0).collect();
    assert_eq!(times, [1_699_000_000, NOW.0]);
    let counts = world.service.counts().await.unwrap();
    assert_eq!((counts.stored, counts.withdrawn), (2, 1));
}

#[tokio::test]
async fn p_7_7_what_cannot_be_read_is_kept_without_a_vin() {
    let world = World::cleared().await;
    let payload = format!(r#"{{"vin":"{VIN}","vehicleInfo":{{}},"marker":"still here"}}"#);
    for _ in 0..2 {
        let received = world.receive("d1", payload.as_bytes()).await;
        assert_eq!(received, Received::Quarantined);
    }
    assert_eq!(world.service.counts().await.unwrap().quarantined, 2);
    let bytes = world.directory.bytes("data.sqlite");
    assert!(contains(&bytes, "still here"));
    assert!(contains(&bytes, "missing-member"));
    assert!(!contains(&bytes, VIN));
}

#[tokio::test]
async fn p_7_9_a_late_older_snapshot_changes_what_its_successor_is_judged_by() {
    let world = World::cleared().await;
    // 1,000 km on 10,000 l in 10 days: too thirsty.
    let snapshot = |acquired: u64, fuel: u32, distance: u32| {
        format!(r#"{{"data":[{{"acquired":{acquired},"tfc":{fuel}.0,"tdt":{distance}.0}}]}}"#)
    };
    let day = 86_400;
    world
        .receive("d1", snapshot(NOW.0 - 20 * day, 0, 0).as_bytes())
        .await;
    world
        .receive("d1", snapshot(NOW.0 - 10 * day, 10_000, 1_000).as_bytes())
        .await;
    assert_eq!(
        world.findings().await,
        [vec![], vec!["too-thirsty".to_owned()]]
    );
    // The one between them used all that fuel; the last one drove on none.
    world
        .receive("d1", snapshot(NOW.0 - 15 * day, 10_000, 500).as_bytes())
        .await;
    assert_eq!(
        world.findings().await,
        [vec![], vec!["too-thirsty".to_owned()], vec![]]
    );
    // Judged by when it was received itself.
    world
        .receive("d1", snapshot(NOW.0 + 2 * day, 10_000, 1_000).as_bytes())
        .await;
    assert_eq!(world.findings().await[3], ["from-the-future"]);
    assert_eq!(world.service.counts().await.unwrap().implausible, 2);
}

#[tokio::test]
async fn p_7_7_several_services_on_one_file_store_each_snapshot_once() {
    let world = World::cleared().await;
    let file = world.directory.file("data.sqlite");
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let service = DataService::open(&file, parameters()).await.unwrap();
        tasks.spawn(async move {
            let topic = topic(TopicKind::DataDevice, "d1");
            service.receive(&topic, ONE, NOW).await.unwrap()
        });
    }
    tasks.join_all().await;
    let counts = world.service.counts().await.unwrap();
    assert_eq!(
        (counts.messages, counts.stored, counts.duplicate),
        (8, 1, 7)
    );
}

#[tokio::test]
async fn p_5_51_answers_are_the_same_after_a_restart() {
    let world = World::cleared().await;
    world.service.close().await;
    let file = world.directory.file("data.sqlite");
    let service = DataService::open(&file, parameters()).await.unwrap();
    let (answer, again) = service
        .answer(&Call::cleared(device("d1"), number(2)), NOW)
        .await
        .unwrap();
    assert_eq!(answer, Answer::Applied);
    assert_eq!(
        service.retained().await.unwrap(),
        again.into_iter().collect::<Vec<_>>()
    );
    let late = Call::suspended(device("d1"), SuspensionReason::Pause, number(1));
    assert_eq!(
        service.answer(&late, NOW).await.unwrap(),
        (Answer::Overtaken { last: number(2) }, Vec::new())
    );
    let unknown = Call::cleared(device("d2"), number(1));
    assert_eq!(
        service.answer(&unknown, NOW).await.unwrap(),
        (Answer::NotIntroduced, Vec::new())
    );
}

#[tokio::test]
async fn p_5_32_new_parameters_are_published_and_given_to_whoever_comes() {
    let world = World::introduced().await;
    let mut other = parameters();
    other.acquire_frequency = "0 0 0 ? * MON *".parse().unwrap();
    let reconfigure = || world.service.reconfigure(other.clone(), NOW);
    let published = reconfigure().await.unwrap().publications;
    assert_eq!(published.len(), 1);
    assert_eq!(world.service.unpublished().await.unwrap(), published);
    world.service.published(&published).await.unwrap();
    assert_eq!(world.service.unpublished().await.unwrap(), []);
    assert_eq!(reconfigure().await.unwrap(), Reconfigured::default());
    let introduction = Introduction::new(
        device("d2"),
        &VehicleInfo::default(),
        IntroductionScope::default(),
    );
    let introduced = Call::introduced(introduction, number(1));
    assert_eq!(world.answer(&introduced).await, Answer::Applied);
    let record = world.service.device(&device("d2")).await.unwrap().unwrap();
    let frequency = record.configuration.acquire_frequency;
    assert_eq!(frequency, other.acquire_frequency);
}

/// P-7.12: what a suspended device shows is noted once, and is not lost by a restart.
#[tokio::test]
async fn p_7_12_a_device_that_sends_on_is_raised_and_told_again() {
    let world = World::introduced().await;
    let fresh = format!(r#"{{"data":[{{"acquired":{},"tfc":10.0}}]}}"#, NOW.0 + 3600);
    let Received::Refused { notice, .. } = world.receive("d1", fresh.as_bytes()).await else {
        panic!("expected a refusal");
    };
    let text = "d1 is suspended by configuration 1, and sends on";
    assert_eq!(notice.unwrap().to_string(), text);
    assert_eq!(world.receive("d1", fresh.as_bytes()).await, refused(1));
    let record = world.service.device(&device("d1")).await.unwrap().unwrap();
    assert_eq!(record.still_sending, 2);
    // What is noted publishes nothing.
    let published = world.service.retained().await.unwrap();
    world.service.published(&published).await.unwrap();
    world.receive("d1", fresh.as_bytes()).await;
    assert_eq!(world.service.unpublished().await.unwrap(), []);

    let version = 1000.try_into().unwrap();
    let again = world
        .service
        .reissue(&device("d1"), Some(version), NOW)
        .await
        .unwrap();
    assert_eq!(world.service.unpublished().await.unwrap(), [again]);
    let record = world.service.device(&device("d1")).await.unwrap().unwrap();
    assert_eq!((record.version(), record.still_sending), (version, 0));
    let unknown = world.service.reissue(&device("d2"), None, NOW).await;
    assert!(matches!(unknown, Err(OperatorError::Unknown)));
    let restarted = world.service.restart_numbers(&device("d1"), NOW).await;
    restarted.unwrap();
    assert_eq!(
        world.answer(&Call::cleared(device("d1"), number(1))).await,
        Answer::Applied
    );
}
