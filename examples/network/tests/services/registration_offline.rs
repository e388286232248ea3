//! The Registration Service with direct calls.

use iot4emissions_proto::services::call::{Answer, Call, CallKind};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::topic::TopicKind;
use network::services::action::{Action, Publication};
use network::services::registration::{
    RegistrationService, VehicleLeft, VehicleReleased, VehicleRequest,
};

use crate::network::*;

struct World {
    directory: Directory,
    service: RegistrationService,
}

impl World {
    async fn new() -> Self {
        let directory = Directory::new();
        let file = directory.file("registration.sqlite");
        let service = RegistrationService::open(&file, IntroductionScope::default())
            .await
            .unwrap();
        Self { directory, service }
    }

    async fn receive(&self, id: &str, payload: &[u8]) -> Vec<Action> {
        let topic = topic(TopicKind::RegisterDevice, id);
        self.service.receive(&topic, payload, NOW).await.unwrap()
    }

    async fn ask(&self, id: &str, vin: &str) -> Vec<Action> {
        self.receive(id, &request(vin)).await
    }

    async fn vehicle(&self, request: impl VehicleRequest) -> Vec<Action> {
        self.service.vehicle(request, NOW).await.unwrap()
    }

    /// Acknowledges every call until none is outstanding; what was called and
    /// published.
    async fn acknowledge(&self) -> (Vec<(u64, CallKind)>, Vec<Publication>) {
        let (mut calls, mut published) = (Vec::new(), Vec::new());
        while let Some(call) = self.service.outstanding().await.unwrap().first() {
            calls.push((call.sequence.get(), call.kind()));
            let done = self.service.call_answered(call, Answer::Applied, NOW);
            for action in done.await.unwrap() {
                if let Action::Publish(publication) = action {
                    published.push(publication);
                }
            }
        }
        (calls, published)
    }
}

fn status(id: &str, payload: &[u8]) -> Publication {
    Publication {
        topic: topic(TopicKind::RegisterServer, id),
        payload: payload.to_vec(),
    }
}

fn call(actions: &[Action]) -> &Call {
    match actions {
        [Action::Call(call)] => call,
        other => panic!("expected a call, found {other:?}"),
    }
}

#[tokio::test]
async fn p_7_1_registered_after_the_acknowledgement_and_kept_over_a_restart() {
    let world = World::new().await;
    let actions = world.ask("d1", VIN).await;
    let introduced = call(&actions).clone();
    assert_eq!(
        (introduced.sequence, introduced.kind()),
        (number(1), CallKind::Introduced)
    );
    assert_eq!(world.service.retained().await.unwrap(), []);

    world.service.close().await;
    let file = world.directory.file("registration.sqlite");
    let again = RegistrationService::open(&file, IntroductionScope::default())
        .await
        .unwrap();
    assert_eq!(
        again.outstanding().await.unwrap().first(),
        Some(&introduced)
    );
    let answered = again.call_answered(&introduced, Answer::Applied, NOW);
    let actions = answered.await.unwrap();
    assert_eq!(actions, [Action::Publish(status("d1", REGISTERED))]);
    assert_eq!(again.retained().await.unwrap(), [status("d1", REGISTERED)]);
    // Not published yet, and then it is.
    assert_eq!(
        again.unpublished().await.unwrap(),
        [status("d1", REGISTERED)]
    );
    again.published(&[status("d1", ERROR)]).await.unwrap();
    assert_eq!(again.unpublished().await.unwrap().len(), 1);
    again.published(&[status("d1", REGISTERED)]).await.unwrap();
    assert_eq!(again.unpublished().await.unwrap(), []);
}

#[tokio::test]
async fn p_7_3_a_device_has_one_vehicle_and_a_vehicle_one_device() {
    let world = World::new().await;
    world.ask("d1", VIN).await;
    world.acknowledge().await;
    for (id, vin) in [("d1", OTHER_VIN), ("d2", VIN)] {
        let actions = world.ask(id, vin).await;
        let [Action::Raise(notice), Action::Publish(error)] = &actions[..] else {
            panic!("expected a notice and an error, found {actions:?}");
        };
        assert_eq!(*error, status(id, ERROR));
        assert!(!notice.to_string().contains(vin));
    }
    // What the device asked for last counts.
    assert_eq!(
        world.service.retained().await.unwrap(),
        [status("d1", ERROR), status("d2", ERROR)]
    );
    world.ask("d1", VIN).await;
    // Releasing the vehicle that d1 never had leaves it what it is.
    let vin = vin(OTHER_VIN);
    let actions = world.vehicle(VehicleReleased { vin }).await;
    assert_eq!(actions, [Action::Publish(status("d1", REGISTERED))]);
    let counts = world.service.counts().await.unwrap();
    assert_eq!((counts.requests, counts.refused, counts.bound), (4, 2, 1));
}

