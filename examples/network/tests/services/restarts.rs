//! Services that are killed in the middle.

use iot4emissions_proto::identity::Service;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::topic::TopicKind;
use network::services::data::DataService;
use network::services::registration::RegistrationService;

use crate::common::within;
use crate::network::*;

#[tokio::test]
async fn a_killed_registration_service_carries_on() {
    within(async {
        let network = Network::start().await;
        let data = network.data_service(0).await;
        let port = data.http_port();
        data.stop().await;
        let registration = network.registration_service(port).await;
        network.ask("d1", VIN).await;
        network.registration_store.spool().emptied().await;
        // Committed, not acknowledged by the Data Service.
        drop(registration);
        // While nobody runs, the broker keeps this.
        network.ask("d2", OTHER_VIN).await;

        let data = network.data_service(port).await;
        let registration = network.registration_service(port).await;
        network.settled(&data, &registration).await;
        assert_eq!(network.status("d1").unwrap(), REGISTERED);
        assert_eq!(network.status("d2").unwrap(), REGISTERED);
        assert_eq!(
            registration.service().counts().await.unwrap().outstanding,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn a_status_that_was_committed_and_not_published_is_published_after_the_start() {
    within(async {
        let network = Network::start().await;
        let file = network.directory.file("registration.sqlite");
        let service = RegistrationService::open(&file, IntroductionScope::default())
            .await
            .unwrap();
        let topic = topic(TopicKind::RegisterDevice, "d1");
        service.receive(&topic, b"x", NOW).await.unwrap();
        service.close().await;
        assert_eq!(network.status("d1"), None);
        let (data, registration) = network.services().await;
        network.settled(&data, &registration).await;
        assert_eq!(network.status("d1").unwrap(), ERROR);
        assert_eq!(registration.service().unpublished().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_killed_data_service_loses_and_doubles_nothing() {
    within(async {
        const COUNT: u64 = 60;
        let network = Network::start().await;
        let (data, registration) = network.services().await;
        network.clear("d1", &data, &registration).await;
        let port = data.http_port();
        let mut device = network
            .device("d1", iot4emissions_proto::delivery::BrokerRole::Data)
            .await;
        let topic = topic(TopicKind::DataDevice, "d1").to_string();
        let mut data = Some(data);
        for n in 0..COUNT {
            let acquired = NOW.0 - 10_000 + n;
            let payload = format!(r#"{{"data":[{{"acquired":{acquired},"tfc":1.0}}]}}"#);
            device.publish(&topic, payload, false).await.unwrap();
            // Killed with messages in hand.
            if n % 20 == 10 {
                drop(data.take());
                data = Some(network.data_service(port).await);
            }
        }
        let data = data.unwrap();
        network.settled(&data, &registration).await;
        let counts = data.service().counts().await.unwrap();
        assert_eq!(counts.stored, COUNT);
        let stored = data
            .service()
            .snapshots(&"d1".parse().unwrap())
            .await
            .unwrap();
        assert_eq!(stored.len() as u64, COUNT);
        assert_eq!(counts.messages, counts.stored + counts.duplicate);
    })
    .await;
}

#[tokio::test]
async fn stopping_gracefully_leaves_nothing_under_way() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = network.services().await;
        network.ask("d1", VIN).await;
        network.settled(&data, &registration).await;
        registration.stop().await;
        data.stop().await;
        for service in [Service::Registration, Service::Data] {
            let unpublished = match service {
                Service::Registration => {
                    let file = network.directory.file("registration.sqlite");
                    let service = RegistrationService::open(&file, IntroductionScope::default())
                        .await
                        .unwrap();
                    service.unpublished().await.unwrap()
                }
                Service::Data => {
                    let file = network.directory.file("data.sqlite");
                    let service = DataService::open(&file, parameters()).await.unwrap();
                    service.unpublished().await.unwrap()
                }
            };
            assert_eq!(unpublished, [], "{service}");
        }
    })
    .await;
}