#[tokio::test]
async fn p_7_3_uniqueness_holds_for_several_services_on_one_file() {
    let world = World::new().await;
    let file = world.directory.file("registration.sqlite");
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8 {
        let service = RegistrationService::open(&file, IntroductionScope::default())
            .await
            .unwrap();
        tasks.spawn(async move {
            let topic = topic(TopicKind::RegisterDevice, "d1");
            let vin = format!("WVWZZZ1JZXW00000{n}");
            service.receive(&topic, &request(&vin), NOW).await.unwrap()
        });
    }
    let outcomes = tasks.join_all().await;
    let calls = outcomes
        .iter()
        .filter(|actions| matches!(actions[..], [Action::Call(_)]))
        .count();
    assert_eq!(calls, 1, "{outcomes:?}");
    assert_eq!(world.service.counts().await.unwrap().bound, 1);
}

#[tokio::test]
async fn p_5_51_call_numbers_grow_when_a_device_moves_to_another_vehicle() {
    let world = World::new().await;
    world.vehicle(registered(VIN, "DE", true)).await;
    world.ask("d1", VIN).await;
    world.acknowledge().await;
    world.vehicle(VehicleReleased { vin: vin(VIN) }).await;
    let (calls, published) = world.acknowledge().await;
    assert_eq!(calls.last().unwrap().0, 3);
    assert_eq!(published, [status("d1", b"")]);

    let actions = world.ask("d1", OTHER_VIN).await;
    assert_eq!(call(&actions).sequence, number(4));
}

/// P-7.10: every record that names the device has its say, also those that refuse it.
#[tokio::test]
async fn p_7_10_a_device_that_two_vehicles_refuse_stays_refused() {
    let world = World::new().await;
    for (id, vin) in [("d1", VIN), ("d2", OTHER_VIN)] {
        world.ask(id, vin).await;
        world.acknowledge().await;
        world.ask("d3", vin).await;
    }
    let actions = world.vehicle(VehicleReleased { vin: vin(VIN) }).await;
    let published = [status("d1", b""), status("d3", ERROR)];
    assert_eq!(actions, published.map(Action::Publish));
    let vin = vin(OTHER_VIN);
    let actions = world.vehicle(VehicleReleased { vin }).await;
    let published = [status("d2", b""), status("d3", b"")];
    assert_eq!(actions, published.map(Action::Publish));
}

#[tokio::test]
async fn p_7_11_what_an_answer_shows_is_raised_and_is_no_refusal() {
    let world = World::new().await;
    let actions = world.ask("d1", VIN).await;
    let last = number(7);
    let answered = world
        .service
        .call_answered(call(&actions), Answer::Overtaken { last }, NOW);
    let actions = answered.await.unwrap();
    let [Action::Raise(notice), Action::Call(again)] = &actions[..] else {
        panic!("expected a notice and a call, found {actions:?}");
    };
    let text = "call 1 about d1 does not follow the Data Service's 7";
    assert_eq!(notice.to_string(), text);
    assert_eq!(again.sequence, number(8));
    let bytes = world.directory.bytes("registration.sqlite");
    assert!(contains(&bytes, text));
    assert_eq!(world.service.counts().await.unwrap().refused, 0);
    // The device's numbers go on there, whichever vehicle it is in.
    world.vehicle(VehicleReleased { vin: vin(VIN) }).await;
    world.acknowledge().await;
    let actions = world.ask("d1", OTHER_VIN).await;
    assert_eq!(call(&actions).sequence, number(10));
}

#[tokio::test]
async fn p_5_3_an_unreadable_request_is_counted_raised_and_answered() {
    let world = World::new().await;
    let payload = format!(r#"{{"vin":"{VIN}","vehicleInfo":{{"{VIN}":1}},}}"#);
    let actions = world.receive("d1", payload.as_bytes()).await;
    let [Action::Raise(notice), Action::Publish(error)] = &actions[..] else {
        panic!("expected a notice and an error, found {actions:?}");
    };
    assert_eq!(*error, status("d1", ERROR));
    let text = notice.to_string();
    assert!(
        text.starts_with("the request of d1 cannot be read: "),
        "{text}"
    );
    assert!(!text.contains(VIN), "{text}");
    let counts = world.service.counts().await.unwrap();
    assert_eq!(
        (counts.requests, counts.unreadable, counts.vehicles),
        (1, 1, 0)
    );
    // The next one that can be read is answered by its own merits.
    world.ask("d1", VIN).await;
    world.acknowledge().await;
    assert_eq!(
        world.service.retained().await.unwrap(),
        [status("d1", REGISTERED)]
    );
}

#[tokio::test]
async fn p_7_4_the_registrars_word_before_the_device_comes() {
    let world = World::new().await;
    assert_eq!(world.vehicle(registered(VIN, "DE", true)).await, []);
    world.ask("d1", VIN).await;
    let (calls, _) = world.acknowledge().await;
    assert_eq!(calls, [(1, CallKind::Introduced), (2, CallKind::Cleared)]);
    world.vehicle(VehicleLeft { vin: vin(VIN) }).await;
    assert_eq!(
        world.service.outstanding().await.unwrap()[0].sequence,
        number(3)
    );
    // Nothing is worth a record of a vehicle that nobody knows.
    let unknown = vin(OTHER_VIN);
    assert_eq!(world.vehicle(VehicleLeft { vin: unknown }).await, []);
    assert_eq!(world.service.counts().await.unwrap().vehicles, 1);
}
